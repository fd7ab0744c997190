#include "harness/logs/log_explainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "harness/logs/explain_capture.h"
#include "harness/logs/test_judges.h"

namespace shakedown {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string FirstCause(const Explanation& explanation) {
  if (explanation.stories.empty() || !explanation.stories[0].judgement) return "";
  return explanation.stories[0].judgement->causes[0].cause.key;
}

bool Says(const Explanation& explanation, const char* note) {
  return ::testing::Matches(Contains(HasSubstr(note)))(explanation.notes);
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
    EXPECT_THAT(explanation.notes, Contains(AnyOf(HasSubstr("breaks off"), HasSubstr("constants"))))
        << size;
  }
}

TEST(LogExplainer, TellsNoCauseOfAConnectionThatIsOpenWhereTheLogIsCut) {
  for (const char* file : {"good.json", "unknown-ca.json"}) {
    const std::string text = SourceText(std::string("corpus/netlog/") + file);
    const size_t whole = text.find_last_of('}');
    bool open = false;
    for (size_t size = 100; size < whole; size += 997) {
      const Explanation explanation = ExplainedLog(std::string_view(text).substr(0, size));
      EXPECT_THAT(FirstCause(explanation), AnyOf("", "unknown_ca")) << file << ": " << size;
      if (!explanation.stories.empty()) continue;
      open = open || Says(explanation, "goes no further than the client's ClientHello here");
    }
    EXPECT_TRUE(open) << file;
  }
  EXPECT_EQ(FirstCause(ExplainedLog(SourceText("corpus/netlog/silent.json"))), "handshake_timeout");
}

TEST(LogExplainer, ALogInWordsThatStopsInAHandshakeTellsOfNoSuccess) {
  for (const char* file :
       {"curl_verbose/v-good", "openssl_text/s_client-msg-good", "java_debug/handshake-good"}) {
    const std::string text = SourceText(std::string("corpus/") + file);
    EXPECT_TRUE(Says(ExplainedLog(text), "had no failure")) << file;
    const size_t answer =
        text.find("erver", text.find("lientHello") != text.npos ? text.find("lientHello")
                                                                : text.find("Client hello"));
    const Explanation cut = ExplainedLog(std::string_view(text).substr(0, answer));
    EXPECT_THAT(cut.stories, IsEmpty()) << file;
    EXPECT_FALSE(Says(cut, "had no failure")) << file;
    EXPECT_TRUE(Says(cut, "goes no further than the client's ClientHello here")) << file;
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

// A capture of a handshake that a client refuses, and where its packets begin.
struct RefusedHandshake {
  static constexpr size_t kFileHeader = 24, kPacketHeader = 16, kHelloPacket = 3;
  std::string file = SourceText("corpus/captures/curl-unknown-ca-nginx/flow.pcap");
  std::vector<size_t> packets;

  RefusedHandshake() {
    for (size_t at = kFileHeader; at < file.size(); at += kPacketHeader + Low(at + 8)) {
      packets.push_back(at);
    }
  }
  size_t Low(size_t at) const {
    return static_cast<uint8_t>(file[at]) | static_cast<size_t>(static_cast<uint8_t>(file[at + 1]))
                                                << 8;
  }
  Explanation First(size_t size) const {
    return ExplainCaptured(std::string_view(file).substr(0, size), TestJudges(), "").value();
  }
};

TEST(ExplainCaptured, TellsNoCauseOfAConversationThatIsOpenWhereTheFileBreaksOff) {
  const RefusedHandshake refused;
  const std::vector<size_t>& packets = refused.packets;
  size_t open = 0;
  for (size_t i = refused.kHelloPacket + 1; i < packets.size(); ++i) {
    const Explanation explanation = refused.First(packets[i] + 20);
    EXPECT_THAT(FirstCause(explanation), AnyOf("", "unknown_ca")) << i;
    EXPECT_FALSE(Says(explanation, "had no failure")) << i;
    if (Says(explanation, "goes no further than the")) ++open;
  }
  EXPECT_GE(open, 3u);
}

TEST(ExplainCaptured, IsNotSureOfATimeoutWhereTheCaptureEndsAtOnce) {
  RefusedHandshake refused;
  const size_t answer = refused.packets[refused.kHelloPacket + 2];
  const Explanation at_once = refused.First(answer);
  EXPECT_EQ(FirstCause(at_once), "handshake_timeout");
  EXPECT_EQ(at_once.stories.at(0).judgement->certainty, "possible");
  EXPECT_THAT(at_once.stories[0].judgement->why, HasSubstr("ended just then"));
  // The same, the last packet (a bare ACK) half a minute later: nothing more came.
  refused.file[refused.packets[refused.kHelloPacket + 1]] += 30;
  const Explanation later = refused.First(answer);
  EXPECT_EQ(FirstCause(later), "handshake_timeout");
  EXPECT_EQ(later.stories.at(0).judgement->certainty, "certain");
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
