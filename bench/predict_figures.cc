#include "bench/measured.h"

namespace shakedown {

std::vector<Figure> PredictFigures(const Measured& measured) {
  // Counted by CPU time: other programs share the machine.
  constexpr double kNanoseconds = 1e9;
  std::optional<double> rate;
  if (const auto time = measured.Median("predict", "cpu_time")) rate = kNanoseconds / *time;
  return {{"predictions_per_second", rate, "at least 500000"},
          {"predict_allocations", measured.Median("predict", "allocations"), "0 after warm-up"}};
}

}  // namespace shakedown
