// Lint against policies with planted mistakes, each named by hand in a comment on the line where it
// must be found ("# expect: stray-brace"), and against policies in which there is nothing to find.
#include "harness/import/attls/lint.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/test_policies.h"
#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::attls {
namespace {

namespace fs = std::filesystem;

const fs::path kTestdata = fs::path(SHAKEDOWN_SOURCE_DIR) / "harness/import/attls/testdata";

std::vector<fs::path> FilesIn(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kTestdata / folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "12: stray-brace", sorted.
using Lines = std::multiset<std::string>;

Lines Planted(const std::string& text) {
  Lines out;
  int number = 0;
  for (const std::string_view line : SplitLines(text)) {
    ++number;
    const size_t mark = line.find("# expect:");
    if (mark == std::string_view::npos) continue;
    for (const std::string_view id : Words(line.substr(mark + 9))) {
      out.insert(fmt::format("{}: {}", number, id));
    }
  }
  return out;
}

class PlantedPolicy : public testing::TestWithParam<fs::path> {};

TEST_P(PlantedPolicy, EveryMistakeIsFoundAtItsLineAndNothingElse) {
  const std::string text = ReadText(GetParam());
  auto policy = Read(FormOf(GetParam()), text);
  ASSERT_TRUE(policy) << policy.error();
  Lint(&*policy);
  Lines found;
  std::string told;
  for (const Finding& finding : policy->findings) {
    found.insert(fmt::format("{}: {}", finding.line, finding.id));
    told += ToString(GetParam().filename().string(), finding) + '\n';
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.fix.empty()) << finding.message;
  }
  EXPECT_EQ(found, Planted(text)) << told;
}

INSTANTIATE_TEST_SUITE_P(All, PlantedPolicy, testing::ValuesIn(FilesIn("planted")), NameFor);

TEST(PlantedPolicies, AreEnough) {
  size_t mistakes = 0;
  std::set<std::string> kinds;
  for (const fs::path& file : FilesIn("planted")) {
    for (const std::string& one : Planted(ReadText(file))) {
      ++mistakes;
      kinds.insert(one.substr(one.find(' ') + 1));
    }
  }
  EXPECT_GE(mistakes, 40u);
  EXPECT_GE(kinds.size(), 40u);
}

class CleanPolicy : public testing::TestWithParam<fs::path> {};

TEST_P(CleanPolicy, HasNothingToFind) {
  auto policy = Read(FormOf(GetParam()), ReadText(GetParam()));
  ASSERT_TRUE(policy) << policy.error();
  EXPECT_FALSE(policy->rules.empty());
  Lint(&*policy);
  for (const Finding& finding : policy->findings) {
    ADD_FAILURE() << ToString(GetParam().filename().string(), finding);
  }
}

INSTANTIATE_TEST_SUITE_P(All, CleanPolicy, testing::ValuesIn(FilesIn("clean")), NameFor);

TEST(CleanPolicies, AreEnough) { EXPECT_GE(FilesIn("clean").size(), 20u); }

TEST(Finding, NamesFileLineSeverityFixAndId) {
  const Finding finding{"stray-brace", Severity::kError, 12, "this } closes nothing", "remove it"};
  EXPECT_EQ(ToString("a.pol", finding),
            "a.pol:12: error: this } closes nothing; fix: remove it [stray-brace]");
}

TEST(Lint, SuggestsTheNearestName) {
  const auto policy = ReadPolicy("TTLSRule R\n{\n  Direktion Inbound\n}\n");
  ASSERT_TRUE(policy);
  ASSERT_FALSE(policy->findings.empty());
  const auto found = std::ranges::find(policy->findings, "unknown-keyword", &Finding::id);
  ASSERT_NE(found, policy->findings.end());
  EXPECT_EQ(found->line, 3);
  EXPECT_EQ(found->fix, "write Direction");
}

TEST(Label, TellsTheKeyWhereItsNameDoes) {
  EXPECT_EQ(KeyTypeOfLabel("NISTECC521"), KeyType::kSecp521r1);
  EXPECT_EQ(KeyTypeOfLabel("NISTEC384"), KeyType::kSecp384r1);
  EXPECT_EQ(KeyTypeOfLabel("NISTECCTEST"), KeyType::kSecp256r1);
  EXPECT_EQ(KeyTypeOfLabel("RSA2048"), KeyType::kRsa2048);
  EXPECT_EQ(KeyTypeOfLabel("MyCert2024"), std::nullopt);
  EXPECT_EQ(KeyTypeOfLabel(""), std::nullopt);
}

}  // namespace
}  // namespace shakedown::attls
