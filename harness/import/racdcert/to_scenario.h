// Certificates of RACF as cases of a scenario: a server shows each, and a usual client of today
// meets it.
#ifndef HARNESS_IMPORT_RACDCERT_TO_SCENARIO_H_
#define HARNESS_IMPORT_RACDCERT_TO_SCENARIO_H_

#include <string>
#include <vector>

#include "harness/import/racdcert/judge.h"

namespace shakedown::racdcert {

// A whole scenario file with a case for each of `leaves` that scenarios have keys for, as of `now`.
// It expects of each pair of stacks what is predicted for them.
std::string ScenarioOf(const std::vector<const Certificate*>& leaves, const Chains& chains,
                       int64_t now, size_t* cases);

// Those that are no CA's.
std::vector<const Certificate*> LeavesOf(const Racf& racf, const Chains& chains);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_TO_SCENARIO_H_
