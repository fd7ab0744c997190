// Scenarios out: JSON that loads back as the same scenario.
#ifndef HARNESS_MODEL_WRITE_SCENARIO_H_
#define HARNESS_MODEL_WRITE_SCENARIO_H_

#include <nlohmann/json.hpp>

#include "harness/model/scenario.h"

namespace shakedown {

// One side as an object of a scenario: every field that is not as when it is left out.
nlohmann::ordered_json CapabilitiesJson(const Capabilities& capabilities, Role role);

// What must happen, without the codes.
nlohmann::ordered_json ExpectationJson(const Expectation& expect);

// A scenario between two stacks as a file of its own: what it is about, both sides, resumption and
// expectation. Its name is for the file. Faults on the link and exceptions are not written.
nlohmann::ordered_json ScenarioJson(const Scenario& scenario);

}  // namespace shakedown

#endif  // HARNESS_MODEL_WRITE_SCENARIO_H_
