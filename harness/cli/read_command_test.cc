// inspect and explain.

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/cli/command_fixture.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const char* const kAlertCapture =
    SHAKEDOWN_SOURCE_DIR "/corpus/captures/alert-112--java17/flow.pcap";

TEST_F(Command, InspectReadsAFileStandardInputAndHexText) {
  const Ended file = Run(fmt::format("inspect {}", kAlertCapture));
  EXPECT_EQ(file.status, 0) << file.err;
  EXPECT_THAT(file.out, HasSubstr("fatal unrecognized_name (112)"));
  EXPECT_THAT(file.out, Not(HasSubstr("\x1b")));
  const std::string piped = fmt::format("{}/shakedown inspect <{} >{}", SHAKEDOWN_BUILD_DIR,
                                        kAlertCapture, Path("piped"));
  EXPECT_EQ(std::system(piped.c_str()), 0);
  EXPECT_EQ(Read(Path("piped")), file.out);
  const Ended hex = Run("inspect 15030300020270");
  EXPECT_EQ(hex.status, 0) << hex.err;
  EXPECT_THAT(hex.out, HasSubstr("fatal unrecognized_name (112)"));
  const Ended words = Run("inspect 15 03 03 00 02 02 70");
  EXPECT_EQ(words.status, 0) << words.err;
  EXPECT_THAT(words.out, HasSubstr("fatal unrecognized_name (112)"));
}

TEST_F(Command, InspectOfMalformedBytesIsStatusOneAndUnderlinesThem) {
  const Ended ended = Run("inspect 1503030003022800");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, HasSubstr("^^"));
  EXPECT_THAT(ended.out, HasSubstr("decode_error (50)"));
}

TEST_F(Command, InspectOfUnusableInputIsStatusTwoWithWhatIsAllowed) {
  const Ended missing = Run("inspect " + Path("nowhere.pcap"));
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("nowhere.pcap"));
  EXPECT_THAT(missing.err, HasSubstr("allowed"));
  Write("notes.txt", "this is no capture");
  const Ended text = Run("inspect " + Path("notes.txt"));
  EXPECT_EQ(text.status, 2);
  EXPECT_THAT(text.err, HasSubstr("notes.txt"));
  const Ended number = Run(fmt::format("inspect --conversation 9 {}", kAlertCapture));
  EXPECT_EQ(number.status, 2);
  EXPECT_THAT(number.err, HasSubstr("1 to 1"));
  EXPECT_EQ(Run(fmt::format("inspect {} --key-log {}", kAlertCapture, Path("no.log"))).status, 2);
  // Empty standard input.
  EXPECT_EQ(Run("inspect -").status, 2);
}

TEST_F(Command, InspectOfALogNamesTheCommandThatReadsIt) {
  for (const char* log :
       {"netlog/alert-48.json", "java_debug/handshake-expired", "openssl_text/s_client-msg-expired",
        "curl_verbose/trace-self-signed", "ctrace/closed-by-partner"}) {
    const std::string file = fmt::format("{}/corpus/{}", SHAKEDOWN_SOURCE_DIR, log);
    const Ended ended = Run("inspect " + file);
    EXPECT_EQ(ended.status, 2) << log;
    EXPECT_THAT(ended.err, HasSubstr("is a log")) << log;
    EXPECT_THAT(ended.err, HasSubstr("shakedown explain " + file)) << log;
  }
}

TEST_F(Command, ExplainOfAMissingFileSaysSo) {
  const Ended missing = Run("explain " + Path("nowhere.log"));
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.out, HasSubstr("there is no file"));
  EXPECT_THAT(missing.out, HasSubstr("Nothing recognised"));
  EXPECT_EQ(Run("explain -f " + Path("nowhere.log")).status, 2);
}

// Every sentence about a cause, for one code, for several and for a connection.
TEST_F(Command, ExplainVerboselyGivesEverySentenceItsSource) {
  Write("two.log", "EZD1287I TTLS Error RC: 415 Initial Handshake\nalert number 48\n");
  const std::vector<std::string> inputs = {"RC 435", Path("two.log"),
                                           SHAKEDOWN_SOURCE_DIR "/corpus/netlog/alert-48.json"};
  for (const std::string& input : inputs) {
    const Ended ended = Run(fmt::format("explain --verbose {}", input));
    ASSERT_EQ(ended.status, 0) << input;
    constexpr std::array<std::string_view, 9> kClaims = {
        "meaning", "noticed", "alert", "cause", "or ", "fix", "why", "access", "other end"};
    std::istringstream lines(ended.out);
    std::vector<std::string> unsourced;
    std::string sentence;
    for (std::string line; std::getline(lines, line);) {
      const std::string_view text =
          std::string_view(line).substr(std::min(line.find_first_not_of(' '), line.size()));
      if (text.starts_with('[')) sentence.clear();
      const bool row = line.size() - text.size() == 2;
      const bool claim = row && std::ranges::any_of(kClaims, [&](std::string_view one) {
                           return text.starts_with(one);
                         });
      if (!claim && !line.starts_with("Together: ")) continue;
      if (!sentence.empty()) unsourced.push_back(sentence);
      sentence = line;
    }
    EXPECT_THAT(unsourced, ::testing::IsEmpty()) << ended.out;
  }
}

// The capture's server refuses the client's certificate in a protected alert.
TEST_F(Command, ExplainOpensACaptureWithItsKeys) {
  const std::string folder =
      SHAKEDOWN_SOURCE_DIR "/corpus/captures/bad-mtls-unknownca-13--srv-java17";
  const auto keys = std::filesystem::path(folder) / "keys.log";
  ASSERT_TRUE(std::filesystem::exists(keys)) << keys;
  const std::string capture = folder + "/flow.pcap";
  EXPECT_THAT(Run("explain " + capture).out, Not(HasSubstr("alert 46")));
  const Ended opened = Run(fmt::format("explain {} --key-log {}", capture, keys.string()));
  EXPECT_EQ(opened.status, 0) << opened.err;
  EXPECT_THAT(opened.out, HasSubstr("alert "));
  EXPECT_EQ(Run(fmt::format("explain {} --key-log {}", capture, Path("none"))).status, 2);
  // Elsewhere it would do nothing.
  EXPECT_EQ(Run(fmt::format("explain RC 435 --key-log {}", keys.string())).status, 2);
}

TEST_F(Command, InspectShowsOnlyWhatIsAskedFor) {
  const Ended only = Run(fmt::format("inspect --only alert --json - {}", kAlertCapture));
  const auto json = nlohmann::json::parse(only.out);
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[1]["type"], "alert");
  const Ended summary = Run(fmt::format("inspect --summary {}", kAlertCapture));
  EXPECT_THAT(summary.out, HasSubstr("ClientHello"));
  EXPECT_THAT(summary.out, Not(HasSubstr("cipher_suites")));
}

TEST_F(Command, ExplainTellsTheCauseOfAMessage) {
  const Ended ended = Run("explain 'EZD1287I TTLS Error RC: 467 Initial Handshake'");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("cert_chain_signature_not_in_peer_sigalgs"));
  EXPECT_EQ(Run("explain SSL_ALERT_SENT 02 2F").status, 0);
  EXPECT_EQ(Run("explain -- -12286").status, 0);
}

TEST_F(Command, ExplainSaysWhenNothingIsRecognised) {
  const Ended ended = Run("explain GNUTLS_E_NO_CIFER_SUITES");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, HasSubstr("GNUTLS_E_NO_CIPHER_SUITES"));
}

TEST_F(Command, ExplainReadsFilesAndWritesJson) {
  Write("some.log", "alert number 48\nEZD1287I TTLS Error RC: 435 Initial Handshake\n");
  const Ended ended = Run("explain -f " + Path("some.log") + " --json -");
  EXPECT_EQ(ended.status, 0) << ended.err;
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["findings"][0]["cause"], "unknown_ca");
  EXPECT_EQ(Run("explain " + Path("some.log")).status, 0);
  EXPECT_EQ(Run("explain -f " + Path("none.log")).status, 2);
  EXPECT_EQ(Run("explain -f " + folder_.string()).status, 2);
  EXPECT_EQ(Run("explain 435 -f " + Path("some.log")).status, 2);
  EXPECT_EQ(Run("explain 435 --system nosuch").status, 2);
}

TEST_F(Command, ExplainJudgesLogsTracesAndCaptures) {
  const std::string corpus = SHAKEDOWN_SOURCE_DIR "/corpus/";
  const Ended log = Run("explain " + corpus + "netlog/expired.json");
  EXPECT_EQ(log.status, 0);
  EXPECT_THAT(log.out, HasSubstr("expired: A certificate of the chain has expired (certain)."));
  EXPECT_THAT(log.out, HasSubstr("localhost:"));
  EXPECT_EQ(nlohmann::json::parse(Run("explain " + corpus + "netlog/expired.json --json -").out)
                .at("connections")
                .at(0)
                .at("cause"),
            "expired");
  EXPECT_THAT(Run("explain " + corpus + "netlog/cut.json").out, HasSubstr("breaks off in line"));
  EXPECT_EQ(Run("explain " + corpus + "netlog/good.json").status, 1);
  EXPECT_THAT(Run("explain -f " + corpus + "curl_verbose/v-wrong-host").out,
              HasSubstr("hostname_mismatch"));
  EXPECT_THAT(Run("explain " + corpus + "captures/curl-unknown-ca-nginx/flow.pcap").out,
              HasSubstr("unknown_ca"));
}

TEST_F(Command, ExplainSaysHowToConvertEbcdic) {
  const Ended ended = Run("explain -f " SHAKEDOWN_SOURCE_DIR "/corpus/explain_text/ebcdic");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("iconv -f IBM-1047 -t UTF-8"));
}

TEST_F(Command, ExplainListsWhatItKnowsAndWritesThePage) {
  EXPECT_THAT(Run("explain --list").out, HasSubstr("gnutls"));
  EXPECT_THAT(Run("explain --list system_ssl").out, HasSubstr("GSK_ERR_UNKNOWN_CA"));
  EXPECT_EQ(Run("explain --list nosuch").status, 2);
  EXPECT_EQ(Run("explain --list 'System SSL'").out, Run("explain --list system_ssl").out);
  EXPECT_EQ(Run("explain 435 --system 'System SSL'").status, 0);
  const Ended json = Run("explain --list gnutls --json " + Path("list.json"));
  EXPECT_EQ(json.status, 2);
  EXPECT_THAT(json.err, HasSubstr("--json"));
  EXPECT_EQ(Run("explain --page " + Path("codes.html")).status, 0);
  EXPECT_THAT(Read(Path("codes.html")), StartsWith("<!doctype html>"));
}

}  // namespace
}  // namespace shakedown
