// The forms of a policy, each read to the same Policy.
#ifndef HARNESS_IMPORT_ATTLS_READ_POLICY_H_
#define HARNESS_IMPORT_ATTLS_READ_POLICY_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "harness/import/attls/policy.h"

namespace shakedown::attls {

enum class Form : uint8_t { kPolicy, kPasearch, kEasyAttls };

// The statements of the policy agent. What it would not take is among the findings, as is what no
// rule uses. The error is about the text as a whole: it is none, or holds no rule.
tl::expected<Policy, std::string> ReadPolicy(std::string_view text);

// The report of `pasearch -t`. It shows defaults as if they were written.
tl::expected<Policy, std::string> ReadPasearch(std::string_view text);

// YAML as EasyAT-TLS has it: a document a rule, with BasedOn and lists that add (+) and remove (-).
tl::expected<Policy, std::string> ReadEasyAttls(std::string_view text);

// Any of them. Behind a rule's name in a file that export wrote, " # case: NAME" is its case's.
inline constexpr std::string_view kCaseComment = " # case:";
tl::expected<Policy, std::string> Read(Form form, std::string_view text);

// Judges `value` by the grammar of `keyword`; `*spelled` becomes the value in the spelling of the
// grammar. What is wrong with it goes to `*findings`; false if it cannot be used.
bool Judge(const Keyword& keyword, std::string_view value, int line, Findings* findings,
           std::string* spelled);

// Fills in the parsed conditions from rule->conditions; what is wrong goes to `*findings`.
void ParseConditions(PolicyRule* rule, Findings* findings);

bool IsCondition(std::string_view keyword);
// Whether it says at which times a rule holds, one of the conditions.
bool IsTime(std::string_view keyword);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_READ_POLICY_H_
