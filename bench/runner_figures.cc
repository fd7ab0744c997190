#include <fmt/format.h>

#include "bench/measured.h"

namespace shakedown {

std::vector<Figure> RunnerFigures(const Measured& measured) {
  std::vector<Figure> figures;
  for (const char* stack : {"boringssl", "openssl", "gnutls"}) {
    figures.push_back({fmt::format("runner_overhead_{}", stack),
                       measured.Median(fmt::format("overhead/{}", stack), "ratio"),
                       "at most 1.25"});
  }
  const auto one = measured.Median("shipped_set_wall/1", "real_time");
  const auto two = measured.Median("shipped_set_wall/2", "real_time");
  constexpr double kMilliseconds = 1000;
  figures.push_back({"shipped_set_seconds",
                     two ? std::optional(*two / kMilliseconds) : std::nullopt, "under 10"});
  figures.push_back({"second_core_gain", Ratio(one, two), "at least 1.7"});
  figures.push_back(
      {"cpu_ms_per_case", measured.Median("shipped_set_wall/1", "cpu_ms_per_case"), "below 1"});
  figures.push_back({"shipped_cases", measured.Median("shipped_set_wall/1", "cases"), ""});
  figures.push_back(
      {"rss_growth_kb", measured.Median("memory_growth_wall", "rss_growth_kb"), "flat"});
  return figures;
}

}  // namespace shakedown
