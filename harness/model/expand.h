// One merged case object to the Scenarios that its matrix makes of it.
#ifndef HARNESS_MODEL_EXPAND_H_
#define HARNESS_MODEL_EXPAND_H_

#include <string>
#include <vector>

#include "harness/model/read.h"
#include "harness/model/scenario.h"

namespace shakedown {

// Appends the cases of `merged` (a file or one of its cases with everything laid over, no "cases"
// left) to `*out`, named `name` and the labels of the matrix. Contradictions and a matrix of more
// than options.max_cases cases (all of `*out` counted) become problems.
void Expand(const Node& merged, const std::string& name, const Reading& reading,
            std::vector<Scenario>* out);

}  // namespace shakedown

#endif  // HARNESS_MODEL_EXPAND_H_
