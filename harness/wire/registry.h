// For the files that hold a registry's table: what the compiler checks of it and makes of it.
#ifndef HARNESS_WIRE_REGISTRY_H_
#define HARNESS_WIRE_REGISTRY_H_

#include <array>
#include <cstddef>
#include <span>

#include "harness/wire/code_points.h"

namespace shakedown {

constexpr bool Ascends(std::span<const CodePoint> rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i - 1].number >= rows[i].number) return false;
  }
  return true;
}

// The numbers, which each row has in its member `code`, with IANA's names.
template <typename Row, typename Code, size_t kRows>
constexpr std::array<CodePoint, kRows> CodePointsOf(const Row (&rows)[kRows], Code Row::*code) {
  std::array<CodePoint, kRows> points{};
  for (size_t i = 0; i < kRows; ++i) {
    points[i] = {static_cast<uint16_t>(rows[i].*code), rows[i].iana};
  }
  return points;
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_REGISTRY_H_
