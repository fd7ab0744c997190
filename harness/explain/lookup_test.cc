#include "harness/explain/lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

bool HasFinding(const Explanation& explanation, const LookupRow& row) {
  for (const Story& story : explanation.stories) {
    for (const Finding& finding : story.findings) {
      if (finding.system == row.system->name && finding.code == row.label()) return true;
    }
  }
  return false;
}

TEST(ShippedLookup, HasTheSystems) {
  std::vector<std::string> names;
  size_t rows = 0;
  for (const auto& system : TestLookup().systems()) {
    names.push_back(system->name);
    rows += system->rows.size();
  }
  EXPECT_THAT(
      names, UnorderedElementsAre("alert", "at_tls", "boringssl", "chrome", "cms", "curl", "gnutls",
                                  "go", "icsf", "jsse", "mbedtls", "mbedtls_verify", "nss",
                                  "openssl", "openssl_crypto", "openssl_verify", "schannel",
                                  "system_ssl", "wolfssl", "zos"));
  EXPECT_GT(rows, 2400u);
}

TEST(ShippedLookup, EveryCodeIsFoundByItsNumber) {
  for (const auto& system : TestLookup().systems()) {
    for (const LookupRow& row : system->rows) {
      if (row.code.empty()) continue;
      EXPECT_TRUE(HasFinding(Explained(row.code), row)) << system->name << " " << row.code;
      EXPECT_TRUE(HasFinding(Explained(row.code, system->name), row)) << row.code;
      if (!row.number) continue;
      const std::string number = std::to_string(*row.number);
      EXPECT_TRUE(HasFinding(Explained(number, system->name), row)) << number;
    }
  }
}

TEST(ShippedLookup, EveryCodeIsFoundByItsSymbolAndText) {
  for (const auto& system : TestLookup().systems()) {
    for (const LookupRow& row : system->rows) {
      // Hundreds of Java's messages share an exception class.
      if (!row.symbol.empty() && system->name != "jsse") {
        EXPECT_TRUE(HasFinding(Explained(row.symbol), row)) << system->name << " " << row.symbol;
      }
      if (!row.text.empty()) {
        EXPECT_TRUE(HasFinding(Explained(row.text), row)) << system->name << " " << row.text;
      }
      for (const std::string& name : row.names) {
        EXPECT_TRUE(HasFinding(Explained(name), row)) << system->name << " " << name;
      }
    }
  }
}

TEST(ShippedLookup, WhatIsNotConfirmedIsNotToldAsFact) {
  size_t unconfirmed = 0;
  for (const auto& system : TestLookup().systems()) {
    for (const LookupRow& row : system->rows) {
      if (row.confidence != Confidence::kUnverified) continue;
      ++unconfirmed;
      const Explanation explanation = Explained(row.code, system->name);
      for (const Story& story : explanation.stories) {
        const Finding& finding = story.findings.front();
        if (finding.code != row.code) continue;
        EXPECT_THAT(finding.meaning.text, HasSubstr("not confirmed")) << row.code;
        for (const LikelyCause& cause : finding.causes) {
          EXPECT_EQ(cause.confidence, Confidence::kUnverified) << row.code;
        }
      }
    }
  }
  EXPECT_GT(unconfirmed, 30u);
}

TEST(Lookup, ForgivesCaseBlanksAndUnderscores) {
  EXPECT_FALSE(TestLookup().Exactly("Handshake  Failure").empty());
  EXPECT_FALSE(TestLookup().Exactly("ssl_r_no_shared_cipher").empty());
  EXPECT_TRUE(TestLookup().Exactly("no such thing").empty());
  EXPECT_TRUE(TestLookup().Exactly("").empty());
}

TEST(Lookup, KnowsWhatResembles) {
  EXPECT_THAT(TestLookup().Resembling("GNUTLS_E_NO_CIFER_SUITES", 3),
              Contains("GNUTLS_E_NO_CIPHER_SUITES"));
  EXPECT_TRUE(TestLookup().Resembling("qqqqqqqqqqqq", 3).empty());
  EXPECT_TRUE(TestLookup().Resembling("GNUTLS_E_NO_CIFER_SUITES", 3, "alert").empty());
}

TEST(Lookup, RefusesATableWithFileAndPath) {
  const auto refused = [](const std::string& row) {
    const auto lookup = Lookup::Parse(
        {{"x.json", R"({"system": "x", "title": "X", "about": "", "codes": [)" + row + "]}"}},
        TestCodes());
    return lookup ? std::string() : lookup.error();
  };
  EXPECT_EQ(refused(R"({"code": "1", "source": "s", "confidence": "verified"})"), "");
  EXPECT_THAT(refused(R"({"code": "1", "source": "s", "confidence": "sure"})"),
              HasSubstr("x.json: /codes/0/confidence"));
  EXPECT_THAT(refused(R"({"code": "1", "source": "", "confidence": "verified"})"),
              HasSubstr("/codes/0/source: empty"));
  EXPECT_THAT(refused(R"({"source": "s", "confidence": "verified"})"), HasSubstr("neither code"));
  EXPECT_THAT(refused(R"({"code": "1", "source": "s", "confidence": "verified",
                          "causes": ["gremlins"], "cause_confidence": "verified"})"),
              HasSubstr("unknown cause"));
  EXPECT_THAT(refused(R"({"code": "1", "source": "s", "confidence": "verified", "colour": 1})"),
              HasSubstr("unknown field"));
  EXPECT_THAT(refused(R"({"code": "1", "alerts": [256], "source": "s", "confidence": "verified"})"),
              HasSubstr("one byte"));
  EXPECT_THAT(refused("1"), HasSubstr("not an object"));
  EXPECT_FALSE(Lookup::Parse({}, TestCodes()));
}

}  // namespace
}  // namespace shakedown
