#include "fuzz/peer/options.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(SideOptionsTest, NothingAndZerosAreWhatAPeerDoesByDefault) {
  View nothing;
  const SideOptions options = TakeOptions(&nothing);
  EXPECT_EQ(options.lowest, 0);
  EXPECT_EQ(options.highest, 3);
  EXPECT_EQ(options.identity, 0);
  EXPECT_FALSE(options.compression);
}

TEST(SideOptionsTest, TheHeaderIsTakenOffTheInput) {
  const Bytes input = {0, 0, 0, 0, 0x16, 0x03};
  View view = input;
  TakeOptions(&view);
  EXPECT_EQ(Bytes(view.begin(), view.end()), (Bytes{0x16, 0x03}));
}

TEST(SideOptionsTest, EachFieldHasItsBits) {
  // From the lowest: 2 bits each of lowest and 3 - highest, identity, verify; 3 of suites,
  // groups...
  const Bytes input = {0b10'11'01'01, 0b01'110'101, 0b1000'10'01, 0b0001'0000};
  View view = input;
  const SideOptions options = TakeOptions(&view);
  EXPECT_EQ(options.lowest, 1);
  EXPECT_EQ(options.highest, 2);
  EXPECT_EQ(options.identity, 3);
  EXPECT_EQ(options.verify, 2);
  EXPECT_EQ(options.suites, 5);
  EXPECT_EQ(options.groups, 6);
  EXPECT_EQ(options.schemes, 1);
  EXPECT_EQ(options.alpn, 1);
  EXPECT_EQ(options.name, 2);
  EXPECT_FALSE(options.no_tickets);
  EXPECT_TRUE(options.speaks);
  EXPECT_TRUE(options.compression);
}

TEST(SideOptionsTest, AnyHeaderIsReadBackAsItWasWritten) {
  for (uint32_t bits = 0; bits < 1U << 29; bits += 65521) {
    Bytes input;
    for (size_t i = 0; i < kOptionsSize; ++i) input.push_back(static_cast<uint8_t>(bits >> 8 * i));
    View view = input;
    const SideOptions options = TakeOptions(&view);
    ASSERT_LE(options.lowest, options.highest);
    Bytes written, again;
    AppendOptions(options, &written);
    view = written;
    AppendOptions(TakeOptions(&view), &again);
    ASSERT_EQ(again, written);
  }
}

TEST(SplitStreamsTest, ALengthPastTheEndMeansWhatIsThere) {
  const Bytes input = {0xff, 0xff, 1, 2, 3};
  const TwoStreams streams = SplitStreams(input);
  EXPECT_EQ(streams.first.size(), 3U);
  EXPECT_TRUE(streams.second.empty());
  EXPECT_TRUE(SplitStreams(View(input).first(1)).first.empty());
}

TEST(SplitStreamsTest, BothPartsAreReadBack) {
  const Bytes first(300, 7), second = {1, 2};
  Bytes out;
  AppendStreams({first, second}, &out);
  EXPECT_EQ(out[0], 300 >> 8);
  EXPECT_EQ(out[1], 300 & 0xff);
  const TwoStreams streams = SplitStreams(out);
  EXPECT_EQ(Bytes(streams.first.begin(), streams.first.end()), first);
  EXPECT_EQ(Bytes(streams.second.begin(), streams.second.end()), second);
}

}  // namespace
}  // namespace shakedown
