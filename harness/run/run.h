// The runner: pairs scenarios with stacks, plays every case in worker processes and judges it.
#ifndef HARNESS_RUN_RUN_H_
#define HARNESS_RUN_RUN_H_

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/diagnose/diagnoser.h"
#include "harness/diagnose/knowledge.h"
#include "harness/model/outcome.h"
#include "harness/model/scenario.h"
#include "harness/pki/pki.h"
#include "harness/run/baseline.h"
#include "harness/stack/stack.h"

namespace shakedown {

// A scenario on one pair of stacks. A side played by a script has no stack (null).
struct Case {
  std::string name;  // "<scenario name>@boringssl:openssl" (client:server); "script" for null
  const Scenario* scenario = nullptr;
  Stack* client = nullptr;
  Stack* server = nullptr;
  const Expectation* expect = nullptr;  // the scenario's, or the fitting exception's
};

enum class Verdict : uint8_t {
  kPassed,         // as expected
  kKnown,          // not as expected, but exactly as a row of the baseline says
  kFailed,         // not as expected
  kInexpressible,  // a stack could not be told; nothing ran
};

const char* NameOf(Verdict verdict);

struct CaseResult {
  bool ran = false;  // false: the run was interrupted before this case
  Verdict verdict = Verdict::kFailed;
  Observation seen;
  std::vector<std::string> reasons;    // failed: one line each, "alert: expected 40
                                       // (handshake_failure) from the server, saw none"
  std::vector<SystemCode> codes;       // what each system shows; empty when agreed
  std::vector<std::string> diagnosed;  // causes read off the wire alone, the likeliest first; only
                                       // where it was asked for and the sides did not agree
  bool diagnosed_certain = false;      // the bytes leave no cause but the first
  int baseline_row = -1;               // index of the row that made it kKnown
};

// The cases of `scenarios` on every pair of `stacks` that they do not exclude, in the order of
// the scenarios, then of the stacks (client first). A side's `stack` pins it; a scenario that
// names a stack that is not among `stacks` gives no case. Borrows both.
std::vector<Case> Pair(std::span<const Scenario> scenarios, std::span<Stack* const> stacks);

struct RunOptions {
  int jobs = 0;                                      // worker processes; 0: one a core
  std::chrono::milliseconds watchdog{10000};         // a case that takes longer is cut off
  const volatile std::sig_atomic_t* stop = nullptr;  // set by Ctrl-C: finish what is running
  const Diagnoser* diagnoser = nullptr;  // reads every transcript by itself; null: not wanted
  // Called in the caller's thread, in the order of the cases, as soon as every earlier one is done.
  std::function<void(size_t index, const CaseResult& result)> on_result;
};

// Plays all `cases`. The results are in the order of `cases` whatever the number of jobs. A case
// that crashes, hangs or garbles its worker costs that case alone. Errors are about the harness
// (cannot fork, a certificate cannot be made), never about a case.
tl::expected<std::vector<CaseResult>, std::string> Run(std::span<const Case> cases, Pki* pki,
                                                       const Knowledge& knowledge,
                                                       const Baseline& baseline,
                                                       const RunOptions& options);

// The rows of `baseline` (indices) that spoke of some case that ran and that none needed: the stack
// behaves as expected there now.
std::vector<int> StaleRows(const Baseline& baseline, std::span<const Case> cases,
                           std::span<const CaseResult> results);

}  // namespace shakedown

#endif  // HARNESS_RUN_RUN_H_
