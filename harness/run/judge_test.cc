#include "harness/run/judge.h"

#include <gmock/gmock.h>

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Alert kFailure{AlertLevel::kFatal, AlertDescription::kHandshakeFailure};
constexpr Alert kBadMac{AlertLevel::kFatal, AlertDescription::kBadRecordMac};
constexpr Alert kNameWarning{AlertLevel::kWarning, AlertDescription::kUnrecognizedName};
constexpr Alert kCloseNotify{AlertLevel::kWarning, AlertDescription::kCloseNotify};

// The server refuses with handshake_failure, and the client hears it.
Played Refused() {
  Played played;
  Observation& seen = played.seen;
  seen.kind = OutcomeKind::kRefused;
  seen.by = Role::kServer;
  seen.alert = kFailure;
  seen.cause = "no_common_group";
  seen.phase = "ClientHello";
  seen.server.alerts_sent = {kFailure};
  seen.client.alerts_received = {kFailure};
  return played;
}

Expectation Refusal() {
  Expectation expect;
  expect.outcome = OutcomeKind::kRefused;
  expect.by = Role::kServer;
  expect.alert = AlertDescription::kHandshakeFailure;
  expect.cause = "no_common_group";
  return expect;
}

Played Agreed() {
  Played played;
  Observation& seen = played.seen;
  seen.kind = OutcomeKind::kAgreed;
  seen.negotiated.version = ProtocolVersion::kTls13;
  seen.negotiated.group = NamedGroup::kX25519;
  seen.client.peer_identity = "server.example";
  return played;
}

Expectation Agreement() {
  Expectation expect;
  expect.outcome = OutcomeKind::kAgreed;
  return expect;
}

TEST(Judge, SaysNothingWhereAllIsAsExpected) {
  EXPECT_THAT(Judge(Refusal(), Refused(), {}), IsEmpty());
  EXPECT_THAT(Judge(Agreement(), Agreed(), {}), IsEmpty());
}

TEST(Judge, NamesBothOutcomes) {
  EXPECT_THAT(Judge(Agreement(), Refused(), {}),
              ElementsAre("outcome: expected agreed, saw refused by the server, alert 40 "
                          "(handshake_failure), cause no_common_group"));
}

TEST(Judge, NamesTheAlertExpectedAndSeen) {
  Expectation expect = Refusal();
  expect.alert = AlertDescription::kUnknownCa;
  EXPECT_THAT(Judge(expect, Refused(), {}),
              ElementsAre("alert: expected 48 (unknown_ca) from the server, saw 40 "
                          "(handshake_failure)"));
}

TEST(Judge, TheWrongSideIsADifference) {
  Expectation expect = Refusal();
  expect.by = Role::kClient;
  EXPECT_THAT(Judge(expect, Refused(), {}), testing::Contains("by: expected client, saw server"));
}

TEST(Judge, AnExpectedAlertMustArrive) {
  Played played = Refused();
  played.seen.client.alerts_received.clear();
  EXPECT_THAT(Judge(Refusal(), played, {}),
              ElementsAre("alert received by the client: expected 40 (handshake_failure), saw "
                          "none"));
}

TEST(Judge, AnAlertExpectedToBeLostMustNotArrive) {
  Expectation expect = Refusal();
  expect.alert_lost = true;
  EXPECT_THAT(Judge(expect, Refused(), {}),
              ElementsAre("alert received by the client: expected none, saw 40 "
                          "(handshake_failure)"));
  Played played = Refused();
  played.seen.client.alerts_received.clear();
  EXPECT_THAT(Judge(expect, played, {}), IsEmpty());
}

TEST(Judge, AnotherAlertMayBeExpectedToArrive) {
  Expectation expect = Refusal();
  expect.alert_received = AlertDescription::kUnknownCa;
  EXPECT_EQ(Judge(expect, Refused(), {}).size(), 1u);
  Played played = Refused();
  played.seen.client.alerts_received = {{AlertLevel::kFatal, AlertDescription::kUnknownCa}};
  EXPECT_THAT(Judge(expect, played, {}), IsEmpty());
}

TEST(Judge, AFurtherAlertFailsUnlessListed) {
  Played played = Refused();
  played.seen.client.alerts_sent = {kBadMac};
  EXPECT_THAT(Judge(Refusal(), played, {}),
              ElementsAre("alert: the client sent an unexpected alert 20 (bad_record_mac)"));
  Expectation expect = Refusal();
  expect.also = {kBadMac};
  EXPECT_THAT(Judge(expect, played, {}), IsEmpty());
}

TEST(Judge, AnEchoOfTheExpectedAlertIsNoDifference) {
  Played played = Refused();
  played.seen.client.alerts_sent = {kFailure};
  EXPECT_THAT(Judge(Refusal(), played, {}), IsEmpty());
}

TEST(Judge, AWarningInAnAgreementFailsUnlessListedWithItsLevel) {
  Played played = Agreed();
  played.seen.server.alerts_sent = {kNameWarning, kCloseNotify};
  EXPECT_THAT(Judge(Agreement(), played, {}),
              ElementsAre("alert: the server sent an unexpected warning 112 (unrecognized_name)"));
  Expectation expect = Agreement();
  expect.also = {{AlertLevel::kFatal, AlertDescription::kUnrecognizedName}};
  EXPECT_EQ(Judge(expect, played, {}).size(), 1u);
  expect.also = {kNameWarning};
  EXPECT_THAT(Judge(expect, played, {}), IsEmpty());
}

TEST(Judge, ComparesOnlyWhatIsExpected) {
  Expectation expect = Agreement();
  expect.group = NamedGroup::kSecp256r1;
  expect.server_identity = "other.example";
  EXPECT_THAT(Judge(expect, Agreed(), {}),
              ElementsAre("group: expected secp256r1, saw x25519",
                          "server identity: expected \"other.example\", saw \"server.example\""));
}

TEST(Judge, WhatIsMissingIsCalledNone) {
  Expectation expect = Agreement();
  expect.signature_scheme = SignatureScheme::kEd25519;
  expect.server_key = KeyType::kRsa2048;
  expect.alpn = "h2";
  EXPECT_THAT(
      Judge(expect, Agreed(), {}),
      ElementsAre("signature scheme: expected ed25519, saw none", "ALPN: expected \"h2\", saw none",
                  "server key: expected rsa2048, saw none"));
}

TEST(Judge, CaNamesHaveNoOrder) {
  Expectation expect = Agreement();
  expect.ca_names = {{"ec-ca", "rsa-ca"}};
  Played played = Agreed();
  played.seen.client.ca_names = {"rsa-ca", "ec-ca"};
  EXPECT_THAT(Judge(expect, played, {}), IsEmpty());
  played.seen.client.ca_names = {"rsa-ca"};
  EXPECT_THAT(Judge(expect, played, {}),
              ElementsAre("CA names: expected [ec-ca, rsa-ca], saw [rsa-ca]"));
}

TEST(Judge, CodesMustBeShown) {
  const SystemCode shown{"boringssl",   "253", "NO_COMMON_SIGNATURE_ALGORITHMS",
                         Role::kServer, "",    Confidence::kMeasured};
  Expectation expect = Refusal();
  expect.codes = {{"boringssl", "253"}};
  EXPECT_THAT(Judge(expect, Refused(), std::span(&shown, 1)), IsEmpty());
  EXPECT_THAT(Judge(expect, Refused(), {}),
              ElementsAre(HasSubstr("expected boringssl to show \"253\", known is nothing")));
}

TEST(Judge, ProblemsAreDifferencesWhateverIsExpected) {
  Played played = Agreed();
  played.problems = {"group: boringssl (client) reports x25519, the wire shows secp256r1"};
  EXPECT_EQ(Judge(Agreement(), played, {}), played.problems);
}

TEST(LayOver, AnotherOutcomeForgetsTheOldOne) {
  Expectation over;
  over.outcome = OutcomeKind::kAgreed;
  const Expectation laid = LayOver(Refusal(), over);
  EXPECT_EQ(laid.outcome, OutcomeKind::kAgreed);
  EXPECT_FALSE(laid.by || laid.alert || laid.cause);
}

TEST(LayOver, AnotherAlertKeepsSideAndCause) {
  Expectation base = Refusal(), over;
  base.alert_lost = true;
  over.alert = AlertDescription::kDecodeError;
  const Expectation laid = LayOver(base, over);
  EXPECT_EQ(laid.alert, AlertDescription::kDecodeError);
  EXPECT_EQ(laid.by, Role::kServer);
  EXPECT_EQ(laid.cause, "no_common_group");
  EXPECT_FALSE(laid.alert_lost);
}

TEST(LayOver, KeepsTheCodesThatACaseExpectsWhereARowChangesTheAlert) {
  Expectation base, over;
  base.alert = AlertDescription::kUnknownCa;
  base.codes["gnutls"] = "-43";
  over.alert = AlertDescription::kBadCertificate;
  EXPECT_EQ(LayOver(base, over).codes, base.codes);
  EXPECT_EQ(LayOver(base, over).alert, AlertDescription::kBadCertificate);
}

}  // namespace
}  // namespace shakedown
