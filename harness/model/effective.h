// The capabilities that a stack is really given: a scenario's, with every default written out.
#ifndef HARNESS_MODEL_EFFECTIVE_H_
#define HARNESS_MODEL_EFFECTIVE_H_

#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/wire/role.h"

namespace shakedown {

// The CA names that `side` trusts: those it lists, else the issuers of the certificates that
// `other` may show, each once. PEM chains have no issuer by name and need a list.
std::vector<std::string> TrustOf(const Capabilities& side, const Capabilities& other);

// `side` (and its hosts) with trust, CA names and server names filled in as their comments say, and
// cut to what FIPS mode allows if `apply_fips`.
Capabilities Effective(const Capabilities& side, const Capabilities& other, Role role,
                       bool apply_fips);

}  // namespace shakedown

#endif  // HARNESS_MODEL_EFFECTIVE_H_
