#include "harness/report/junit_report.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "harness/report/report_fixture.h"

namespace shakedown {
namespace {

pugi::xml_document Parse(const RunReport& report) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(JunitReport(report).c_str()));
  return document;
}

TEST(JunitReport, GroupsCasesByFolderAndCountsThem) {
  ReportFixture run;
  const auto document = Parse(run.report);
  const auto suites = document.child("testsuites");
  const auto basic = suites.find_child_by_attribute("testsuite", "name", "basic");
  EXPECT_EQ(basic.attribute("tests").as_int(), 2);
  EXPECT_EQ(basic.attribute("errors").as_int(), 1);
  const auto forty = suites.find_child_by_attribute("testsuite", "name", "alert-40");
  EXPECT_EQ(forty.attribute("failures").as_int(), 1);
}

TEST(JunitReport, PutsReasonsAndTheRepeatingCommandInTheFailure) {
  ReportFixture run;
  const auto document = Parse(run.report);
  const std::string text = document.child("testsuites")
                               .find_child_by_attribute("testsuite", "name", "alert-40")
                               .child("testcase")
                               .child("failure")
                               .text()
                               .as_string();
  EXPECT_NE(text.find("expected 70 (protocol_version)"), std::string::npos);
  EXPECT_NE(text.find("--only 'alert-40/no-suite[a b]@openssl:openssl'"), std::string::npos);
}

TEST(JunitReport, SkipsKnownDifferencesWithTheirReason) {
  ReportFixture run;
  const auto document = Parse(run.report);
  const std::string message = document.child("testsuites")
                                  .find_child_by_attribute("testsuite", "name", "alert-48")
                                  .child("testcase")
                                  .child("skipped")
                                  .attribute("message")
                                  .as_string();
  EXPECT_EQ(message, "known: GnuTLS says bad_certificate");
}

TEST(JunitReport, FailsForAStaleBaselineRow) {
  ReportFixture run;
  run.report.stale_rows = {0};
  const auto document = Parse(run.report);
  const auto suite =
      document.child("testsuites").find_child_by_attribute("testsuite", "name", "baseline");
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
}

TEST(JunitReport, StaysWellFormedWhateverAStackSays) {
  ReportFixture run;
  run.results[1].reasons = {std::string("\x01\x1b<&>]]>\"", 9)};
  const auto document = Parse(run.report);
  EXPECT_TRUE(document.child("testsuites"));
}

}  // namespace
}  // namespace shakedown
