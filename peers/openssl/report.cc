#include <cctype>

#include "peers/openssl/tables.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

// The scheme of a hash and a signature algorithm. `pss_key`: the key itself is id-RSASSA-PSS.
std::optional<SignatureScheme> SchemeOf(int hash, int type, bool pss_key) {
  if (type == EVP_PKEY_ED25519) return SignatureScheme::kEd25519;
  if (type == EVP_PKEY_ED448) return SignatureScheme::kEd448;
  uint16_t size = 0;  // 0: SHA-256, 1: SHA-384, 2: SHA-512
  switch (hash) {
    case NID_sha1:
      if (type == EVP_PKEY_RSA) return SignatureScheme::kRsaPkcs1Sha1;
      return type == EVP_PKEY_EC ? std::optional(SignatureScheme::kEcdsaSha1) : std::nullopt;
    case NID_sha224:
      if (type == EVP_PKEY_RSA) return static_cast<SignatureScheme>(0x0301);
      return type == EVP_PKEY_EC ? std::optional(static_cast<SignatureScheme>(0x0303))
                                 : std::nullopt;
    case NID_sha256:
      break;
    case NID_sha384:
      size = 1;
      break;
    case NID_sha512:
      size = 2;
      break;
    default:
      return std::nullopt;
  }
  switch (type) {
    case EVP_PKEY_RSA:
      return static_cast<SignatureScheme>(0x0401 + (size << 8));
    case EVP_PKEY_EC:
      return static_cast<SignatureScheme>(0x0403 + (size << 8));
    case EVP_PKEY_RSA_PSS:
      return static_cast<SignatureScheme>((pss_key ? 0x0809 : 0x0804) + size);
    default:
      return std::nullopt;
  }
}

bool IsPss(X509* certificate) {
  return certificate != nullptr &&
         EVP_PKEY_get_base_id(X509_get0_pubkey(certificate)) == EVP_PKEY_RSA_PSS;
}

std::optional<SignatureScheme> PeerScheme(SSL* ssl) {
  int hash = NID_undef, type = NID_undef;
  if (SSL_get_peer_signature_type_nid(ssl, &type) != 1) return std::nullopt;
  SSL_get_peer_signature_nid(ssl, &hash);
  return SchemeOf(hash, type, IsPss(SSL_get0_peer_certificate(ssl)));
}

std::optional<SignatureScheme> OwnScheme(SSL* ssl) {
  int hash = NID_undef, type = NID_undef;
  if (SSL_get_signature_type_nid(ssl, &type) != 1) return std::nullopt;
  SSL_get_signature_nid(ssl, &hash);
  return SchemeOf(hash, type, IsPss(SSL_get_certificate(ssl)));
}

}  // namespace

void AddNegotiated(const SSL* connection, Role role, Negotiated* negotiated) {
  auto* ssl = const_cast<SSL*>(connection);  // the library's getters are not const
  const ProtocolVersion version = *negotiated->version;
  // An abbreviated handshake before TLS 1.3 agrees on no group.
  if (!negotiated->resumed || version >= ProtocolVersion::kTls13) {
    negotiated->group = GroupOfNid(static_cast<int>(SSL_get_negotiated_group(ssl)));
  }
  // RFC 5246 7.4.1.4.1: before TLS 1.2 no scheme was agreed on; a resumption has no signature.
  if (negotiated->resumed || version < ProtocolVersion::kTls12) return;
  std::optional<SignatureScheme> peer = PeerScheme(ssl);
  std::optional<SignatureScheme> own = OwnScheme(ssl);
  // RFC 5246 7.4.3: with RSA key exchange the server signs nothing, though OpenSSL chose a scheme.
  if (SSL_CIPHER_get_kx_nid(SSL_get_current_cipher(ssl)) == NID_kx_rsa) {
    (role == Role::kClient ? peer : own).reset();
  }
  negotiated->signature_scheme = role == Role::kClient ? peer : own;
  negotiated->client_signature_scheme = role == Role::kClient ? own : peer;
}

Bytes WriteSession(const SSL_SESSION* session) {
  const int size = i2d_SSL_SESSION(session, nullptr);
  if (size <= 0) return {};
  Bytes bytes(static_cast<size_t>(size));
  uint8_t* at = bytes.data();
  i2d_SSL_SESSION(session, &at);
  return bytes;
}

SessionHandle ReadSession(View bytes, SSL_CTX*) {
  const uint8_t* at = bytes.data();
  return SessionHandle(d2i_SSL_SESSION(nullptr, &at, static_cast<long>(bytes.size())));
}

// OpenSSL keeps its reasons in words ("no shared cipher"); its headers write them with underscores.
std::string ReasonSymbol(uint32_t error) {
  const char* reason = ERR_reason_error_string(error);
  std::string symbol = reason == nullptr ? "" : reason;
  for (char& c : symbol) {
    c = std::isalnum(static_cast<unsigned char>(c))
            ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
            : '_';
  }
  return symbol;
}

void SendHeldBack(SSL*) {}

}  // namespace shakedown
