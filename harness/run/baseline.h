// The baseline: what each stack version is known to do differently from the expectations.
#ifndef HARNESS_RUN_BASELINE_H_
#define HARNESS_RUN_BASELINE_H_

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/load.h"
#include "harness/model/scenario.h"

namespace shakedown {

// One row: where `when` fits, the case may end as `expect` says instead of as the scenario does.
// Keys of `when`: "scenario" (a glob over the scenario's name), "cause" (the expected one),
// "client.stack", "server.stack", "by.stack", "other.stack" ("gnutls-3.7*": a glob over name or
// name-version; by is the expected side), "version" (the one expected, else the only version both
// sides list). At least one stack key is required.
struct BaselineRow {
  std::map<std::string, std::string> when;
  Expectation expect;       // laid over the case's expectation
  std::string expect_text;  // as written, for messages
  std::string why;          // reason, in words
  std::string evidence;     // RFC clause, source file of the stack, measured alert table ...
  SourceLocation where;
};

struct Baseline {
  std::vector<BaselineRow> rows;
};

// Reads results/baseline.json: {"rows": [{"when": {...}, "expect": {...}, "why": "...",
// "evidence": "..."}]}. Every field is required.
tl::expected<Baseline, std::vector<LoadError>> ParseBaseline(const std::string& json_text,
                                                             const std::string& file);

}  // namespace shakedown

#endif  // HARNESS_RUN_BASELINE_H_
