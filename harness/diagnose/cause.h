// From the evidence of one case to its cause: the stack's own error names a cause, the wire and the
// capabilities decide where that error is vague.
#ifndef HARNESS_DIAGNOSE_CAUSE_H_
#define HARNESS_DIAGNOSE_CAUSE_H_

#include <optional>
#include <string>

#include "harness/diagnose/knowledge.h"
#include "harness/model/outcome.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

// Everything known about a finished case. Absent pointers are tolerated. Capabilities are as the
// scenario has them, defaults of the scenario filled in, before any FIPS policy.
struct Evidence {
  OutcomeKind kind = OutcomeKind::kStalled;
  std::optional<Role> by;
  std::optional<AlertDescription> alert;
  std::string stack;        // of the side `by`: "boringssl"
  std::string other_stack;  // of the other side
  NativeError error;        // of the side `by`
  NativeError other_error;  // of the other side
  const WireFacts* facts = nullptr;
  const Capabilities* client = nullptr;
  const Capabilities* server = nullptr;
};

// The cause that the evidence shows; "" for kAgreed and kInexpressible, "internal_error" for
// kCrashed. When only the alert is known (its sender is a script), the cause that this alert
// names, or "peer_rejected_unknown_alert" when it may mean many things (40, 42, 46, 47, 80 ...).
// Pure: equal evidence gives an equal cause.
std::string CauseOf(const Evidence& evidence, const Knowledge& knowledge);

// The cause that the error of `evidence.stack` names by itself, or "" when it is not in the tables.
// A stack's name may carry a suffix ("boringssl-debian").
std::string CauseOfError(const Evidence& evidence, const ErrorTables& tables);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_CAUSE_H_
