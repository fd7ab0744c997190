#include "harness/inspect/resync.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(FindRecord, FindsTheFirstHeaderThatAnotherOrTheEndFollows) {
  EXPECT_EQ(FindRecord(Hex("15 0303 0002 0228")), 0u);
  EXPECT_EQ(FindRecord(Hex("abcdef 15 0303 0002 0228 17 0303 0001 00")), 3u);
  // What looks like a header at 1 has no record after it.
  EXPECT_EQ(FindRecord(Hex("ab 16 0303 0001 ff ff 15 0303 0002 0228")), 8u);
}

TEST(FindRecord, SaysTheEndWhereThereIsNone) {
  const Bytes noise = Hex("abcdef0123456789");
  EXPECT_EQ(FindRecord(noise), noise.size());
  EXPECT_EQ(FindRecord({}), 0u);
}

TEST(Beginning, QuotesTextAndShowsOtherBytesInHex) {
  EXPECT_EQ(Beginning(AsView("GET / HTTP/1.1\r\nHost: x\r\n")), "text \"GET / HTTP/1.1\"");
  EXPECT_EQ(Beginning(Hex("00ff10")), "bytes 00ff10");
}

}  // namespace
}  // namespace shakedown
