#include "harness/prove/compare.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

// A refusal after the ServerHello, foretold and seen alike.
Prediction RefusalForetold() {
  Prediction foretold;
  foretold.outcome = OutcomeKind::kRefused;
  foretold.by = Role::kClient;
  foretold.alert = AlertDescription::kUnknownCa;
  foretold.cause = CauseId::kUnknownCa;
  foretold.version = ProtocolVersion::kTls13;
  return foretold;
}

Observation Seen() {
  Observation seen;
  seen.kind = OutcomeKind::kRefused;
  seen.by = Role::kClient;
  seen.alert = Alert{AlertLevel::kFatal, AlertDescription::kUnknownCa};
  seen.cause = "unknown_ca";
  seen.negotiated.version = ProtocolVersion::kTls13;
  return seen;
}

TEST(Compare, FindsNothingWhereAllIsAsForetold) {
  EXPECT_TRUE(Compare(RefusalForetold(), Seen()).empty());
}

TEST(Compare, NamesTheFieldAndBothValues) {
  Observation seen = Seen();
  seen.alert->description = AlertDescription::kBadCertificate;
  const auto differences = Compare(RefusalForetold(), seen);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_STREQ(NameOf(differences[0].field), "alert");
  EXPECT_EQ(differences[0].foretold, "unknown_ca");
  EXPECT_EQ(differences[0].seen, "bad_certificate");
}

TEST(Compare, WhatIsThereOnOneSideOnlyDiffers) {
  Observation seen = Seen();
  seen.negotiated.version.reset();
  seen.negotiated.hello_retry_request = true;
  EXPECT_EQ(Compare(RefusalForetold(), seen).size(), 2u);
}

}  // namespace
}  // namespace shakedown
