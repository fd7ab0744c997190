// The user's PEM files, written by GnuTLS and read by the forge.
#include <gmock/gmock.h>
#include <gnutls/abstract.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "harness/pki/gnutls_judge.h"
#include "harness/pki/pki.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Pem(const char* label, const Bytes& der) {
  const gnutls_datum_t data = {const_cast<unsigned char*>(der.data()),
                               static_cast<unsigned>(der.size())};
  gnutls_datum_t pem = {};
  if (gnutls_pem_base64_encode2(label, &data, &pem) != 0) return "";
  std::string text(reinterpret_cast<char*>(pem.data), pem.size);
  gnutls_free(pem.data);
  return text;
}

std::string CertificatePem(const Bytes& der) { return Pem("CERTIFICATE", der); }

// The key in PKCS #1 (RSA only) or, with a password, in encrypted PKCS #8.
std::string KeyPem(const Bytes& pkcs8, const char* password = nullptr) {
  gnutls_x509_privkey_t key = nullptr;
  gnutls_x509_privkey_init(&key);
  const gnutls_datum_t der = {const_cast<unsigned char*>(pkcs8.data()),
                              static_cast<unsigned>(pkcs8.size())};
  gnutls_x509_privkey_import2(key, &der, GNUTLS_X509_FMT_DER, nullptr, 0);
  gnutls_datum_t pem = {};
  if (password == nullptr) {
    gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem);
  } else {
    gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, password, GNUTLS_PKCS_PBES2_AES_128,
                                      &pem);
  }
  std::string text(reinterpret_cast<char*>(pem.data), pem.size);
  gnutls_free(pem.data);
  gnutls_x509_privkey_deinit(key);
  return text;
}

// A secp256r1 key in SEC 1 form (RFC 5915 3): the last 109 bytes of its PKCS #8 form, with the
// curve, which PKCS #8 names outside, put in before the public key.
std::string Sec1Pem(const Bytes& pkcs8) {
  Bytes sec1(pkcs8.end() - 109, pkcs8.end());
  const Bytes curve = *FromHex("a00a06082a8648ce3d030107");
  sec1[1] = static_cast<uint8_t>(sec1[1] + curve.size());
  sec1.insert(sec1.begin() + 39, curve.begin(), curve.end());
  return Pem("EC PRIVATE KEY", sec1);
}

// A self-signed certificate over a key of a size that the harness has no name for.
Bytes OddlySizedCertificate() {
  gnutls_x509_privkey_t key = nullptr;
  gnutls_x509_crt_t certificate = nullptr;
  gnutls_x509_privkey_init(&key);
  gnutls_x509_crt_init(&certificate);
  gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, 1536, 0);
  gnutls_x509_crt_set_version(certificate, 3);
  gnutls_x509_crt_set_serial(certificate, "\x01", 1);
  gnutls_x509_crt_set_activation_time(certificate, 1577836800);
  gnutls_x509_crt_set_expiration_time(certificate, 1893456000);
  gnutls_x509_crt_set_dn(certificate, "CN=odd", nullptr);
  gnutls_x509_crt_set_key(certificate, key);
  gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  gnutls_datum_t der = {};
  gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der);
  Bytes bytes(der.data, der.data + der.size);
  gnutls_free(der.data);
  gnutls_x509_crt_deinit(certificate);
  gnutls_x509_privkey_deinit(key);
  return bytes;
}

class PemTest : public ::testing::Test {
 protected:
  PemTest() : folder_(fs::temp_directory_path() / ("shakedown-pem-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    auto opened = OpenPki(SHAKEDOWN_BUILD_DIR "/modules", SHAKEDOWN_SOURCE_DIR "/harness/pki/keys");
    if (!opened) throw std::runtime_error(opened.error());
    pki_ = std::move(*opened);
  }
  ~PemTest() override { fs::remove_all(folder_); }

  const Identity& Made(KeyType key, std::vector<KeyType> intermediates = {}) {
    CertificateSpec spec;
    spec.key = key;
    spec.intermediates = std::move(intermediates);
    return **pki_->IdentityFor(spec, Role::kServer);
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  auto FromFiles(const std::string& chain_file, const std::string& key_file) {
    CertificateSpec spec;
    spec.chain_file = chain_file;
    spec.key_file = key_file;
    return pki_->IdentityFor(spec, Role::kServer);
  }

  std::string Refusal(const std::string& chain_file, const std::string& key_file) {
    auto identity = FromFiles(chain_file, key_file);
    return identity ? "" : identity.error();
  }

  const fs::path folder_;
  std::unique_ptr<Pki> pki_;
};

TEST_F(PemTest, ReadsEveryKeyFormat) {
  const Identity& rsa = Made(KeyType::kRsa2048);
  const Identity& curve = Made(KeyType::kSecp256r1);
  const Identity& edwards = Made(KeyType::kEd25519);
  ASSERT_THAT(KeyPem(rsa.key), HasSubstr("BEGIN RSA PRIVATE KEY"));
  const std::pair<const Identity*, std::string> rows[] = {
      {&rsa, Pem("PRIVATE KEY", rsa.key)},
      {&rsa, KeyPem(rsa.key)},
      {&curve, Pem("PRIVATE KEY", curve.key)},
      {&curve, Sec1Pem(curve.key)},
      {&edwards, Pem("PRIVATE KEY", edwards.key)}};
  int number = 0;
  for (const auto& [made, key] : rows) {
    SCOPED_TRACE(key);
    const std::string suffix = std::to_string(++number);
    auto read = FromFiles(Write("chain" + suffix, CertificatePem(made->chain.front())),
                          Write("key" + suffix, key));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ((*read)->chain, made->chain);
    EXPECT_EQ((*read)->key_type, made->key_type);
    EXPECT_TRUE(KeyFits(**read));
    EXPECT_NE((*read)->id, 0u);
  }
}

TEST_F(PemTest, SkipsTextAroundTheBlocksAndTakesDosLineEnds) {
  const Identity& made = Made(KeyType::kSecp256r1, {KeyType::kRsa2048});
  std::string text = "Subject: something\n" + CertificatePem(made.chain[0]) + "and its issuer:\n" +
                     CertificatePem(made.chain[1]) + "\nthe end";
  std::string dos;
  for (char c : text) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const std::string key = Write("key", Pem("PRIVATE KEY", made.key) + "trailing text\n");
  for (const std::string& chain : {Write("unix", text), Write("dos", dos)}) {
    auto read = FromFiles(chain, key);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ((*read)->chain, made.chain);
  }
}

TEST_F(PemTest, ChainStaysInTheOrderOfTheFile) {
  const Identity& made = Made(KeyType::kSecp256r1, {KeyType::kRsa2048, KeyType::kSecp384r1});
  const std::string chain =
      Write("chain", CertificatePem(made.chain[0]) + CertificatePem(made.chain[2]) +
                         CertificatePem(made.chain[1]));
  auto read = FromFiles(chain, Write("key", Pem("PRIVATE KEY", made.key)));
  ASSERT_TRUE(read) << read.error();
  EXPECT_THAT((*read)->chain, ::testing::ElementsAre(made.chain[0], made.chain[2], made.chain[1]));
}

TEST_F(PemTest, ChainAndKeyMayShareAFile) {
  const Identity& made = Made(KeyType::kSecp256r1);
  const std::string both =
      Write("both", Pem("PRIVATE KEY", made.key) + CertificatePem(made.chain[0]));
  auto read = FromFiles(both, both);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ((*read)->chain, made.chain);
}

TEST_F(PemTest, ErrorsNameTheFileAndWhatIsWrong) {
  const Identity& made = Made(KeyType::kSecp256r1);
  const std::string chain = Write("good.crt", CertificatePem(made.chain[0]));
  const std::string key = Write("good.key", Pem("PRIVATE KEY", made.key));
  ASSERT_EQ(Refusal(chain, key), "");

  const std::string absent = (folder_ / "absent").string();
  EXPECT_EQ(Refusal(absent, key), absent + ": no such file");
  EXPECT_EQ(Refusal(chain, absent), absent + ": no such file");
  EXPECT_EQ(Refusal(folder_.string(), key), folder_.string() + ": not a regular file");
  EXPECT_EQ(Refusal(key, key), key + ": no certificate in this file");
  EXPECT_EQ(Refusal(chain, chain), chain + ": no private key in this file");

  const std::string empty = Write("empty", "");
  EXPECT_EQ(Refusal(empty, key), empty + ": no certificate in this file");

  const std::string encrypted = Write("pkcs8.enc", KeyPem(made.key, "secret"));
  EXPECT_THAT(Refusal(chain, encrypted), AllOf(HasSubstr(encrypted), HasSubstr("encrypted")));
  std::string old = Sec1Pem(made.key);
  old.insert(old.find('\n') + 1,
             "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n");
  const std::string encrypted_old = Write("old.enc", old);
  EXPECT_THAT(Refusal(chain, encrypted_old),
              AllOf(HasSubstr(encrypted_old), HasSubstr("encrypted")));

  const std::string other = Write("other.key", Pem("PRIVATE KEY", Made(KeyType::kRsa2048).key));
  EXPECT_EQ(Refusal(chain, other),
            other + ": this key does not belong to the first certificate of " + chain);

  const std::string large = Write("large", std::string((1 << 20) + 1, ' '));
  EXPECT_EQ(Refusal(large, key), large + ": larger than 1 MiB");
}

TEST_F(PemTest, BrokenBlocksAreErrorsEvenAfterGoodOnes) {
  const Identity& made = Made(KeyType::kSecp256r1);
  const std::string key = Write("key", Pem("PRIVATE KEY", made.key));
  const std::string good = CertificatePem(made.chain[0]);
  std::string cut = good;
  cut.resize(cut.size() / 2);
  std::string garbled = good;
  garbled[garbled.size() / 2] = '!';
  Bytes longer = made.chain[0];
  longer.push_back(0);
  const std::pair<std::string, const char*> rows[] = {
      {good + cut, "broken PEM block"},
      {good + garbled, "broken PEM block"},
      {good + Pem("CERTIFICATE", {0x30, 0x03, 0x02, 0x01, 0x05}), "certificate 2 cannot be read"},
      {Pem("CERTIFICATE", longer), "bytes follow certificate 1"},
  };
  for (const auto& [text, expected] : rows) {
    const std::string file = Write("broken", text);
    EXPECT_THAT(Refusal(file, key), AllOf(HasSubstr(file), HasSubstr(expected)));
  }
  const std::string no_key = Write("no-key", Pem("PRIVATE KEY", {0x30, 0x00}));
  EXPECT_THAT(Refusal(Write("good", good), no_key),
              AllOf(HasSubstr(no_key), HasSubstr("PRIVATE KEY cannot be read")));
}

TEST_F(PemTest, KeyTypeWithoutANameIsAnErrorThatTellsIt) {
  const std::string chain = Write("odd.crt", CertificatePem(OddlySizedCertificate()));
  EXPECT_THAT(Refusal(chain, Write("key", Pem("PRIVATE KEY", Made(KeyType::kRsa2048).key))),
              AllOf(HasSubstr(chain), HasSubstr("RSA with 1536 bits")));
}

TEST_F(PemTest, AnchorIsTheFilesOnlyCertificateOrTheTopOfItsChain) {
  const Identity& made = Made(KeyType::kSecp256r1, {KeyType::kRsa2048});
  const Bytes& root = (*pki_->Anchor("ec-ca"))->certificate;
  const std::string alone = Write("root", CertificatePem(root));
  const std::string chain =
      Write("chain",
            CertificatePem(made.chain[0]) + CertificatePem(made.chain[1]) + CertificatePem(root));
  for (const std::string& file : {alone, chain}) {
    auto anchor = pki_->Anchor(file);
    ASSERT_TRUE(anchor) << anchor.error();
    EXPECT_EQ((*anchor)->certificate, root);
    EXPECT_EQ((*anchor)->ca, file);
    EXPECT_EQ(Judge(made, **anchor, Role::kServer, kDefaultServerName), 0u);
  }
}

TEST_F(PemTest, RootOfAChainReadFromAFileCanBeTrusted) {
  const Identity& made = Made(KeyType::kSecp256r1);
  const Bytes& root = (*pki_->Anchor("ec-ca"))->certificate;
  const std::string chain = Write("chain", CertificatePem(made.chain[0]) + CertificatePem(root));
  auto read = FromFiles(chain, Write("key", Pem("PRIVATE KEY", made.key)));
  ASSERT_TRUE(read) << read.error();
  auto anchor = pki_->Anchor((*read)->root);
  ASSERT_TRUE(anchor) << anchor.error();
  EXPECT_EQ((*anchor)->certificate, root);
}

TEST_F(PemTest, BundleOfUnrelatedAnchorsIsRefused) {
  const std::string bundle =
      Write("bundle", CertificatePem((*pki_->Anchor("ec-ca"))->certificate) +
                          CertificatePem((*pki_->Anchor("rsa-ca"))->certificate));
  auto anchor = pki_->Anchor(bundle);
  ASSERT_FALSE(anchor);
  EXPECT_THAT(anchor.error(),
              AllOf(HasSubstr(bundle), HasSubstr("certificate 2 did not issue certificate 1")));
}

TEST_F(PemTest, RevocationListInTheFileCountsOnlyWhereOneIsAsked) {
  const TrustAnchor& made = **pki_->Anchor("ec-ca", true);
  const std::string file =
      Write("root", CertificatePem(made.certificate) + Pem("X509 CRL", made.crl));
  EXPECT_EQ((*pki_->Anchor(file, true))->crl, made.crl);
  EXPECT_TRUE((*pki_->Anchor(file, false))->crl.empty());
}

}  // namespace
}  // namespace shakedown
