// Whether a signature over bytes is right, by a public key as certificates carry it.
#ifndef HARNESS_DIAGNOSE_SIGNATURE_CHECK_H_
#define HARNESS_DIAGNOSE_SIGNATURE_CHECK_H_

#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

enum class SignatureVerdict : uint8_t {
  kGood,
  kBad,
  kUnknown,  // a kind of key, curve or hash that is not known here
};

// CheckSignature verifies `signature` of `scheme` over `content` with a SubjectPublicKeyInfo. An
// ECDSA scheme is taken for its hash, whatever the curve (RFC 5246 7.4.1.4.1). Without a scheme it
// is that of TLS 1.0 and 1.1: SHA-1, with RSA after MD5 (RFC 4346 7.4.3).
SignatureVerdict CheckSignature(View public_key, std::optional<SignatureScheme> scheme,
                                View content, View signature);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_SIGNATURE_CHECK_H_
