// The smallest scenario, by leaving out, that still shows what a larger one shows.
#ifndef HARNESS_PROVE_MINIMISE_H_
#define HARNESS_PROVE_MINIMISE_H_

#include <functional>
#include <span>
#include <vector>

#include "harness/model/scenario.h"

namespace shakedown {

// Which of these scenarios show it, in their order.
using Shows = std::function<std::vector<bool>(std::span<const Scenario>)>;

// `scenario` without each capability, and each entry of a list, that need not be there for it to
// show what it shows: of what is left nothing can be left out alone. The stacks stay. What `shows`
// is asked about are whole scenarios that would load from a file.
Scenario Minimise(const Scenario& scenario, const Shows& shows);

}  // namespace shakedown

#endif  // HARNESS_PROVE_MINIMISE_H_
