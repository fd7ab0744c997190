#include <algorithm>

#include "bench/measured.h"

namespace shakedown {

std::vector<Figure> ExplainFigures(const Measured& measured) {
  // The slowest kind of log counts, by CPU time: other programs share the machine.
  std::optional<double> slowest, peak;
  for (const char* kind :
       {"explain_log/failures", "explain_log/flow", "explain_log/web", "explain_log/netlog"}) {
    if (const auto time = measured.Median(kind, "cpu_time")) {
      slowest = std::max(slowest.value_or(0), *time);
    }
    if (const auto mb = measured.Median(kind, "peak_mb")) peak = std::max(peak.value_or(0), *mb);
  }
  return {{"explain_log_seconds_per_100mb", slowest, "under 3"},
          {"explain_log_peak_mb", peak, "below 100, the log's size"}};
}

}  // namespace shakedown
