// predict and matrix.

#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/cli/command_fixture.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(Command, PredictAdvisesWhatHelpedInTheFieldReports) {
  const struct {
    const char *scenario, *only, *advice;
  } rows[] = {
      {"fips-refuses-chacha20", "*chacha20-tls13*", "put TLS_AES_128_GCM_SHA256 first"},
      {"no-client-certificate", "*tls12*", "give it a certificate with a secp256r1 key"},
  };
  for (const auto& row : rows) {
    const Ended ended = Run(fmt::format("predict {}/scenarios/field-reports/{}.json --only '{}'",
                                        SHAKEDOWN_SOURCE_DIR, row.scenario, row.only));
    EXPECT_EQ(ended.status, 1) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(row.advice));
  }
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

TEST_F(Command, AMatrixWithTheUsersChainsSaysWhatPredictSays) {
  const char* const chains[] = {"srv-p256.chain.pem", "srv-p521.chain.pem", "srv-expired.chain.pem",
                                "srv-p256-by-p521.chain.pem", "srv-rsa1024.chain.pem"};
  std::string certificates;
  for (const char* chain : chains) certificates += " --server-certificate " + Certificates(chain);
  const Ended matrix = Run("matrix --client chrome --client gnutls --server jsse --at 2026-11-25" +
                           certificates + " --json " + Path("m.json"));
  ASSERT_EQ(matrix.status, 0) << matrix.err;
  EXPECT_THAT(matrix.err, HasSubstr("srv-expired.chain.pem: certificate 1"));
  EXPECT_THAT(matrix.out, HasSubstr("srv-p521.chain.pem@jsse"));
  const auto json = nlohmann::json::parse(Read(Path("m.json")));
  for (size_t client = 0; client < 2; ++client) {
    for (size_t chain = 0; chain < std::size(chains); ++chain) {
      const auto& result = json["results"][json["cells"][client][chain].get<size_t>()];
      const auto alone = nlohmann::json::parse(
          Run(fmt::format("predict --client {} --server jsse --chain {} --at 2026-11-25 --json -",
                          client == 0 ? "chrome" : "gnutls", Certificates(chains[chain])))
              .out);
      for (const char* field : {"outcome", "by", "alert", "cause"}) {
        EXPECT_EQ(result.value(field, nlohmann::json()), alone.value(field, nlohmann::json()))
            << chains[chain] << " " << field;
      }
    }
  }
}

TEST_F(Command, AMatrixRefusesAFileThatIsNoChain) {
  for (const char* file : {"key-sec1.pem", "key-encrypted-pkcs8.pem", "cut.pem", "garbled.pem"}) {
    const Ended ended = Run("matrix --client rfc --server-certificate " + Certificates(file));
    EXPECT_EQ(ended.status, 2) << file;
    EXPECT_THAT(ended.err, HasSubstr(std::string("--server-certificate: "))) << file;
    EXPECT_THAT(ended.err, HasSubstr(file));
    EXPECT_EQ(ended.out, "") << file;
  }
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

TEST_F(Command, PredictAdvisesToSendTheIntermediateBeforeItIsTrusted) {
  std::ifstream chain(Certificates("srv-unknownca.chain.pem"));
  std::ofstream leaf(Path("leaf.pem"));
  for (std::string line; std::getline(chain, line) && !line.starts_with("-----END");) {
    leaf << line << '\n';
  }
  leaf << "-----END CERTIFICATE-----\n";
  leaf.close();
  const Ended ended = Run(fmt::format(
      "predict --client openssl --server openssl --chain {} --trust {} --name tls.test --at "
      "2026-11-25",
      Path("leaf.pem"), Certificates("trust.pem")));
  EXPECT_EQ(ended.status, 1) << ended.err;
  const size_t send =
      ended.out.find("1. server: send the certificate of the intermediate O=Capture");
  const size_t trust = ended.out.find("2. client: trust O=Capture Lab,CN=ca-other too");
  EXPECT_NE(send, std::string::npos) << ended.out;
  EXPECT_NE(trust, std::string::npos) << ended.out;
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

TEST_F(Command, PredictTakesBesideACapturedHelloWhatNoHelloTells) {
  const std::string corpus = SHAKEDOWN_SOURCE_DIR "/corpus/";
  const std::string arguments = fmt::format(
      "predict --client-hello {}captures/nl-untrusted-ignored/flow.pcap --server openssl --chain "
      "{} "
      "--trust {} --at 2026-11-25 --json - --client ",
      corpus, Certificates("srv-unknownca.chain.pem"), Certificates("trust.pem"));
  Write("cautious.json", R"({"stack": "chrome"})");
  Write("careless.json", R"({"stack": "chrome", "verify": "accept_all"})");
  const Ended refused = Run(arguments + Path("cautious.json"));
  EXPECT_EQ(refused.status, 1) << refused.err;
  EXPECT_EQ(nlohmann::json::parse(refused.out)["alert"], 46);
  const Ended agreed = Run(arguments + Path("careless.json"));
  EXPECT_EQ(agreed.status, 0) << agreed.out << agreed.err;
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
  Write("tells.json", R"({"stack": "chrome", "groups": ["x25519"]})");
  Write("level.json", R"({"stack": "chrome", "security_level": 2})");
  Write("level3.json", R"({"stack": "openssl", "security_level": 3})");
  const std::string hello = fmt::format(
      "predict --client-hello {}/corpus/client_hello/chromium-156.bin ", SHAKEDOWN_SOURCE_DIR);
  const struct {
    std::string arguments, told;
  } rows[] = {
      {hello + "--server jsse --client " + Path("tells.json"), "which tells \"groups\" itself"},
      {"predict --server jsse --client " + Path("level.json"), "has no security_level"},
      {"predict --server jsse --client " + Path("level3.json"), "security_level above 2"},
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

}  // namespace
}  // namespace shakedown
