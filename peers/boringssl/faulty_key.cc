#include "peers/boringssl/faulty_key.h"

#include <openssl/rsa.h>

#include "peers/ssl/parsed.h"
#include "peers/ssl/peer.h"

namespace shakedown {
namespace {

EVP_PKEY* KeyOf(SSL* ssl) {
  const SslPeer* peer = SslPeer::Of(ssl);
  if (peer == nullptr || peer->identity() == nullptr) return nullptr;
  const ParsedIdentity* parsed = Parsed(*peer->identity());
  return parsed == nullptr ? nullptr : parsed->key.get();
}

// Refuse stands for a key that answers with an error of its own.
ssl_private_key_result_t Refuse() {
  OPENSSL_PUT_ERROR(SSL, SSL_R_PRIVATE_KEY_OPERATION_FAILED);
  return ssl_private_key_failure;
}

ssl_private_key_result_t Sign(SSL* ssl, uint8_t* out, size_t* out_size, size_t max_out,
                              uint16_t scheme, const uint8_t* in, size_t in_size) {
  EVP_PKEY* key = KeyOf(ssl);
  if (key == nullptr || SslPeer::Of(ssl)->identity()->signing == Signing::kFails) return Refuse();
  bssl::ScopedEVP_MD_CTX context;
  EVP_PKEY_CTX* pctx = nullptr;
  if (EVP_DigestSignInit(context.get(), &pctx, SSL_get_signature_algorithm_digest(scheme), nullptr,
                         key) != 1) {
    return Refuse();
  }
  if (SSL_is_signature_algorithm_rsa_pss(scheme) &&
      (EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, -1) != 1)) {
    return Refuse();
  }
  *out_size = max_out;
  if (EVP_DigestSign(context.get(), out, out_size, in, in_size) != 1) return Refuse();
  // The last bit belongs to the signature's last integer: what is flipped still parses.
  out[*out_size - 1] ^= 1;
  return ssl_private_key_success;
}

ssl_private_key_result_t Decrypt(SSL* ssl, uint8_t* out, size_t* out_size, size_t max_out,
                                 const uint8_t* in, size_t in_size) {
  EVP_PKEY* key = KeyOf(ssl);
  RSA* rsa = key == nullptr ? nullptr : EVP_PKEY_get0_RSA(key);
  if (rsa == nullptr ||
      RSA_decrypt(rsa, out_size, out, max_out, in, in_size, RSA_NO_PADDING) != 1) {
    return Refuse();
  }
  return ssl_private_key_success;
}

// Never called: nothing above answers "later".
ssl_private_key_result_t Complete(SSL*, uint8_t*, size_t*, size_t) { return Refuse(); }

}  // namespace

const SSL_PRIVATE_KEY_METHOD* FaultyKeyMethod() {
  static const SSL_PRIVATE_KEY_METHOD method = {Sign, Decrypt, Complete};
  return &method;
}

}  // namespace shakedown
