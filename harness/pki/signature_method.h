// How a certificate is signed: from TLS signature schemes to what an issuer's key is told to do.
#ifndef HARNESS_PKI_SIGNATURE_METHOD_H_
#define HARNESS_PKI_SIGNATURE_METHOD_H_

#include "harness/model/capabilities.h"
#include "harness/pki/libcrypto.h"

namespace shakedown {

struct SignatureMethod {
  const char* digest = nullptr;  // libcrypto's name; null for EdDSA, which has its own
  bool pss = false;              // RSASSA-PSS with a salt as long as the digest
};

// The method a CA with a key of type `issuer` uses when nothing is said: SHA-256 with RSA
// (PKCS #1), RSA-PSS, P-256, brainpoolP256r1 and secp256k1; SHA-384 with P-384, SHA-512 with P-521.
SignatureMethod UsualMethod(KeyType issuer);

// The method of `scheme` with a key of type `issuer`, or why they do not fit. ECDSA schemes fit
// every curve: in a certificate they name the hash, as in TLS 1.2 (RFC 5246 7.4.1.4.1).
Result<SignatureMethod> MethodFor(SignatureScheme scheme, KeyType issuer);

// SHA-1 with a key of type `issuer`, one for RSA or ECDSA: EdDSA has none.
SignatureMethod Sha1Method(KeyType issuer);

// Makes `digest` ready to sign with `key` as `method` says. Randomness is seeded separately.
bool StartSigning(EVP_MD_CTX* digest, OSSL_LIB_CTX* context, const SignatureMethod& method,
                  EVP_PKEY* key);

}  // namespace shakedown

#endif  // HARNESS_PKI_SIGNATURE_METHOD_H_
