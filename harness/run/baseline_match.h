// Whether a row of the baseline speaks of a case.
#ifndef HARNESS_RUN_BASELINE_MATCH_H_
#define HARNESS_RUN_BASELINE_MATCH_H_

#include "harness/run/run.h"

namespace shakedown {

// Whether every condition of `row` holds for `one`. "by" is the side that is expected to refuse or
// close; where nothing of the kind is expected, the side that the row itself names. `agreed` is the
// version that the two came to, if they did.
bool RowFits(const BaselineRow& row, const Case& one, const std::optional<ProtocolVersion>& agreed);

}  // namespace shakedown

#endif  // HARNESS_RUN_BASELINE_MATCH_H_
