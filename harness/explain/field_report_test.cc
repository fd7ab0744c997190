// Each failure that people have reported is explained by the cause that they found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using Json = nlohmann::json;

const Json& Reports() {
  static const Json reports =
      Json::parse(SourceText("harness/explain/testdata/field_reports.json")).at("reports");
  return reports;
}

TEST(FieldReports, AreExplainedByTheCauseThatWasFound) {
  ASSERT_EQ(Reports().size(), 29u);
  for (const Json& report : Reports()) {
    std::string text;
    for (const Json& line : report.at("saw")) text += line.get<std::string>() + "\n";
    const Explanation explanation = Explained(text);
    ASSERT_FALSE(explanation.stories.empty()) << text;
    EXPECT_EQ(explanation.stories.front().findings.front().cause, report.at("cause"))
        << text << First(explanation);
  }
}

TEST(FieldReports, WithTheirLinesAsOne) {
  for (const Json& report : Reports()) {
    std::string text;
    for (const Json& line : report.at("saw")) text += line.get<std::string>() + "; ";
    const Explanation explanation = Explained(text);
    ASSERT_FALSE(explanation.stories.empty()) << text;
    EXPECT_EQ(explanation.stories.front().findings.front().cause, report.at("cause"))
        << text << First(explanation);
  }
}

}  // namespace
}  // namespace shakedown
