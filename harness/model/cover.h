// Which combinations of a matrix are run: all of them, or a selection in which every t values of
// different axes meet at least once. Pure arithmetic over the sizes of the axes.
#ifndef HARNESS_MODEL_COVER_H_
#define HARNESS_MODEL_COVER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown {

// The value chosen on each axis.
using Row = std::vector<uint32_t>;

// The product of `sizes`, exact at any size, in decimal.
std::string CountAll(std::span<const uint32_t> sizes);

// The product of `sizes`, or nothing above `limit`.
std::optional<size_t> CountUpTo(std::span<const uint32_t> sizes, size_t limit);

// All combinations, the last axis turning fastest.
std::vector<Row> AllRows(std::span<const uint32_t> sizes);

// A covering selection of the given strength (1 to the number of axes), in the order of AllRows.
// The same arguments give the same rows on every platform. Nothing if the selection would need
// more than `limit` rows or more work than a few seconds; `*least` is then a number of rows that
// it cannot do without.
std::optional<std::vector<Row>> CoveringRows(std::span<const uint32_t> sizes, uint32_t strength,
                                             std::string_view seed, size_t limit, size_t* least);

}  // namespace shakedown

#endif  // HARNESS_MODEL_COVER_H_
