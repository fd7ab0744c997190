// The figures of reading configurations.
#include "bench/measured.h"

namespace shakedown {

std::vector<Figure> ImportFigures(const Measured& measured) {
  constexpr double kMilliseconds = 1e-3;
  // One thread and no I/O: CPU time is the time on a machine that does nothing else.
  auto seconds = measured.Median("import/attls_10000_rules", "cpu_time");
  if (seconds) *seconds *= kMilliseconds;
  return {{"attls_10000_rules_seconds", seconds, "under 2"}};
}

}  // namespace shakedown
