#include "harness/inspect/judge.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(Judge, CountsTheOffsetFromTheStartOfTheMessage) {
  // Three bytes of cipher suites.
  const Bytes hello = Hex("01 00002a 0303" + std::string(64, '1') + "00 0003 130113 01 00");
  const auto error = Judge(hello, {});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->alert, AlertDescription::kDecodeError);
  EXPECT_GE(error->offset, 4u + 2 + 32 + 1);
  EXPECT_LE(error->offset, hello.size());
}

TEST(Judge, HasNothingToSayOfAGoodMessage) {
  EXPECT_FALSE(Judge(Hex("01 000029 0303" + std::string(64, '1') + "00 0002 1301 01 00"), {}));
  EXPECT_FALSE(Judge(Hex("0e 000000"), {}));
  EXPECT_FALSE(Judge(Bytes(), {}));
}

TEST(JudgeAlert, WantsTwoBytes) {
  EXPECT_FALSE(JudgeAlert(Hex("0228")));
  EXPECT_EQ(JudgeAlert(Hex("02"))->alert, AlertDescription::kDecodeError);
  EXPECT_EQ(JudgeAlert(Hex("022800"))->offset, 2u);
}

TEST(JudgeChangeCipherSpec, WantsTheByteOne) {
  EXPECT_FALSE(JudgeChangeCipherSpec(Hex("01")));
  EXPECT_EQ(JudgeChangeCipherSpec(Hex("02"))->alert, AlertDescription::kUnexpectedMessage);
  EXPECT_EQ(JudgeChangeCipherSpec(Hex("0101"))->offset, 1u);
}

}  // namespace
}  // namespace shakedown
