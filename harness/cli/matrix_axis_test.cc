#include "harness/cli/matrix_axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kNovember25 = 1795564800;  // 2026-11-25 00:00:00 UTC

class Axis : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "axis-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  // What is wrong with `what`, or "".
  static std::string Problem(Role role, const std::string& what) {
    MatrixAxis axis(role, TestProfiles());
    const auto done = axis.Add(what);
    return done ? "" : done.error();
  }

  static std::vector<std::string> Names(MatrixAxis* axis) {
    std::vector<std::string> names;
    for (const MatrixSide& side : axis->Take()) names.push_back(side.name);
    return names;
  }

  MatrixAxis clients_{Role::kClient, TestProfiles()};
  MatrixAxis servers_{Role::kServer, TestProfiles()};
  fs::path folder_;
};

TEST_F(Axis, TakesAProfileAndAPatternOfProfiles) {
  ASSERT_TRUE(clients_.Add("gnutls"));
  ASSERT_TRUE(clients_.Add("open*"));
  EXPECT_THAT(Names(&clients_), ElementsAre("gnutls", "openssl"));
}

TEST_F(Axis, SuggestsTheNearestProfile) {
  EXPECT_THAT(Problem(Role::kClient, "opensl"),
              AllOf(HasSubstr("\"opensl\" is neither a profile nor a file"),
                    HasSubstr("did you mean openssl?")));
  EXPECT_THAT(Problem(Role::kClient, "no-such-*"), HasSubstr("neither a profile nor a file"));
}

TEST_F(Axis, DecidesAsTheProfileBehindTheFileOrAsItsStackOrAsTheRfcs) {
  const std::string plain = Write("plain.json", "{}");
  const std::string stack = Write("stack.json", R"({"stack": "gnutls"})");
  ASSERT_TRUE(clients_.Add(plain));
  ASSERT_TRUE(clients_.Add(plain + "@openssl"));
  ASSERT_TRUE(clients_.Add(stack));
  EXPECT_THAT(Names(&clients_), ElementsAre(plain + "@rfc", plain + "@openssl", stack + "@gnutls"));
  EXPECT_THAT(Problem(Role::kClient, stack + "@openssl"), HasSubstr("contradiction"));
  EXPECT_THAT(Problem(Role::kClient, plain + "@opensl"),
              AllOf(HasSubstr("no profile \"opensl\""), HasSubstr("did you mean openssl?")));
  EXPECT_THAT(Problem(Role::kClient, Write("typo.json", R"({"stack": "gnutl"})")),
              AllOf(HasSubstr("\"stack\" \"gnutl\" has no profile"), HasSubstr("gnutls?")));
}

TEST_F(Axis, TellsFileLineAndFieldOfABadSide) {
  const std::string path = Write("bad.json", "{\n  \"groups\": [\"secp256r2\"]\n}");
  EXPECT_THAT(Problem(Role::kClient, path),
              AllOf(HasSubstr("bad.json:2:"), HasSubstr("/groups/0: unknown group"),
                    HasSubstr("did you mean secp256r1?")));
}

TEST_F(Axis, HoldsEqualSidesOnce) {
  const std::string path = Write("cases.json", R"({"server": {}, "matrix": {"client.versions":
                               [["TLS 1.2"], ["TLS 1.3"], ["TLS 1.2", "TLS 1.3"]]}})");
  ASSERT_TRUE(clients_.Add(path));
  ASSERT_TRUE(servers_.Add(path));
  EXPECT_THAT(Names(&clients_), SizeIs(3));
  EXPECT_THAT(Names(&servers_), ElementsAre("cases[TLS 1.2]@rfc (+2)"));
}

TEST_F(Axis, TellsSidesOfOneNameApart) {
  fs::create_directory(folder_ / "other");
  for (const char* name : {"a.json", "other/a.json"}) {
    const bool first = std::string(name) == "a.json";
    ASSERT_TRUE(clients_.Add(Write(name, first ? R"({"client": {"versions": ["TLS 1.2"]}})"
                                               : R"({"client": {"versions": ["TLS 1.3"]}})")));
  }
  EXPECT_THAT(Names(&clients_), ElementsAre("a@rfc", "a@rfc (2)"));
}

TEST_F(Axis, ReadsTheClientsOfACaptureAndHoldsEqualHellosOnce) {
  const std::string path =
      std::string(SHAKEDOWN_SOURCE_DIR) + "/corpus/captures/bad-p521--chromium--srv-nss/flow.pcap";
  ASSERT_TRUE(clients_.Add(path + "@boringssl"));
  const auto sides = clients_.Take();
  ASSERT_THAT(sides, SizeIs(1));  // Chromium tried several times
  EXPECT_EQ(sides[0].origin, "capture");
  ASSERT_TRUE(sides[0].read);
  // Chromium offers no scheme for P-521 keys.
  EXPECT_THAT(sides[0].read->schemes,
              ::testing::Not(::testing::Contains(SignatureScheme::kEcdsaSecp521r1Sha512)));
  EXPECT_THAT(sides[0].read->versions,
              ElementsAre(ProtocolVersion::kTls13, ProtocolVersion::kTls12));
}

TEST_F(Axis, RefusesACaptureWithoutAClientHello) {
  EXPECT_THAT(
      Problem(Role::kClient, Write("alert.hex", "15 03 03 00 02 02 28\n")),
      AllOf(HasSubstr("alert.hex: "), HasSubstr("no ClientHello"), HasSubstr("shakedown inspect")));
}

TEST_F(Axis, RefusesACaptureAsAServer) {
  EXPECT_THAT(Problem(Role::kServer, Write("hello.hex", "16 03 01 00 04\n")),
              HasSubstr("--server-certificate"));
}

TEST_F(Axis, GivesEachServerEachCertificate) {
  ASSERT_TRUE(servers_.Add("openssl"));
  ASSERT_TRUE(servers_.Add("gnutls"));
  ASSERT_TRUE(servers_.Certify({"secp521r1/ec-ca", "secp256r1,rsa2048/rsa-ca"}, kNovember25));
  const auto sides = servers_.Take();
  ASSERT_THAT(sides, SizeIs(4));
  EXPECT_EQ(sides[0].name, "secp521r1/ec-ca@openssl");
  EXPECT_EQ(sides[3].name, "secp256r1,rsa2048/rsa-ca@gnutls");
  ASSERT_THAT(sides[3].has.certificates, SizeIs(2));
  EXPECT_EQ(sides[3].has.certificates[0].issuer, "ec-ca");
  EXPECT_EQ(sides[3].has.certificates[1].key, KeyType::kRsa2048);
}

TEST_F(Axis, CertificatesAloneMakeServersAsTheRfcsSay) {
  ASSERT_TRUE(servers_.Certify({"ed25519/ec-ca"}, kNovember25));
  EXPECT_THAT(Names(&servers_), ElementsAre("ed25519/ec-ca@rfc"));
}

TEST_F(Axis, RefusesCertificatesThatScenariosDoNotHave) {
  const auto problem = [this](const std::string& text) {
    const auto done = servers_.Certify({text}, kNovember25);
    return done ? "" : done.error();
  };
  EXPECT_THAT(problem("secp521r2/ec-ca"),
              AllOf(HasSubstr("unknown key type \"secp521r2\""), HasSubstr("secp521r1?")));
  EXPECT_THAT(problem("secp521r1/my-ca"), HasSubstr("unknown CA \"my-ca\""));
  EXPECT_THAT(problem(""), HasSubstr("unknown key type \"\""));
  EXPECT_THAT(problem("rsa2048/rsa-ca,"), HasSubstr("unknown key type \"\""));
}

std::string Chain(const std::string& name) {
  return SHAKEDOWN_SOURCE_DIR "/corpus/certificate_facts/" + name;
}

TEST_F(Axis, ACertificateMayBeAFileWithAChain) {
  const std::string text = Chain("srv-expired.chain.pem") + ",rsa2048/rsa-ca";
  ASSERT_TRUE(servers_.Certify({text}, kNovember25));
  EXPECT_THAT(servers_.notes(), Contains(HasSubstr("expired on")));
  const auto sides = servers_.Take();
  ASSERT_THAT(sides, SizeIs(1));
  EXPECT_EQ(sides[0].name, text + "@rfc");
  ASSERT_THAT(sides[0].has.certificates, SizeIs(2));
  EXPECT_EQ(sides[0].has.certificates[1].key, KeyType::kRsa2048);
  ASSERT_THAT(sides[0].file_chains, SizeIs(1));
  EXPECT_TRUE(sides[0].file_chains[0].faults.Has(CertificateFault::kExpired));
  EXPECT_THAT(sides[0].file_chains[0].names, Contains("tls.test"));
}

TEST_F(Axis, RefusesFilesWithoutAChainAsPredictDoes) {
  const auto problem = [this](const std::string& path) {
    const auto done = servers_.Certify({path}, kNovember25);
    return done ? "" : done.error();
  };
  EXPECT_THAT(problem(Chain("key-sec1.pem")), HasSubstr("private key"));
  EXPECT_THAT(problem(Chain("key-encrypted-pkcs8.pem")), HasSubstr("private key"));
  EXPECT_THAT(problem(Chain("garbled.pem")), HasSubstr("garbled.pem: "));
  EXPECT_THAT(problem(Chain("cut.pem")), HasSubstr("cut.pem: "));
  EXPECT_THAT(problem(Write("rubbish.pem", "hello\n")), HasSubstr("rubbish.pem: "));
  EXPECT_THAT(problem(Write("empty.pem", "")), HasSubstr("empty.pem: "));
  EXPECT_THAT(problem(Write("big.pem", std::string(10 << 20, 'A'))), HasSubstr("big.pem: "));
  EXPECT_THAT(problem(folder_.string()), HasSubstr("not a regular file"));
  EXPECT_THAT(problem("no/such.pem"), HasSubstr("there is no file \"no/such.pem\""));
  // The root first: no server can use it.
  std::ifstream leaf(Chain("srv-p256.chain.pem")), root(Chain("trust.pem"));
  std::stringstream text;
  text << root.rdbuf() << leaf.rdbuf();
  EXPECT_THAT(problem(Write("order.pem", text.str())), HasSubstr("order"));
}

TEST_F(Axis, IsEmptyWhenNothingIsAdded) { EXPECT_THAT(clients_.Take(), IsEmpty()); }

}  // namespace
}  // namespace shakedown
