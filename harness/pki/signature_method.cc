#include "harness/pki/signature_method.h"

#include <fmt/format.h>
#include <openssl/rsa.h>

namespace shakedown {
namespace {

enum class Family { kRsa, kRsaPss, kEc, kEd25519, kEd448 };

Family FamilyOf(KeyType type) {
  switch (type) {
    case KeyType::kRsa1024:
    case KeyType::kRsa2048:
    case KeyType::kRsa3072:
    case KeyType::kRsa4096:
      return Family::kRsa;
    case KeyType::kRsaPss2048:
      return Family::kRsaPss;
    case KeyType::kEd25519:
      return Family::kEd25519;
    case KeyType::kEd448:
      return Family::kEd448;
    case KeyType::kSecp256r1:
    case KeyType::kSecp384r1:
    case KeyType::kSecp521r1:
    case KeyType::kBrainpoolP256r1:
    case KeyType::kSecp256k1:
      break;
  }
  return Family::kEc;
}

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

struct SchemeUse {
  Family family;
  SignatureMethod method;
};

std::optional<SchemeUse> UseOf(SignatureScheme scheme) {
  switch (static_cast<uint16_t>(scheme)) {
    case 0x0804:
      return SchemeUse{Family::kRsa, {"SHA256", true}};
    case 0x0805:
      return SchemeUse{Family::kRsa, {"SHA384", true}};
    case 0x0806:
      return SchemeUse{Family::kRsa, {"SHA512", true}};
    case 0x0807:
      return SchemeUse{Family::kEd25519, {}};
    case 0x0808:
      return SchemeUse{Family::kEd448, {}};
    case 0x0809:
      return SchemeUse{Family::kRsaPss, {"SHA256", true}};
    case 0x080a:
      return SchemeUse{Family::kRsaPss, {"SHA384", true}};
    case 0x080b:
      return SchemeUse{Family::kRsaPss, {"SHA512", true}};
    case 0x081a:  // ecdsa_brainpoolP256r1tls13_sha256 (RFC 8734)
      return SchemeUse{Family::kEc, {"SHA256", false}};
    default:
      break;
  }
  const char* digest = DigestOf(static_cast<uint16_t>(scheme) >> 8);
  if (digest == nullptr) return std::nullopt;
  switch (static_cast<uint16_t>(scheme) & 0xff) {
    case 1:
      return SchemeUse{Family::kRsa, {digest, false}};
    case 3:
      return SchemeUse{Family::kEc, {digest, false}};
    default:
      return std::nullopt;
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
  const auto use = UseOf(scheme);
  if (!use) {
    return tl::make_unexpected(fmt::format("no certificate can be signed with {}", NameOf(scheme)));
  }
  if (use->family != FamilyOf(issuer)) {
    return tl::make_unexpected(
        fmt::format("an issuer's {} key cannot sign with {}", NameOf(issuer), NameOf(scheme)));
  }
  return use->method;
}

Result<SignatureMethod> Sha1Method(KeyType issuer) {
  const Family family = FamilyOf(issuer);
  if (family == Family::kEd25519 || family == Family::kEd448) {
    return tl::make_unexpected(
        fmt::format("an issuer's {} key has no signature with SHA-1", NameOf(issuer)));
  }
  return SignatureMethod{"SHA1", family == Family::kRsaPss};
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
