#include "bench/measured.h"

#include <algorithm>
#include <string_view>

namespace shakedown {
namespace {

constexpr std::string_view kRemark = "parser.";

// The name without what Google Benchmark hangs on it: "/iterations:1", "/manual_time".
std::string Plain(std::string name) {
  for (const char* mark : {"/iterations:", "/repeats:", "/min_time:", "/manual_time"}) {
    name = name.substr(0, name.find(mark));
  }
  return name;
}

}  // namespace

void Measured::Add(const Json& report) {
  for (const Json& one : report["benchmarks"]) {
    if (one.value("run_type", "") != "iteration" || one.value("error_occurred", false)) continue;
    const std::string name = Plain(one["run_name"]);
    if (!values_.contains(name)) names_.push_back(name);
    for (const auto& [field, value] : one.items()) {
      if (value.is_number()) values_[name][field].push_back(value.get<double>());
    }
  }
  if (!report.contains("context")) return;
  for (const auto& [key, value] : report["context"].items()) {
    if (key.starts_with(kRemark) && value.is_string()) remarks_[key.substr(kRemark.size())] = value;
  }
}

void Measured::Set(const std::string& name, const std::string& field, double value) {
  values_[name][field] = {value};
}

std::optional<double> Measured::Median(const std::string& name, const std::string& field) const {
  const auto benchmark = values_.find(name);
  if (benchmark == values_.end()) return std::nullopt;
  const auto found = benchmark->second.find(field);
  if (found == benchmark->second.end()) return std::nullopt;
  std::vector<double> sorted = found->second;
  std::sort(sorted.begin(), sorted.end());
  const size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

std::optional<double> Ratio(std::optional<double> a, std::optional<double> b) {
  if (!a || !b || *b == 0) return std::nullopt;
  return *a / *b;
}

}  // namespace shakedown
