// Looking for what two lists have in common.
#ifndef HARNESS_PREDICT_COMMON_H_
#define HARNESS_PREDICT_COMMON_H_

#include <algorithm>
#include <optional>
#include <vector>

#include "harness/predict/suite_facts.h"

namespace shakedown {

template <typename T>
bool Holds(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

inline bool Holds(const std::vector<SuiteFacts>& list, CipherSuite suite) {
  return std::ranges::any_of(list, [&](const SuiteFacts& one) { return one.suite == suite; });
}

// The first of `preferred` that `other` holds too and `fits` takes.
template <typename T, typename Fits>
std::optional<T> FirstCommon(const std::vector<T>& preferred, const std::vector<T>& other,
                             Fits fits) {
  for (const T& value : preferred) {
    if (fits(value) && Holds(other, value)) return value;
  }
  return std::nullopt;
}

}  // namespace shakedown

#endif  // HARNESS_PREDICT_COMMON_H_
