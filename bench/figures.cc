// Turns what was measured into the project's figures: tables on standard output and
// results/figures.json with one key a figure. Ratios are of medians within the one run.
//
// Usage: figures FIGURES.json INPUT...
// An input is a report of Google Benchmark (JSON), a profile of count_instructions by callgrind (of
// those it takes two), or a JSON object of figures as the replay programs of fuzz write it.
// Keys of figures that these inputs do not hold stay as the file has them.

#include <fmt/format.h>

#include <cstdlib>
#include <span>
#include <utility>

#include "bench/measured.h"
#include "harness/cli/scenario_files.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

// The number at the end of the line that starts with `label`.
std::optional<double> LastOfLine(const std::string& text, const std::string& label) {
  const size_t at = text.find("\n" + label);
  if (at == std::string::npos) return std::nullopt;
  const std::string line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  char* end = nullptr;
  const std::string word = line.substr(line.rfind(' ') + 1);
  const double value = std::strtod(word.c_str(), &end);
  return end != word.c_str() && *end == 0 ? std::optional(value) : std::nullopt;
}

// How many hellos a profiled run parsed, and in how many instructions altogether.
using Profile = std::pair<double, double>;

std::optional<Profile> ReadProfile(const std::string& text) {
  const auto hellos = LastOfLine(text, "cmd: "), instructions = LastOfLine(text, "summary: ");
  if (!hellos || !instructions) return std::nullopt;
  return Profile(*hellos, *instructions);
}

const char* BoundOfReady(const std::string& key) {
  if (key == "records_per_cpu_s") return "at least 1000000";
  if (key == "records_sanitized_per_cpu_s") return "at least 200000";
  if (key.ends_with("_whole_per_cpu_s")) return "";
  if (key.ends_with("_per_cpu_s")) return "at least 10000";
  return key == "client_bytes_completed" ? "at least 0.25" : "";
}

// Takes over an object of numbers; false if it is something else.
bool AddReady(const Json& object, std::vector<Figure>* ready) {
  if (!object.is_object() || object.empty()) return false;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_number()) return false;
  }
  for (const auto& [key, value] : object.items()) {
    ready->push_back({key, value.get<double>(), BoundOfReady(key)});
  }
  return true;
}

// Google Benchmark writes NaN, which JSON has not, for the spread of a counter that stays at 0.
std::string WithoutNan(std::string text) {
  constexpr std::string_view kNan = ": NaN";
  for (size_t at = 0; (at = text.find(kNan, at)) != std::string::npos;) {
    text.replace(at, kNan.size(), ": null");
  }
  return text;
}

// Reads everything into `*measured`; returns what is wrong, or nothing.
std::optional<std::string> ReadInputs(std::span<char*> paths, Measured* measured,
                                      std::vector<Figure>* ready) {
  std::vector<Profile> profiles;
  for (const char* path : paths) {
    std::string problem;
    const auto text = ReadTextFile(path, &problem);
    if (!text) return fmt::format("{}: {}", path, problem);
    if (text->starts_with("# callgrind format")) {
      const auto profile = ReadProfile(*text);
      if (!profile) return fmt::format("{} is no whole profile of count_instructions", path);
      profiles.push_back(*profile);
      continue;
    }
    const Json report = Json::parse(WithoutNan(*text), nullptr, false);
    if (AddReady(report, ready)) continue;
    if (report.is_discarded() || !report.contains("benchmarks")) {
      return fmt::format("{} is no report of Google Benchmark", path);
    }
    measured->Add(report);
  }
  // The difference leaves out what it takes to start.
  if (profiles.size() == 2 && profiles[0].first != profiles[1].first) {
    measured->Set(
        "count_instructions", "instructions",
        (profiles[1].second - profiles[0].second) / (profiles[1].first - profiles[0].first));
  }
  return std::nullopt;
}

Json OldFigures(const std::string& path) {
  std::string problem;
  const auto text = ReadTextFile(path, &problem);
  Json old = text ? Json::parse(*text, nullptr, false) : Json();
  return old.is_object() ? old : Json::object();
}

bool IsOfParsers(const std::string& name) {
  for (const char* workload : {"index/", "deep/", "whole/", "frame/", "flight/", "reassemble/"}) {
    if (name.starts_with(workload)) return true;
  }
  return false;
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) {
  using shakedown::Figure;
  if (argc < 3) {
    fmt::print(stderr, "usage: figures FIGURES.json INPUT...\n");
    return 2;
  }
  shakedown::Measured measured;
  std::vector<Figure> ready;
  if (const auto problem =
          shakedown::ReadInputs(std::span(argv + 2, argv + argc), &measured, &ready)) {
    fmt::print(stderr, "figures: {}\n", *problem);
    return 2;
  }
  bool parsers = false, runner = false, explain = false, import = false, predict = false;
  for (const std::string& name : measured.names()) {
    (shakedown::IsOfParsers(name)       ? parsers
     : name.starts_with("explain_log/") ? explain
     : name.starts_with("import/")      ? import
     : name == "predict"                ? predict
                                        : runner) = true;
  }
  std::vector<Figure> figures;
  if (runner) figures = shakedown::RunnerFigures(measured);
  if (parsers) {
    shakedown::PrintParsers(measured);
    const std::vector<Figure> more = shakedown::ParserFigures(measured);
    figures.insert(figures.end(), more.begin(), more.end());
  }
  if (explain) {
    const std::vector<Figure> more = shakedown::ExplainFigures(measured);
    figures.insert(figures.end(), more.begin(), more.end());
  }
  if (import) {
    const std::vector<Figure> more = shakedown::ImportFigures(measured);
    figures.insert(figures.end(), more.begin(), more.end());
  }
  if (predict) {
    const std::vector<Figure> more = shakedown::PredictFigures(measured);
    figures.insert(figures.end(), more.begin(), more.end());
  }
  figures.insert(figures.end(), ready.begin(), ready.end());
  shakedown::Json out = shakedown::OldFigures(argv[1]);
  bool whole = true;
  for (const Figure& figure : figures) {
    fmt::print("{:<30}{:>12}  {}\n", figure.key,
               figure.value ? fmt::format("{:.3f}", *figure.value) : "not measured", figure.bound);
    if (figure.value) out[figure.key] = *figure.value;
    whole = whole && figure.value.has_value();
  }
  if (auto done = shakedown::WriteWhole(argv[1], out.dump(1) + "\n"); !done) {
    fmt::print(stderr, "figures: {}\n", done.error());
    return 2;
  }
  return whole ? 0 : 1;
}
