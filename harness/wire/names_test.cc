#include "harness/wire/names.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace shakedown {
namespace {

using testing::ElementsAre;

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return upper;
}

std::string Digits(const char* format, unsigned number) {
  char text[8];
  std::snprintf(text, sizeof(text), format, number);
  return text;
}

// `text` in pieces of `size` characters, each looked up.
template <typename Code>
std::vector<Code> Listed(std::string_view text, size_t size,
                         std::optional<Code> (*named)(std::string_view)) {
  std::vector<Code> codes;
  for (; !text.empty(); text.remove_prefix(size)) {
    const auto code = named(text.substr(0, size));
    if (!code) {
      ADD_FAILURE() << text.substr(0, size);
      return codes;
    }
    codes.push_back(*code);
  }
  return codes;
}

// Fails if a name, in whatever case, would stand for two numbers; then a look-up has one answer.
class OneMeaning {
 public:
  template <typename Code>
  void Add(std::string_view name, Code code, std::optional<Code> (*named)(std::string_view)) {
    if (name.empty()) return;
    const auto number = static_cast<uint16_t>(code);
    const auto [known, is_new] = meanings_.emplace(Upper(name), number);
    EXPECT_TRUE(is_new || known->second == number) << name;
    for (const std::string& spelling : {std::string(name), Upper(name)}) {
      EXPECT_EQ(named(spelling), std::optional(code)) << spelling;
    }
  }
  size_t size() const { return meanings_.size(); }

 private:
  std::map<std::string, uint16_t> meanings_;
};

TEST(CipherSuiteNames, EachStandForOneSuiteAndFindIt) {
  OneMeaning names;
  for (const CipherSuiteNames& row : CipherSuiteTable()) {
    for (auto name : {row.iana, row.openssl, row.gnutls, row.system_ssl_2, row.system_ssl_4}) {
      names.Add(name, row.suite, CipherSuiteNamed);
    }
    EXPECT_EQ(NamesOf(row.suite).iana, row.iana);
  }
  EXPECT_GT(names.size(), CipherSuites().size() * 2);
}

TEST(NamedGroupNames, EachStandForOneGroupAndFindIt) {
  OneMeaning names;
  for (const NamedGroupNames& row : NamedGroupTable()) {
    for (auto name : {row.iana, row.openssl, row.gnutls, row.system_ssl}) {
      names.Add(name, row.group, NamedGroupNamed);
    }
    EXPECT_EQ(NamesOf(row.group).iana, row.iana);
  }
  EXPECT_GT(names.size(), NamedGroups().size());
}

TEST(SignatureSchemeNames, EachStandForOneSchemeAndFindIt) {
  OneMeaning names;
  for (const SignatureSchemeNames& row : SignatureSchemeTable()) {
    for (auto name : {row.iana, row.openssl, row.gnutls, row.system_ssl, row.at_tls}) {
      names.Add(name, row.scheme, SignatureSchemeNamed);
    }
    EXPECT_EQ(NamesOf(row.scheme).iana, row.iana);
  }
  EXPECT_GT(names.size(), SignatureSchemes().size());
}

TEST(SystemSsl, WritesASuiteAsItsNumberInHex) {
  size_t of_4 = 0;
  for (const CipherSuiteNames& row : CipherSuiteTable()) {
    const auto number = static_cast<unsigned>(row.suite);
    if (!row.system_ssl_4.empty()) {
      EXPECT_EQ(row.system_ssl_4, Digits("%04X", number));
      ++of_4;
    }
    // Two characters are enough for the suites of the first 256, which have both forms or none.
    EXPECT_EQ(!row.system_ssl_2.empty(), !row.system_ssl_4.empty() && number < 0x100) << row.iana;
    if (row.system_ssl_2.empty()) continue;
    EXPECT_EQ(row.system_ssl_2, Digits("%02X", number));
  }
  EXPECT_GE(of_4, 80u);
}

TEST(SystemSsl, WritesAGroupAsItsNumberInDecimal) {
  size_t count = 0;
  for (const NamedGroupNames& row : NamedGroupTable()) {
    if (row.system_ssl.empty()) continue;
    EXPECT_EQ(row.system_ssl, Digits("%04u", static_cast<unsigned>(row.group)));
    ++count;
  }
  EXPECT_GE(count, 7u);
}

TEST(SystemSsl, WritesASchemeAsItsNumberInHex) {
  size_t count = 0;
  for (const SignatureSchemeNames& row : SignatureSchemeTable()) {
    EXPECT_EQ(row.system_ssl.empty(), row.at_tls.empty()) << row.iana;
    if (row.system_ssl.empty()) continue;
    EXPECT_EQ(row.system_ssl, Digits("%04X", static_cast<unsigned>(row.scheme)));
    ++count;
  }
  EXPECT_GE(count, 16u);
}

// The defaults of z/OS V2R1 outside FIPS mode, in both forms.
TEST(SystemSsl, DefaultListsOfBothFormsNameTheSameSuites) {
  const auto two =
      Listed("050435363738392F303132330A1613100D0915120F0C0306020100", 2, CipherSuiteNamed);
  const auto four = Listed(
      "0005000400350036003700380039002F0030003100320033000A001600130010000D000900150012000F000C"
      "00030006000200010000",
      4, CipherSuiteNamed);
  EXPECT_EQ(two, four);
  ASSERT_EQ(two.size(), 27u);
  EXPECT_EQ(NameOf(two[0]), "TLS_RSA_WITH_RC4_128_SHA");
  EXPECT_EQ(NameOf(two[2]), "TLS_RSA_WITH_AES_256_CBC_SHA");
}

// The defaults of a z/OS 3.1 client.
TEST(SystemSsl, DefaultListsOfGroupsAndSchemesAreUnderstood) {
  EXPECT_THAT(Listed("002100230024002500190029", 4, NamedGroupNamed),
              ElementsAre(NamedGroup{21}, NamedGroup::kSecp256r1, NamedGroup::kSecp384r1,
                          NamedGroup::kSecp521r1, NamedGroup{19}, NamedGroup::kX25519));
  const auto schemes = Listed("0601060305010503040104030402030103030302020102030202080608050804", 4,
                              SignatureSchemeNamed);
  ASSERT_EQ(schemes.size(), 16u);
  EXPECT_EQ(NameOf(schemes[1]), "ecdsa_secp521r1_sha512");
  EXPECT_EQ(NameOf(schemes[13]), "rsa_pss_rsae_sha512");
}

TEST(Names, AreThoseOfTheLibrariesManuals) {
  EXPECT_EQ(NamesOf(CipherSuite{0x0035}).openssl, "AES256-SHA");
  EXPECT_EQ(NamesOf(CipherSuite{0xc02f}).openssl, "ECDHE-RSA-AES128-GCM-SHA256");
  EXPECT_EQ(NamesOf(CipherSuite{0x000a}).openssl, "DES-CBC3-SHA");
  EXPECT_EQ(NamesOf(CipherSuite{0x0035}).gnutls, "TLS_RSA_AES_256_CBC_SHA1");
  EXPECT_EQ(NamesOf(NamedGroup::kSecp256r1).gnutls, "SECP256R1");
  EXPECT_EQ(CipherSuiteNamed("EDH-RSA-DES-CBC3-SHA"), CipherSuite{0x0016});
  EXPECT_EQ(NamedGroupNamed("P-256"), NamedGroup::kSecp256r1);
  EXPECT_EQ(NamedGroupNamed("prime256v1"), NamedGroup::kSecp256r1);
  EXPECT_EQ(NamedGroupNamed("GROUP-X25519"), NamedGroup::kX25519);
  EXPECT_EQ(SignatureSchemeNamed("RSA+SHA256"), SignatureScheme::kRsaPkcs1Sha256);
  EXPECT_EQ(SignatureSchemeNamed("SIGN-ECDSA-SHA384"), SignatureScheme::kEcdsaSecp384r1Sha384);
  EXPECT_EQ(SignatureSchemeNamed("TLS_SIGALG_SHA512_WITH_ECDSA"),
            SignatureScheme::kEcdsaSecp521r1Sha512);
}

// Hex to one, decimal to the other.
TEST(Names, TellTheDigitsOfSystemSslFromNumbers) {
  EXPECT_EQ(CipherSuiteNamed("0029"), std::nullopt);  // a Kerberos suite, which it never had
  EXPECT_EQ(CipherSuiteNamed("0x0029"), CipherSuite{0x0029});
  EXPECT_EQ(NamedGroupNamed("0029"), NamedGroup::kX25519);
  EXPECT_EQ(NamedGroupNamed("0x0029"), NamedGroup{0x0029});
  EXPECT_EQ(CipherSuiteNamed("c02f"), CipherSuite{0xc02f});
}

TEST(Names, OfTheUnknownAreEmpty) {
  const CipherSuiteNames suite = NamesOf(CipherSuite{0x0a0a});
  EXPECT_EQ(suite.suite, CipherSuite{0x0a0a});
  EXPECT_EQ(suite.iana, "");
  EXPECT_EQ(NamesOf(NamedGroup{0xffff}).group, NamedGroup{0xffff});
  EXPECT_EQ(NamesOf(SignatureScheme{0}).openssl, "");
  for (std::string_view name : {"", " ", "GROUP-", "SIGN-", "0x", "AES", "TLS_", "5", "00050"}) {
    EXPECT_EQ(CipherSuiteNamed(name), std::nullopt) << name;
    EXPECT_EQ(NamedGroupNamed(name), std::nullopt) << name;
    EXPECT_EQ(SignatureSchemeNamed(name), std::nullopt) << name;
  }
}

// AT-TLS names SSL 2.0's kinds by the digits 1 to 7 without IDEA's 5; the first byte is that digit.
TEST(Ssl2CipherKinds, AreNumberedAsSystemSslDoes) {
  uint32_t last = 0;
  for (const Ssl2CipherKind& kind : Ssl2CipherKinds()) {
    EXPECT_LT(last, kind.number);
    last = kind.number;
    if (kind.system_ssl.empty()) continue;
    EXPECT_EQ(kind.system_ssl, std::to_string(kind.number >> 16));
  }
  EXPECT_EQ(Ssl2CipherKinds().size(), 7u);
}

}  // namespace
}  // namespace shakedown
