#include <algorithm>

#include "peers/boringssl/faulty_key.h"
#include "peers/ssl/callbacks.h"
#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"
#include "peers/ssl/peer.h"

namespace shakedown {
namespace {

bool Give(SSL_CTX* ctx, const ParsedIdentity& parsed, Signing signing) {
  if (SSL_CTX_use_certificate(ctx, parsed.chain[0].get()) != 1) return false;
  for (size_t i = 1; i < parsed.chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(ctx, parsed.chain[i].get()) != 1) return false;
  }
  if (signing == Signing::kWorks) return SSL_CTX_use_PrivateKey(ctx, parsed.key.get()) == 1;
  SSL_CTX_set_private_key_method(ctx, FaultyKeyMethod());
  return true;
}

bool Give(SSL* ssl, const ParsedIdentity& parsed, Signing signing) {
  SSL_certs_clear(ssl);
  if (SSL_use_certificate(ssl, parsed.chain[0].get()) != 1) return false;
  for (size_t i = 1; i < parsed.chain.size(); ++i) {
    if (SSL_add1_chain_cert(ssl, parsed.chain[i].get()) != 1) return false;
  }
  if (signing == Signing::kWorks) return SSL_use_PrivateKey(ssl, parsed.key.get()) == 1;
  SSL_set_private_key_method(ssl, FaultyKeyMethod());
  return true;
}

ssl_select_cert_result_t OnHello(const SSL_CLIENT_HELLO* hello) {
  const uint8_t* name = nullptr;
  size_t name_size = 0;
  if (SSL_early_callback_ctx_extension_get(hello, TLSEXT_TYPE_server_name, &name, &name_size) !=
      1) {
    name_size = 0;
  }
  return OnClientHello(hello->ssl, View(name, name_size),
                       View(hello->cipher_suites, hello->cipher_suites_len))
             ? ssl_select_cert_retry
             : ssl_select_cert_success;
}

// Which kinds of certificate the suites of a ClientHello can use before TLS 1.3.
void AddSuites(SSL* ssl, PeerOffer* offer) {
  offer->rsa = offer->ecdsa = false;
  const std::vector<uint16_t>& offered = SslPeer::Of(ssl)->offered_suites();
  const STACK_OF(SSL_CIPHER)* enabled = SSL_get_ciphers(ssl);
  for (size_t i = 0; i < sk_SSL_CIPHER_num(enabled); ++i) {
    const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(enabled, i);
    if (std::find(offered.begin(), offered.end(), SSL_CIPHER_get_protocol_id(cipher)) ==
        offered.end()) {
      continue;
    }
    offer->rsa = offer->rsa || SSL_CIPHER_get_auth_nid(cipher) == NID_auth_rsa;
    offer->ecdsa = offer->ecdsa || SSL_CIPHER_get_auth_nid(cipher) == NID_auth_ecdsa;
  }
}

}  // namespace

bool NeedsChoice(const PeerConfig& config) {
  return config.identities.size() > 1 ||
         (config.role == Role::kClient && config.identities.size() == 1 &&
          config.capabilities->honour_ca_names);
}

bool SetIdentities(SSL_CTX* ctx, const PeerConfig& config) {
  if (config.identities.empty() || NeedsChoice(config)) return true;
  const ParsedIdentity* parsed = Parsed(config.identities[0]);
  return parsed != nullptr && Give(ctx, *parsed, config.identities[0].signing);
}

bool UseIdentity(SSL* ssl, const Identity& identity) {
  const ParsedIdentity* parsed = Parsed(identity);
  return parsed != nullptr && Give(ssl, *parsed, identity.signing);
}

void WatchClientHello(SSL_CTX* ctx) { SSL_CTX_set_select_certificate_cb(ctx, OnHello); }

bool PausedByHello(int error) { return error == SSL_ERROR_PENDING_CERTIFICATE; }

PeerOffer OfferOf(SSL* ssl, Role role) {
  PeerOffer offer;
  offer.version = static_cast<ProtocolVersion>(SSL_version(ssl));
  const uint16_t* schemes = nullptr;
  const size_t count = SSL_get0_peer_verify_algorithms(ssl, &schemes);
  for (size_t i = 0; i < count; ++i) {
    offer.schemes.push_back(static_cast<SignatureScheme>(schemes[i]));
  }
  if (offer.version >= ProtocolVersion::kTls13) return offer;
  if (role == Role::kServer) {
    AddSuites(ssl, &offer);
    return offer;
  }
  // RFC 5246 7.4.4: the certificate_types of the CertificateRequest.
  const uint8_t* types = nullptr;
  const size_t types_size = SSL_get0_certificate_types(ssl, &types);
  offer.rsa = std::find(types, types + types_size, SSL3_CT_RSA_SIGN) != types + types_size;
  offer.ecdsa = std::find(types, types + types_size, TLS_CT_ECDSA_SIGN) != types + types_size;
  return offer;
}

}  // namespace shakedown
