// run, prove and stacks, and what all commands have in common.

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "harness/cli/command_fixture.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(Command, HelpShowsAnExampleAndIsNoError) {
  for (const char* arguments :
       {"--help", "run --help", "stacks --help", "inspect --help", "explain --help", "prove --help",
        "matrix --help", "predict --help", "import --help", "import attls --help",
        "import pasearch --help", "import easyattls --help", "import racdcert --help",
        "export --help", "export attls --help", "export easyattls --help"}) {
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
  Write("c.pem", "");
  Write("k.pem", "");
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
        BadInput{
            "MissingPemFile",
            "{\"client\": {\"trust\": [\"nowhere.pem\"]}, \"expect\": {\"outcome\": \"agreed\"}}",
            {"bad.json:1:", "/client/trust/0", "no such file", "nowhere.pem"}},
        BadInput{"UnknownStack",
                 "{\"client\": {\"stack\": \"opensssl\"}, \"expect\": {\"outcome\": \"agreed\"}}",
                 {"bad.json:1:", "/client/stack", "unknown stack", "did you mean openssl?"}},
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

TEST_F(Command, TwoFilesThatMakeCasesOfOneNameAreUnusableInput) {
  WriteAgreeing("x/a.json");
  WriteAgreeing("y/a.json");
  const Ended ended = Run(fmt::format("run {} {}", Path("x/a.json"), Path("y/a.json")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("two cases are called alike"));
  EXPECT_EQ(Run("run --stacks openssl " + folder_.string()).status, 0);
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

TEST_F(Command, AScenarioThatExpectsWhatAStackDoesMakesNoShippedRowStale) {
  Write("mine.json", R"({"server": {"stack": "openssl"},
      "client": {"stack": "gnutls", "trust": ["rsa-ca"], "versions": ["TLS 1.2"]},
      "expect": {"outcome": "refused", "by": "client", "alert": "bad_certificate",
                 "cause": "unknown_ca"}})");
  const Ended own = Run("run " + Path("mine.json"));
  EXPECT_EQ(own.status, 0) << own.out;
  Write("baseline.json", R"({"rows": [{"when": {"by.stack": "gnutls*", "cause": "unknown_ca"},
      "expect": {"alert": "bad_certificate"}, "why": "one alert", "evidence": "measured"}]})");
  const Ended held = Run("run --baseline " + Path("baseline.json") + " " + Path("mine.json"));
  EXPECT_EQ(held.status, 1);
  EXPECT_THAT(held.out, HasSubstr("STALE")) << "a baseline that is named is held to";
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

TEST_F(Command, AScenarioFromStandardInputIsCalledStdin) {
  WriteAgreeing("ok.json");
  const std::string line = fmt::format("{0}/shakedown run --stacks openssl - <{1} >{2} 2>&1",
                                       SHAKEDOWN_BUILD_DIR, Path("ok.json"), Path("out"));
  EXPECT_EQ(std::system(line.c_str()), 0);
  EXPECT_THAT(Read(Path("out")), HasSubstr("ok    stdin@openssl:openssl  agreed TLS 1.3"));
}

TEST_F(Command, ProveKeepsOnlyWhatItDrew) {
  EXPECT_EQ(Run("prove --keep " + folder_.string()).status, 2);
  EXPECT_EQ(Run("prove --random 1 --keep " + (folder_ / "none").string()).status, 2);
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
}  // namespace shakedown
