#include "harness/chain/read_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "harness/chain/pem_blocks.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The files of corpus/certificate_facts; what they hold was read with `openssl x509 -text`.
std::string File(const std::string& name) {
  std::ifstream in(std::string(SHAKEDOWN_SOURCE_DIR) + "/corpus/certificate_facts/" + name);
  std::ostringstream out;
  out << in.rdbuf();
  EXPECT_FALSE(out.str().empty()) << name;
  return out.str();
}

std::vector<CertificateFacts> Certificates(const std::string& name) {
  auto read = ReadCertificates(File(name));
  EXPECT_TRUE(read) << name << ": " << read.error();
  return read ? *read : std::vector<CertificateFacts>();
}

constexpr int64_t kNovember25 = 1795564800;  // 2026-11-25 00:00:00 UTC

OwnChain Judged(const std::string& name, Role role = Role::kServer,
                const std::string& trust = "trust.pem", int64_t now = kNovember25) {
  const auto anchors = Certificates(trust);
  auto chain = JudgeOwnChain(Certificates(name), {role, now, &anchors});
  EXPECT_TRUE(chain) << name << ": " << chain.error();
  return chain ? *chain : OwnChain();
}

std::string ErrorOf(const std::string& text) {
  const auto read = ReadCertificates(text);
  EXPECT_FALSE(read);
  return read ? "" : read.error();
}

// The certificates of a file, each as a PEM block of its own.
std::vector<std::string> Blocks(const std::string& name) {
  const std::string text = File(name);
  std::vector<std::string> blocks;
  for (size_t at = 0; (at = text.find("-----BEGIN", at)) != std::string::npos;) {
    const size_t end = text.find("-----END", at);
    const size_t line = text.find('\n', end);
    blocks.push_back(text.substr(at, line + 1 - at));
    at = line;
  }
  return blocks;
}

std::string JudgeError(const std::string& text) {
  auto read = ReadCertificates(text);
  EXPECT_TRUE(read) << read.error();
  if (!read) return "";
  const auto chain = JudgeOwnChain(std::move(*read), {Role::kServer, kNovember25, nullptr});
  return chain ? "" : chain.error();
}

TEST(Certificate, TellsItsKeySignatureNamesAndUse) {
  const CertificateFacts leaf = Certificates("srv-p521.chain.pem").front();
  EXPECT_EQ(leaf.subject, "O=Capture Lab,CN=srv-p521");
  EXPECT_EQ(leaf.issuer, "O=Capture Lab,CN=ca-ec");
  EXPECT_EQ(leaf.key, (KeyFacts{SignatureFamily::kEc, 521, NamedGroup::kSecp521r1}));
  EXPECT_EQ(leaf.signature, SignatureScheme::kEcdsaSecp256r1Sha256);
  EXPECT_THAT(leaf.names, ElementsAre("localhost", "tls.test", "127.0.0.1"));
  EXPECT_EQ(leaf.not_before, 1795320323);  // Nov 22 04:05:23 2026 GMT
  EXPECT_EQ(leaf.not_after, 1826856323);   // Nov 22 04:05:23 2027 GMT
  EXPECT_EQ(leaf.key_usage, kDigitalSignatureBit);
  EXPECT_FALSE(leaf.is_ca);
  EXPECT_TRUE(leaf.ForPurpose(Role::kServer));
  EXPECT_FALSE(leaf.ForPurpose(Role::kClient));
  EXPECT_EQ(ToHex(leaf.subject_key_id), "be7ab59adddfacc35ee29ddb8263ba373515c542");
  EXPECT_EQ(ToHex(leaf.authority_key_id), "dec8acc4114036b5506ff0bd70c5142e02199bb1");
}

TEST(Certificate, KnowsEveryKindOfKeyThatTlsHas) {
  const struct {
    const char *file, *key;
  } rows[] = {
      {"srv-rsa.chain.pem", "RSA 2048"},        {"srv-rsa1024.chain.pem", "RSA 1024"},
      {"srv-p256.chain.pem", "secp256r1"},      {"srv-p384.chain.pem", "secp384r1"},
      {"srv-p521.chain.pem", "secp521r1"},      {"srv-ed25519.chain.pem", "Ed25519"},
      {"srv-ed448.chain.pem", "Ed448"},         {"srv-brainpool.chain.pem", "brainpoolP256r1"},
      {"srv-secp256k1.chain.pem", "secp256k1"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Certificates(row.file).front().key_name, row.key) << row.file;
  }
  const auto pss = Certificates("srv-pss.chain.pem").front();
  EXPECT_EQ(pss.key, (KeyFacts{SignatureFamily::kRsaPss, 2048, {}}));
}

TEST(Certificate, TellsHowItIsSigned) {
  const struct {
    const char* file;
    SignatureScheme scheme;
  } rows[] = {
      {"srv-rsa.chain.pem", SignatureScheme::kRsaPkcs1Sha256},
      {"srv-rsa-sha1.chain.pem", SignatureScheme::kRsaPkcs1Sha1},
      {"srv-p256-by-rsa.chain.pem", SignatureScheme::kRsaPkcs1Sha256},
      {"srv-p256-by-p521.chain.pem", SignatureScheme::kEcdsaSecp521r1Sha512},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Judged(row.file).facts.signatures, ElementsAre(row.scheme)) << row.file;
  }
}

TEST(Certificate, ComesInDerToo) {
  const auto der = Certificates("srv-p256.der");
  ASSERT_EQ(der.size(), 1u);
  EXPECT_EQ(der[0].der, Certificates("srv-p256.chain.pem")[0].der);
}

TEST(OwnChain, InOrderHasNoFault) {
  const OwnChain chain = Judged("srv-p256.chain.pem");
  EXPECT_TRUE(chain.facts.faults.empty());
  EXPECT_THAT(chain.problems, IsEmpty());
  EXPECT_EQ(chain.facts.root, "O=Capture Lab,CN=ca-ec");
  EXPECT_EQ(chain.certificates.size(), 1u) << "the root is not judged";
  EXPECT_THAT(chain.facts.issuers,
              ElementsAre(KeyFacts{SignatureFamily::kEc, 256, NamedGroup::kSecp256r1}));
  const auto names = TrustNames(Certificates("trust.pem"));
  EXPECT_THAT(names, Contains("O=Capture Lab,CN=ca-ec"));
}

TEST(OwnChain, ShowsEachFaultAsOne) {
  const struct {
    const char* file;
    CertificateFault fault;
    const char* told;
  } rows[] = {
      {"srv-expired.chain.pem", CertificateFault::kExpired, "expired on 2026-11-12"},
      {"srv-notyet.chain.pem", CertificateFault::kNotYetValid, "not valid before 2026-12-22"},
      {"srv-clienteku.chain.pem", CertificateFault::kWrongExtendedKeyUsage, "not for servers"},
      {"srv-rsa-sha1.chain.pem", CertificateFault::kSha1Signature, "SHA-1"},
  };
  for (const auto& row : rows) {
    const OwnChain chain = Judged(row.file);
    EXPECT_EQ(chain.facts.faults, FaultSet({row.fault})) << row.file;
    EXPECT_THAT(chain.problems, Contains(HasSubstr(row.told))) << row.file;
  }
}

TEST(OwnChain, IsValidUpToItsLastSecond) {
  const auto faults = [](int64_t now) {
    return Judged("srv-p256.chain.pem", Role::kServer, "trust.pem", now).facts.faults;
  };
  EXPECT_TRUE(faults(1826856323).empty());
  EXPECT_TRUE(faults(1826856324).Has(CertificateFault::kExpired));
  EXPECT_TRUE(faults(1795320323).empty());
  EXPECT_TRUE(faults(1795320322).Has(CertificateFault::kNotYetValid));
}

TEST(OwnChain, OfAnotherCaLeadsToNoneThatIsTrusted) {
  const OwnChain chain = Judged("srv-unknownca.chain.pem");
  EXPECT_EQ(chain.facts.root, "O=Capture Lab,CN=ca-other");
  EXPECT_THAT(TrustNames(Certificates("trust.pem")), Not(Contains(chain.facts.root)));
  EXPECT_THAT(chain.problems, Contains(HasSubstr("not in the trust file")));
  EXPECT_FALSE(chain.facts.leads_on) << "the root is at hand";
}

TEST(OwnChain, OfACaThatWasMadeAgainIsTold) {
  // The same name, another key identifier: as if the CA had been deleted and made again.
  auto anchors = Certificates("trust.pem");
  for (CertificateFacts& anchor : anchors) {
    anchor.subject_key_id = {1, 2, 3};
    anchor.der.push_back(0);
  }
  auto leaf = Certificates("srv-p256.chain.pem");
  leaf.resize(1);
  const auto chain = JudgeOwnChain(leaf, {Role::kServer, kNovember25, &anchors});
  ASSERT_TRUE(chain);
  EXPECT_THAT(chain->problems, Contains(HasSubstr("made again")));
  EXPECT_THAT(TrustNames(anchors), Not(Contains(chain->facts.root)));
}

TEST(OwnChain, WithoutAnIssuerAtHandSaysWhatIsMissing) {
  const auto anchors = Certificates("trust.pem");
  auto leaf = Certificates("srv-unknownca.chain.pem");
  leaf.resize(1);
  const auto chain = JudgeOwnChain(leaf, {Role::kServer, kNovember25, &anchors});
  ASSERT_TRUE(chain);
  EXPECT_THAT(chain->problems, Contains(HasSubstr("an intermediate is missing")));
  EXPECT_TRUE(chain->facts.leads_on);
}

TEST(OwnChain, AloneAndItsOwnIssuerIsSelfSigned) {
  auto root = Certificates("srv-unknownca.chain.pem");
  root.erase(root.begin());
  const auto anchors = Certificates("trust.pem");
  const auto chain = JudgeOwnChain(root, {Role::kServer, kNovember25, &anchors});
  ASSERT_TRUE(chain);
  EXPECT_TRUE(chain->facts.faults.Has(CertificateFault::kSelfSigned));
  const auto trusted = JudgeOwnChain(root, {Role::kServer, kNovember25, &root});
  ASSERT_TRUE(trusted);
  EXPECT_FALSE(trusted->facts.faults.Has(CertificateFault::kSelfSigned));
}

TEST(OwnChain, InTheWrongOrderIsSorted) {
  const auto blocks = Blocks("srv-p256.chain.pem");
  ASSERT_EQ(blocks.size(), 2u);
  const std::string error = JudgeError(blocks[1] + blocks[0]);
  EXPECT_THAT(error, HasSubstr("wrong order"));
  EXPECT_THAT(error, HasSubstr("certificate 2 (O=Capture Lab,CN=srv-p256), certificate 1"));
}

TEST(OwnChain, TellsWhatComesTwiceAndWhatIsForeign) {
  const auto blocks = Blocks("srv-p256.chain.pem");
  const auto anchors = Certificates("trust.pem");
  auto twice = ReadCertificates(blocks[0] + blocks[0] + blocks[1]);
  ASSERT_TRUE(twice);
  const auto chain = JudgeOwnChain(*twice, {Role::kServer, kNovember25, &anchors});
  ASSERT_TRUE(chain) << chain.error();
  EXPECT_THAT(chain->problems, ElementsAre(HasSubstr("comes twice")));
  EXPECT_TRUE(chain->facts.faults.empty());
  auto foreign = ReadCertificates(blocks[0] + Blocks("srv-rsa.chain.pem")[0]);
  ASSERT_TRUE(foreign);
  const auto other = JudgeOwnChain(*foreign, {Role::kServer, kNovember25, &anchors});
  ASSERT_TRUE(other) << other.error();
  EXPECT_THAT(other->problems, ElementsAre(HasSubstr("issued none of the others")));
}

TEST(BadCertificates, SayWhatTheyAreInstead) {
  EXPECT_THAT(ErrorOf(File("key-sec1.pem")), HasSubstr("this is a private key"));
  EXPECT_THAT(ErrorOf(File("key-encrypted-pkcs8.pem")),
              HasSubstr("this is an encrypted private key"));
  EXPECT_THAT(ErrorOf(File("key-encrypted-old.pem")),
              HasSubstr("this is an encrypted private key"));
  EXPECT_THAT(ErrorOf("hello"), HasSubstr("no PEM block"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("empty"));
  EXPECT_THAT(ErrorOf("0abc"), HasSubstr("DER, but not one certificate"));
  EXPECT_THAT(ErrorOf(std::string(10 << 20, 'A')), HasSubstr("larger than 1 MiB"));
  const std::string whole = Blocks("srv-p256.chain.pem")[0];
  EXPECT_THAT(ErrorOf(whole.substr(0, whole.size() / 2)), HasSubstr("no END line"));
  std::string garbled = whole;
  garbled[60] = '!';
  EXPECT_THAT(ErrorOf(garbled), HasSubstr("line 2: the CERTIFICATE block of line 1 is no base64"));
  EXPECT_THAT(ErrorOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
              HasSubstr("line 1: certificate 1 cannot be read"));
}

TEST(BadCertificates, AreRefusedAtEveryCut) {
  const Bytes der = Certificates("srv-p521.chain.pem").front().der;
  for (size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(ReadCertificateFacts(View(der).first(size))) << size;
  }
}

TEST(Pem, ReadsBase64OfEveryLength) {
  // RFC 4648 10.
  const struct {
    const char *base64, *text;
  } rows[] = {{"", ""},
              {"Zg==", "f"},
              {"Zm8=", "fo"},
              {"Zm9v", "foo"},
              {"Zm9vYg==", "foob"},
              {"Zm9vYmE=", "fooba"},
              {"Zm9vYmFy", "foobar"}};
  for (const auto& row : rows) {
    const auto blocks = ReadPemBlocks(std::string("-----BEGIN X-----\r\n") + row.base64 +
                                      "\r\n-----END X-----\r\n");
    ASSERT_TRUE(blocks) << blocks.error();
    ASSERT_EQ(blocks->size(), 1u);
    EXPECT_EQ(AsText(blocks->front().bytes), row.text);
  }
  EXPECT_FALSE(ReadPemBlocks("-----BEGIN X-----\nZ\n-----END X-----\n"));
  EXPECT_FALSE(ReadPemBlocks("-----BEGIN X-----\nZg=\n-----END X-----\n"));
  EXPECT_FALSE(ReadPemBlocks("-----BEGIN X-----\nZg==\n-----END Y-----\n"));
}

}  // namespace
}  // namespace shakedown
