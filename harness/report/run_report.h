// What every report of a run is made from.
#ifndef HARNESS_REPORT_RUN_REPORT_H_
#define HARNESS_REPORT_RUN_REPORT_H_

#include <span>
#include <string>
#include <vector>

#include "harness/run/baseline.h"
#include "harness/run/run.h"
#include "harness/stack/stack.h"

namespace shakedown {

// Borrowed: everything outlives the report.
struct RunReport {
  std::vector<const StackInfo*> stacks;  // those the cases were paired from
  std::span<const Case> cases;
  std::span<const CaseResult> results;  // same order as `cases`
  const Baseline* baseline = nullptr;
  std::vector<int> stale_rows;  // rows of the baseline that no case needed
  double seconds = 0;           // wall time of the run
  bool interrupted = false;
  std::string command;  // repeats the run when " --only NAME" is added
};

// How many cases ended how. `crashed` cases are also counted under their verdict.
struct Tally {
  size_t cases = 0, passed = 0, failed = 0, known = 0, inexpressible = 0, crashed = 0, not_run = 0;
};

Tally Count(const RunReport& report);

// True if nothing is other than expected: no failure, no stale row, nothing left out.
bool AsExpected(const RunReport& report);

// The shell command that repeats one case.
std::string RepeatCommand(const RunReport& report, const Case& one);

// "refused by server, alert 40 handshake_failure, no_common_group"; for agreement "TLS 1.3
// TLS_AES_128_GCM_SHA256 x25519 ecdsa_secp256r1_sha256".
std::string Describe(const Observation& seen);

// `word` in single quotes where a POSIX shell would otherwise read it as more than one word.
std::string ShellQuote(std::string_view word);

}  // namespace shakedown

#endif  // HARNESS_REPORT_RUN_REPORT_H_
