#include "harness/report/terminal_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/report/report_fixture.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What the report prints for the whole fixture.
std::string Print(const ReportFixture& run, const TerminalOptions& options) {
  char* text = nullptr;
  size_t size = 0;
  std::FILE* out = open_memstream(&text, &size);
  TerminalReport terminal(out, options, run.cases.size());
  for (size_t i = 0; i < run.cases.size(); ++i) terminal.Case(run.report, i, run.results[i]);
  terminal.Summary(run.report);
  std::fclose(out);
  std::string result(text, size);
  std::free(text);
  return result;
}

TEST(TerminalReport, GivesOneLineACaseWithWhatHappened) {
  ReportFixture run;
  const std::string text = Print(run, {});
  EXPECT_THAT(text, HasSubstr("ok    basic/agree@openssl:gnutls  agreed TLS 1.3 x25519\n"));
  EXPECT_THAT(text, HasSubstr("CRASH basic/boom@openssl:openssl  crashed: signal 11 (SIGSEGV)\n"));
}

TEST(TerminalReport, TellsUnderAFailureWhyAndHowToRepeatIt) {
  ReportFixture run;
  const std::string text = Print(run, {});
  EXPECT_THAT(text, HasSubstr("      alert: expected 70 (protocol_version), saw 40"));
  EXPECT_THAT(text, HasSubstr("      repeat: shakedown run scenarios --only "
                              "'alert-40/no-suite[a b]@openssl:openssl'\n"));
}

TEST(TerminalReport, UsesNoEscapesInAPipeEvenWhenAStackDoes) {
  ReportFixture run;
  const std::string text = Print(run, {});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("no \\x1b[31mshared cipher"));
}

TEST(TerminalReport, ColoursOnATerminal) {
  ReportFixture run;
  TerminalOptions options;
  options.colour = true;
  EXPECT_THAT(Print(run, options), HasSubstr("\x1b[31mFAIL \x1b[0m"));
}

TEST(TerminalReport, QuietShowsOnlyWhatIsNotAsExpected) {
  ReportFixture run;
  TerminalOptions options;
  options.quiet = true;
  const std::string text = Print(run, options);
  EXPECT_THAT(text, Not(HasSubstr("basic/agree")));
  EXPECT_THAT(text, HasSubstr("FAIL  alert-40/no-suite"));
}

TEST(TerminalReport, SumsUpByAlertAndByStackPair) {
  ReportFixture run;
  const std::string text = Print(run, {});
  EXPECT_THAT(text, HasSubstr("   40 handshake_failure"));
  EXPECT_THAT(text, HasSubstr("openssl:openssl                         2 cases, 2 failed"));
  EXPECT_THAT(text, HasSubstr("4 cases: 1 as expected, 1 known, 2 failed (1 crashed)"));
}

TEST(TerminalReport, NamesStaleRowsByFileAndLine) {
  ReportFixture run;
  run.report.stale_rows = {0};
  EXPECT_THAT(Print(run, {}), HasSubstr("STALE baseline.json:7:"));
}

TEST(ShellQuote, LeavesPlainWordsAndProtectsTheRest) {
  EXPECT_EQ(ShellQuote("a/b@c:d"), "a/b@c:d");
  EXPECT_EQ(ShellQuote("a[b]"), "'a[b]'");
  EXPECT_EQ(ShellQuote("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellQuote(""), "''");
}

}  // namespace
}  // namespace shakedown
