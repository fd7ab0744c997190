#include "fuzz/differential/ledger.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(Ledger, IsReadRowByRow) {
  const auto rows = ReadLedger(
      "# a comment\n\nread | decode_error bad x | ours | RFC 1 2 | a reason\n"
      "cookie decode_error | read | both | RFC 3 4 | another");
  ASSERT_TRUE(rows) << rows.error();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].theirs, "decode_error bad x");
  EXPECT_EQ((*rows)[1].why, "another");
}

TEST(Ledger, RefusesRowsThatAreNotWhole) {
  EXPECT_FALSE(ReadLedger("read | read | ours | RFC 1"));
  EXPECT_FALSE(ReadLedger("read | read | mine | RFC 1 | why"));
  EXPECT_FALSE(ReadLedger("read |  | ours | RFC 1 | why"));
  EXPECT_FALSE(ReadLedger("read | read | ours | RFC 1 | why | more"));
}

TEST(Ledger, FindsTheRowOfADifference) {
  const auto rows = ReadLedger("a | b | ours | c | d\na | x* | both | c | d").value();
  ASSERT_NE(FindRow(rows, "a", "b"), nullptr);
  EXPECT_EQ(FindRow(rows, "a", "xyz")->right, "both");
  EXPECT_EQ(FindRow(rows, "a", "bc"), nullptr);
  EXPECT_EQ(FindRow(rows, "b", "b"), nullptr);
}

}  // namespace
}  // namespace shakedown
