// What a side must not say all at once.
#ifndef HARNESS_MODEL_CHECK_H_
#define HARNESS_MODEL_CHECK_H_

#include <string>

#include "harness/model/capabilities.h"
#include "harness/model/node.h"
#include "harness/model/problems.h"

namespace shakedown {

// Reports what in one merged side contradicts itself, at the field in question. `node` is what
// `side` was read from; `subject` names the case.
void CheckSide(const Capabilities& side, const Node& node, Role role, const std::string& subject,
               Problems* problems);

// Whether `verifier`, which is to agree, must refuse every certificate that `shower` has: all of
// them come from files, whose roots nobody trusts unasked, and it was not told what to trust.
bool LacksTrust(const Capabilities& verifier, const Capabilities& shower, Role verifier_role);

// Reports a lack of trust at the certificates of `shower`, the node it was read from.
void ReportLackOfTrust(const Node& shower, Role verifier_role, const std::string& subject,
                       Problems* problems);

}  // namespace shakedown

#endif  // HARNESS_MODEL_CHECK_H_
