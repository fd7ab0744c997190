// How prediction, stacks and diagnosis agree, for people and for programs.
#ifndef HARNESS_REPORT_PROVE_REPORT_H_
#define HARNESS_REPORT_PROVE_REPORT_H_

#include <string>
#include <vector>

#include "harness/prove/prove.h"

namespace shakedown {

// A case that did not go as foretold.
struct DifferingCase {
  std::string name, scenario;  // the scenario as JSON; empty where a file holds it
  std::string repeat;          // the command that proves it again
  std::vector<Difference> differences;
};

// "DIFFER name", a line a field, and the command that repeats it.
std::string DifferenceText(const DifferingCase& differing);

// Agreement in all, by field, by stack pair and by cause, what was not compared and why, and what
// the bytes alone told.
std::string ProveSummary(const ProofTally& tally);

// The same as JSON, with every differing case.
std::string ProveJson(const ProofTally& tally, const std::vector<DifferingCase>& differing);

}  // namespace shakedown

#endif  // HARNESS_REPORT_PROVE_REPORT_H_
