#include "harness/report/json_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/report/report_fixture.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

TEST(JsonReport, CountsEveryCaseOnceAndCrashesApart) {
  ReportFixture run;
  const auto json = nlohmann::json::parse(JsonReport(run.report));
  EXPECT_EQ(json["summary"]["cases"], 4);
  EXPECT_EQ(json["summary"]["passed"], 1);
  EXPECT_EQ(json["summary"]["failed"], 2);
  EXPECT_EQ(json["summary"]["known"], 1);
  EXPECT_EQ(json["summary"]["crashed"], 1);
}

TEST(JsonReport, TellsAFailureWithAlertCauseCodesAndTheRepeatingCommand) {
  ReportFixture run;
  const auto one = nlohmann::json::parse(JsonReport(run.report))["cases"][1];
  EXPECT_EQ(one["verdict"], "failed");
  EXPECT_EQ(one["outcome"], "refused");
  EXPECT_EQ(one["by"], "server");
  EXPECT_EQ(one["alert"], 40);
  EXPECT_EQ(one["cause"], "no_common_cipher");
  EXPECT_EQ(one["codes"][0]["code"], "184");
  EXPECT_EQ(one["repeat"],
            "shakedown run scenarios --only 'alert-40/no-suite[a b]@openssl:openssl'");
}

TEST(JsonReport, GivesNullWhereThereIsNothingToTell) {
  ReportFixture run;
  const auto one = nlohmann::json::parse(JsonReport(run.report))["cases"][0];
  EXPECT_TRUE(one["alert"].is_null());
  EXPECT_TRUE(one["cause"].is_null());
  EXPECT_TRUE(one["negotiated"]["cipher_suite"].is_null());
  EXPECT_EQ(one["negotiated"]["version"], "TLS 1.3");
}

TEST(JsonReport, SurvivesBytesOfAStackThatAreNotUtf8) {
  ReportFixture run;
  run.results[1].seen.server.error.text = "\xff\xfe";
  const auto json = nlohmann::json::parse(JsonReport(run.report));
  EXPECT_FALSE(json["cases"][1]["server"]["error"]["text"].get<std::string>().empty());
}

TEST(JsonReport, HasTheFormThatItsSchemaDescribes) {
  ReportFixture run;
  run.results[3].ran = false;
  const auto report = nlohmann::json::parse(JsonReport(run.report));
  EXPECT_EQ(JsonSchema("scenarios/run-report.schema.json").Objection(report), "");
}

TEST(JsonReport, MarksCasesThatAnInterruptLeftOut) {
  ReportFixture run;
  run.results[3].ran = false;
  const auto json = nlohmann::json::parse(JsonReport(run.report));
  EXPECT_EQ(json["cases"][3]["verdict"], "not_run");
  EXPECT_EQ(json["summary"]["not_run"], 1);
  EXPECT_FALSE(AsExpected(run.report));
}

}  // namespace
}  // namespace shakedown
