#include <algorithm>

#include "bench/measured.h"

namespace shakedown {

std::vector<Figure> ExplainFigures(const Measured& measured) {
  // The slowest kind of log counts, by CPU time: other programs share the machine.
  std::optional<double> slowest, growth;
  for (const char* kind : {"explain_log/failures", "explain_log/flow", "explain_log/web"}) {
    if (const auto time = measured.Median(kind, "cpu_time")) {
      slowest = std::max(slowest.value_or(0), *time);
    }
    if (const auto kb = measured.Median(kind, "rss_growth_kb")) {
      growth = std::max(growth.value_or(0), *kb);
    }
  }
  return {{"explain_log_seconds_per_100mb", slowest, "under 3"},
          {"explain_log_rss_growth_kb", growth, "flat"}};
}

}  // namespace shakedown
