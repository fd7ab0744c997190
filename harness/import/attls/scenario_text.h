// A scenario file as its readers like it, and names for its cases.
#ifndef HARNESS_IMPORT_ATTLS_SCENARIO_TEXT_H_
#define HARNESS_IMPORT_ATTLS_SCENARIO_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>

namespace shakedown::attls {

// `file` with a member a line; lists of plain values, and small objects in lists, on one line.
std::string ScenarioText(const nlohmann::ordered_json& file);

// `name` as a case may be called (lower-case letters, digits, dots and hyphens; `otherwise` where
// nothing is left), with a number behind it where `*taken` has it already. Adds it to `*taken`.
std::string NewCaseName(std::string_view name, std::string_view otherwise,
                        std::set<std::string>* taken);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_SCENARIO_TEXT_H_
