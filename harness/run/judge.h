// Seen against expected: every difference in words.
#ifndef HARNESS_RUN_JUDGE_H_
#define HARNESS_RUN_JUDGE_H_

#include <span>
#include <string>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/model/scenario.h"
#include "harness/run/played.h"

namespace shakedown {

// One line for each difference between what `played` shows and what `expect` says, like "alert:
// expected 40 (handshake_failure) from the server, saw none"; none: as expected. `codes` is what
// each system shows for it. Fields that `expect` leaves out are not looked at, but
//   - an alert that is expected must also reach the other side, unless said otherwise;
//   - any alert but close_notify that is neither the expected one, nor the other side's echo of
//     it, nor listed in `also`, is a difference;
//   - played.problems are differences whatever is expected.
std::vector<std::string> Judge(const Expectation& expect, const Played& played,
                               std::span<const SystemCode> codes);

// `over` laid over `base`: the fields it sets replace. Another outcome takes with it what the base
// says of a side, alerts, cause, phase and codes, and what was to be agreed; another alert what it
// says of the alert's reception and the codes; another cause the codes.
Expectation LayOver(const Expectation& base, const Expectation& over);

}  // namespace shakedown

#endif  // HARNESS_RUN_JUDGE_H_
