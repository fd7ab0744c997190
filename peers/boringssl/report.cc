#include "peers/ssl/library.h"

namespace shakedown {

void AddNegotiated(const SSL* ssl, Role role, Negotiated* negotiated) {
  const ProtocolVersion version = *negotiated->version;
  negotiated->hello_retry_request = SSL_used_hello_retry_request(ssl) == 1;
  // An abbreviated handshake before TLS 1.3 agrees on no group.
  if (!negotiated->resumed || version >= ProtocolVersion::kTls13) {
    const uint16_t group = SSL_get_curve_id(ssl);
    if (group != 0) negotiated->group = static_cast<NamedGroup>(group);
  }
  // RFC 5246 7.4.1.4.1: before TLS 1.2 no scheme was agreed on; a resumption has no signature. The
  // library tells the other side's scheme only.
  if (negotiated->resumed || version < ProtocolVersion::kTls12) return;
  const uint16_t scheme = SSL_get_peer_signature_algorithm(ssl);
  if (scheme == 0) return;
  (role == Role::kClient ? negotiated->signature_scheme : negotiated->client_signature_scheme) =
      static_cast<SignatureScheme>(scheme);
}

Bytes WriteSession(const SSL_SESSION* session) {
  uint8_t* data = nullptr;
  size_t size = 0;
  if (SSL_SESSION_to_bytes(session, &data, &size) != 1) return {};
  Bytes bytes(data, data + size);
  OPENSSL_free(data);
  return bytes;
}

SessionHandle ReadSession(View bytes, SSL_CTX* ctx) {
  return SessionHandle(SSL_SESSION_from_bytes(bytes.data(), bytes.size(), ctx));
}

std::string ReasonSymbol(uint32_t error) {
  const char* reason = ERR_reason_error_string(error);
  return reason == nullptr ? "" : reason;
}

// BoringSSL keeps a server's NewSessionTicket until the application writes; writing nothing
// sends that and no record of its own.
void SendHeldBack(SSL* ssl) { SSL_write(ssl, "", 0); }

}  // namespace shakedown
