// The built command as its user meets it: files and arguments in, text and exit status out.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Ended {
  int status = -1;
  std::string out, err;
};

class Command : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "command-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  void Write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  static std::string Read(const fs::path& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  // Runs `shakedown ARGUMENTS` as a shell would.
  Ended Run(const std::string& arguments) const {
    const std::string line = fmt::format("{}/shakedown {} >{} 2>{} </dev/null", SHAKEDOWN_BUILD_DIR,
                                         arguments, Path("out"), Path("err"));
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Read(folder_ / "out"),
            Read(folder_ / "err")};
  }

  // Runs `shakedown FIRST | shakedown SECOND`.
  Ended Pipe(const std::string& first, const std::string& second) const {
    const std::string line =
        fmt::format("{0}/shakedown {1} </dev/null 2>{2} | {0}/shakedown {3} >{4} 2>&1",
                    SHAKEDOWN_BUILD_DIR, first, Path("err"), second, Path("out"));
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Read(folder_ / "out"),
            Read(folder_ / "err")};
  }

  void WriteAgreeing(const std::string& name) const {
    Write(name, R"({"client": {"versions": ["TLS 1.3"]}, "server": {"versions": ["TLS 1.3"]},
                    "expect": {"outcome": "agreed", "version": "TLS 1.3"}})");
  }

  fs::path folder_;
};

TEST_F(Command, HelpShowsAnExampleAndIsNoError) {
  for (const char* arguments :
       {"--help", "run --help", "stacks --help", "inspect --help", "explain --help", "prove --help",
        "matrix --help", "predict --help", "import --help", "import attls --help",
        "import pasearch --help", "import easyattls --help", "export --help", "export attls --help",
        "export easyattls --help"}) {
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.status, 0) << arguments;
    EXPECT_THAT(ended.out, HasSubstr("Example: shakedown")) << arguments;
  }
}

TEST_F(Command, AnUnknownOptionIsUnusableInput) {
  EXPECT_EQ(Run("run --no-such-option").status, 2);
  EXPECT_EQ(Run("").status, 2);
  EXPECT_EQ(Run("dance").status, 2);
}

TEST_F(Command, AgreementAsExpectedIsStatusZeroAndOneLineACase) {
  WriteAgreeing("ok.json");
  const Ended ended = Run("run --stacks openssl " + Path("ok.json"));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("ok    ok@openssl:openssl  agreed TLS 1.3"));
  EXPECT_THAT(ended.out, Not(HasSubstr("\x1b")));
}

TEST_F(Command, AWrongExpectationIsStatusOneAndThePrintedCommandRepeatsIt) {
  Write("wrong.json", R"({"client": {"versions": ["TLS 1.2"]}, "server": {"versions": ["TLS 1.3"]},
        "expect": {"outcome": "refused", "by": "server", "alert": "handshake_failure",
                   "cause": "version_mismatch"}})");
  const Ended first = Run("run --no-baseline --stacks openssl " + Path("wrong.json"));
  EXPECT_EQ(first.status, 1);
  EXPECT_THAT(first.out, HasSubstr("70"));
  const size_t at = first.out.find("repeat: ");
  ASSERT_NE(at, std::string::npos) << first.out;
  const std::string repeat = first.out.substr(at + 8, first.out.find('\n', at) - at - 8);
  const std::string program = fmt::format("{}/shakedown ", SHAKEDOWN_BUILD_DIR);
  ASSERT_THAT(repeat, StartsWith(program));
  const Ended second = Run(repeat.substr(program.size()));
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.out, HasSubstr("wrong@openssl:openssl"));
}

TEST_F(Command, JsonOnStandardOutputIsAloneThere) {
  WriteAgreeing("ok.json");
  const Ended ended = Run("run --json - --stacks openssl " + Path("ok.json"));
  EXPECT_EQ(ended.status, 0);
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["summary"]["passed"], 1);
  EXPECT_EQ(json["cases"][0]["negotiated"]["version"], "TLS 1.3");
  EXPECT_THAT(ended.err, HasSubstr("1 case: 1 as expected"));
}

TEST_F(Command, AReportThatCannotBeWrittenIsToldAndLeavesNothing) {
  WriteAgreeing("ok.json");
  const Ended ended =
      Run(fmt::format("run --stacks openssl {} --junit {}", Path("ok.json"), Path("no/dir.xml")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("cannot write " + Path("no/dir.xml")));
  EXPECT_FALSE(fs::exists(folder_ / "no"));
}

TEST_F(Command, ListNamesTheSelectedCasesAndRunsNothing) {
  WriteAgreeing("a.json");
  WriteAgreeing("b.json");
  const Ended ended = Run("run --list --stacks openssl --only 'a*' " + folder_.string());
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "a@openssl:openssl\n");
}

TEST_F(Command, ShardsCoverEveryCaseOnce) {
  for (const char* name : {"a.json", "b.json", "c.json"}) WriteAgreeing(name);
  std::string all;
  for (const char* shard : {"1/2", "2/2"}) {
    all +=
        Run(fmt::format("run --list --stacks openssl --shard {} {}", shard, folder_.string())).out;
  }
  EXPECT_EQ(all, "a@openssl:openssl\nc@openssl:openssl\nb@openssl:openssl\n");
  EXPECT_EQ(Run("run --list --shard 3/2 " + folder_.string()).status, 2);
}

// One row a kind of bad input: what the file says and what the message must hold.
struct BadInput {
  const char* name;
  const char* text;
  std::vector<std::string> told;
};

class UnusableInput : public Command, public ::testing::WithParamInterface<BadInput> {};

TEST_P(UnusableInput, IsStatusTwoWithPlaceFoundAndAllowed) {
  const BadInput& input = GetParam();
  Write("bad.json", input.text);
  const Ended ended = Run("run --stacks openssl " + Path("bad.json"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out, "");
  for (const std::string& part : input.told) EXPECT_THAT(ended.err, HasSubstr(part));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, UnusableInput,
    ::testing::Values(
        BadInput{"MalformedJson", "{\"expect\": {\"outcome\": \"agreed\"},\n }", {"bad.json:2:"}},
        BadInput{"UnknownField",
                 "{\"clint\": {},\n \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "clint", "client"}},
        BadInput{"UnknownName",
                 "{\"client\": {\n  \"groups\": [\"secp256r2\"]},\n"
                 " \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:2:", "/client/groups/0", "secp256r2", "secp256r1"}},
        BadInput{"WrongType",
                 "{\"client\": {\"versions\": \"TLS 1.3\"}, \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "/client/versions"}},
        BadInput{"NegativeWithoutAlert",
                 "{\"expect\": {\"outcome\": \"refused\", \"by\": \"server\","
                 " \"cause\": \"no_common_cipher\"}}",
                 {"bad.json:1:", "alert"}},
        BadInput{
            "Contradiction",
            "{\"client\": {\"client_auth\": \"require\"}, \"expect\": {\"outcome\": \"agreed\"}}",
            {"bad.json:1:", "client_auth"}},
        BadInput{"ContradictoryFaults",
                 "{\"server\": {\"certificates\": [\n  {\"faults\": [\"revoked\"],"
                 " \"intermediates\": [\"secp256r1\"]}]},\n"
                 " \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:2:14", "/server/certificates/0/faults", "[\"revoked\"]",
                  "no \"intermediates\" with revoked"}},
        BadInput{"ChainFileNobodyTrusts",
                 "{\"server\": {\"certificates\": [\n  {\"chain_file\": \"c.pem\","
                 " \"key_file\": \"k.pem\"}]},\n \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:2:18", "/server/certificates/0/chain_file", "trusts no root",
                  "\"trust\" of the client"}},
        BadInput{"MissingBase",
                 "{\"extends\": \"nowhere.json\", \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "nowhere.json"}},
        BadInput{"Cycle",
                 "{\"extends\": \"bad.json\", \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "cycle"}},
        BadInput{"EmptyAxis",
                 "{\"matrix\": {\"client.versions\": []}, \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "/matrix"}}),
    [](const auto& row) { return row.param.name; });

TEST_F(Command, AMatrixThatExplodesTellsItsSizeAndTheLimit) {
  Write("bad.json",
        R"({"matrix": {"client.alpn": [["a"], ["b"], ["c"]], "server.alpn": [["a"], ["b"], ["c"]]},
            "expect": {"outcome": "agreed"}})");
  const Ended ended = Run("run --max-cases 8 --stacks openssl " + Path("bad.json"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("9"));
  EXPECT_THAT(ended.err, HasSubstr("8"));
}

TEST_F(Command, AMissingFileIsUnusableInput) {
  const Ended ended = Run("run " + Path("nowhere.json"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("nowhere.json"));
}

TEST_F(Command, AnEmptySelectionIsAnErrorThatNamesTheNearest) {
  WriteAgreeing("agreeing.json");
  const Ended ended = Run("run --stacks openssl --only agreeimg " + Path("agreeing.json"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("did you mean \"agreeing\"?"));
  EXPECT_EQ(Run("run " + (fs::create_directory(folder_ / "empty"), Path("empty"))).status, 2);
}

TEST_F(Command, AnUnknownStackIsUnusableInputThatNamesThoseThatAreHere) {
  WriteAgreeing("ok.json");
  const Ended ended = Run("run --stacks opnssl " + Path("ok.json"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("loaded:"));
  EXPECT_THAT(ended.err, HasSubstr("openssl"));
}

TEST_F(Command, AnUnreadableBaselineIsUnusableInput) {
  WriteAgreeing("ok.json");
  Write("baseline.json", R"({"rows": [{"when": {"client.stack": "openssl"}}]})");
  const Ended ended = Run(
      fmt::format("run --stacks openssl --baseline {} {}", Path("baseline.json"), Path("ok.json")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("baseline.json:1:"));
}

TEST_F(Command, CtrlCKeepsWhatWasDone) {
  // One slow key and many cases: enough work to be interrupted in the middle.
  std::string cases;
  for (int i = 0; i < 4000; ++i) {
    cases += fmt::format("{}{{\"name\": \"c{}\"}}", i == 0 ? "" : ",", i);
  }
  Write("many.json", fmt::format(R"({{"server": {{"certificates":
      [{{"key": "rsa4096", "issuer": "rsa-ca"}}]}}, "expect": {{"outcome": "agreed"}},
      "cases": [{}]}})",
                                 cases));
  const pid_t child = fork();
  if (child == 0) {
    std::freopen(Path("out").c_str(), "w", stdout);
    std::freopen(Path("err").c_str(), "w", stderr);
    const std::string program = fmt::format("{}/shakedown", SHAKEDOWN_BUILD_DIR);
    const std::string json = Path("run.json"), input = Path("many.json");
    execl(program.c_str(), program.c_str(), "run", "--stacks", "openssl", "--json", json.c_str(),
          input.c_str(), nullptr);
    _exit(127);
  }
  // Waits for the first result rather than for a time: then Ctrl-C comes in the middle of the run.
  for (int i = 0; i < 3000 && Read(folder_ / "out").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  kill(child, SIGINT);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const auto json = nlohmann::json::parse(Read(folder_ / "run.json"));
  EXPECT_TRUE(json["summary"]["interrupted"]);
  EXPECT_GT(json["summary"]["passed"], 0);
  EXPECT_GT(json["summary"]["not_run"], 0);
  EXPECT_EQ(json["cases"].size(), 4000u);
}

TEST_F(Command, StacksTellsWhereEachWasLoadedFromAndWhatItCannotDo) {
  const Ended ended = Run("stacks --json");
  EXPECT_EQ(ended.status, 0);
  const auto json = nlohmann::json::parse(ended.out);
  bool openssl = false;
  for (const auto& stack : json["stacks"]) {
    EXPECT_NE(stack["loaded_from"], "");
    EXPECT_FALSE(stack["versions"].empty());
    openssl |= stack["name"] == "openssl";
  }
  EXPECT_TRUE(openssl);
}

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
  EXPECT_EQ(Run("explain --page " + Path("codes.html")).status, 0);
  EXPECT_THAT(Read(Path("codes.html")), StartsWith("<!doctype html>"));
}

constexpr const char* kEasyRule =
    "policyRule : WEB\nTTLSEnabled : On\nDirection : Inbound\nLocalPortRange : 443\n"
    "HandshakeRole : Server\nKeyring : A/B\nTLSv1 : Off\nTLSv1.1 : Off\nTLSv1.2 : On\n"
    "V3CipherSuites : [ C02F, C030 ]\nServerCertificateLabel : RSA2048\n";

TEST_F(Command, AnImportedPolicyRunsThroughAPipe) {
  Write("web.yaml", kEasyRule);
  const Ended ended =
      Pipe("import easyattls " + Path("web.yaml"), "run --stacks openssl --no-baseline -");
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("ok    stdin/web@openssl:openssl  agreed TLS 1.2"));
}

TEST_F(Command, AScenarioFromStandardInputIsCalledStdin) {
  WriteAgreeing("ok.json");
  const std::string line = fmt::format("{0}/shakedown run --stacks openssl - <{1} >{2} 2>&1",
                                       SHAKEDOWN_BUILD_DIR, Path("ok.json"), Path("out"));
  EXPECT_EQ(std::system(line.c_str()), 0);
  EXPECT_THAT(Read(Path("out")), HasSubstr("ok    stdin@openssl:openssl  agreed TLS 1.3"));
}

TEST_F(Command, AnImportThatFailsLeavesNoFile) {
  Write("bad.pol", "TTLSRule R\n{\n  Direction Output\n}\n");
  const Ended ended = Run(fmt::format("import attls {} -o {}", Path("bad.pol"), Path("made.json")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("bad.pol:3: error: \"Output\" is no direction; fix: write "
                                   "Outbound [direction]"));
  EXPECT_FALSE(fs::exists(Path("made.json")));
}

TEST_F(Command, LintAsJsonHasFileLineAndFix) {
  Write("bad.pol", "TTLSRule R\n{\n  Direction Output\n}\n");
  const Ended ended = Run("import attls --lint-only --json " + Path("bad.pol"));
  EXPECT_EQ(ended.status, 1);
  bool found = false;
  const auto json = nlohmann::json::parse(ended.out);
  for (const auto& one : json["findings"]) {
    found = found || (one["id"] == "direction" && one["line"] == 3 &&
                      one["fix"] == "write Outbound" && one["file"] == Path("bad.pol"));
  }
  EXPECT_TRUE(found) << ended.out;
}

TEST_F(Command, TheRuleOfAConnectionIsToldWithTheReason) {
  Write("web.yaml", kEasyRule);
  const Ended hit = Run("import easyattls --for local=10.1.1.1:443 " + Path("web.yaml"));
  EXPECT_EQ(hit.status, 0);
  EXPECT_THAT(hit.out, HasSubstr("rule WEB (line 1)"));
  const Ended miss = Run("import easyattls --for local=10.1.1.1:80 " + Path("web.yaml"));
  EXPECT_EQ(miss.status, 1);
  EXPECT_THAT(miss.out, HasSubstr("its LocalPortRange is 443"));
}

TEST_F(Command, AnUnknownRuleIsUnusableInputAndTheNearestIsShown) {
  Write("web.yaml", kEasyRule);
  const Ended ended = Run("import easyattls --rule WEBB " + Path("web.yaml"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("did you mean WEB?"));
}

TEST_F(Command, OneFormOfAPolicyBecomesTheOther) {
  Write("web.yaml", kEasyRule);
  const Ended ended = Pipe("import easyattls " + Path("web.yaml"), "export attls -");
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("TTLSRule WEB\n{"));
  EXPECT_THAT(ended.out, HasSubstr("    Keyring A/B\n"));
}

TEST_F(Command, WhatAPolicyCannotSayIsUnusableInputUnlessAskedFor) {
  Write("alpn.json", R"({"server": {"versions": ["TLS 1.2"], "alpn": ["h2"]},
                         "expect": {"outcome": "agreed"}})");
  const Ended refused = Run("export attls " + Path("alpn.json"));
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("lost: alpn: server.alpn cannot be said in a policy"));
  EXPECT_EQ(refused.out, "");
  const Ended anyway = Run("export attls --anyway " + Path("alpn.json"));
  EXPECT_EQ(anyway.status, 0);
  EXPECT_THAT(anyway.out, HasSubstr("TTLSRule alpn"));
}

TEST_F(Command, MatrixIsATableAndFilesAndNoJudgement) {
  const Ended ended = Run(fmt::format(
      "matrix --client boringssl --client openssl --server openssl --server-certificate "
      "secp521r1/ec-ca --server-certificate secp256r1/ec-ca --html {} --csv {} --json {}",
      Path("m.html"), Path("m.csv"), Path("m.json")));
  EXPECT_EQ(ended.status, 0) << ended.err;
  // BoringSSL's clients do not offer ecdsa_secp521r1_sha512 unless they are told to.
  EXPECT_THAT(ended.out, StartsWith("           1  2\nboringssl 40 ok\nopenssl   ok ok\n"));
  EXPECT_THAT(ended.out, HasSubstr("3 of 4 pairs agree"));
  EXPECT_THAT(Read(Path("m.html")), StartsWith("<!doctype html>"));
  EXPECT_THAT(Read(Path("m.csv")), HasSubstr("\r\nboringssl,secp521r1/ec-ca@openssl,refused,"));
  EXPECT_EQ(nlohmann::json::parse(Read(Path("m.json")))["cells"].size(), 2u);
}

TEST_F(Command, ProveKeepsOnlyWhatItDrew) {
  EXPECT_EQ(Run("prove --keep " + folder_.string()).status, 2);
  EXPECT_EQ(Run("prove --random 1 --keep " + (folder_ / "none").string()).status, 2);
}

TEST_F(Command, MatrixFailsOnRefusalWhenAskedTo) {
  const std::string arguments = "matrix --fail-on-refusal --client boringssl --server-certificate ";
  EXPECT_EQ(Run(arguments + "secp521r1/ec-ca").status, 1);
  EXPECT_EQ(Run(arguments + "secp256r1/ec-ca").status, 0);
}

TEST_F(Command, MatrixOnStandardOutputIsAlone) {
  const Ended json = Run("matrix --client rfc --server rfc --json -");
  EXPECT_EQ(json.status, 0) << json.err;
  EXPECT_EQ(nlohmann::json::parse(json.out)["results"][0]["outcome"], "agreed");
  const Ended both = Run("matrix --client rfc --server rfc --json - --csv -");
  EXPECT_EQ(both.status, 2);
  EXPECT_THAT(both.err, HasSubstr("only one of --csv, --json and --html"));
}

TEST_F(Command, MatrixSaysWhatItCannotUseAndWritesNothing) {
  Write("bad.json", "{\n  \"client\": { \"versions\": [\"TLS 1.5\"] }\n}");
  const std::pair<std::string, std::string> cases[] = {
      {"--client rfc", "no server: give --server"},
      {"--server rfc", "no client: give --client"},
      {"--client opnssl --server rfc", "did you mean openssl?"},
      {"--client rfc --server " + Path("none.json"), "neither a profile nor a file"},
      {"--client " + Path("bad.json") + " --server rfc",
       "bad.json:2:28: /client/versions/0: unknown version \"TLS 1.5\""},
      {"--client rfc --server-certificate rsa2048/x", "unknown CA \"x\""},
      {"--client '*' --server '*' --max-cells 3", "are more than 3 pairs"},
      {"--client rfc --server rfc --jobs -1", "--jobs"},
      {Path("none"), "no such file or folder"},
  };
  for (const auto& [arguments, problem] : cases) {
    const Ended ended = Run("matrix " + arguments + " --csv " + Path("out.csv"));
    EXPECT_EQ(ended.status, 2) << arguments;
    EXPECT_THAT(ended.err, HasSubstr(problem)) << arguments;
    EXPECT_EQ(ended.out, "") << arguments;
    EXPECT_FALSE(fs::exists(Path("out.csv"))) << arguments;
  }
  EXPECT_EQ(Run("matrix --client rfc --server rfc --csv " + Path("no/folder.csv")).status, 2);
}

TEST_F(Command, MatrixOfScenariosHasTheSidesOfAllTheirCases) {
  const Ended ended =
      Run(fmt::format("matrix {}/scenarios --csv {}", SHAKEDOWN_SOURCE_DIR, Path("all.csv")));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("too many for a table here"));
  EXPECT_GT(fs::file_size(Path("all.csv")), 1'000'000u);
}

std::string Certificates(const std::string& name) {
  return fmt::format("{}/corpus/certificate_facts/{}", SHAKEDOWN_SOURCE_DIR, name);
}

TEST_F(Command, PredictTellsVerdictPathCodesAndFixOfTheUsersOwnFiles) {
  const Ended ended = Run(fmt::format(
      "predict --client chrome --server jsse --chain {} --trust {} --name tls.test --at 2026-11-25",
      Certificates("srv-p521.chain.pem"), Certificates("trust.pem")));
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("refused by server, alert 80 internal_error"));
  EXPECT_THAT(ended.out, HasSubstr("No supported CertificateVerify signature algorithm"));
  EXPECT_THAT(ended.out, HasSubstr("1. server: use a certificate with a secp256r1 key"));
  const Ended good = Run(fmt::format(
      "predict --client chrome --server jsse --chain {} --trust {} --name tls.test --at 2026-11-25",
      Certificates("srv-p256.chain.pem"), Certificates("trust.pem")));
  EXPECT_EQ(good.status, 0) << good.out << good.err;
}

TEST_F(Command, PredictJudgesTheUsersChain) {
  const struct {
    const char *chain, *cause, *fix;
  } rows[] = {
      {"srv-expired.chain.pem", "45 certificate_expired, expired", "renew its certificate"},
      {"srv-unknownca.chain.pem", "48 unknown_ca, unknown_ca", "trust O=Capture Lab,CN=ca-other"},
      {"srv-wronghost.chain.pem", "42 bad_certificate, hostname_mismatch", "for the name tls.test"},
      {"srv-clienteku.chain.pem", "43 unsupported_certificate, eku_wrong", "serverAuth"},
  };
  for (const auto& row : rows) {
    const Ended ended = Run(fmt::format(
        "predict --client rfc --server rfc --chain {} --trust {} --name tls.test --at 2026-11-25",
        Certificates(row.chain), Certificates("trust.pem")));
    EXPECT_EQ(ended.status, 1) << row.chain << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(row.cause)) << row.chain;
    EXPECT_THAT(ended.out, HasSubstr(row.fix)) << row.chain;
  }
}

TEST_F(Command, PredictTakesACapturedClientHello) {
  for (const char* hello : {"client_hello/chromium-156.bin", "capture/hello.xxd"}) {
    const Ended ended =
        Run(fmt::format("predict --client-hello {}/corpus/{} --server gnutls --json -",
                        SHAKEDOWN_SOURCE_DIR, hello));
    ASSERT_EQ(ended.status, 0) << hello << ended.out << ended.err;
    EXPECT_EQ(nlohmann::json::parse(ended.out)["outcome"], "agreed") << hello;
  }
}

TEST_F(Command, PredictReadsCapabilitiesFromAFile) {
  Write("client.json", R"({"versions": ["TLS 1.2"], "groups": ["secp256r1"]})");
  Write("server.json", R"({"stack": "openssl", "groups": ["secp384r1"]})");
  const Ended ended = Run(fmt::format("predict --client {} --server {} --json -",
                                      Path("client.json"), Path("server.json")));
  EXPECT_EQ(ended.status, 1) << ended.err;
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["cause"], "no_common_group");
  EXPECT_EQ(json["server"]["stack"], "openssl");
  EXPECT_EQ(json["advice"][0]["changes"][0]["what"], "groups");
}

TEST_F(Command, PredictTellsOfUnusableInputAndWhatToDo) {
  Write("rubbish.pem", "hello\n");
  Write("large.pem", std::string(10 << 20, 'A'));
  Write("encrypted.pem", Read(Certificates("key-encrypted-pkcs8.pem")));
  const struct {
    std::string arguments, told;
  } rows[] = {
      {"predict --client chrom --server jsse", "did you mean chrome?"},
      {"predict --client jsse --server chrome", "is a client only"},
      {"predict --client chrome", "say what to predict"},
      {"predict --client chrome --server jsse --chain " + Certificates("key-sec1.pem"),
       "this is a private key"},
      {"predict --client chrome --server jsse --chain " + Path("encrypted.pem"), "encrypted"},
      {"predict --client chrome --server jsse --chain " + Path("rubbish.pem"), "no PEM block"},
      {"predict --client chrome --server jsse --chain " + Path("large.pem"), "larger than 1 MiB"},
      {"predict --client chrome --server jsse --trust " + Path("none.pem"), "no such file"},
      {"predict --client-hello 15030300020228 --server jsse", "no ClientHello"},
      {"predict x.json --chain y.pem", "contradicts the scenario"},
      {"predict --client-hello 00 --server jsse --only x", "--only selects cases of a scenario"},
  };
  for (const auto& row : rows) {
    const Ended ended = Run(row.arguments);
    EXPECT_EQ(ended.status, 2) << row.arguments;
    EXPECT_THAT(ended.err, HasSubstr(row.told)) << row.arguments;
    EXPECT_EQ(ended.out, "") << row.arguments;
  }
}

TEST_F(Command, RunFillsInWhatIsPredicted) {
  Write("a.json", R"({"client": {"stack": "openssl", "groups": ["x25519"]},
                      "server": {"stack": "openssl", "groups": ["secp256r1"]},
                      "expect": "predicted"})");
  const Ended ended = Run("run --json - " + Path("a.json"));
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["cases"][0]["verdict"], "passed");
  EXPECT_EQ(json["cases"][0]["cause"], "no_common_group");
  Write("b.json", R"({"link": [{"from": "client", "do": "close", "message": "ClientHello"}],
                      "expect": "predicted"})");
  const Ended beyond = Run("run " + Path("b.json"));
  EXPECT_EQ(beyond.status, 2);
  EXPECT_THAT(beyond.err, HasSubstr("a fault on the link"));
}

}  // namespace
