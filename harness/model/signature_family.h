// Which kind of key makes which signature over a certificate.
#ifndef HARNESS_MODEL_SIGNATURE_FAMILY_H_
#define HARNESS_MODEL_SIGNATURE_FAMILY_H_

#include <optional>

#include "harness/model/capabilities.h"

namespace shakedown {

enum class SignatureFamily { kRsa, kRsaPss, kEc, kEd25519, kEd448 };

constexpr SignatureFamily FamilyOf(KeyType key) {
  switch (key) {
    case KeyType::kRsa1024:
    case KeyType::kRsa2048:
    case KeyType::kRsa3072:
    case KeyType::kRsa4096:
      return SignatureFamily::kRsa;
    case KeyType::kRsaPss2048:
      return SignatureFamily::kRsaPss;
    case KeyType::kEd25519:
      return SignatureFamily::kEd25519;
    case KeyType::kEd448:
      return SignatureFamily::kEd448;
    case KeyType::kSecp256r1:
    case KeyType::kSecp384r1:
    case KeyType::kSecp521r1:
    case KeyType::kBrainpoolP256r1:
    case KeyType::kSecp256k1:
      break;
  }
  return SignatureFamily::kEc;
}

// The ECDSA scheme that TLS 1.3 ties to the curve of `key` (RFC 8446 4.2.3); none for other keys
// and for curves that have none.
constexpr std::optional<SignatureScheme> SchemeOfCurve(KeyType key) {
  switch (key) {
    case KeyType::kSecp256r1:
      return SignatureScheme::kEcdsaSecp256r1Sha256;
    case KeyType::kSecp384r1:
      return SignatureScheme::kEcdsaSecp384r1Sha384;
    case KeyType::kSecp521r1:
      return SignatureScheme::kEcdsaSecp521r1Sha512;
    default:
      return std::nullopt;
  }
}

// The family whose keys sign a certificate with `scheme`; none if no certificate is signed so.
// ECDSA schemes are of every curve: in a certificate they name the hash (RFC 5246 7.4.1.4.1).
std::optional<SignatureFamily> FamilyOf(SignatureScheme scheme);

}  // namespace shakedown

#endif  // HARNESS_MODEL_SIGNATURE_FAMILY_H_
