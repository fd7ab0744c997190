#include "harness/report/matrix_terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "harness/codes/test_tables.h"
#include "harness/report/test_matrix.h"

namespace shakedown {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Text(const Matrix& matrix, size_t width = 80, bool colour = false) {
  return MatrixText(matrix, TestCodes(), {width, colour});
}

Matrix Wide(size_t clients, size_t servers, const std::string& name) {
  std::vector<MatrixSide> rows, columns;
  Capabilities server;
  server.certificates.emplace_back();
  for (size_t i = 0; i < clients; ++i) rows.push_back(TestSide(name + std::to_string(i)));
  for (size_t i = 0; i < servers; ++i) columns.push_back(TestSide(std::to_string(i), server));
  return BuildMatrix(rows, columns, 1);
}

size_t LongestLine(const std::string& text) {
  std::istringstream in(text);
  size_t longest = 0;
  for (std::string line; std::getline(in, line);) longest = std::max(longest, line.size());
  return longest;
}

TEST(MatrixTerminal, ShowsASymbolOrAnAlertACell) {
  EXPECT_THAT(Text(TestMatrix()), StartsWith("                   1  2  3  4\n"
                                             "plain             ok ok  ? --\n"
                                             "no-p521           ok 40  ? --\n"
                                             "a \"stranger\", <b> 48 48  ?"));
}

TEST(MatrixTerminal, SaysWhatColumnsAndSymbolsMeanAndSumsUpByCause) {
  EXPECT_THAT(
      Text(TestMatrix()),
      AllOf(HasSubstr("servers\n  1  p256\n  2  p521\n  3  file\n  4  fips\n"),
            HasSubstr("ok: agreed; number: refused with that alert; --: ended without an alert; "
                      "?:\n  beyond the rules\n"),
            HasSubstr("3 of 12 pairs agree\n"),
            HasSubstr("   3  beyond the rules: certificates from files\n"),
            HasSubstr("   1  refused by the server, alert 40 handshake_failure\n"
                      "      no_signature_scheme_for_key: ")));
}

TEST(MatrixTerminal, NumbersClientsWhoseNamesLeaveNoRoom) {
  const std::string text = Text(Wide(2, 15, "a-client-with-a-rather-long-name-"), 60);
  EXPECT_THAT(text,
              AllOf(HasSubstr("\n1 ok ok"), HasSubstr("clients, from above\n  1  a-client-")));
  EXPECT_LE(LongestLine(text), 60u);
}

TEST(MatrixTerminal, SaysHowToHaveATableThatDoesNotFit) {
  for (const Matrix& matrix : {Wide(2, 40, "c"), Wide(401, 2, "c")}) {
    EXPECT_THAT(Text(matrix),
                AllOf(HasSubstr("too many for a table here"), HasSubstr("--html FILE"),
                      HasSubstr("pairs agree"), Not(HasSubstr("\n1 "))));
  }
}

TEST(MatrixTerminal, PaintsOnlyWhenAsked) {
  EXPECT_THAT(Text(TestMatrix()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Text(TestMatrix(), 80, true), HasSubstr("\x1b[31m40\x1b[0m"));
}

TEST(MatrixTerminal, LetsNoNameSpeakToTheTerminal) {
  const std::string text = Text(BuildMatrix({TestSide("evil\x1b]0;name\x07")}, {TestSide("s")}, 1));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), HasSubstr("evil\\x1b]0;name\\x07")));
}

}  // namespace
}  // namespace shakedown
