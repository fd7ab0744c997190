#include "harness/model/text_position.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace shakedown {
namespace {

TEST(TextPosition, CountsLinesAndCharactersFromOne) {
  const std::string text =
      "ab\nc\xc3\xa9"
      "d\n";
  const TextIndex index(text);
  EXPECT_EQ(index.Of(text, 0), (TextPosition{1, 1}));
  EXPECT_EQ(index.Of(text, 2), (TextPosition{1, 3}));
  EXPECT_EQ(index.Of(text, 3), (TextPosition{2, 1}));
  EXPECT_EQ(index.Of(text, 6), (TextPosition{2, 3}));
  EXPECT_EQ(index.Of(text, 8), (TextPosition{3, 1}));
}

TEST(TextPosition, ALookupFarIntoTheTextAgreesWithAScanFromItsStart) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < 10000) {
    text += random() % 300 == 0 ? "\n" : random() % 5 == 0 ? "\xc3\xa9" : "x";
  }
  const TextIndex index(text);
  TextPosition scanned;
  for (size_t at = 0; at <= text.size(); ++at) {
    ASSERT_EQ(index.Of(text, at), scanned) << at;
    if (at == text.size()) break;
    if (text[at] == '\n') {
      scanned = {scanned.line + 1, 1};
    } else if (text[at] != '\xa9') {
      ++scanned.column;
    }
  }
}

TEST(TextPosition, AnEmptyTextHasOnePosition) {
  EXPECT_EQ(TextIndex("").Of("", 0), (TextPosition{1, 1}));
}

}  // namespace
}  // namespace shakedown
