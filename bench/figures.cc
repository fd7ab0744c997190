// Turns Google Benchmark's JSON into the project's figures: a table on standard output and
// results/figures.json with one key a figure. Ratios are of medians within the one run.
//
// Usage: figures BENCHMARK.json FIGURES.json

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "harness/cli/scenario_files.h"
#include "harness/report/whole_file.h"

namespace {

using Json = nlohmann::ordered_json;

// Every repetition's value of `field`, by benchmark name without its decorations.
class Measured {
 public:
  explicit Measured(const Json& report) {
    for (const Json& one : report["benchmarks"]) {
      if (one.value("run_type", "") != "iteration" || one.value("error_occurred", false)) continue;
      std::string name = one["run_name"];
      for (const char* mark : {"/iterations:1", "/repeats:3", "/repeats:5", "/manual_time"}) {
        if (const size_t at = name.find(mark); at != std::string::npos) {
          name.erase(at, std::string_view(mark).size());
        }
      }
      for (const auto& [field, value] : one.items()) {
        if (value.is_number()) values_[name][field].push_back(value.get<double>());
      }
    }
  }

  // The median, or nothing if it was not measured.
  std::optional<double> Median(const std::string& name, const std::string& field) const {
    const auto benchmark = values_.find(name);
    if (benchmark == values_.end()) return std::nullopt;
    const auto found = benchmark->second.find(field);
    if (found == benchmark->second.end()) return std::nullopt;
    std::vector<double> sorted = found->second;
    std::sort(sorted.begin(), sorted.end());
    const size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

 private:
  std::map<std::string, std::map<std::string, std::vector<double>>> values_;
};

struct Figure {
  std::string key;
  std::optional<double> value;
  std::string bound;  // what it should be
};

std::optional<double> Ratio(std::optional<double> a, std::optional<double> b) {
  if (!a || !b || *b == 0) return std::nullopt;
  return *a / *b;
}

std::vector<Figure> Figures(const Measured& measured) {
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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: figures BENCHMARK.json FIGURES.json\n");
    return 2;
  }
  std::string problem;
  const auto text = shakedown::ReadTextFile(argv[1], &problem);
  if (!text) {
    fmt::print(stderr, "figures: {}: {}\n", argv[1], problem);
    return 2;
  }
  const Json report = Json::parse(*text, nullptr, false);
  if (report.is_discarded() || !report.contains("benchmarks")) {
    fmt::print(stderr, "figures: {} is no report of Google Benchmark\n", argv[1]);
    return 2;
  }
  Json out = Json::object();
  bool whole = true;
  for (const Figure& figure : Figures(Measured(report))) {
    fmt::print("{:<28}{:>12}  {}\n", figure.key,
               figure.value ? fmt::format("{:.3f}", *figure.value) : "not measured", figure.bound);
    if (figure.value) out[figure.key] = *figure.value;
    whole = whole && figure.value.has_value();
  }
  if (auto done = shakedown::WriteWhole(argv[2], out.dump(1) + "\n"); !done) {
    fmt::print(stderr, "figures: {}\n", done.error());
    return 2;
  }
  return whole ? 0 : 1;
}
