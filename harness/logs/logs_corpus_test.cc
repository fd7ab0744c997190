// Genuine logs, explained, against causes that were provoked and written down by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/explain/test_lookup.h"
#include "harness/logs/test_judges.h"

namespace shakedown {
namespace {

using Json = nlohmann::json;

class LogsCorpus : public ::testing::TestWithParam<const char*> {
 protected:
  Explanation Explained(const Json& row) const {
    return ExplainedLog(
        SourceText("corpus/" + std::string(GetParam()) + "/" + row["file"].get<std::string>()));
  }
  static Json Rows() {
    return Json::parse(SourceText("corpus/" + std::string(GetParam()) + "/causes.json")).at("logs");
  }
};

bool Names(const Judgement& judgement, const std::string& cause) {
  return std::ranges::any_of(judgement.causes,
                             [&](const WeighedCause& one) { return one.cause.key == cause; });
}

TEST_P(LogsCorpus, IsExplainedByWhatWasProvoked) {
  for (const Json& row : Rows()) {
    const std::string file = row["file"];
    const Explanation explanation = Explained(row);
    if (row.contains("none")) {
      EXPECT_TRUE(explanation.stories.empty()) << file;
      continue;
    }
    ASSERT_FALSE(explanation.stories.empty()) << file;
    // Connections that failed alike are one story.
    for (const Story& story : explanation.stories) {
      ASSERT_TRUE(story.judgement) << file;
      const Judgement& judgement = *story.judgement;
      const std::string first = judgement.causes.front().cause.key;
      if (row.contains("among")) {
        EXPECT_TRUE(Names(judgement, row["among"])) << file << ": " << first;
      } else {
        EXPECT_EQ(first, row["cause"]) << file;
      }
      if (row.contains("by")) {
        ASSERT_TRUE(judgement.by) << file;
        EXPECT_EQ(NameOf(*judgement.by), row["by"].get<std::string>()) << file;
      }
      if (row.contains("alert")) {
        ASSERT_TRUE(judgement.alert) << file;
        EXPECT_EQ(static_cast<int>(*judgement.alert), row["alert"].get<int>()) << file;
      }
      if (row.contains("host")) {
        EXPECT_EQ(judgement.host, row["host"].get<std::string>()) << file;
      }
      EXPECT_FALSE(judgement.causes.front().cause.fix.empty()) << file;
    }
  }
}

TEST_P(LogsCorpus, EveryFileIsWrittenDown) {
  std::set<std::string> named = {"causes.json"};
  for (const Json& row : Rows()) named.insert(row["file"]);
  const auto folder = std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / "corpus" / GetParam();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_TRUE(named.contains(entry.path().filename().string())) << entry.path();
  }
}

INSTANTIATE_TEST_SUITE_P(Logs, LogsCorpus,
                         ::testing::Values("netlog", "java_debug", "openssl_text", "curl_verbose",
                                           "ctrace"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace shakedown
