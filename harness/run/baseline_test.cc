#include "harness/run/baseline.h"

#include <gmock/gmock.h>

#include "harness/run/baseline_match.h"
#include "harness/run/fake_stack.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kRow[] = R"({"rows": [{"when": {"server.stack": "gnutls*", "cause": "unknown_ca"},
  "expect": {"alert": "bad_certificate"}, "why": "w", "evidence": "e"}]})";

std::string ErrorsOf(const std::string& text) {
  const auto parsed = ParseBaseline(text, "baseline.json");
  if (parsed) return "";
  std::string all;
  for (const LoadError& error : parsed.error()) all += error.ToString() + "\n";
  return all;
}

TEST(ParseBaseline, ReadsARow) {
  const auto baseline = ParseBaseline(kRow, "baseline.json");
  ASSERT_TRUE(baseline);
  ASSERT_EQ(baseline->rows.size(), 1u);
  const BaselineRow& row = baseline->rows[0];
  EXPECT_EQ(row.when.at("server.stack"), "gnutls*");
  EXPECT_EQ(row.expect.alert, AlertDescription::kBadCertificate);
  EXPECT_EQ(row.expect_text, R"({"alert":"bad_certificate"})");
  EXPECT_EQ(row.why, "w");
  EXPECT_EQ(row.evidence, "e");
  EXPECT_EQ(row.where.line, 1);
}

TEST(ParseBaseline, NamesThePlaceOfAnError) {
  EXPECT_THAT(ErrorsOf("{\"rows\": [\n  {\"when\": {\"stack\": \"x\"}}]}"),
              HasSubstr("baseline.json:2:"));
  EXPECT_THAT(ErrorsOf("{"), HasSubstr("baseline.json:1:"));
  EXPECT_THAT(ErrorsOf("{}"), HasSubstr("rows"));
}

TEST(ParseBaseline, EveryFieldIsRequired) {
  for (const char* field : {"when", "expect", "why", "evidence"}) {
    std::string text = kRow;
    const std::string key = std::string("\"") + field + "\":";
    text.replace(text.find(key), key.size(), "\"about\":");
    EXPECT_NE(ErrorsOf(text), "") << field;
  }
}

TEST(ParseBaseline, ARowMustNameAStack) {
  std::string text = kRow;
  text.replace(text.find("server.stack"), 12, "scenario");
  EXPECT_THAT(ErrorsOf(text), HasSubstr("no stack is named"));
}

class Rows : public ::testing::Test {
 protected:
  Rows() {
    scenario_.name = "alert-48/unknown";
    scenario_.expect.outcome = OutcomeKind::kRefused;
    scenario_.expect.by = Role::kClient;
    scenario_.expect.cause = "unknown_ca";
    scenario_.client.versions = {{ProtocolVersion::kTls12, ProtocolVersion::kTls13}};
    scenario_.server.versions = {{ProtocolVersion::kTls12}};
    case_ = {.name = "c",
             .scenario = &scenario_,
             .client = &client_,
             .server = &server_,
             .expect = &scenario_.expect};
  }
  bool Fits(std::map<std::string, std::string> when,
            std::optional<ProtocolVersion> agreed = std::nullopt) {
    BaselineRow row;
    row.when = std::move(when);
    return RowFits(row, case_, agreed);
  }

  FakeStack client_{"openssl", "3.0.17"}, server_{"gnutls", "3.7.9"};
  Scenario scenario_;
  Case case_;
};

TEST_F(Rows, FitWhereEveryConditionHolds) {
  EXPECT_TRUE(Fits({{"client.stack", "openssl-3*"}, {"server.stack", "gnutls"}}));
  EXPECT_FALSE(Fits({{"client.stack", "openssl-3*"}, {"server.stack", "openssl"}}));
  EXPECT_TRUE(Fits({{"client.stack", "*"}, {"scenario", "alert-48/*"}, {"cause", "unknown_ca"}}));
  EXPECT_FALSE(Fits({{"client.stack", "*"}, {"cause", "no_common_group"}}));
}

TEST_F(Rows, ByIsTheSideExpectedToRefuse) {
  EXPECT_TRUE(Fits({{"by.stack", "openssl"}, {"other.stack", "gnutls"}}));
  EXPECT_FALSE(Fits({{"by.stack", "gnutls"}}));
  scenario_.expect.by = Role::kServer;
  EXPECT_TRUE(Fits({{"by.stack", "gnutls"}, {"other.stack", "openssl"}}));
  scenario_.expect.by.reset();
  EXPECT_FALSE(Fits({{"by.stack", "*"}}));
}

TEST_F(Rows, VersionIsTheOneExpectedOrTheOnlyOneInCommon) {
  EXPECT_TRUE(Fits({{"client.stack", "*"}, {"version", "TLS 1.2"}}));
  EXPECT_FALSE(Fits({{"client.stack", "*"}, {"version", "TLS 1.3"}}));
  scenario_.server.versions.reset();
  EXPECT_FALSE(Fits({{"client.stack", "*"}, {"version", "TLS 1.2"}}));
  EXPECT_TRUE(Fits({{"client.stack", "*"}, {"version", "TLS 1.2"}}, ProtocolVersion::kTls12));
  EXPECT_FALSE(Fits({{"client.stack", "*"}, {"version", "TLS 1.2"}}, ProtocolVersion::kTls13));
  scenario_.expect.version = ProtocolVersion::kTls12;
  EXPECT_TRUE(Fits({{"client.stack", "*"}, {"version", "TLS 1.2"}}));
}

TEST_F(Rows, AreStaleWhenTheySpeakOfACaseAndNoneNeedsThem) {
  Baseline baseline;
  baseline.rows.resize(3);
  baseline.rows[0].when = {{"client.stack", "openssl"}};
  baseline.rows[1].when = {{"client.stack", "openssl"}};
  baseline.rows[2].when = {{"client.stack", "nss"}};
  std::vector<CaseResult> results(1);
  EXPECT_THAT(StaleRows(baseline, std::span(&case_, 1), results), IsEmpty()) << "it never ran";
  results[0].ran = true;
  EXPECT_THAT(StaleRows(baseline, std::span(&case_, 1), results), ElementsAre(0, 1));
  results[0].baseline_row = 1;
  EXPECT_THAT(StaleRows(baseline, std::span(&case_, 1), results), ElementsAre(0));
  results[0].baseline_row = 0;
  EXPECT_THAT(StaleRows(baseline, std::span(&case_, 1), results), IsEmpty())
      << "the second was never asked";
}

}  // namespace
}  // namespace shakedown
