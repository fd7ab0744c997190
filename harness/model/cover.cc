#include "harness/model/cover.h"

#include <algorithm>

namespace shakedown {
namespace {

// Bounds memory and time of a selection: the sum over all sets of axes of their combinations.
constexpr size_t kMostTuples = 2'000'000;

// FNV-1a: the tie-break must be the same everywhere, which std::hash is not.
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

// A set of axes, with the combinations of their values that have met.
struct AxisSet {
  std::vector<uint32_t> axes;
  std::vector<bool> met;
  size_t open;        // how many have not met
  size_t cursor = 0;  // all before have met
};

// Adds every set of `strength` axes that extends `chosen` by axes from `from` on. False when the
// combinations are more than kMostTuples.
bool AddSets(std::span<const uint32_t> sizes, uint32_t strength, uint32_t from,
             std::vector<uint32_t>* chosen, size_t product, size_t* total,
             std::vector<AxisSet>* out) {
  if (chosen->size() == strength) {
    *total += product;
    if (*total > kMostTuples) return false;
    out->push_back({*chosen, std::vector<bool>(product, false), product});
    return true;
  }
  const size_t missing = strength - chosen->size();
  for (uint32_t axis = from; axis + missing <= sizes.size(); ++axis) {
    const size_t more = product * sizes[axis];
    if (more > kMostTuples) return false;
    chosen->push_back(axis);
    const bool fits = AddSets(sizes, strength, axis + 1, chosen, more, total, out);
    chosen->pop_back();
    if (!fits) return false;
  }
  return true;
}

size_t TupleOf(const AxisSet& set, std::span<const uint32_t> sizes, const Row& row) {
  size_t tuple = 0;
  for (const uint32_t axis : set.axes) tuple = tuple * sizes[axis] + row[axis];
  return tuple;
}

// Builds the row that brings together the first open combination of `first` and, value by value,
// as many others as it can.
Row NextRow(std::span<const uint32_t> sizes, const std::vector<std::vector<size_t>>& sets_of,
            const std::vector<AxisSet>& sets, const AxisSet& first, uint64_t tie) {
  Row row(sizes.size(), 0);
  std::vector<bool> given(sizes.size(), false);
  size_t tuple = first.cursor;
  for (size_t i = first.axes.size(); i-- > 0;) {
    const uint32_t axis = first.axes[i];
    row[axis] = static_cast<uint32_t>(tuple % sizes[axis]);
    tuple /= sizes[axis];
    given[axis] = true;
  }
  for (uint32_t axis = 0; axis < sizes.size(); ++axis) {
    if (given[axis]) continue;
    given[axis] = true;
    uint32_t best = 0;
    size_t best_gain = 0;
    for (uint32_t turn = 0; turn < sizes[axis]; ++turn) {
      row[axis] = static_cast<uint32_t>((turn + tie) % sizes[axis]);
      size_t gain = 0;
      for (const size_t index : sets_of[axis]) {
        const AxisSet& set = sets[index];
        if (set.open == 0 || !std::ranges::all_of(set.axes, [&](uint32_t a) { return given[a]; })) {
          continue;
        }
        if (!set.met[TupleOf(set, sizes, row)]) ++gain;
      }
      if (turn == 0 || gain > best_gain) {
        best = row[axis];
        best_gain = gain;
      }
    }
    row[axis] = best;
  }
  return row;
}

}  // namespace

std::string CountAll(std::span<const uint32_t> sizes) {
  std::string digits = "1";  // the lowest first
  for (const uint32_t size : sizes) {
    uint64_t carry = 0;
    for (char& digit : digits) {
      carry += static_cast<uint64_t>(digit - '0') * size;
      digit = static_cast<char>('0' + carry % 10);
      carry /= 10;
    }
    for (; carry != 0; carry /= 10) digits += static_cast<char>('0' + carry % 10);
  }
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  return {digits.rbegin(), digits.rend()};
}

std::optional<size_t> CountUpTo(std::span<const uint32_t> sizes, size_t limit) {
  if (std::ranges::find(sizes, 0u) != sizes.end()) return 0;
  size_t product = 1;
  for (const uint32_t size : sizes) {
    if (product > limit / size) return std::nullopt;
    product *= size;
  }
  return product <= limit ? std::optional(product) : std::nullopt;
}

std::vector<Row> AllRows(std::span<const uint32_t> sizes) {
  std::vector<Row> rows;
  if (std::ranges::find(sizes, 0u) != sizes.end()) return rows;
  Row row(sizes.size(), 0);
  while (true) {
    rows.push_back(row);
    size_t axis = sizes.size();
    while (axis > 0 && ++row[axis - 1] == sizes[axis - 1]) row[--axis] = 0;
    if (axis == 0) return rows;
  }
}

std::optional<std::vector<Row>> CoveringRows(std::span<const uint32_t> sizes, uint32_t strength,
                                             std::string_view seed, size_t limit, size_t* least) {
  // The largest axes alone need the product of their sizes.
  std::vector<uint32_t> largest(sizes.begin(), sizes.end());
  std::ranges::sort(largest, std::greater<>());
  largest.resize(std::min<size_t>(strength, largest.size()));
  *least = 1;
  for (const uint32_t size : largest) {
    *least *= size;
    if (*least > std::max(limit, kMostTuples)) return std::nullopt;
  }
  if (*least > limit) return std::nullopt;
  if (strength >= sizes.size()) return AllRows(sizes);

  std::vector<AxisSet> sets;
  std::vector<uint32_t> chosen;
  size_t total = 0;
  if (!AddSets(sizes, strength, 0, &chosen, 1, &total, &sets)) return std::nullopt;
  std::vector<std::vector<size_t>> sets_of(sizes.size());
  for (size_t i = 0; i < sets.size(); ++i) {
    for (const uint32_t axis : sets[i].axes) sets_of[axis].push_back(i);
  }

  std::vector<Row> rows;
  uint64_t tie = Hash(seed);
  for (AxisSet& first : sets) {
    while (first.open > 0) {
      while (first.met[first.cursor]) ++first.cursor;
      if (rows.size() == limit) {
        *least = limit + 1;
        return std::nullopt;
      }
      rows.push_back(NextRow(sizes, sets_of, sets, first, tie++));
      for (AxisSet& set : sets) {
        const size_t tuple = TupleOf(set, sizes, rows.back());
        if (!set.met[tuple]) --set.open;
        set.met[tuple] = true;
      }
    }
  }
  std::ranges::sort(rows);
  return rows;
}

}  // namespace shakedown
