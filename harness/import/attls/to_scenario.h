// Rules of a policy as cases of a scenario: the policy's side has what the rule gives it, the other
// side is a usual one of today.
#ifndef HARNESS_IMPORT_ATTLS_TO_SCENARIO_H_
#define HARNESS_IMPORT_ATTLS_TO_SCENARIO_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/import/attls/policy.h"
#include "harness/wire/code_points.h"

namespace shakedown::attls {

// The field of a case's "notes" that says which side a policy has described.
inline constexpr std::string_view kSideNote = "attls";

// One rule as a case: name, about, notes, client, server and expect. `name` is the case's own.
nlohmann::ordered_json CaseOf(const PolicyRule& rule, const std::string& name);

// A whole scenario file with a case for each of `rules`.
// Names are the rules' case names, else the rules' names in lower case; rules that do without TLS
// give none and are not counted.
std::string ScenarioOf(const std::vector<const PolicyRule*>& rules, size_t* cases);

// What is left of the lists once the algorithms are gone that no stack of today can be told to use.
std::vector<CipherSuite> Playable(const std::vector<CipherSuite>& suites,
                                  const std::vector<ProtocolVersion>& versions);
std::vector<NamedGroup> Playable(const std::vector<NamedGroup>& groups);
std::vector<SignatureScheme> Playable(const std::vector<SignatureScheme>& schemes);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_TO_SCENARIO_H_
