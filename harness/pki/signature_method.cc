#include "harness/pki/signature_method.h"

#include <fmt/format.h>
#include <openssl/rsa.h>

#include "harness/model/signature_family.h"

namespace shakedown {
namespace {

// The hash numbers of RFC 5246 7.4.1.4.1, the first byte of the older schemes.
const char* DigestOf(int number) {
  switch (number) {
    case 1:
      return "MD5";
    case 2:
      return "SHA1";
    case 3:
      return "SHA224";
    case 4:
      return "SHA256";
    case 5:
      return "SHA384";
    case 6:
      return "SHA512";
    default:
      return nullptr;
  }
}

// How `scheme`, which signs certificates, is made.
SignatureMethod MethodOf(SignatureScheme scheme) {
  switch (static_cast<uint16_t>(scheme)) {
    case 0x0804:
    case 0x0809:
      return {"SHA256", true};
    case 0x0805:
    case 0x080a:
      return {"SHA384", true};
    case 0x0806:
    case 0x080b:
      return {"SHA512", true};
    case 0x0807:
    case 0x0808:
      return {};
    case 0x081a:  // ecdsa_brainpoolP256r1tls13_sha256 (RFC 8734)
      return {"SHA256", false};
    default:
      return {DigestOf(static_cast<uint16_t>(scheme) >> 8), false};
  }
}

}  // namespace

SignatureMethod UsualMethod(KeyType issuer) {
  switch (issuer) {
    case KeyType::kSecp384r1:
      return {"SHA384", false};
    case KeyType::kSecp521r1:
      return {"SHA512", false};
    case KeyType::kEd25519:
    case KeyType::kEd448:
      return {};
    default:
      return {"SHA256", issuer == KeyType::kRsaPss2048};
  }
}

Result<SignatureMethod> MethodFor(SignatureScheme scheme, KeyType issuer) {
  // The rule itself is the model's: see ContradictionsIn.
  if (FamilyOf(scheme) != FamilyOf(issuer)) {
    return tl::make_unexpected(
        fmt::format("an issuer's {} key cannot sign with {}", NameOf(issuer), NameOf(scheme)));
  }
  return MethodOf(scheme);
}

SignatureMethod Sha1Method(KeyType issuer) {
  return {"SHA1", FamilyOf(issuer) == SignatureFamily::kRsaPss};
}

bool StartSigning(EVP_MD_CTX* digest, OSSL_LIB_CTX* context, const SignatureMethod& method,
                  EVP_PKEY* key) {
  EVP_PKEY_CTX* parameters = nullptr;
  if (EVP_DigestSignInit_ex(digest, &parameters, method.digest, context, nullptr, key, nullptr) !=
      1) {
    return false;
  }
  if (!method.pss) return true;
  // RFC 8446 4.2.3: the salt of the PSS schemes is as long as the digest.
  return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace shakedown
