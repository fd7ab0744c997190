#include "harness/explain/keyword_automaton.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::pair<uint32_t, size_t>> Found(const std::vector<std::string>& keywords,
                                               const std::string& text) {
  KeywordAutomaton automaton;
  for (size_t i = 0; i < keywords.size(); ++i) {
    automaton.Add(keywords[i], static_cast<uint32_t>(i));
  }
  automaton.Build();
  std::vector<std::pair<uint32_t, size_t>> found;
  automaton.Scan(text, [&found](uint32_t id, size_t end) { found.emplace_back(id, end); });
  return found;
}

TEST(KeywordAutomaton, FindsWhatOverlapsAndWhatIsInsideAnother) {
  EXPECT_THAT(Found({"he", "she", "hers"}, "ushers"),
              ElementsAre(Pair(1, 4), Pair(0, 4), Pair(2, 6)));
}

TEST(KeywordAutomaton, TakesAnyCaseAndAnyRunOfBlanks) {
  EXPECT_THAT(Found({"Unknown CA"}, "UNKNOWN  \t ca"), ElementsAre(Pair(0, 13)));
  EXPECT_THAT(Found({"unknown ca"}, "unknownca"), IsEmpty());
}

TEST(KeywordAutomaton, StandsAnyByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_THAT(Found({"xyz"}, all), ElementsAre(Pair(0, 'Z' + 1), Pair(0, 'z' + 1)));
  EXPECT_THAT(Found({"\xff"}, "\xfe"), ElementsAre(Pair(0, 1)));  // bytes outside ASCII are one
}

TEST(KeywordAutomaton, HasNothingWithoutKeywords) {
  EXPECT_THAT(Found({}, "anything"), IsEmpty());
  EXPECT_THAT(Found({""}, "anything"), IsEmpty());
}

// Against the plain way, over an alphabet so small that everything overlaps.
TEST(KeywordAutomaton, FindsWhatASearchForEachFinds) {
  std::mt19937 random(7);
  const auto word = [&random](size_t most) {
    std::string text(1 + random() % most, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 2);
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> keywords;
    for (int i = 0; i < 6; ++i) keywords.push_back(word(5));
    const std::string text = word(40);
    std::multiset<std::pair<uint32_t, size_t>> expected;
    for (size_t i = 0; i < keywords.size(); ++i) {
      for (size_t at = text.find(keywords[i]); at != std::string::npos;
           at = text.find(keywords[i], at + 1)) {
        expected.emplace(static_cast<uint32_t>(i), at + keywords[i].size());
      }
    }
    const auto found = Found(keywords, text);
    EXPECT_EQ((std::multiset<std::pair<uint32_t, size_t>>(found.begin(), found.end())), expected);
  }
}

}  // namespace
}  // namespace shakedown
