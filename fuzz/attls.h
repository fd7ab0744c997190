// What holds for every text that is read as an AT-TLS policy, in any of its forms.
#ifndef FUZZ_ATTLS_H_
#define FUZZ_ATTLS_H_

#include <optional>
#include <string>
#include <vector>

#include "fuzz/target.h"
#include "harness/import/attls/export.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/match.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/to_scenario.h"
#include "harness/model/load.h"

namespace shakedown {

// The scenario that the rules of `policy` give; "" if none switches TLS on.
inline std::string ScenarioOfAll(const attls::Policy& policy) {
  std::vector<const attls::PolicyRule*> rules;
  for (const attls::PolicyRule& rule : policy.rules) rules.push_back(&rule);
  size_t cases = 0;
  std::string text = attls::ScenarioOf(rules, &cases);
  return cases == 0 ? "" : text;
}

// Reads, judges and imports `input`, and exports the first case and reads that again.
inline void TryPolicy(attls::Form form, View input) {
  auto policy = attls::Read(form, AsText(input));
  if (!policy) {
    FuzzCheck(!policy.error().empty(), "a refusal has a reason");
    return;
  }
  attls::Lint(&*policy);
  for (const attls::Finding& finding : policy->findings) {
    FuzzCheck(finding.line > 0 && !finding.message.empty(), "a finding has a line and says what");
  }
  attls::FindMatch(*policy, {});
  if (attls::HasErrors(policy->findings)) return;
  const std::string scenario = ScenarioOfAll(*policy);
  constexpr size_t kMostLoaded = 1 << 20;
  if (scenario.empty() || scenario.size() > kMostLoaded) return;
  // Loading and exporting cost a hundred times what reading does, so most inputs do without.
  if (input.size() % 8 != 0) return;
  const auto loaded = LoadScenarios(
      "policy.json", [&](const std::string&, std::string*) { return std::optional(scenario); }, {});
  FuzzCheck(loaded.has_value() && !loaded->empty(), "an imported policy is a good scenario");
  const attls::ExportedRule exported = attls::RuleOf(loaded->front(), std::nullopt);
  if (!exported.lost.empty() || !exported.told.empty()) return;
  const auto again = attls::ReadPolicy(attls::WritePolicy({exported.rule}));
  const auto easy = attls::ReadEasyAttls(attls::WriteEasyAttls({exported.rule}));
  FuzzCheck(again.has_value() && easy.has_value(), "what is exported can be read");
  FuzzCheck(ScenarioOfAll(*again) == ScenarioOfAll(*easy), "both forms say the same");
}

}  // namespace shakedown

#endif  // FUZZ_ATTLS_H_
