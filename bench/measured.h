// What benchmarks measured, out of Google Benchmark's JSON, and the figures made of it.
#ifndef BENCH_MEASURED_H_
#define BENCH_MEASURED_H_

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace shakedown {

using Json = nlohmann::ordered_json;

class Measured {
 public:
  // Add takes every repetition's numbers from one report. Benchmarks that ended in an error are
  // not measured.
  void Add(const Json& report);

  // Set gives a number that no benchmark measured.
  void Set(const std::string& name, const std::string& field, double value);

  // The median of a field by the benchmark's name without its decorations ("/repeats:9"), or
  // nothing if it was not measured.
  std::optional<double> Median(const std::string& name, const std::string& field) const;

  // The names in the order of the reports.
  const std::vector<std::string>& names() const { return names_; }

  // What a report's context says under "parser.NAME".
  const std::map<std::string, std::string>& remarks() const { return remarks_; }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::map<std::string, std::vector<double>>> values_;
  std::map<std::string, std::string> remarks_;
};

// One number of results/figures.json.
struct Figure {
  std::string key;
  std::optional<double> value;
  std::string bound;  // what it should be
};

// a / b, where both were measured.
std::optional<double> Ratio(std::optional<double> a, std::optional<double> b);

std::vector<Figure> RunnerFigures(const Measured& measured);
std::vector<Figure> ParserFigures(const Measured& measured);
std::vector<Figure> ExplainFigures(const Measured& measured);
std::vector<Figure> ImportFigures(const Measured& measured);
std::vector<Figure> PredictFigures(const Measured& measured);

// Prints every parser's time, its ratio to ours, and how much it accepted.
void PrintParsers(const Measured& measured);

}  // namespace shakedown

#endif  // BENCH_MEASURED_H_
