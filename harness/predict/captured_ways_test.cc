// Ways of stacks that only captures have shown: no stack of the harness has them.
#include <gtest/gtest.h>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using enum ProtocolVersion;

Capabilities WithKey(KeyType key, ProtocolVersion version) {
  Capabilities side;
  side.certificates.emplace_back().key = key;
  side.versions = {version};
  return side;
}

// Both sides live as long as the caller's call.
struct Meeting {
  std::shared_ptr<const Side> client, server;
  Prediction told;

  Meeting(const char* client_profile, const Capabilities& offers, const char* server_profile,
          const Capabilities& accepts)
      : client(MakeSide(Effective(offers, accepts, Role::kClient, false), Role::kClient,
                        TestProfile(client_profile))),
        server(MakeSide(Effective(accepts, offers, Role::kServer, false), Role::kServer,
                        TestProfile(server_profile))),
        told(Predict(*client, *server)) {}
};

TEST(CapturedWays, JsseShowsAP521CertificateThatItCannotSignWithInTls12) {
  Capabilities client = WithKey(KeyType::kSecp521r1, kTls12);
  Capabilities server = WithKey(KeyType::kRsa2048, kTls12);
  server.client_auth = ClientAuth::kRequire;
  server.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                              SignatureScheme::kRsaPssRsaeSha256};
  const Meeting jsse("jsse", client, "openssl", server);
  EXPECT_EQ(jsse.told.by, Role::kClient);
  EXPECT_EQ(jsse.told.alert, AlertDescription::kInternalError);
  EXPECT_EQ(jsse.told.cause, CauseId::kNoSignatureSchemeForKey);
  // RFC 5246 7.4.1.4.1 leaves the curve open, and OpenSSL signs.
  EXPECT_EQ(Meeting("openssl", client, "openssl", server).told.outcome, OutcomeKind::kAgreed);
}

TEST(CapturedWays, JsseShowsNothingWhereItsOwnSchemesAreForAnotherKind) {
  Capabilities client = WithKey(KeyType::kSecp256r1, kTls12);
  client.signature_schemes = {SignatureScheme::kRsaPkcs1Sha256};
  Capabilities server = WithKey(KeyType::kRsa2048, kTls12);
  server.client_auth = ClientAuth::kRequire;
  const Meeting meeting("jsse", client, "openssl", server);
  EXPECT_EQ(meeting.told.by, Role::kServer);
  EXPECT_EQ(meeting.told.alert, AlertDescription::kHandshakeFailure);
}

TEST(CapturedWays, JssesServerHelloIsOutWhenItsKeyHasNoScheme) {
  Capabilities client;
  client.versions = {kTls13};
  client.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
  const Capabilities server = WithKey(KeyType::kSecp521r1, kTls13);
  const Meeting jsse("openssl", client, "jsse", server);
  EXPECT_EQ(jsse.told.alert, AlertDescription::kInternalError);
  EXPECT_EQ(jsse.told.version, kTls13);
  EXPECT_FALSE(jsse.told.signature_scheme);
  EXPECT_FALSE(Meeting("openssl", client, "openssl", server).told.version);
}

TEST(CapturedWays, AFallbackOfOpensslHearsThatTheServerHasTls13) {
  Capabilities client;
  client.versions = {kTls12};
  client.fallback_scsv = true;
  Capabilities server;
  server.certificates.emplace_back();
  server.versions = {kTls12, kTls13};
  const Meeting meeting("openssl", client, "jsse", server);
  EXPECT_EQ(meeting.told.by, Role::kClient);
  EXPECT_EQ(meeting.told.alert, AlertDescription::kIllegalParameter);
  EXPECT_EQ(meeting.told.cause, CauseId::kDowngradeDetected);
  server.versions = {kTls12};
  EXPECT_EQ(Meeting("openssl", client, "jsse", server).told.outcome, OutcomeKind::kAgreed);
  client.fallback_scsv = false;
  server.versions = {kTls12, kTls13};
  EXPECT_EQ(Meeting("openssl", client, "jsse", server).told.outcome, OutcomeKind::kAgreed);
}

TEST(CapturedWays, AServerOfNode8HasNoUseForAKeyOffItsOnlyCurve) {
  Capabilities client;
  client.versions = {kTls12};
  const Meeting p384("openssl", client, "node-8", WithKey(KeyType::kSecp384r1, kTls12));
  EXPECT_EQ(p384.told.by, Role::kServer);
  EXPECT_EQ(p384.told.alert, AlertDescription::kHandshakeFailure);
  const Meeting p256("openssl", client, "node-8", WithKey(KeyType::kSecp256r1, kTls12));
  EXPECT_EQ(p256.told.outcome, OutcomeKind::kAgreed);
}

TEST(CapturedWays, AListOfGroupsUnknownToJsseIsNoneBeforeTls13) {
  Capabilities client;
  client.versions = {kTls12};
  client.cipher_suites = {CipherSuite{0xc02f}};  // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
  client.groups = {NamedGroup{28}};              // brainpoolP512r1
  const Capabilities server = WithKey(KeyType::kRsa2048, kTls12);
  const Meeting unknown("openssl", client, "jsse", server);
  EXPECT_EQ(unknown.told.by, Role::kClient);
  EXPECT_EQ(unknown.told.alert, AlertDescription::kIllegalParameter);
  client.groups = {NamedGroup{22}};  // secp256k1
  EXPECT_EQ(Meeting("openssl", client, "jsse", server).told.by, Role::kServer);
}

TEST(CapturedWays, WgetShowsEddsaAndPssCertificatesInTls13Alone) {
  Capabilities server = WithKey(KeyType::kRsa2048, kTls12);
  server.client_auth = ClientAuth::kRequire;
  for (KeyType key : {KeyType::kEd25519, KeyType::kEd448, KeyType::kRsaPss2048}) {
    const Meeting older("wget", WithKey(key, kTls12), "openssl", server);
    EXPECT_EQ(older.told.by, Role::kServer) << NameOf(key);
    EXPECT_EQ(older.told.cause, CauseId::kClientCertMissing) << NameOf(key);
    EXPECT_EQ(Meeting("gnutls-cli", WithKey(key, kTls12), "openssl", server).told.outcome,
              OutcomeKind::kAgreed);
    Capabilities newer = server;
    newer.versions = {kTls13};
    EXPECT_EQ(Meeting("wget", WithKey(key, kTls13), "openssl", newer).told.outcome,
              OutcomeKind::kAgreed);
  }
  EXPECT_EQ(Meeting("wget", WithKey(KeyType::kSecp256r1, kTls12), "openssl", server).told.outcome,
            OutcomeKind::kAgreed);
}

TEST(CapturedWays, SomeClientsKeepACertificateBackThatOthersSend) {
  Capabilities client = WithKey(KeyType::kRsa2048, kTls13);
  Capabilities server = WithKey(KeyType::kRsa2048, kTls13);
  server.client_auth = ClientAuth::kRequire;
  const auto alert_to = [&](const char* profile) {
    return Meeting(profile, client, "openssl", server).told.alert;
  };
  client.certificates.front().faults = {CertificateFault::kUnknownCa};
  EXPECT_EQ(alert_to("jsse"), AlertDescription::kCertificateRequired);
  EXPECT_EQ(alert_to("wget"), AlertDescription::kCertificateRequired);
  EXPECT_EQ(alert_to("gnutls-cli"), AlertDescription::kUnknownCa);
  client.certificates.front().faults = {CertificateFault::kWrongExtendedKeyUsage};
  EXPECT_EQ(alert_to("nss"), AlertDescription::kCertificateRequired);
  EXPECT_EQ(alert_to("jsse"), AlertDescription::kUnsupportedCertificate);
}

TEST(CapturedWays, WhatCurlAndWgetFindInACertificateTheyFindThemselves) {
  Capabilities client;
  Capabilities server = WithKey(KeyType::kRsa2048, kTls13);
  const auto ending = [&](const char* profile, CertificateFault fault) {
    server.certificates.front().faults = {fault};
    return Meeting(profile, client, "openssl", server).told.outcome;
  };
  using enum CertificateFault;
  EXPECT_EQ(ending("curl", kWrongHostName), OutcomeKind::kClosed);
  EXPECT_EQ(ending("curl", kExpired), OutcomeKind::kRefused);
  EXPECT_EQ(ending("wget", kWrongHostName), OutcomeKind::kClosed);
  EXPECT_EQ(ending("wget", kWrongExtendedKeyUsage), OutcomeKind::kAgreed);
  EXPECT_EQ(ending("gnutls-cli", kSha1Signature), OutcomeKind::kRefused);
}

TEST(CapturedWays, NodeClosesWithoutAnAlertOverACertificate) {
  Capabilities client;
  Capabilities server = WithKey(KeyType::kSecp256r1, kTls13);
  server.certificates.front().faults = {CertificateFault::kExpired};
  for (const char* profile : {"node", "node-16", "bun", "wget"}) {
    const Meeting meeting(profile, client, "openssl", server);
    EXPECT_EQ(meeting.told.outcome, OutcomeKind::kClosed) << profile;
    EXPECT_EQ(meeting.told.by, Role::kClient) << profile;
    EXPECT_EQ(meeting.told.cause, CauseId::kExpired) << profile;
  }
}

}  // namespace
}  // namespace shakedown
