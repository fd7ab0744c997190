#include "harness/report/matrix_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/test_matrix.h"

namespace shakedown {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> Lines(const Matrix& matrix) {
  std::string text;
  WriteMatrixCsv(matrix, [&text](std::string_view part) { text += part; });
  std::vector<std::string> lines;
  for (size_t from = 0; from < text.size();) {
    const size_t end = text.find("\r\n", from);
    lines.push_back(text.substr(from, end - from));
    from = end == std::string::npos ? text.size() : end + 2;
  }
  return lines;
}

// How many fields a line has: commas outside quotes, and one.
size_t Fields(const std::string& line) {
  size_t fields = 1;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) ++fields;
  }
  return fields;
}

TEST(MatrixCsv, HasARowForEachPairWithTheSameFields) {
  const auto lines = Lines(TestMatrix());
  ASSERT_EQ(lines.size(), 1 + 3 * 4u);
  EXPECT_THAT(lines[0], StartsWith("client,server,outcome,by,alert,alert_name,cause,"));
  for (const std::string& line : lines) EXPECT_EQ(Fields(line), Fields(lines[0])) << line;
}

TEST(MatrixCsv, TellsWhoRefusesWithWhichAlertForWhichCauseAndByWhichClause) {
  EXPECT_THAT(Lines(TestMatrix())[1 + 4 + 1],
              StartsWith("no-p521,p521,refused,server,40,handshake_failure,"
                         "no_signature_scheme_for_key,signature_scheme,\"RFC 8446 4.4.3, "));
}

TEST(MatrixCsv, TellsWhatIsAgreedOn) {
  EXPECT_THAT(Lines(TestMatrix())[1],
              AllOf(StartsWith("plain,p256,agreed,,,,,,,TLS 1.3,TLS_AES_128_GCM_SHA256,x25519,"
                               "ecdsa_secp256r1_sha256,,secp256r1 from ec-ca,"),
                    HasSubstr(",no,")));
}

// RFC 4180 2.7.
TEST(MatrixCsv, QuotesNamesWithCommasAndQuotes) {
  EXPECT_THAT(Lines(TestMatrix())[1 + 8], StartsWith("\"a \"\"stranger\"\", <b>\",p256,refused,"));
}

TEST(MatrixCsv, SaysWhatIsBeyondTheRulesInTheLastField) {
  const std::string line = Lines(TestMatrix())[1 + 2];
  EXPECT_THAT(line, StartsWith("plain,file,,"));
  EXPECT_TRUE(line.ends_with(",certificates from files")) << line;
}

}  // namespace
}  // namespace shakedown
