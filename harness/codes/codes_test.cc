#include "harness/codes/codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/codes/test_tables.h"

namespace shakedown {
namespace {

constexpr auto kTls12 = ProtocolVersion::kTls12;
constexpr auto kTls13 = ProtocolVersion::kTls13;

bool Shows(const std::vector<SystemCode>& codes, std::string_view system, std::string_view code,
           Role side) {
  return std::any_of(codes.begin(), codes.end(), [&](const SystemCode& row) {
    return row.system == system && row.code == code && row.side == side;
  });
}

TEST(CodesFor, UnknownCaNoticedByAClient) {
  auto codes =
      TestCodes().CodesFor("unknown_ca", kTls12, Role::kClient, AlertDescription::kUnknownCa);
  EXPECT_TRUE(Shows(codes, "boringssl", "125", Role::kClient));
  EXPECT_TRUE(Shows(codes, "chrome", "-202", Role::kClient));
  EXPECT_TRUE(Shows(codes, "openssl", "0A000086", Role::kClient));
  EXPECT_TRUE(Shows(codes, "nss", "-8179", Role::kClient));
  EXPECT_TRUE(Shows(codes, "system_ssl", "435", Role::kClient));
  EXPECT_TRUE(Shows(codes, "system_ssl", "8", Role::kClient));
  EXPECT_TRUE(Shows(codes, "curl", "60", Role::kClient));
  EXPECT_TRUE(ShowsCode(codes, "openssl", "verify 20"));
  EXPECT_TRUE(ShowsCode(codes, "jsse", "unable to find valid certification path"));
}

TEST(CodesFor, TheOtherSideIsToldByTheAlert) {
  auto codes =
      TestCodes().CodesFor("unknown_ca", kTls12, Role::kClient, AlertDescription::kUnknownCa);
  EXPECT_TRUE(Shows(codes, "boringssl", "1048", Role::kServer));
  EXPECT_TRUE(Shows(codes, "openssl", "0A000418", Role::kServer));
  EXPECT_TRUE(Shows(codes, "gnutls", "-12", Role::kServer));
  EXPECT_TRUE(Shows(codes, "schannel", "0x80090325", Role::kServer));
  EXPECT_TRUE(ShowsCode(codes, "jsse", "Received fatal alert: unknown_ca"));
}

TEST(CodesFor, BrowsersAndCurlAreNeverServers) {
  for (const SystemCode& row :
       TestCodes().CodesFor("unknown_ca", kTls13, Role::kServer, AlertDescription::kUnknownCa)) {
    if (row.system == "chrome" || row.system == "curl") {
      EXPECT_EQ(row.side, Role::kClient) << row.code;
    }
  }
}

TEST(CodesFor, RowsOfAnotherVersionStayOut) {
  auto codes = TestCodes().CodesFor("no_common_group", kTls13, Role::kServer,
                                    AlertDescription::kHandshakeFailure);
  EXPECT_TRUE(Shows(codes, "boringssl", "266", Role::kServer));
  EXPECT_FALSE(Shows(codes, "boringssl", "184", Role::kServer));
  codes = TestCodes().CodesFor("no_common_group", kTls12, Role::kServer,
                               AlertDescription::kHandshakeFailure);
  EXPECT_TRUE(Shows(codes, "boringssl", "184", Role::kServer));
  EXPECT_FALSE(Shows(codes, "boringssl", "266", Role::kServer));
}

TEST(CodesFor, WithoutAnAlertTheOtherSideSeesTheEnd) {
  auto codes = TestCodes().CodesFor("fips_disallows_cipher", kTls13, Role::kServer, std::nullopt);
  EXPECT_TRUE(Shows(codes, "cms", "0x0335308F", Role::kServer));
  EXPECT_TRUE(Shows(codes, "icsf", "8/0xBFE", Role::kServer));
  EXPECT_TRUE(Shows(codes, "openssl", "0A000126", Role::kClient));
  EXPECT_TRUE(Shows(codes, "chrome", "-100", Role::kClient));
}

TEST(CodesFor, WithoutSideAndAlertNobodyIsTold) {
  for (const SystemCode& row :
       TestCodes().CodesFor("alpn_mismatch", std::nullopt, std::nullopt, std::nullopt)) {
    EXPECT_NE(row.code, "0A000126");
    EXPECT_NE(row.code, "-110");
  }
}

TEST(CodesFor, KnowsNothingOfAnUnknownCause) {
  EXPECT_TRUE(TestCodes().CodesFor("gremlins", kTls13, Role::kServer, std::nullopt).empty());
  EXPECT_EQ(TestCodes().FindCause("gremlins"), nullptr);
}

TEST(MatchesCode, ComparesCodesWholeAndTextsInPart) {
  SystemCode code{"openssl", "0A0000C1", "no shared cipher", Role::kServer, "", {}};
  EXPECT_TRUE(MatchesCode(code, "0A0000C1"));
  EXPECT_TRUE(MatchesCode(code, "0x0a0000c1"));
  EXPECT_TRUE(MatchesCode(code, "A0000C1"));
  EXPECT_TRUE(MatchesCode(code, "no shared cipher"));
  EXPECT_TRUE(MatchesCode(code, "shared cipher"));
  EXPECT_FALSE(MatchesCode(code, "0A0000C"));
  EXPECT_FALSE(MatchesCode(code, "no shared group"));
  EXPECT_FALSE(MatchesCode(code, ""));
}

TEST(MatchesCode, ANumberIsNeverFoundInsideAText) {
  SystemCode code{"at_tls", "435", "TTLS Error RC: 435 Initial Handshake", Role::kServer, "", {}};
  EXPECT_TRUE(MatchesCode(code, "435"));
  EXPECT_FALSE(MatchesCode(code, "43"));
  EXPECT_FALSE(MatchesCode(code, "-435"));
  EXPECT_TRUE(MatchesCode(code, "RC: 435"));
}

TEST(MatchesCode, TakesAnyRunOfSpacesForOne) {
  SystemCode code{"jsse", "E", "algorithm for EC  key", Role::kServer, "", {}};
  EXPECT_TRUE(MatchesCode(code, "algorithm for EC key"));
  EXPECT_TRUE(MatchesCode(code, "algorithm for EC  key"));
}

TEST(ShowsCode, LooksAtTheNamedSystemOnly) {
  std::vector<SystemCode> codes = {{"nss", "-8179", "X", Role::kClient, "", {}}};
  EXPECT_TRUE(ShowsCode(codes, "nss", "-8179"));
  EXPECT_FALSE(ShowsCode(codes, "jsse", "-8179"));
}

}  // namespace
}  // namespace shakedown
