// Scenarios as policies: the statements of the policy agent, or EasyAT-TLS's YAML. What is written
// is read back and compared, so that nothing is lost without a word.
#ifndef HARNESS_IMPORT_ATTLS_EXPORT_H_
#define HARNESS_IMPORT_ATTLS_EXPORT_H_

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/import/attls/policy.h"
#include "harness/model/scenario.h"
#include "harness/wire/role.h"

namespace shakedown::attls {

// A rule made of one case, and what is to be told about it.
struct ExportedRule {
  PolicyRule rule;
  std::vector<std::string> told;  // assumed, or no part of a policy
  std::vector<std::string> lost;  // said of the policy's side, and no policy can say it
};

// RuleOf makes a rule of the side that the case's notes name, else of `side`, else of the server.
// Only what differs from the defaults, or was written in the policy that the case came from, is in
// it.
ExportedRule RuleOf(const Scenario& scenario, std::optional<Role> side);

// RulesOf makes a rule of each, of different names, that are imported as cases of the same names.
std::vector<ExportedRule> RulesOf(const std::vector<Scenario>& scenarios, std::optional<Role> side);

// The text of a policy with these rules.
std::string WritePolicy(const std::vector<PolicyRule>& rules);
std::string WriteEasyAttls(const std::vector<PolicyRule>& rules);

// The fields of a side in which `a` and `b` differ, where `a` says something about them.
std::vector<std::string> Differences(const Capabilities& a, const Capabilities& b);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_EXPORT_H_
