#include "harness/wire/bytes.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(Hex, WritesLowerCasePairs) {
  const Bytes bytes = {0x00, 0x0f, 0xa0, 0xff};
  EXPECT_EQ(ToHex(bytes), "000fa0ff");
  EXPECT_EQ(ToHex({}), "");
}

TEST(Hex, ReadsEitherCaseWithSpaceBetweenPairs) {
  EXPECT_EQ(FromHex("00 0F\n a0\tff"), (Bytes{0x00, 0x0f, 0xa0, 0xff}));
  EXPECT_EQ(FromHex(""), Bytes());
}

TEST(Hex, RefusesHalfPairsAndOtherCharacters) {
  EXPECT_FALSE(FromHex("0"));
  EXPECT_FALSE(FromHex("0 0"));
  EXPECT_FALSE(FromHex("0g"));
  EXPECT_FALSE(FromHex("000 "));
}

}  // namespace
}  // namespace shakedown
