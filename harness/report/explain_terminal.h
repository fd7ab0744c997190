// Explanations for people.
#ifndef HARNESS_REPORT_EXPLAIN_TERMINAL_H_
#define HARNESS_REPORT_EXPLAIN_TERMINAL_H_

#include <string>

#include "harness/explain/explanation.h"
#include "harness/explain/lookup.h"

namespace shakedown {

struct ExplainLook {
  bool colour = false;
  bool verbose = false;  // every sentence with source and confidence, all rows of the other end
  size_t width = 80;     // columns; at least 40 are used
};

std::string ExplainText(const Explanation& explanation, const ExplainLook& look);

// The systems with their number of codes, a line each.
std::string ListSystems(const Lookup& lookup);

// The codes of a system, a line each.
std::string ListCodes(const LookupSystem& system, const ExplainLook& look);

}  // namespace shakedown

#endif  // HARNESS_REPORT_EXPLAIN_TERMINAL_H_
