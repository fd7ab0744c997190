// OpenSSL 3.0 has one way to put code of the application between TLS and a private key without a
// provider or an engine: the key methods of 1.1, which it deprecates but honours.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "peers/openssl/faulty_key.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>

namespace shakedown {
namespace {

// The last bit of a signature belongs to its last integer: what is flipped still parses.
void FlipLastBit(unsigned char* signature, int size) { signature[size - 1] ^= 1; }

int RsaFails(int, const unsigned char*, unsigned char*, RSA*, int) {
  ERR_raise(ERR_LIB_RSA, ERR_R_OPERATION_FAIL);
  return -1;
}

int RsaCorrupts(int size, const unsigned char* from, unsigned char* to, RSA* rsa, int padding) {
  const int written = RSA_meth_get_priv_enc(RSA_PKCS1_OpenSSL())(size, from, to, rsa, padding);
  if (written > 0) FlipLastBit(to, written);
  return written;
}

const RSA_METHOD* RsaMethod(Signing signing) {
  static const auto make = [](auto* priv_enc) {
    RSA_METHOD* method = RSA_meth_dup(RSA_PKCS1_OpenSSL());
    RSA_meth_set_priv_enc(method, priv_enc);
    return method;
  };
  static const RSA_METHOD* const fails = make(RsaFails);
  static const RSA_METHOD* const corrupts = make(RsaCorrupts);
  return signing == Signing::kFails ? fails : corrupts;
}

int EcFails(int, const unsigned char*, int, unsigned char*, unsigned int*, const BIGNUM*,
            const BIGNUM*, EC_KEY*) {
  ERR_raise(ERR_LIB_EC, ERR_R_OPERATION_FAIL);
  return 0;
}

using EcSign = int (*)(int, const unsigned char*, int, unsigned char*, unsigned int*, const BIGNUM*,
                       const BIGNUM*, EC_KEY*);

using EcSetup = int (*)(EC_KEY*, BN_CTX*, BIGNUM**, BIGNUM**);
using EcSignParts = ECDSA_SIG* (*)(const unsigned char*, int, const BIGNUM*, const BIGNUM*,
                                   EC_KEY*);

int EcCorrupts(int type, const unsigned char* digest, int digest_size, unsigned char* signature,
               unsigned int* size, const BIGNUM* kinv, const BIGNUM* r, EC_KEY* key) {
  EcSign sign = nullptr;
  EC_KEY_METHOD_get_sign(EC_KEY_OpenSSL(), &sign, nullptr, nullptr);
  const int done = sign(type, digest, digest_size, signature, size, kinv, r, key);
  if (done == 1 && *size > 0) FlipLastBit(signature, static_cast<int>(*size));
  return done;
}

const EC_KEY_METHOD* EcMethod(Signing signing) {
  static const auto make = [](EcSign sign) {
    EC_KEY_METHOD* method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
    // The other two are what the library's own `sign` goes through.
    EcSetup setup = nullptr;
    EcSignParts sign_parts = nullptr;
    EC_KEY_METHOD_get_sign(method, nullptr, &setup, &sign_parts);
    EC_KEY_METHOD_set_sign(method, sign, setup, sign_parts);
    return method;
  };
  static const EC_KEY_METHOD* const fails = make(EcFails);
  static const EC_KEY_METHOD* const corrupts = make(EcCorrupts);
  return signing == Signing::kFails ? fails : corrupts;
}

KeyHandle FaultyRsa(EVP_PKEY* key, Signing signing) {
  RSA* rsa = RSAPrivateKey_dup(EVP_PKEY_get0_RSA(key));
  KeyHandle faulty(EVP_PKEY_new());
  if (rsa == nullptr || !faulty) return nullptr;
  if (RSA_set_method(rsa, RsaMethod(signing)) != 1 || EVP_PKEY_assign_RSA(faulty.get(), rsa) != 1) {
    RSA_free(rsa);
    return nullptr;
  }
  return faulty;
}

KeyHandle FaultyEc(EVP_PKEY* key, Signing signing) {
  EC_KEY* ec = EC_KEY_dup(EVP_PKEY_get0_EC_KEY(key));
  KeyHandle faulty(EVP_PKEY_new());
  if (ec == nullptr || !faulty) return nullptr;
  if (EC_KEY_set_method(ec, EcMethod(signing)) != 1 ||
      EVP_PKEY_assign_EC_KEY(faulty.get(), ec) != 1) {
    EC_KEY_free(ec);
    return nullptr;
  }
  return faulty;
}

}  // namespace

KeyHandle FaultyKey(EVP_PKEY* key, Signing signing) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return FaultyRsa(key, signing);
    case EVP_PKEY_EC:
      return FaultyEc(key, signing);
    default:
      return nullptr;
  }
}

}  // namespace shakedown
