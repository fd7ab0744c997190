#include "harness/inspect/fragmented_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(FragmentedMessage, IsWholeInWhateverOrderItsFragmentsCome) {
  Bytes body(23);
  std::iota(body.begin(), body.end(), uint8_t{1});
  std::vector<size_t> order = {0, 5, 10, 15, 20};
  do {
    FragmentedMessage message(body.size());
    for (const size_t at : order) {
      EXPECT_FALSE(message.whole());
      EXPECT_TRUE(message.Add(at, View(body).subspan(at, std::min<size_t>(5, body.size() - at))));
    }
    EXPECT_TRUE(message.whole());
    EXPECT_EQ(message.Beginning(), body);
    EXPECT_THAT(message.Missing(), IsEmpty());
  } while (std::ranges::next_permutation(order).found);
}

TEST(FragmentedMessage, TakesOverlapsAndTellsWhereTheyDiffer) {
  FragmentedMessage message(8);
  EXPECT_TRUE(message.Add(2, Hex("0203")));
  EXPECT_TRUE(message.Add(5, Hex("05")));
  EXPECT_TRUE(message.Add(1, Hex("010203040506")));
  EXPECT_TRUE(message.Add(3, Hex("03")));
  EXPECT_FALSE(message.Add(3, Hex("33")));
  EXPECT_TRUE(message.Add(7, Hex("07")));
  EXPECT_FALSE(message.Add(0, Hex("0001020304050699")));
  EXPECT_TRUE(message.whole());
  EXPECT_EQ(ToHex(message.Beginning()), "0001020304050607");
}

TEST(FragmentedMessage, SaysWhatIsMissing) {
  FragmentedMessage message(1 << 24);
  EXPECT_THAT(message.Missing(), ElementsAre(Pair(0, 1 << 24)));
  message.Add(0, Hex("0001"));
  message.Add(4, Hex("04"));
  EXPECT_EQ(ToHex(message.Beginning()), "0001");
  EXPECT_THAT(message.Missing(), ElementsAre(Pair(2, 4), Pair(5, 1 << 24)));
}

}  // namespace
}  // namespace shakedown
