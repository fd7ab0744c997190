#include "harness/codes/tables.h"

#include <gtest/gtest.h>

#include "harness/codes/test_tables.h"

namespace shakedown {
namespace {

const std::vector<Cause> kCauses = {{"expired", "Too old", "Renew.", {Role::kClient}}};

// A system file with one noticed row whose text is `row`.
std::string WithRow(const std::string& row) {
  return R"({"system": "x", "about": "", "noticed": [)" + row + R"(], "told": []})";
}

const char kRow[] =
    R"({"causes": ["expired"], "code": "6", "text": "", "source": "s", "confidence": "verified"})";

std::string ErrorOf(const std::string& json_text) {
  auto table = ReadSystem("x.json", json_text, kCauses);
  return table ? "" : table.error();
}

TEST(ReadSystem, TakesARow) {
  auto table = ReadSystem("x.json", WithRow(kRow), kCauses);
  ASSERT_TRUE(table) << table.error();
  ASSERT_EQ(table->noticed.size(), 1u);
  EXPECT_EQ(table->noticed[0].code, "6");
  EXPECT_EQ(table->noticed[0].confidence, Confidence::kVerified);
  EXPECT_FALSE(table->role);
}

TEST(ReadSystem, NamesFileAndPathOfEveryProblem) {
  EXPECT_EQ(ErrorOf("{"), "x.json: /: not JSON");
  EXPECT_EQ(ErrorOf("[]"), "x.json: /: not an object");
  EXPECT_EQ(ErrorOf(WithRow("1")), "x.json: /noticed/0: not an object");
  EXPECT_EQ(ErrorOf(WithRow(R"({"causes": ["expired"]})")), "x.json: /noticed/0/code: missing");
  EXPECT_EQ(ErrorOf(WithRow(R"({"causes": "expired"})")),
            "x.json: /noticed/0/causes: not an array");
  EXPECT_EQ(ErrorOf(WithRow(R"({"cause": "expired"})")), "x.json: /noticed/0/cause: unknown field");
  EXPECT_EQ(ErrorOf(WithRow(R"({"causes": ["aged"]})")),
            "x.json: /noticed/0/causes: unknown cause \"aged\"");
}

TEST(ReadSystem, RefusesTheSameRowTwice) {
  EXPECT_EQ(ErrorOf(WithRow(std::string(kRow) + "," + kRow)),
            "x.json: /noticed/1/code: given twice for expired");
}

TEST(ReadSystem, RefusesAnUnknownConfidence) {
  std::string row = kRow;
  row.replace(row.find("verified"), 8, "certain!");
  EXPECT_EQ(ErrorOf(WithRow(row)), "x.json: /noticed/0/confidence: \"certain!\" is no confidence");
}

TEST(ReadErrors, RefusesAnAlertOutsideAByte) {
  auto tables = ReadErrors(
      "e.json", R"({"alerts": [{"alert": 256, "cause": "expired", "specific": true}]})", kCauses);
  ASSERT_FALSE(tables);
  EXPECT_EQ(tables.error(), "e.json: /alerts/0/alert: 256 is outside 0 to 255");
}

TEST(ReadCauses, RefusesAKeyGivenTwice) {
  auto causes = ReadCauses(
      "c.json", R"({"causes": [{"key": "a", "title": "t", "fix": "f", "noticed_by": ["client"]},
                               {"key": "a", "title": "t", "fix": "f", "noticed_by": []}]})");
  ASSERT_FALSE(causes);
  EXPECT_EQ(causes.error(), "c.json: /causes/1/key: given twice");
}

TEST(ReadCauses, RefusesARoleThatIsNone) {
  auto causes = ReadCauses("c.json", R"({"causes": [{"key": "a", "title": "t", "fix": "f",
                                                     "noticed_by": ["proxy"]}]})");
  ASSERT_FALSE(causes);
  EXPECT_EQ(causes.error(), "c.json: /causes/0/noticed_by: \"proxy\" is neither client nor server");
}

TEST(Parse, NeedsCausesAndErrors) {
  auto files = TableFiles();
  files.erase("errors.json");
  auto codes = Codes::Parse(files);
  ASSERT_FALSE(codes);
  EXPECT_EQ(codes.error(), "errors.json: /: no such table");
}

TEST(Parse, RefusesASystemGivenTwice) {
  auto files = TableFiles();
  files["zzz.json"] = R"({"system": "nss", "noticed": [], "told": []})";
  auto codes = Codes::Parse(files);
  ASSERT_FALSE(codes);
  EXPECT_EQ(codes.error(), "zzz.json: /system: nss given twice");
}

}  // namespace
}  // namespace shakedown
