// The human's report: one line a case as it ends, the reasons under a failure, a summary.
#ifndef HARNESS_REPORT_TERMINAL_REPORT_H_
#define HARNESS_REPORT_TERMINAL_REPORT_H_

#include <cstdio>

#include "harness/report/run_report.h"

namespace shakedown {

struct TerminalOptions {
  bool colour = false;
  bool progress = false;  // keep a line at the bottom that tells how far the run is
  bool quiet = false;     // only what is not as expected, and the summary
  bool verbose = false;   // codes of every system under each case that did not agree
};

// Writes to `out`, which outlives it. Call Case in order, then Summary once.
class TerminalReport {
 public:
  TerminalReport(std::FILE* out, const TerminalOptions& options, size_t total)
      : out_(out), options_(options), total_(total) {}

  // One finished case: its line, and for a failure the reasons, what each side said, and the
  // command that repeats it.
  void Case(const RunReport& report, size_t index, const CaseResult& result);

  // Counts by alert and by stack pair, the baseline's stale rows, one line of totals.
  void Summary(const RunReport& report);

 private:
  void ClearProgress();
  void ShowProgress();
  std::string Paint(const char* colour, const std::string& text) const;
  void Failure(const RunReport& report, size_t index, const CaseResult& result);

  std::FILE* out_;
  TerminalOptions options_;
  size_t total_;
  size_t done_ = 0, failed_ = 0;
  bool progress_shown_ = false;
};

}  // namespace shakedown

#endif  // HARNESS_REPORT_TERMINAL_REPORT_H_
