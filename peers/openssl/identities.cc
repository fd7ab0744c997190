#include "peers/openssl/faulty_key.h"
#include "peers/ssl/callbacks.h"
#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"

namespace shakedown {
namespace {

int Use(SSL_CTX* ctx, X509* leaf, EVP_PKEY* key, STACK_OF(X509) * chain) {
  return SSL_CTX_use_cert_and_key(ctx, leaf, key, chain, 1);
}
int Use(SSL* ssl, X509* leaf, EVP_PKEY* key, STACK_OF(X509) * chain) {
  return SSL_use_cert_and_key(ssl, leaf, key, chain, 1);
}

template <typename T>
bool Give(T* target, const Identity& identity) {
  const ParsedIdentity* parsed = Parsed(identity);
  if (parsed == nullptr) return false;
  KeyHandle faulty;
  if (identity.signing != Signing::kWorks) {
    faulty = FaultyKey(parsed->key.get(), identity.signing);
    if (!faulty) return false;
  }
  STACK_OF(X509)* chain = sk_X509_new_null();
  for (size_t i = 1; i < parsed->chain.size(); ++i) {
    sk_X509_push(chain, parsed->chain[i].get());
  }
  const int given =
      Use(target, parsed->chain[0].get(), faulty ? faulty.get() : parsed->key.get(), chain);
  sk_X509_free(chain);
  return given == 1;
}

int OnHello(SSL* ssl, int*, void*) {
  const unsigned char* name = nullptr;
  size_t name_size = 0;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &name, &name_size) != 1) {
    name_size = 0;
  }
  const unsigned char* suites = nullptr;
  const size_t suites_size = SSL_client_hello_get0_ciphers(ssl, &suites);
  return OnClientHello(ssl, View(name, name_size), View(suites, suites_size))
             ? SSL_CLIENT_HELLO_RETRY
             : SSL_CLIENT_HELLO_SUCCESS;
}

}  // namespace

bool NeedsChoice(const PeerConfig& config) {
  return config.role == Role::kClient &&
         (config.identities.size() > 1 ||
          (config.identities.size() == 1 && config.capabilities->honour_ca_names));
}

bool SetIdentities(SSL_CTX* ctx, const PeerConfig& config) {
  if (NeedsChoice(config)) return true;
  for (const Identity& identity : config.identities) {
    if (!Give(ctx, identity)) return false;
  }
  return true;
}

bool UseIdentity(SSL* ssl, const Identity& identity) { return Give(ssl, identity); }

void WatchClientHello(SSL_CTX* ctx) { SSL_CTX_set_client_hello_cb(ctx, OnHello, nullptr); }

bool PausedByHello(int error) { return error == SSL_ERROR_WANT_CLIENT_HELLO_CB; }

std::optional<std::vector<SignatureScheme>> SigningSchemes(const Capabilities& capabilities) {
  return capabilities.signature_schemes;
}

PeerOffer OfferOf(SSL* ssl, Role role) {
  PeerOffer offer;
  offer.version = static_cast<ProtocolVersion>(SSL_version(ssl));
  const int count = SSL_get_sigalgs(ssl, -1, nullptr, nullptr, nullptr, nullptr, nullptr);
  for (int i = 0; i < count; ++i) {
    unsigned char low = 0, high = 0;
    SSL_get_sigalgs(ssl, i, nullptr, nullptr, nullptr, &low, &high);
    offer.schemes.push_back(static_cast<SignatureScheme>(high << 8 | low));
  }
  if (role == Role::kServer || offer.version >= ProtocolVersion::kTls13) return offer;
  // RFC 5246 7.4.4: the certificate_types of the CertificateRequest.
  const unsigned char* types = nullptr;
  const size_t types_size = SSL_get0_certificate_types(ssl, &types);
  offer.rsa = offer.ecdsa = false;
  for (size_t i = 0; i < types_size; ++i) {
    offer.rsa = offer.rsa || types[i] == TLS_CT_RSA_SIGN;
    offer.ecdsa = offer.ecdsa || types[i] == TLS_CT_ECDSA_SIGN;
  }
  return offer;
}

}  // namespace shakedown
