#include "harness/prove/compare.h"

#include <iterator>

namespace shakedown {
namespace {

constexpr const char* kFieldNames[] = {
    "outcome",          "side",  "alert",   "cause",
    "version",          "suite", "group",   "signature scheme",
    "client signature", "ALPN",  "resumed", "HelloRetryRequest",
};
static_assert(std::size(kFieldNames) == kProofFields);

template <typename T>
std::string Text(const std::optional<T>& value) {
  return value ? std::string(NameOf(*value)) : "none";
}

std::string YesNo(bool value) { return value ? "yes" : "no"; }

}  // namespace

const char* NameOf(ProofField field) { return kFieldNames[static_cast<size_t>(field)]; }

std::vector<Difference> Compare(const Prediction& foretold, const Observation& seen) {
  std::vector<Difference> out;
  const auto check = [&out](ProofField field, std::string told, std::string saw) {
    if (told != saw) out.push_back({field, std::move(told), std::move(saw)});
  };
  std::optional<AlertDescription> alert;
  if (seen.alert) alert = seen.alert->description;
  const Negotiated& n = seen.negotiated;
  check(ProofField::kOutcome, NameOf(foretold.outcome), NameOf(seen.kind));
  check(ProofField::kSide, Text(foretold.by), Text(seen.by));
  check(ProofField::kAlert, Text(foretold.alert), Text(alert));
  check(ProofField::kCause, std::string(KeyOf(foretold.cause)), seen.cause);
  check(ProofField::kVersion, Text(foretold.version), Text(n.version));
  check(ProofField::kCipherSuite, Text(foretold.cipher_suite), Text(n.cipher_suite));
  check(ProofField::kGroup, Text(foretold.group), Text(n.group));
  check(ProofField::kSignatureScheme, Text(foretold.signature_scheme), Text(n.signature_scheme));
  check(ProofField::kClientSignatureScheme, Text(foretold.client_signature_scheme),
        Text(n.client_signature_scheme));
  check(ProofField::kAlpn, std::string(foretold.alpn), n.alpn);
  check(ProofField::kResumed, YesNo(foretold.resumed), YesNo(n.resumed));
  check(ProofField::kHelloRetryRequest, YesNo(foretold.hello_retry_request),
        YesNo(n.hello_retry_request));
  return out;
}

}  // namespace shakedown
