// Which kind of key makes which signature over a certificate.
#ifndef HARNESS_MODEL_SIGNATURE_FAMILY_H_
#define HARNESS_MODEL_SIGNATURE_FAMILY_H_

#include <optional>

#include "harness/model/capabilities.h"

namespace shakedown {

enum class SignatureFamily { kRsa, kRsaPss, kEc, kEd25519, kEd448 };

SignatureFamily FamilyOf(KeyType key);

// The family whose keys sign a certificate with `scheme`; none if no certificate is signed so.
// ECDSA schemes are of every curve: in a certificate they name the hash (RFC 5246 7.4.1.4.1).
std::optional<SignatureFamily> FamilyOf(SignatureScheme scheme);

}  // namespace shakedown

#endif  // HARNESS_MODEL_SIGNATURE_FAMILY_H_
