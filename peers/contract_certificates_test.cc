// The contract of harness/stack/stack.h on certificates, trust and names, on every pair of stacks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "peers/contract_fixture.h"

namespace shakedown {
namespace {

using ::testing::Combine;
using ::testing::ValuesIn;

class CertificatesOfAPair : public Pair {};

TEST_P(CertificatesOfAPair, AsksTheClientForItsCertificate) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.client_auth = ClientAuth::kRequire;
    client.has.certificates = {CertificateSpec()};
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(server.peer->Report().peer_leaf, client.identities[0].chain[0]);
  }
}

TEST_P(CertificatesOfAPair, RefusesAnUnknownCaWithAnAlert) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    client.has.trust = {"ec-ca.other"};
    StartBoth();
    Play(&client, &server);
    EXPECT_TRUE(client.failed());
    const PeerReport report = client.peer->Report();
    ASSERT_TRUE(report.alert_sent.has_value());
    EXPECT_EQ(report.alert_sent->level, AlertLevel::kFatal);
    EXPECT_NE(report.error.code, 0);
    EXPECT_NE(report.error.verify, 0);
    EXPECT_TRUE(server.failed());
  }
}

TEST_P(CertificatesOfAPair, ChecksTheHostName) {
  client.has.verify_name = "elsewhere.example";
  StartBoth();
  Play(&client, &server);
  EXPECT_TRUE(client.failed());
  client.has.verify = Verify::kAcceptAll;
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
}

TEST_P(CertificatesOfAPair, RefusesEverythingWhenToldTo) {
  client.has.verify = Verify::kRejectAll;
  StartBoth();
  Play(&client, &server);
  EXPECT_TRUE(client.failed());
  EXPECT_TRUE(client.peer->Report().alert_sent.has_value());
}

TEST_P(CertificatesOfAPair, SendsTheFirstClientCertificateThatFits) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.client_auth = ClientAuth::kRequire;
    server.has.trust = {"ec-ca"};
    server.has.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
    client.has.certificates = {Spec(KeyType::kRsa2048), Spec(KeyType::kSecp256r1)};
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(server.peer->Report().peer_leaf, client.identities[1].chain[0]);
  }
}

TEST_P(CertificatesOfAPair, HonoursCaNames) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.client_auth = ClientAuth::kRequest;
    server.has.trust = {"ec-ca.other"};
    client.has.certificates = {CertificateSpec()};
    client.has.honour_ca_names = true;
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_TRUE(server.peer->Report().peer_leaf.empty());
    server.has.ca_names.emplace();  // names nobody: every certificate may come
    client.has.certificates[0].issuer = "ec-ca.other";
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(server.peer->Report().peer_leaf, client.identities[0].chain[0]);
    server.has.ca_names.reset();
  }
}

TEST_P(CertificatesOfAPair, ChoosesAmongServerCertificates) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.certificates = {Spec(KeyType::kRsa2048), Spec(KeyType::kSecp256r1)};
    client.has.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
    if (!server.Start()) GTEST_SKIP() << server.why;
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(client.peer->Report().peer_leaf, server.identities[1].chain[0]);
  }
}

TEST_P(CertificatesOfAPair, FailsWhenTheKeyWillNotSign) {
  for (ProtocolVersion version : kBoth) {
    for (KeyType key : {KeyType::kSecp256r1, KeyType::kRsa2048}) {
      Only(version);
      server.has.certificates[0].key = key;
      server.has.certificates[0].signing = Signing::kFails;
      StartBoth();
      Play(&client, &server);
      EXPECT_TRUE(server.failed());
      EXPECT_NE(server.peer->Report().error.code, 0);
      EXPECT_FALSE(client.complete());
    }
  }
}

TEST_P(CertificatesOfAPair, SeesACorruptedSignature) {
  for (ProtocolVersion version : kBoth) {
    for (KeyType key : {KeyType::kSecp256r1, KeyType::kRsa2048}) {
      Only(version);
      server.has.certificates[0].key = key;
      server.has.certificates[0].signing = Signing::kCorrupts;
      StartBoth();
      Play(&client, &server);
      EXPECT_TRUE(client.failed());
      ASSERT_TRUE(client.peer->Report().alert_sent.has_value())
          << NameOf(key) << ' ' << server.peer->Report().error.text;
      EXPECT_EQ(client.peer->Report().alert_sent->description, AlertDescription::kDecryptError);
    }
  }
}

TEST_P(CertificatesOfAPair, RefusesARevokedCertificate) {
  for (ProtocolVersion version : kBoth) {
    for (bool revoked : {false, true}) {
      Only(version);
      server.has.certificates = {CertificateSpec()};
      if (revoked) server.has.certificates[0].faults = {CertificateFault::kRevoked};
      ASSERT_TRUE(server.Start()) << server.why;
      PeerConfig config = client.Config();
      const auto anchor = TestPki().Anchor("ec-ca", true);
      ASSERT_TRUE(anchor.has_value()) << anchor.error();
      config.trust = {*anchor, 1};
      NativeError error;
      client.peer = client.stack->NewPeer(config, &error);
      ASSERT_NE(client.peer, nullptr) << error.text;
      Play(&client, &server);
      EXPECT_EQ(client.failed(), revoked);
      if (!revoked) continue;
      ASSERT_TRUE(client.peer->Report().alert_sent.has_value());
      EXPECT_EQ(client.peer->Report().alert_sent->level, AlertLevel::kFatal);
    }
  }
}

TEST_P(CertificatesOfAPair, RefusesAMissingStaple) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    client.has.require_ocsp_staple = true;
    if (!client.Start()) GTEST_SKIP() << client.why;
    StartBoth();
    Play(&client, &server);
    EXPECT_TRUE(client.failed());
    ASSERT_TRUE(client.peer->Report().alert_sent.has_value());
    EXPECT_EQ(client.peer->Report().alert_sent->level, AlertLevel::kFatal);
  }
}

TEST_P(CertificatesOfAPair, GoesWithoutOrInsistsOnAClientCertificate) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.client_auth = ClientAuth::kRequest;
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    server.has.client_auth = ClientAuth::kRequire;
    StartBoth();
    Play(&client, &server);
    EXPECT_TRUE(server.failed() && client.failed());
    EXPECT_TRUE(server.peer->Report().alert_sent.has_value());
  }
}

TEST_P(CertificatesOfAPair, WantsANameItKnows) {
  struct Row {
    ServerNamePolicy policy;
    const char* name;
    bool refused;
  };
  const Row rows[] = {
      {ServerNamePolicy::kIgnore, "other.example", false},
      {ServerNamePolicy::kMatch, "other.example", true},
      {ServerNamePolicy::kMatch, "", false},
      {ServerNamePolicy::kMatch, "server.example", false},
      {ServerNamePolicy::kRequire, "", true},
      {ServerNamePolicy::kRequire, "other.example", false},
      {ServerNamePolicy::kRequireMatch, "", true},
      {ServerNamePolicy::kRequireMatch, "server.example", false},
  };
  client.has.verify_name = "";
  for (ProtocolVersion version : kBoth) {
    Only(version);
    for (const Row& row : rows) {
      server.has.server_name_policy = row.policy;
      client.has.server_name = row.name;
      StartBoth();
      Play(&client, &server);
      EXPECT_EQ(server.failed(), row.refused) << static_cast<int>(row.policy) << row.name;
      if (!row.refused) continue;
      ASSERT_TRUE(client.peer->Report().alert_received.has_value());
      // RFC 8446 9.2 for a name that did not come, else RFC 6066 3.
      const bool missing = *row.name == 0 && version == ProtocolVersion::kTls13;
      EXPECT_EQ(
          client.peer->Report().alert_received->description,
          missing ? AlertDescription::kMissingExtension : AlertDescription::kUnrecognizedName);
    }
  }
}

TEST_P(CertificatesOfAPair, ChoosesTheHostByName) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    client.has.server_name = "Two.example";
    CertificateSpec spec;
    spec.names = {"two.example"};
    const Identity identities[] = {MakeIdentity(spec, Role::kServer)};
    Capabilities host = server.has;
    client.has.groups = host.groups = {NamedGroup::kSecp384r1, NamedGroup::kSecp256r1};
    server.has.groups = {NamedGroup::kSecp256r1};
    host.alpn = {"two"};
    const HostConfig hosts[] = {{"two.example", &host, identities}};
    client.has.alpn = {"two"};
    PeerConfig config = server.Config();
    config.hosts = hosts;
    if (const auto why = server.stack->CannotExpress(config)) GTEST_SKIP() << *why;
    NativeError error;
    ASSERT_TRUE(client.Start());
    server.peer = server.stack->NewPeer(config, &error);
    ASSERT_NE(server.peer, nullptr) << error.text;
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(client.peer->Report().peer_leaf, identities[0].chain[0]);
    EXPECT_EQ(client.peer->Report().negotiated.alpn, "two");
    EXPECT_EQ(client.peer->Report().negotiated.group, NamedGroup::kSecp384r1);
  }
}

INSTANTIATE_TEST_SUITE_P(Stacks, CertificatesOfAPair,
                         Combine(ValuesIn(StacksUnderTest()), ValuesIn(StacksUnderTest())),
                         PairName);

}  // namespace
}  // namespace shakedown
