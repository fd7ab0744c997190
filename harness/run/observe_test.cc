#include "harness/run/observe.h"

#include <gmock/gmock.h>

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Alert kHandshakeFailure{AlertLevel::kFatal, AlertDescription::kHandshakeFailure};

WireAlert Sent(Role from, const Alert& alert) {
  return {from, alert.level, alert.description, false, 1};
}

// A connection that both sides complete, all of it open to see.
struct Scene {
  PlayResult play;
  WireFacts sent, delivered;
  Witness witness;
  bool intact = true;

  Scene() {
    play.client.progress = play.server.progress = Progress::kComplete;
    sent.version = ProtocolVersion::kTls13;
    sent.group = NamedGroup::kSecp256r1;
    sent.messages = {{Role::kClient, HandshakeType::kClientHello, false},
                     {Role::kServer, HandshakeType::kServerHello, false},
                     {Role::kServer, HandshakeType::kFinished, true}};
    witness.client_stack = "boringssl";
    witness.server_stack = "openssl";
  }
  void Fail(Role role) {
    play.side(role).progress = Progress::kFailed;
    if (!play.first_failed) play.first_failed = role;
  }
  Played See() {
    witness.play = &play;
    witness.sent = &sent;
    witness.delivered = intact ? &sent : &delivered;
    return Observe(witness);
  }
};

TEST(Observe, BothCompleteIsAgreement) {
  Scene scene;
  const Played played = scene.See();
  EXPECT_EQ(played.seen.kind, OutcomeKind::kAgreed);
  EXPECT_EQ(played.seen.negotiated.group, NamedGroup::kSecp256r1);
  EXPECT_THAT(played.problems, IsEmpty());
}

TEST(Observe, AWarningDoesNotUndoAnAgreement) {
  Scene scene;
  scene.sent.version = ProtocolVersion::kTls12;
  scene.sent.alerts = {
      Sent(Role::kServer, {AlertLevel::kWarning, AlertDescription::kUnrecognizedName})};
  const Played played = scene.See();
  EXPECT_EQ(played.seen.kind, OutcomeKind::kAgreed);
  EXPECT_EQ(played.seen.client.alerts_received.size(), 1u);
}

TEST(Observe, InTls13AnyAlertIsAnErrorWhateverItsLevel) {
  Scene scene;
  scene.sent.alerts = {
      Sent(Role::kServer, {AlertLevel::kWarning, AlertDescription::kUnrecognizedName})};
  EXPECT_EQ(scene.See().seen.kind, OutcomeKind::kRefused);
  scene.sent.alerts = {Sent(Role::kServer, {AlertLevel::kWarning, AlertDescription::kCloseNotify})};
  EXPECT_EQ(scene.See().seen.kind, OutcomeKind::kAgreed);
}

TEST(Observe, TheSenderOfTheFirstFatalAlertRefuses) {
  Scene scene;
  scene.Fail(Role::kServer);
  scene.Fail(Role::kClient);
  scene.sent.alerts = {Sent(Role::kServer, kHandshakeFailure),
                       Sent(Role::kClient, {AlertLevel::kFatal, AlertDescription::kInternalError})};
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kRefused);
  EXPECT_EQ(seen.by, Role::kServer);
  EXPECT_EQ(seen.alert, kHandshakeFailure);
  EXPECT_EQ(seen.phase, "ClientHello");
  EXPECT_THAT(seen.server.alerts_sent, ElementsAre(kHandshakeFailure));
  EXPECT_THAT(seen.client.alerts_received, ElementsAre(kHandshakeFailure));
}

TEST(Observe, WhatWasNotDeliveredWasNotReceived) {
  Scene scene;
  scene.Fail(Role::kServer);
  scene.sent.alerts = {Sent(Role::kServer, kHandshakeFailure)};
  scene.intact = false;
  const Observation seen = scene.See().seen;
  EXPECT_THAT(seen.server.alerts_sent, ElementsAre(kHandshakeFailure));
  EXPECT_THAT(seen.client.alerts_received, IsEmpty());
  EXPECT_EQ(seen.phase, "start") << "nor were the other side's messages";
}

TEST(Observe, GivingUpWithoutAnAlertIsClosing) {
  Scene scene;
  scene.Fail(Role::kClient);
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kClosed);
  EXPECT_EQ(seen.by, Role::kClient);
  EXPECT_EQ(seen.phase, "Finished");
}

TEST(Observe, AnAlertThatAnswersTheEndIsNoRefusal) {
  Scene scene;
  scene.Fail(Role::kClient);
  scene.play.server.spoke_at_end = true;
  scene.sent.alerts = {Sent(Role::kServer, kHandshakeFailure)};
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kClosed);
  EXPECT_EQ(seen.by, Role::kClient);
}

TEST(Observe, AnAlertToOneWhoClosedAfterSpeakingIsARefusal) {
  Scene scene;  // a script says something, closes, and the answer is an alert
  scene.Fail(Role::kClient);
  scene.Fail(Role::kServer);
  scene.sent.alerts = {Sent(Role::kServer, kHandshakeFailure)};
  EXPECT_EQ(scene.See().seen.by, Role::kServer);
}

TEST(Observe, ACutLinkIsClosedByTheSideWhoseBytesEnd) {
  Scene scene;
  scene.play.cut_from = Role::kServer;
  scene.Fail(Role::kClient);
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kClosed);
  EXPECT_EQ(seen.by, Role::kServer);
}

TEST(Observe, OneWhoWillNotEncryptCloses) {
  Scene scene;
  scene.play.fips_stop = Role::kServer;
  scene.Fail(Role::kClient);
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kClosed);
  EXPECT_EQ(seen.by, Role::kServer);
  EXPECT_TRUE(seen.server.failed);
}

TEST(Observe, NobodyMovingIsAStall) {
  Scene scene;
  scene.play.server.progress = Progress::kHandshaking;
  EXPECT_EQ(scene.See().seen.kind, OutcomeKind::kStalled);
}

TEST(Observe, NotSettlingIsACrash) {
  Scene scene;
  scene.play.runaway = "did not settle";
  EXPECT_EQ(scene.See().seen.kind, OutcomeKind::kCrashed);
  EXPECT_EQ(scene.See().seen.why, "did not settle");
}

TEST(Observe, AStackThatContradictsTheWireIsAProblem) {
  Scene scene;
  scene.witness.client.negotiated.group = NamedGroup::kX25519;
  const Played played = scene.See();
  EXPECT_EQ(played.seen.negotiated.group, NamedGroup::kSecp256r1);
  EXPECT_THAT(played.problems, ElementsAre("group: boringssl (client) reports x25519, the wire "
                                           "shows secp256r1"));
}

TEST(Observe, AStackThatFailedIsNotHeldToItsReport) {
  Scene scene;
  scene.Fail(Role::kClient);
  scene.witness.client.negotiated.group = NamedGroup::kX25519;
  EXPECT_THAT(scene.See().problems, IsEmpty());
}

TEST(Observe, WhereTheWireIsSilentTheStacksAreBelievedIfAlike) {
  Scene scene;
  scene.sent.group.reset();
  scene.witness.client.negotiated.group = NamedGroup::kX25519;
  EXPECT_EQ(scene.See().seen.negotiated.group, NamedGroup::kX25519);
  scene.witness.server.negotiated.group = NamedGroup::kX448;
  EXPECT_EQ(scene.See().seen.negotiated.group, std::nullopt);
}

TEST(Observe, AnAlertThatNoKeyOpensIsTakenFromTheLibrary) {
  Scene scene;
  scene.Fail(Role::kClient);
  scene.sent.unopened_records[static_cast<size_t>(Role::kClient)] = 1;
  scene.witness.client.alert_sent = kHandshakeFailure;
  const Observation seen = scene.See().seen;
  EXPECT_EQ(seen.kind, OutcomeKind::kRefused);
  EXPECT_EQ(seen.by, Role::kClient);
  EXPECT_EQ(seen.alert, kHandshakeFailure);
}

}  // namespace
}  // namespace shakedown
