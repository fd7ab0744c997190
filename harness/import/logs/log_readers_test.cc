// What each reader makes of genuine logs; what they were made with is in their causes.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/import/logs/base64.h"
#include "harness/import/logs/test_logs.h"
#include "harness/import/logs/told_hello.h"
#include "harness/wire/facts_builder.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ToldLog Read(const std::string& path) {
  const std::string text = CorpusText(path);
  EXPECT_FALSE(text.empty()) << path;
  return ToldBy(FormOfLog(text), text);
}

TEST(FormOfLog, IsToldByTheFirstLines) {
  EXPECT_EQ(FormOfLog(CorpusText("netlog/expired.json")), LogForm::kNetLog);
  EXPECT_EQ(FormOfLog(CorpusText("java_debug/handshake-expired")), LogForm::kJava);
  EXPECT_EQ(FormOfLog(CorpusText("java_debug/old-form")), LogForm::kJava);
  EXPECT_EQ(FormOfLog(CorpusText("openssl_text/s_client-unknown-ca")), LogForm::kOpenssl);
  EXPECT_EQ(FormOfLog(CorpusText("curl_verbose/trace-unknown-ca")), LogForm::kCurl);
  EXPECT_EQ(FormOfLog(CorpusText("ctrace/no-tls13-suite")), LogForm::kCtrace);
  EXPECT_EQ(FormOfLog(CorpusText("explain_text/at-tls-wrapped")), LogForm::kNone);
  EXPECT_EQ(FormOfLog(""), LogForm::kNone);
}

TEST(FromBase64, ReadsWhatRfc4648Lists) {
  const auto text = [](std::string_view encoded) {
    const auto bytes = FromBase64(encoded);
    return bytes ? std::string(AsText(*bytes)) : "nothing";
  };
  EXPECT_EQ(text(""), "");
  EXPECT_EQ(text("Zg=="), "f");
  EXPECT_EQ(text("Zm8="), "fo");
  EXPECT_EQ(text("Zm9v"), "foo");
  EXPECT_EQ(text("Zm9vYg=="), "foob");
  EXPECT_EQ(text("Zm9v\nYmE="), "fooba");
  for (const char* wrong : {"Z", "Zg", "Zg=", "Zg==Zg==", "Z*==", "===="}) {
    EXPECT_EQ(text(wrong), "nothing") << wrong;
  }
}

TEST(NetLogReader, JoinsEventsBySocket) {
  const ToldLog log = Read("netlog/expired.json");
  ASSERT_THAT(log.connections, SizeIs(2));
  for (const ToldConnection& told : log.connections) {
    EXPECT_EQ(told.host.substr(told.host.find(':')), told.remote.substr(told.remote.find(':')));
    EXPECT_THAT(told.host, ::testing::StartsWith("localhost:"));
    EXPECT_EQ(CourseOf(told),
              "client 1, server 2, server 8, server 11, server 15, client alert 46");
    EXPECT_THAT(told.server_chain, SizeIs(1));
    EXPECT_TRUE(told.failed);
    EXPECT_TRUE(told.finished);
  }
  EXPECT_THAT(log.remarks, ElementsAre("a network log of Chromium 156.0.8078.79"));
}

TEST(NetLogReader, TellsWhoClosedAndWhatWasNoTls) {
  EXPECT_EQ(Read("netlog/closed.json").connections[0].closed_by, Role::kServer);
  const ToldLog log = Read("netlog/ssh-banner.json");
  EXPECT_THAT(log.connections[0].steps,
              Contains(::testing::Field(&LogStep::kind, LogStep::Kind::kNotTls)));
}

TEST(NetLogReader, SaysWhenTheLogIsCutOrLacksItsConstants) {
  EXPECT_THAT(Read("netlog/cut.json").remarks, Contains(HasSubstr("breaks off in line")));
  const std::string text = CorpusText("netlog/expired.json");
  const std::string headless = "{\"events\": [\n" + text.substr(text.find("\n{") + 1);
  const ToldLog log = ToldBy(LogForm::kNetLog, headless);
  EXPECT_THAT(log.connections, IsEmpty());
  EXPECT_THAT(log.remarks, ElementsAre(HasSubstr("lacks its constants")));
}

TEST(NetLogReader, ReadsBytesInHexAsOldLogsHaveThem) {
  constexpr const char* kOld =
      R"({"constants": {"logEventTypes": {"SSL_CONNECT": 1, "SSL_ALERT_RECEIVED": 2}},
          "events": [{"params": {"hex_encoded_bytes": "0228"}, "phase": 0,
                      "source": {"id": 5, "type": 9}, "time": "10", "type": 2},
                     {"params": {"net_error": -113}, "phase": 2,
                      "source": {"id": 5, "type": 9}, "time": "11", "type": 1}]})";
  const ToldLog log = ToldBy(LogForm::kNetLog, kOld);
  ASSERT_THAT(log.connections, SizeIs(1));
  EXPECT_EQ(CourseOf(log.connections[0]), "server alert 40");
}

TEST(OpensslReader, ReadsMsgTraceAndState) {
  const char* course = "client 1, server 2, server 8, server 11";
  EXPECT_EQ(CourseOf(Read("openssl_text/s_client-msg-expired").connections[0]),
            std::string(course) + ", client alert 45");
  const ToldConnection trace = Read("openssl_text/s_client-trace-client-eku").connections[0];
  EXPECT_THAT(CourseOf(trace), HasSubstr("client 1, server 2, server 8, server 11"));
  EXPECT_EQ(CourseOf(Read("openssl_text/s_client-state-wrong-host").connections[0]),
            "client alert 42");
  EXPECT_EQ(CourseOf(Read("openssl_text/s_server-p521-certificate").connections[0]),
            "client 1, server alert 40");
  EXPECT_EQ(Read("openssl_text/s_server-p521-certificate").connections[0].teller, Role::kServer);
}

TEST(OpensslReader, PutsTheHelloOfATraceTogetherAsItWas) {
  const auto hello = [](const std::string& path) {
    WireFacts facts;
    const ToldConnection told = Read(path).connections[0];
    const Bytes& bytes = told.steps[0].bytes;
    FactsBuilder(&facts).Message(Role::kClient,
                                 {HandshakeType::kClientHello, View(bytes).subspan(4)}, false);
    return facts.client_hello;
  };
  // -trace shows in words what -msg of the same client shows in bytes.
  const auto words = hello("openssl_text/s_client-trace-client-eku");
  const auto bytes = hello("openssl_text/s_client-msg-expired");
  ASSERT_TRUE(words && bytes);
  EXPECT_EQ(words->cipher_suites, bytes->cipher_suites);
  EXPECT_EQ(words->groups, bytes->groups);
  EXPECT_EQ(words->key_shares, bytes->key_shares);
  EXPECT_EQ(words->signature_schemes, bytes->signature_schemes);
  EXPECT_EQ(words->versions, bytes->versions);
}

TEST(OpensslReader, TakesErrorsThatCameBeforeTheFirstLine) {
  const ToldLog log = Read("openssl_text/s_client-not-yet-valid");
  ASSERT_THAT(log.connections, SizeIs(1));
  EXPECT_TRUE(log.connections[0].failed);
  EXPECT_THAT(log.connections[0].words,
              Contains(::testing::Field(&ToldWords::text, HasSubstr("not yet valid"))));
}

TEST(OpensslReader, KeepsTheCertificateThatIsPrinted) {
  std::string text = CorpusText("certificate_facts/srv-expired.chain.pem");
  text = "CONNECTED(00000003)\n---\nServer certificate\n" + text +
         "subject=CN = x\nVerify return code: 10 (certificate has expired)\n";
  const ToldLog log = ToldBy(LogForm::kOpenssl, text);
  ASSERT_THAT(log.connections, SizeIs(1));
  EXPECT_FALSE(log.connections[0].server_chain.empty());
  EXPECT_TRUE(log.connections[0].failed);
}

TEST(CurlReader, ReadsMessagesAlertsAndTheHost) {
  const ToldConnection told = Read("curl_verbose/v-expired").connections[0];
  EXPECT_EQ(CourseOf(told), "client 1, server 2, server 8, server 11, client alert 45");
  EXPECT_THAT(told.host, HasSubstr("localhost:"));
  EXPECT_THAT(told.remote, HasSubstr("127.0.0.1:"));
  const ToldConnection trace = Read("curl_verbose/trace-unknown-ca").connections[0];
  EXPECT_EQ(CourseOf(trace), "client 1, server 2, server 8, server 11, client alert 48");
  for (const LogStep& step : trace.steps) EXPECT_TRUE(step.whole);
  EXPECT_FALSE(told.steps[0].whole);
}

TEST(CurlReader, TellsConnectionsApart) {
  const std::string two =
      CorpusText("curl_verbose/v-expired") + CorpusText("curl_verbose/v-closed");
  const ToldLog log = ToldBy(LogForm::kCurl, two);
  ASSERT_THAT(log.connections, SizeIs(2));
  EXPECT_EQ(log.connections[1].closed_by, Role::kServer);
}

TEST(JavaReader, ReadsMessagesAndAlertsOfBothRoles) {
  EXPECT_EQ(CourseOf(Read("java_debug/handshake-wrong-host").connections[0]),
            "client 1, server 2, server 8, server 11, client alert 46");
  const ToldConnection server = Read("java_debug/server-p521-certificate").connections[0];
  EXPECT_EQ(server.teller, Role::kServer);
  EXPECT_EQ(CourseOf(server), "client 1, server 2, server 8, server 11, server alert 80");
  // 2026-11-22 19:00:38.396 UTC, the line of its ClientHello.
  EXPECT_EQ(Read("java_debug/handshake-wrong-host").connections[0].time, 1795374038);
}

TEST(JavaReader, ReadsTheFormBeforeJava11) {
  const ToldLog log = Read("java_debug/old-form");
  ASSERT_THAT(log.connections, SizeIs(1));
  EXPECT_EQ(CourseOf(log.connections[0]), "client 1, server alert 40");
  EXPECT_EQ(log.connections[0].host, "server.example");
}

TEST(JavaReader, TellsThreadsApart) {
  std::string a = CorpusText("java_debug/handshake-expired");
  std::string b = CorpusText("java_debug/handshake-wrong-host");
  for (size_t at = 0; (at = b.find("|main|", at)) != b.npos; ++at) b.replace(at, 6, "|pool|");
  EXPECT_THAT(ToldBy(LogForm::kJava, a + b).connections, SizeIs(2));
}

TEST(CtraceReader, CutsDumpsIntoRecordsAndMessages) {
  EXPECT_EQ(CourseOf(Read("ctrace/no-tls13-suite").connections[0]), "client 1, server alert 40");
  EXPECT_EQ(CourseOf(Read("ctrace/sign-refused-by-icsf").connections[0]),
            "client 1, server alert 51");
  const ToldConnection client = Read("ctrace/closed-by-partner").connections[0];
  EXPECT_EQ(client.teller, Role::kClient);
  EXPECT_EQ(client.closed_by, Role::kServer);
}

TEST(LogReaders, TellTheSameHoweverTheLogIsSplit) {
  for (const char* path : {"netlog/unoffered-signature.json", "java_debug/handshake-expired",
                           "openssl_text/s_client-msg-expired", "curl_verbose/trace-unknown-ca",
                           "ctrace/no-tls13-suite"}) {
    const std::string text = CorpusText(path);
    const LogForm form = FormOfLog(text);
    const ToldLog whole = ToldBy(form, text);
    for (const size_t step : {size_t{1}, size_t{7}, size_t{1000}}) {
      const ToldLog parts = ToldBy(form, text, step);
      ASSERT_EQ(parts.connections.size(), whole.connections.size()) << path;
      EXPECT_EQ(parts.lines, whole.lines);
      for (size_t i = 0; i < parts.connections.size(); ++i) {
        EXPECT_EQ(CourseOf(parts.connections[i]), CourseOf(whole.connections[i])) << path;
      }
    }
  }
}

TEST(ToldHello, BytesSayWhatTheLogSaid) {
  ToldHello hello;
  hello.versions = {ProtocolVersion::kTls13, ProtocolVersion::kTls12};
  hello.suites = {CipherSuite{0x1301}, CipherSuite{0xc02b}};
  hello.groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
  hello.shares = {NamedGroup::kX25519};
  hello.schemes = {SignatureScheme{0x0403}};
  hello.alpn = {"h2"};
  hello.server_name = "server.example";
  const Bytes bytes = ClientHelloBytes(hello);
  WireFacts facts;
  FactsBuilder(&facts).Message(Role::kClient, {HandshakeType::kClientHello, View(bytes).subspan(4)},
                               false);
  ASSERT_TRUE(facts.client_hello);
  EXPECT_EQ(facts.client_hello->versions, hello.versions);
  EXPECT_EQ(facts.client_hello->cipher_suites, hello.suites);
  EXPECT_EQ(facts.client_hello->groups, hello.groups);
  EXPECT_EQ(facts.client_hello->key_shares, hello.shares);
  EXPECT_EQ(facts.client_hello->signature_schemes, hello.schemes);
  EXPECT_EQ(facts.client_hello->alpn, hello.alpn);
  EXPECT_EQ(facts.client_hello->server_name, hello.server_name);
  EXPECT_TRUE(ServerHelloBytes(ToldHello()).empty());
}

TEST(AlertNamed, TakesTheSpellingsOfAllPrograms) {
  for (const char* name : {"handshake_failure", "HANDSHAKE_FAILURE", "handshake failure"}) {
    EXPECT_EQ(AlertNamed(name), AlertDescription::kHandshakeFailure) << name;
  }
  EXPECT_EQ(AlertNamed("unknown CA"), AlertDescription::kUnknownCa);
  EXPECT_EQ(AlertNamed("no such alert"), std::nullopt);
  EXPECT_EQ(AlertNamed("200"), std::nullopt);
}

}  // namespace
}  // namespace shakedown
