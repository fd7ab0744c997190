#include "harness/logs/log_explainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "harness/logs/explain_capture.h"
#include "harness/logs/test_judges.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string FirstCause(const Explanation& explanation) {
  if (explanation.stories.empty() || !explanation.stories[0].judgement) return "";
  return explanation.stories[0].judgement->causes[0].cause.key;
}

TEST(LogExplainer, TellsConnectionsThatFailedAlikeAsOne) {
  const Explanation explanation = ExplainedLog(SourceText("corpus/netlog/plain-http.json"));
  ASSERT_THAT(explanation.stories, SizeIs(1));
  EXPECT_EQ(explanation.stories[0].connections, 4u);
}

TEST(LogExplainer, HasTheEvidenceInOrderOfTime) {
  const Explanation explanation = ExplainedLog(SourceText("corpus/netlog/expired.json"));
  const std::vector<LoggedStep>& evidence = explanation.stories.at(0).judgement->evidence;
  ASSERT_THAT(evidence, SizeIs(7));
  EXPECT_THAT(evidence[0].text, HasSubstr("client: ClientHello, TLS 1.3, TLS 1.2; 15 suites"));
  EXPECT_THAT(evidence[3].text, HasSubstr("\"expired\" by \"Example Test CA\""));
  EXPECT_THAT(evidence[6].text, HasSubstr("client: alert 46 certificate_unknown"));
  EXPECT_TRUE(
      std::ranges::is_sorted(evidence, {}, [](const LoggedStep& step) { return *step.at; }));
  EXPECT_THAT(explanation.stories[0].judgement->why, HasSubstr("expired on 2026-09-01"));
}

TEST(LogExplainer, TellsWhatTheOtherEndShows) {
  const Explanation explanation = ExplainedLog(SourceText("corpus/netlog/alert-112.json"));
  const auto& rows = explanation.stories.at(0).judgement->other_end;
  EXPECT_FALSE(rows.empty());
  for (const SystemCode& row : rows) EXPECT_EQ(row.side, Role::kServer) << row.system;
}

TEST(LogExplainer, SaysThatACutLogIsCutWhereverItIs) {
  const std::string text = SourceText("corpus/netlog/wrong-host.json");
  const size_t whole = text.find_last_of('}');
  for (size_t size = 100; size < whole; size += 997) {
    const std::string_view part = std::string_view(text).substr(0, size);
    LogExplainer explainer(LogForm::kNetLog, TestJudges());
    explainer.Text(part);
    const Explanation explanation = explainer.Finish();
    EXPECT_THAT(explanation.notes,
                Contains(::testing::AnyOf(HasSubstr("breaks off"), HasSubstr("constants"))))
        << size;
  }
}

TEST(LogExplainer, ReadsANetLogOnOneLineAndOneThatIsIndented) {
  std::string text = SourceText("corpus/netlog/expired.json");
  std::erase(text, '\n');
  EXPECT_EQ(FirstCause(ExplainedLog(text)), "expired");
  const std::string indented =
      nlohmann::json::parse(SourceText("corpus/netlog/expired.json")).dump(2);
  EXPECT_EQ(FirstCause(ExplainedLog(indented, 777)), "expired");
}

TEST(LogExplainer, FindsCodesOutsideOfConnectionsAsWell) {
  const std::string text = SourceText("corpus/curl_verbose/v-expired") + std::string(60, '\n') +
                           "EZD1287I TTLS Error RC: 435 Initial Handshake\n";
  const Explanation explanation = ExplainedLog(text);
  ASSERT_THAT(explanation.stories, SizeIs(2));
  EXPECT_EQ(FirstCause(explanation), "expired");
  EXPECT_EQ(explanation.stories[1].findings.at(0).code, "435");
}

TEST(LogExplainer, OfATextThatIsNoSuchLogFindsTheCodes) {
  const Explanation explanation = ExplainedLog("alert number 40\n");
  ASSERT_THAT(explanation.stories, SizeIs(1));
  EXPECT_FALSE(explanation.stories[0].judgement);
}

TEST(LogExplainer, NeedsNoMoreMemoryForALongerLog) {
#ifdef SHAKEDOWN_SANITIZED
  GTEST_SKIP() << "AddressSanitizer keeps what is freed";
#endif
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const std::string text = SourceText("corpus/netlog/unknown-ca.json");
  const size_t events = text.find("\n{") + 1;
  const size_t end = text.rfind("],\n\"polledData\"");
  LogExplainer explainer(LogForm::kNetLog, TestJudges());
  explainer.Text(std::string_view(text).substr(0, end));
  const auto again = [&] {
    explainer.Text(",\n");
    explainer.Text(std::string_view(text).substr(events, end - events));
  };
  for (int i = 0; i < 50; ++i) again();
  const long before = peak();
  for (int i = 0; i < 500; ++i) again();
  constexpr long kFewKilobytes = 4096;
  EXPECT_LT(peak() - before, kFewKilobytes);
  EXPECT_THAT(explainer.Finish().stories, SizeIs(1));
}

TEST(ExplainCaptured, JudgesConversationsAndNamesWhatElseTheInputIs) {
  const std::string folder = "corpus/captures/curl-unknown-ca-nginx/";
  const auto explanation = ExplainCaptured(SourceText(folder + "flow.pcap"), TestJudges(), "");
  ASSERT_TRUE(explanation);
  EXPECT_FALSE(explanation->stories.empty());
  EXPECT_FALSE(IsCaptured("alert number 40"));
  EXPECT_FALSE(ExplainCaptured("EZD1285X", TestJudges(), ""));
}

TEST(ExplainCaptured, JoinsTheCodesOfAnAtTlsTraceWithItsData) {
  const std::string trace = SourceText("corpus/capture/at-tls.log");
  ASSERT_TRUE(IsCaptured(trace));
  const auto explanation = ExplainCaptured(trace, TestJudges(), "");
  ASSERT_TRUE(explanation);
  // In the order of the trace: one connection of which only an alert was traced, and one in full.
  ASSERT_EQ(explanation->stories.size(), 2);
  EXPECT_EQ(explanation->stories[0].fields.connection, "0000002F");
  const Story& story = explanation->stories[1];
  EXPECT_EQ(story.fields.connection, "00000030");
  ASSERT_TRUE(story.judgement);
  EXPECT_EQ(story.judgement->causes[0].cause.key, "cert_chain_signature_not_in_peer_sigalgs");
  EXPECT_THAT(story.judgement->evidence.at(0).text, HasSubstr("ClientHello"));
}

TEST(ExplainCaptured, TellsTheAlertOfAnAtTlsTraceThatDoesNotSayWhoIsTheClient) {
  const auto explanation = ExplainCaptured(
      "EZD1285I TTLS Data CONNID: 000000AA RECV CIPHER 15030300020230\n", TestJudges(), "");
  ASSERT_TRUE(explanation);
  ASSERT_EQ(explanation->stories.size(), 1);
  EXPECT_EQ(explanation->stories[0].fields.connection, "000000AA");
  ASSERT_EQ(explanation->stories[0].findings.size(), 1);
  EXPECT_EQ(explanation->stories[0].findings[0].code, "48");
  EXPECT_EQ(explanation->stories[0].findings[0].way, AlertWay::kReceived);
}

}  // namespace
}  // namespace shakedown
