#include "harness/import/logs/json_elements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Cut(std::string_view text, size_t step) {
  std::vector<std::string> found;
  JsonElements elements([&](std::string_view member, std::string_view element, uint64_t line) {
    found.push_back(std::string(member) + "@" + std::to_string(line) + " " + std::string(element));
  });
  for (size_t at = 0; at < text.size(); at += step) elements.Text(text.substr(at, step));
  return found;
}

TEST(JsonElements, AreObjectsTwoLevelsDownHoweverTheTextIsSplit) {
  constexpr std::string_view kText =
      "{\"one\": {\"a\": [1, {\"b\": \"}\"}]}, \"x\": \"{\", \n"
      "\"list\": [\n{\"c\": \"\\\"]\"},\n {}, 7, [{}]], \"two\":{}}\n";
  for (size_t step = 1; step <= kText.size(); ++step) {
    EXPECT_THAT(Cut(kText, step), ElementsAre("one@1 {\"a\": [1, {\"b\": \"}\"}]}",
                                              "list@3 {\"c\": \"\\\"]\"}", "list@4 {}", "two@4 {}"))
        << step;
  }
}

TEST(JsonElements, OfACutTextAreThoseThatAreWhole) {
  EXPECT_THAT(Cut("{\"events\": [{\"a\": 1}, {\"b\": \"", 4), ElementsAre("events@1 {\"a\": 1}"));
  EXPECT_THAT(Cut("]]}}{\"", 1), IsEmpty());
}

TEST(JsonElements, ThatAreEndlessAreLeftOut) {
  JsonElements elements([](std::string_view, std::string_view, uint64_t) { FAIL(); });
  elements.Text("{\"events\": [{\"a\": \"");
  const std::string part(size_t{1} << 20, 'x');
  for (int i = 0; i < 20; ++i) elements.Text(part);
  elements.Text("\"}]}");
  EXPECT_EQ(elements.too_long(), 1u);
  EXPECT_TRUE(elements.whole());
}

}  // namespace
}  // namespace shakedown
