// A small random source whose draws are the same everywhere: the standard library's distributions
// differ between implementations.
#ifndef HARNESS_MODEL_DICE_H_
#define HARNESS_MODEL_DICE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace shakedown {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // splitmix64.
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }

  // A number below `count`, which is not 0.
  size_t Below(size_t count) { return static_cast<size_t>(Next() % count); }

  bool Percent(int chance) { return Below(100) < static_cast<size_t>(chance); }

  template <typename T>
  const T& Of(std::span<const T> values) {
    return values[Below(values.size())];
  }
  template <typename T>
  const T& Of(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

  // One of `values` by weight.
  template <typename T>
  T Weighted(std::span<const std::pair<T, int>> values) {
    size_t sum = 0;
    for (const auto& [value, weight] : values) sum += static_cast<size_t>(weight);
    size_t left = Below(sum);
    for (const auto& [value, weight] : values) {
      if (left < static_cast<size_t>(weight)) return value;
      left -= static_cast<size_t>(weight);
    }
    return values.back().first;
  }

  // Between `least` and `most` different ones of `values`; in their order, or shuffled.
  template <typename T>
  std::vector<T> Some(std::span<const T> values, size_t least, size_t most, bool shuffled) {
    std::vector<size_t> places;
    for (size_t i = 0; i < values.size(); ++i) places.push_back(i);
    for (size_t i = 0; i + 1 < places.size(); ++i) {
      std::swap(places[i], places[i + Below(places.size() - i)]);
    }
    places.resize(least + Below(std::min(most, values.size()) - least + 1));
    if (!shuffled) std::sort(places.begin(), places.end());
    std::vector<T> some;
    for (size_t place : places) some.push_back(values[place]);
    return some;
  }

 private:
  uint64_t state_;
};

}  // namespace shakedown

#endif  // HARNESS_MODEL_DICE_H_
