// The shipped tables hold together and contain what the field reports need.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "harness/codes/tables.h"
#include "harness/codes/test_tables.h"

namespace shakedown {
namespace {

using ::testing::UnorderedElementsAre;

TEST(ShippedTables, NameThirteenSystems) {
  std::vector<std::string> names(TestCodes().systems().begin(), TestCodes().systems().end());
  EXPECT_THAT(names,
              UnorderedElementsAre("at_tls", "boringssl", "chrome", "cms", "curl", "gnutls", "go",
                                   "icsf", "jsse", "nss", "openssl", "schannel", "system_ssl"));
}

TEST(ShippedTables, TellACauseInOneLine) {
  EXPECT_EQ(TestCodes().causes().size(), 84u);
  for (const Cause& cause : TestCodes().causes()) {
    EXPECT_LE(cause.title.size(), 90u) << cause.key;
    EXPECT_EQ(cause.title.find('\n'), std::string::npos) << cause.key;
    EXPECT_NE(cause.title.back(), '.') << cause.key;
    EXPECT_EQ(cause.fix.back(), '.') << cause.key;
  }
}

TEST(ShippedTables, ReturnOnlyWhatIsFact) {
  size_t returned = 0;
  for (const Cause& cause : TestCodes().causes()) {
    for (Role by : {Role::kClient, Role::kServer}) {
      for (const CodePoint& alert : AlertDescriptions()) {
        for (const SystemCode& row : TestCodes().CodesFor(
                 cause.key, std::nullopt, by, static_cast<AlertDescription>(alert.number))) {
          ++returned;
          ASSERT_TRUE(row.confidence == Confidence::kVerified ||
                      row.confidence == Confidence::kMeasured)
              << cause.key << " " << row.system << " " << row.code;
        }
      }
    }
  }
  EXPECT_GT(returned, 0u);
}

TEST(ShippedTables, KeepUnverifiedNumbersToThemselves) {
  std::map<std::string, std::string> files = TableFiles();
  // 447 for a required server name is remembered, not read anywhere.
  EXPECT_NE(files["system_ssl.json"].find("\"447\""), std::string::npos);
  auto codes = TestCodes().CodesFor("sni_required", std::nullopt, Role::kServer,
                                    AlertDescription::kUnrecognizedName);
  EXPECT_FALSE(ShowsCode(codes, "system_ssl", "447"));
  EXPECT_FALSE(ShowsCode(codes, "at_tls", "447"));
}

TEST(ShippedTables, ShowNoGuessedSymbol) {
  for (const auto& [name, text] : TableFiles()) {
    EXPECT_EQ(text.find("?\""), std::string::npos) << name;
  }
}

TEST(ShippedTables, AtTlsShowsSystemSslNumbersInItsMessage) {
  auto codes =
      TestCodes().CodesFor("unknown_ca", std::nullopt, Role::kServer, AlertDescription::kUnknownCa);
  EXPECT_TRUE(ShowsCode(codes, "at_tls", "EZD1286I/EZD1287I TTLS Error RC: 435 Initial Handshake"));
}

// One report from the field: what was seen, on which side, and its cause.
struct FieldReport {
  const char* cause;
  std::optional<Role> by;
  std::optional<int> alert;
  const char* system;
  const char* shown;
};

constexpr Role kC = Role::kClient;
constexpr Role kS = Role::kServer;

const FieldReport kFieldReports[] = {
    {"no_tls13_cipher_configured", kS, 40, "system_ssl", "402"},
    {"no_tls13_cipher_configured", kS, 40, "chrome", "-113"},
    {"crypto_provider_failed", kS, 51, "cms", "03353084"},
    {"crypto_provider_failed", kS, 51, "icsf", "8/0x2b00"},
    {"crypto_provider_failed", kS, 51, "openssl", "tlsv1 alert decrypt error"},
    {"fips_disallows_cipher", kS, std::nullopt, "cms", "0335308f"},
    {"fips_disallows_cipher", kS, std::nullopt, "icsf", "8/0xbfe"},
    {"no_signature_scheme_for_key", kS, 80, "jsse",
     "No supported CertificateVerify signature algorithm for EC key"},
    {"no_signature_scheme_for_key", kS, 80, "chrome", "-107"},
    {"peer_used_unoffered_sigalg", kC, 47, "boringssl", "245"},
    {"peer_used_unoffered_sigalg", kC, 47, "chrome", "-107"},
    {"unknown_ca", kS, 48, "openssl", "tlsv1 alert unknown ca"},
    {"unknown_ca", kS, 48, "boringssl", "1048"},
    {"private_key_unavailable", kS, std::nullopt, "jsse", "is not available or no authority"},
    {"provider_missing", std::nullopt, std::nullopt, "jsse",
     "None of the protocols specified are supported by the SSL engine : TLSv1.3"},
    {"key_label_missing", std::nullopt, std::nullopt, "at_tls", "6"},
    {"expired", kS, std::nullopt, "at_tls", "6"},
    {"client_cert_missing", kS, 40, "at_tls", "403"},
    {"private_key_unavailable", kS, std::nullopt, "at_tls", "428"},
    {"unknown_ca", kC, 48, "at_tls", "435"},
    {"cert_type_not_usable_with_cipher", kS, 40, "at_tls", "510"},
    {"cert_chain_signature_not_in_peer_sigalgs", kS, 40, "at_tls", "467"},
    {"plaintext_to_tls_port", kS, std::nullopt, "at_tls", "5003"},
    {"self_signed", kC, 48, "at_tls", "417"},
    {"unknown_ca", kC, 48, "at_tls", "417"},
};

TEST(ShippedTables, ShowEveryFieldReport) {
  for (const FieldReport& report : kFieldReports) {
    std::optional<AlertDescription> alert;
    if (report.alert) alert = static_cast<AlertDescription>(*report.alert);
    auto codes = TestCodes().CodesFor(report.cause, std::nullopt, report.by, alert);
    EXPECT_TRUE(ShowsCode(codes, report.system, report.shown))
        << report.cause << " " << report.system << " " << report.shown;
  }
}

}  // namespace
}  // namespace shakedown
