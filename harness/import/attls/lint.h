// What is wrong with the rules of a policy although its statements are well-formed.
#ifndef HARNESS_IMPORT_ATTLS_LINT_H_
#define HARNESS_IMPORT_ATTLS_LINT_H_

#include "harness/import/attls/policy.h"
#include "harness/model/capabilities.h"

namespace shakedown::attls {

// Adds what each rule by itself, and rules among each other, do wrong, then sorts all findings.
void Lint(Policy* policy);

// The versions that are on, newest first; SSLv2 cannot be told of in a scenario and is left out.
std::vector<ProtocolVersion> VersionsOf(const PolicyRule& rule);

// Whether the local side is the client.
bool IsClient(const PolicyRule& rule);

// The type of key that the name of a certificate hints at: "NISTECC521" is of P-521.
std::optional<KeyType> KeyTypeOfLabel(std::string_view label);

// The label that a server shows, "" where the policy names none.
std::string ServerLabelOf(const PolicyRule& rule);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_LINT_H_
