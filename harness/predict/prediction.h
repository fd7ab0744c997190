// What is foretold of one handshake, and by which steps.
#ifndef HARNESS_PREDICT_PREDICTION_H_
#define HARNESS_PREDICT_PREDICTION_H_

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "harness/model/outcome.h"
#include "harness/predict/cause_id.h"
#include "harness/predict/chain_facts.h"

namespace shakedown {

// The rules in the order in which a handshake meets them.
enum class StepRule : uint8_t {
  kVersion,
  kFallback,
  kServerName,
  kServerCertificate,
  kCipherSuite,
  kGroup,
  kSignatureScheme,
  kChainSignatures,
  kAlpn,
  kResumption,
  kVersionAccepted,
  kFipsEncryption,
  kServerChain,
  kServerSignature,
  kOcspStaple,
  kClientCertificate,
  kClientSignatureScheme,
  kClientChain,
  kClientSignature,
};
inline constexpr size_t kRules = static_cast<size_t>(StepRule::kClientSignature) + 1;

struct RuleText {
  std::string_view key;     // "cipher_suite"
  std::string_view title;   // "a cipher suite in common"
  std::string_view clause;  // "RFC 8446 4.1.1"
};
const RuleText& TextOf(StepRule rule);

struct Step {
  StepRule rule{};
  bool passed = false;
  std::optional<uint16_t> chosen;  // the code point it settled on
};

struct Prediction {
  OutcomeKind outcome = OutcomeKind::kAgreed;
  std::optional<Role> by;
  std::optional<AlertDescription> alert;
  CauseId cause = CauseId::kNone;

  // As far as the handshake gets, what the wire will show.
  std::optional<ProtocolVersion> version;
  std::optional<CipherSuite> cipher_suite;
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> signature_scheme;
  std::optional<SignatureScheme> client_signature_scheme;
  std::string_view alpn;  // a view of the server side's capabilities
  bool resumed = false;
  bool hello_retry_request = false;
  const ChainFacts* server_chain = nullptr;  // borrowed from the sides
  const ChainFacts* client_chain = nullptr;

  // Not empty: the rules do not reach so far, and nothing above counts.
  std::string_view beyond_rules;

  std::span<const Step> steps() const { return {steps_.data(), step_count_}; }
  void Add(StepRule rule, bool passed, std::optional<uint16_t> chosen = std::nullopt) {
    if (step_count_ < steps_.size()) steps_[step_count_++] = {rule, passed, chosen};
  }

 private:
  std::array<Step, 2 * kRules> steps_;
  size_t step_count_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_PREDICT_PREDICTION_H_
