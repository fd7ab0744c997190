// A case as prediction sees it: both sides prepared from the scenario and the stacks' profiles.
#ifndef HARNESS_PROVE_FORETELL_H_
#define HARNESS_PROVE_FORETELL_H_

#include <memory>

#include "harness/predict/predict.h"
#include "harness/run/run.h"

namespace shakedown {

// A prediction with the sides it borrows from.
struct Foretold {
  std::shared_ptr<const Side> client, server;
  Prediction prediction;
};

// What in `scenario` no rule speaks of, or "". Certificates from files are among it, unless whoever
// asks reads them.
std::string_view BeyondRules(const Scenario& scenario, bool files_are_read);

// Foretells `one`. Where the rules do not reach (a script instead of a stack, a fault on the link,
// a stack without a profile ...) prediction.beyond_rules says why. Profiles are borrowed.
Foretold Foretell(const Case& one, const Profiles& profiles);

// What a scenario that expects what is predicted expects: every field that the rules settle.
Expectation ExpectationOf(const Foretold& foretold);

}  // namespace shakedown

#endif  // HARNESS_PROVE_FORETELL_H_
