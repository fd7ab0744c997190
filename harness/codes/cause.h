// From the evidence of one case to its cause: the stack's own error names a cause, the wire and the
// capabilities decide where that error is vague.
#ifndef HARNESS_CODES_CAUSE_H_
#define HARNESS_CODES_CAUSE_H_

#include <string>

#include "harness/codes/codes.h"
#include "harness/codes/tables.h"

namespace shakedown {

// See Codes::CauseOf.
std::string FindCauseOf(const Evidence& evidence, const ErrorTables& tables);

// The cause that the error of `evidence.stack` names by itself, or "" when it is not in the tables.
// A stack's name may carry a suffix ("boringssl-debian").
std::string CauseOfError(const Evidence& evidence, const ErrorTables& tables);

}  // namespace shakedown

#endif  // HARNESS_CODES_CAUSE_H_
