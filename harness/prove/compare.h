// Foretold against seen, field by field.
#ifndef HARNESS_PROVE_COMPARE_H_
#define HARNESS_PROVE_COMPARE_H_

#include <string>
#include <vector>

#include "harness/model/outcome.h"
#include "harness/predict/prediction.h"

namespace shakedown {

// The fields that are compared.
enum class ProofField : uint8_t {
  kOutcome,
  kSide,
  kAlert,
  kCause,
  kVersion,
  kCipherSuite,
  kGroup,
  kSignatureScheme,
  kClientSignatureScheme,
  kAlpn,
  kResumed,
  kHelloRetryRequest,
};
inline constexpr size_t kProofFields = static_cast<size_t>(ProofField::kHelloRetryRequest) + 1;
const char* NameOf(ProofField field);

struct Difference {
  ProofField field{};
  std::string foretold, seen;  // "handshake_failure", "none"
};

// Every field in which `seen` is not as foretold. What is negotiated is compared as far as the
// handshake got.
std::vector<Difference> Compare(const Prediction& foretold, const Observation& seen);

}  // namespace shakedown

#endif  // HARNESS_PROVE_COMPARE_H_
