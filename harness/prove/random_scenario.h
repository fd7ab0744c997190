// Scenarios drawn at random over the whole space of capabilities, weighted so that the outcomes are
// spread over the causes.
#ifndef HARNESS_PROVE_RANDOM_SCENARIO_H_
#define HARNESS_PROVE_RANDOM_SCENARIO_H_

#include <cstdint>
#include <span>
#include <string>

#include "harness/model/scenario.h"

namespace shakedown {

// The `index`-th scenario of `seed`, between two of `stacks` (its sides name them). Equal arguments
// give an equal scenario on every machine. It is called "random/<seed>/<index>" and expects
// nothing.
Scenario DrawScenario(uint64_t seed, uint64_t index, std::span<const std::string> stacks);

}  // namespace shakedown

#endif  // HARNESS_PROVE_RANDOM_SCENARIO_H_
