#include "harness/report/matrix_words.h"

#include <fmt/format.h>

namespace shakedown {

std::string CellText(const MatrixResult& result) {
  if (!result.beyond_rules.empty()) return "?";
  if (result.outcome == OutcomeKind::kAgreed) return "ok";
  return result.alert ? std::to_string(static_cast<int>(*result.alert)) : "--";
}

std::string AlertText(const MatrixResult& result) {
  if (!result.alert) return "";
  return fmt::format("{} {}", static_cast<int>(*result.alert), NameOf(*result.alert));
}

std::string Sentence(const MatrixResult& result) {
  if (!result.beyond_rules.empty()) return "beyond the rules: " + result.beyond_rules;
  if (result.outcome == OutcomeKind::kAgreed) return "agreed";
  const std::string by = result.by ? fmt::format(" by the {}", NameOf(*result.by)) : "";
  if (result.alert) return fmt::format("refused{}, alert {}", by, AlertText(result));
  return fmt::format("ended{} without an alert", by);
}

std::string ChosenText(const Step& step) {
  if (!step.chosen) return "";
  switch (step.rule) {
    case StepRule::kVersion:
      return NameOf(static_cast<ProtocolVersion>(*step.chosen));
    case StepRule::kCipherSuite:
      return NameOf(static_cast<CipherSuite>(*step.chosen));
    case StepRule::kGroup:
      return NameOf(static_cast<NamedGroup>(*step.chosen));
    case StepRule::kSignatureScheme:
    case StepRule::kClientSignatureScheme:
      return NameOf(static_cast<SignatureScheme>(*step.chosen));
    default:
      return fmt::format("0x{:04x}", *step.chosen);
  }
}

const Step* FailedStep(const MatrixResult& result) {
  for (const Step& step : result.steps) {
    if (!step.passed) return &step;
  }
  return nullptr;
}

}  // namespace shakedown
