#include "harness/report/explain_terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string TextOf(const std::string& input, ExplainLook look = {}) {
  return ExplainText(Explained(input), look);
}

TEST(ExplainTerminal, TellsMeaningCauseFixAndTheOtherEnd) {
  EXPECT_THAT(TextOf("EZD1287I TTLS Error RC: 435 Initial Handshake"),
              AllOf(HasSubstr("System SSL (z/OS) return codes: 435 GSK_ERR_UNKNOWN_CA"),
                    HasSubstr("cause     unknown_ca: "), HasSubstr("alert     48 unknown_ca"),
                    HasSubstr("fix       Connect the CA"), HasSubstr("other end ")));
}

TEST(ExplainTerminal, GivesSourceAndConfidenceOfEverySentenceWhenVerbose) {
  ExplainLook look;
  look.verbose = true;
  look.width = 200;
  const std::string text = TextOf("RC 435", look);
  std::istringstream lines(text);
  std::string line, before;
  size_t sentences = 0;
  while (std::getline(lines, line)) {
    for (const char* label : {"  meaning ", "  cause ", "  or ", "  fix ", "  other end "}) {
      if (!before.starts_with(label)) continue;
      ++sentences;
      EXPECT_THAT(line, ::testing::MatchesRegex(" +\\[(verified|measured|inferred); .*\\]"))
          << before;
    }
    before = line;
  }
  EXPECT_GE(sentences, 4u);
  EXPECT_THAT(TextOf("RC 435"), Not(HasSubstr("[verified")));
}

TEST(ExplainTerminal, NamesTheConnectionAndItsLines) {
  const std::string text = TextOf(
      "EZD1286I TTLS Error CONNID: 0000006A JOBNAME: CSSMTP RULE: CSSMTPRule RC: 417 Initial\n"
      "EZD1286I TTLS Error CONNID: 0000006B JOBNAME: CSSMTP RULE: CSSMTPRule RC: 417 Initial\n"
      "EZD1287I TTLS Error RC: 5003 Data Decryption JOBNAME: JES2S001 RULE: CPJES2IN CONNID: 7\n");
  EXPECT_THAT(
      text, AllOf(HasSubstr("== connection 0000006A, rule CSSMTPRule, job CSSMTP; 2"),
                  HasSubstr("== connection 7, rule CPJES2IN, job JES2S001"), HasSubstr("line 3 ")));
}

TEST(ExplainTerminal, PartsALineNumberFromItsText) {
  const std::string line = "EZD1287I TTLS Error RC: 435 Initial Handshake\n";
  EXPECT_THAT(TextOf(line + line), HasSubstr("line 1 and 1 more time to line 2 EZD1287I TTLS"));
}

TEST(ExplainTerminal, LeadsWithTheCauseOfAConnectionWhoseCourseIsKnown) {
  Explanation explanation;
  Story& story = explanation.stories.emplace_back();
  story.connections = 2;
  story.fields.remote = "127.0.0.1:443";
  Judgement& judgement = story.judgement.emplace();
  judgement.host = "server.example:443";
  judgement.causes = {{{"expired", "It expired", "Renew it.", Confidence::kInferred}, 0.75},
                      {{"unknown_ca", "No CA", "Trust it.", Confidence::kInferred}, 0.25}};
  judgement.certainty = "likely";
  judgement.why = "The client refused.";
  for (int i = 0; i < 30; ++i) judgement.evidence.push_back({1000 + i, "step", 1});
  const std::string text = ExplainText(explanation, {});
  EXPECT_THAT(text, ::testing::StartsWith("expired: It expired (likely).\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("server.example:443 at 127.0.0.1:443; 2 connections alike"),
                          HasSubstr("or        unknown_ca: No CA, 25 %"),
                          HasSubstr("+1.000 s step"), HasSubstr("+1.029 s step"),
                          HasSubstr("and 6 more: --verbose"), HasSubstr("fix       Renew it.")));
}

TEST(ExplainTerminal, KeepsToTheWidth) {
  ExplainLook look;
  look.width = 60;
  std::istringstream lines(TextOf("RC 428", look));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 60u) << line;
}

TEST(ExplainTerminal, SaysWhenNothingIsRecognisedAndWhatIsNear) {
  EXPECT_THAT(TextOf("GNUTLS_E_NO_CIFER_SUITES"),
              AllOf(HasSubstr("Nothing recognised"), HasSubstr("GNUTLS_E_NO_CIPHER_SUITES")));
}

TEST(ExplainTerminal, ListsSystemsAndCodes) {
  EXPECT_THAT(ListSystems(TestLookup()), HasSubstr("gnutls"));
  EXPECT_THAT(ListCodes(*TestLookup().System("system_ssl"), {}),
              AllOf(HasSubstr("435  GSK_ERR_UNKNOWN_CA"), HasSubstr("(not confirmed)")));
}

}  // namespace
}  // namespace shakedown
