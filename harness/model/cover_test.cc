#include "harness/model/cover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace shakedown {
namespace {

using testing::ElementsAre;

TEST(AllRows, TurnTheLastAxisFastest) {
  EXPECT_THAT(AllRows(std::vector<uint32_t>{2, 2}),
              ElementsAre(Row{0, 0}, Row{0, 1}, Row{1, 0}, Row{1, 1}));
}

TEST(AllRows, OfNoAxisAreOne) { EXPECT_THAT(AllRows({}), ElementsAre(Row{})); }

TEST(CountAll, IsExactAtAnySize) {
  EXPECT_EQ(CountAll({}), "1");
  EXPECT_EQ(CountAll(std::vector<uint32_t>{7, 0}), "0");
  EXPECT_EQ(CountAll(std::vector<uint32_t>{12, 12}), "144");
  EXPECT_EQ(CountAll(std::vector<uint32_t>(100, 2)), "1267650600228229401496703205376");
}

TEST(CountUpTo, StopsAboveTheLimit) {
  EXPECT_EQ(CountUpTo(std::vector<uint32_t>{10, 10}, 100), 100u);
  EXPECT_EQ(CountUpTo(std::vector<uint32_t>{10, 10}, 99), std::nullopt);
  EXPECT_EQ(CountUpTo(std::vector<uint32_t>(100, 2), 1'000'000), std::nullopt);
}

// Whether every pair of values of two axes meets in some row.
bool CoversPairs(const std::vector<uint32_t>& sizes, const std::vector<Row>& rows) {
  for (size_t a = 0; a < sizes.size(); ++a) {
    for (size_t b = a + 1; b < sizes.size(); ++b) {
      std::set<std::pair<uint32_t, uint32_t>> met;
      for (const Row& row : rows) met.emplace(row[a], row[b]);
      if (met.size() != size_t{sizes[a]} * sizes[b]) return false;
    }
  }
  return true;
}

TEST(CoveringRows, LetEveryPairMeetInFewRows) {
  const std::vector<uint32_t> sizes = {4, 3, 3, 2, 5, 2};
  size_t least = 0;
  const auto rows = CoveringRows(sizes, 2, "seed", 1000, &least);
  ASSERT_TRUE(rows.has_value());
  EXPECT_TRUE(CoversPairs(sizes, *rows));
  EXPECT_GE(rows->size(), 20u);  // 5 x 4 pairs of the two largest axes
  EXPECT_LE(rows->size(), 30u);  // of 720
}

TEST(CoveringRows, LetEveryTripleMeet) {
  const std::vector<uint32_t> sizes = {3, 2, 3, 2};
  size_t least = 0;
  const auto rows = CoveringRows(sizes, 3, "seed", 1000, &least);
  ASSERT_TRUE(rows.has_value());
  for (size_t left = 0; left < 4; ++left) {
    std::set<Row> met;
    size_t all = 1;
    for (size_t axis = 0; axis < 4; ++axis) {
      if (axis != left) all *= sizes[axis];
    }
    for (Row row : *rows) {
      row.erase(row.begin() + static_cast<std::ptrdiff_t>(left));
      met.insert(row);
    }
    EXPECT_EQ(met.size(), all);
  }
}

TEST(CoveringRows, OfStrengthOneShowEveryValue) {
  size_t least = 0;
  const auto rows = CoveringRows(std::vector<uint32_t>{3, 5}, 1, "seed", 1000, &least);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->size(), 5u);
}

TEST(CoveringRows, AreAllWhenTheStrengthIsTheNumberOfAxes) {
  const std::vector<uint32_t> sizes = {2, 3};
  size_t least = 0;
  EXPECT_EQ(CoveringRows(sizes, 9, "seed", 1000, &least), AllRows(sizes));
}

TEST(CoveringRows, AreTheSameForTheSameSeed) {
  const std::vector<uint32_t> sizes = {3, 3, 3, 3};
  size_t least = 0;
  EXPECT_EQ(CoveringRows(sizes, 2, "a", 1000, &least), CoveringRows(sizes, 2, "a", 1000, &least));
}

TEST(CoveringRows, AreRefusedAboveTheLimit) {
  size_t least = 0;
  EXPECT_FALSE(CoveringRows(std::vector<uint32_t>{10, 10, 2}, 2, "a", 99, &least).has_value());
  EXPECT_EQ(least, 100u);
  // Millions of sets of axes: refused at once, not worked through.
  EXPECT_FALSE(CoveringRows(std::vector<uint32_t>(200, 2), 5, "a", 100000, &least).has_value());
}

}  // namespace
}  // namespace shakedown
