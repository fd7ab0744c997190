// GnuTLS against itself: what each capability does to a handshake.
#include <gmock/gmock.h>
#include <gnutls/gnutls.h>

#include "peers/gnutls/handshake_fixture.h"

namespace shakedown::gnutls {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

constexpr ProtocolVersion kAllVersions[] = {ProtocolVersion::kTls10, ProtocolVersion::kTls11,
                                            ProtocolVersion::kTls12, ProtocolVersion::kTls13};

Handshake At(ProtocolVersion version) {
  Handshake handshake;
  handshake.client.versions = {{version}};
  return handshake;
}

CertificateSpec With(KeyType key, Signing signing = Signing::kWorks) {
  CertificateSpec spec;
  spec.key = key;
  spec.signing = signing;
  return spec;
}

TEST(Handshake, CompletesInEveryVersion) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    const Result result = At(version).Run();
    ASSERT_TRUE(result.Agreed()) << result.client_report.error.symbol << " / "
                                 << result.server_report.error.symbol;
    EXPECT_EQ(result.client_report.negotiated.version, version);
    EXPECT_EQ(result.client_report.negotiated, result.server_report.negotiated);
    EXPECT_EQ(result.server_report.server_name, "server.example");
    EXPECT_FALSE(result.client_report.peer_leaf.empty());
    EXPECT_EQ(result.client_report.error, NativeError{});
  }
}

TEST(Handshake, TakesItsInputInAnySplit) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    handshake.chunk = 1;
    EXPECT_TRUE(handshake.Run().Agreed());
  }
}

TEST(Handshake, ReportsWhatWasNegotiated) {
  Handshake handshake = At(ProtocolVersion::kTls12);
  handshake.client.cipher_suites = {{CipherSuite{0xc02b}}};
  handshake.client.groups = {{NamedGroup::kSecp384r1}};
  handshake.client.signature_schemes = {{SignatureScheme::kEcdsaSecp384r1Sha384}};
  const Result result = handshake.Run();
  ASSERT_TRUE(result.Agreed());
  const Negotiated& agreed = result.client_report.negotiated;
  EXPECT_EQ(agreed.cipher_suite, CipherSuite{0xc02b});
  EXPECT_EQ(agreed.group, NamedGroup::kSecp384r1);
  EXPECT_EQ(agreed.signature_scheme, SignatureScheme::kEcdsaSecp384r1Sha384);
}

TEST(Handshake, ServesEveryKeyTypeItClaims) {
  for (KeyType key : TheStack()->info().key_types) {
    SCOPED_TRACE(NameOf(key));
    Handshake handshake;
    handshake.server.certificates = {With(key)};
    const Result result = handshake.Run();
    EXPECT_TRUE(result.Agreed()) << result.client_report.error.symbol << " / "
                                 << result.server_report.error.symbol;
  }
}

TEST(Handshake, HasNoBrainpoolKeys) {
  Handshake handshake;
  handshake.server.certificates = {With(KeyType::kBrainpoolP256r1)};
  EXPECT_THAT(handshake.Run().inexpressible.value_or(""), StartsWith("certificates:"));
}

TEST(Groups, AreRetriedWhenNoShareFits) {
  Handshake handshake;
  handshake.client.groups = {{NamedGroup::kX25519, NamedGroup::kSecp384r1}};
  handshake.client.key_shares = {{NamedGroup::kX25519}};
  handshake.server.groups = {{NamedGroup::kSecp384r1}};
  const Result result = handshake.Run();
  ASSERT_TRUE(result.Agreed());
  EXPECT_EQ(result.client_report.negotiated.group, NamedGroup::kSecp384r1);
  EXPECT_TRUE(result.client_report.negotiated.hello_retry_request);
}

TEST(Groups, WithoutACommonOneAreRefused) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.groups = {{NamedGroup::kX25519}};
    handshake.client.cipher_suites = {
        {version == ProtocolVersion::kTls13 ? CipherSuite{0x1301} : CipherSuite{0xc02b}}};
    handshake.server.groups = {{NamedGroup::kSecp256r1}};
    const Result result = handshake.Run();
    EXPECT_EQ(result.SentBy(Role::kServer), AlertDescription::kHandshakeFailure);
    EXPECT_EQ(result.ReceivedBy(Role::kClient), AlertDescription::kHandshakeFailure);
  }
}

TEST(Trust, InAnotherCaIsBadCertificate) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    handshake.client.trust = {{"ec-ca.other"}};
    const Result result = handshake.Run();
    EXPECT_EQ(result.SentBy(Role::kClient), AlertDescription::kBadCertificate);
    EXPECT_EQ(result.client_report.error.code, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
    EXPECT_TRUE(result.client_report.error.verify & GNUTLS_CERT_SIGNER_NOT_FOUND);
    EXPECT_EQ(result.server, Progress::kFailed);
    EXPECT_EQ(result.ReceivedBy(Role::kServer), AlertDescription::kBadCertificate);
  }
}

TEST(Trust, IsNotAskedWhenEverythingIsAccepted) {
  Handshake handshake;
  handshake.client.trust = {{"ec-ca.other"}};
  handshake.client.verify = Verify::kAcceptAll;
  EXPECT_TRUE(handshake.Run().Agreed());
  handshake.client.trust.reset();
  handshake.client.verify = Verify::kRejectAll;
  EXPECT_EQ(handshake.Run().client_report.error.code, GNUTLS_E_CERTIFICATE_ERROR);
}

TEST(Trust, JudgesTheFaultsOfACertificate) {
  const std::pair<CertificateFault, unsigned> kFaults[] = {
      {CertificateFault::kExpired, GNUTLS_CERT_EXPIRED},
      {CertificateFault::kNotYetValid, GNUTLS_CERT_NOT_ACTIVATED},
      {CertificateFault::kSelfSigned, GNUTLS_CERT_SIGNER_NOT_FOUND},
      {CertificateFault::kWrongExtendedKeyUsage, GNUTLS_CERT_PURPOSE_MISMATCH},
      {CertificateFault::kWrongHostName, GNUTLS_CERT_UNEXPECTED_OWNER},
      {CertificateFault::kBadSignature, GNUTLS_CERT_SIGNATURE_FAILURE},
      {CertificateFault::kRevoked, GNUTLS_CERT_REVOKED},
  };
  for (const auto& [fault, bit] : kFaults) {
    SCOPED_TRACE(NameOf(fault));
    Handshake handshake;
    handshake.server.certificates[0].faults = {fault};
    const Result result = handshake.Run();
    EXPECT_EQ(result.SentBy(Role::kClient), AlertDescription::kBadCertificate);
    EXPECT_TRUE(result.client_report.error.verify & bit) << result.client_report.error.verify;
  }
}

TEST(SecurityLevel, DecidesAboutSha1AndShortKeys) {
  Handshake sha1;
  sha1.server.certificates[0].faults = {CertificateFault::kSha1Signature};
  EXPECT_TRUE(sha1.Run().Agreed());
  sha1.client.security_level = 1;
  EXPECT_FALSE(sha1.Run().Agreed());

  Handshake rsa1024;
  rsa1024.server.certificates = {With(KeyType::kRsa1024)};
  rsa1024.client.security_level = 1;
  EXPECT_TRUE(rsa1024.Run().Agreed());
  rsa1024.client.security_level = 2;
  EXPECT_EQ(rsa1024.Run().SentBy(Role::kClient), AlertDescription::kBadCertificate);
}

TEST(ClientCertificate, IsGivenWhenAskedFor) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    handshake.client.certificates = {CertificateSpec{}};
    handshake.server.client_auth = ClientAuth::kRequire;
    const Result result = handshake.Run();
    ASSERT_TRUE(result.Agreed()) << result.client_report.error.symbol << " / "
                                 << result.server_report.error.symbol;
    EXPECT_FALSE(result.server_report.peer_leaf.empty());
    if (version >= ProtocolVersion::kTls12) {
      EXPECT_TRUE(result.server_report.negotiated.client_signature_scheme);
    }
  }
}

TEST(ClientCertificate, MissingIsDecodeErrorBeforeTls13) {
  Handshake handshake = At(ProtocolVersion::kTls12);
  handshake.server.client_auth = ClientAuth::kRequire;
  const Result result = handshake.Run();
  EXPECT_EQ(result.SentBy(Role::kServer), AlertDescription::kDecodeError);
  EXPECT_EQ(result.server_report.error.code, GNUTLS_E_NO_CERTIFICATE_FOUND);
}

TEST(ClientCertificate, MissingIsCertificateRequiredInTls13) {
  Handshake handshake = At(ProtocolVersion::kTls13);
  handshake.server.client_auth = ClientAuth::kRequire;
  const Result result = handshake.Run();
  EXPECT_EQ(result.SentBy(Role::kServer), AlertDescription::kCertificateRequired);
  EXPECT_EQ(result.ReceivedBy(Role::kClient), AlertDescription::kCertificateRequired);
  EXPECT_EQ(result.client, Progress::kFailed);
}

TEST(ClientCertificate, MayBeMissingWhereItIsOnlyRequested) {
  Handshake handshake;
  handshake.server.client_auth = ClientAuth::kRequest;
  EXPECT_TRUE(handshake.Run().Agreed());
}

TEST(ClientCertificate, HeedsTheNamedCasOnlyWhenAskedTo) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.certificates = {CertificateSpec{}};  // from ec-ca
    handshake.server.client_auth = ClientAuth::kRequest;
    handshake.server.ca_names = {{"rsa-ca"}};  // while ec-ca is trusted too
    Result result = handshake.Run();
    ASSERT_TRUE(result.Agreed()) << result.server_report.error.symbol;
    EXPECT_FALSE(result.server_report.peer_leaf.empty());
    handshake.client.honour_ca_names = true;
    result = handshake.Run();
    ASSERT_TRUE(result.Agreed());
    EXPECT_TRUE(result.server_report.peer_leaf.empty());
  }
}

TEST(ClientCertificate, OfAnUntrustedCaIsRefusedThoughItsCaWasNamed) {
  Handshake handshake;
  handshake.client.certificates = {CertificateSpec{}};
  handshake.server.client_auth = ClientAuth::kRequire;
  handshake.server.trust = {{"rsa-ca"}};
  handshake.server.ca_names = {{"ec-ca"}};
  const Result result = handshake.Run();
  EXPECT_EQ(result.SentBy(Role::kServer), AlertDescription::kBadCertificate);
  EXPECT_TRUE(result.server_report.error.verify & GNUTLS_CERT_SIGNER_NOT_FOUND);
}

TEST(ClientCertificate, IsTheFirstWhoseKeyFitsTheRequest) {
  Handshake handshake;
  handshake.client.certificates = {With(KeyType::kSecp521r1), With(KeyType::kRsa2048)};
  handshake.server.certificates = {With(KeyType::kRsa2048)};
  handshake.server.client_auth = ClientAuth::kRequire;
  handshake.server.signature_schemes = {
      {SignatureScheme::kEcdsaSecp256r1Sha256, SignatureScheme::kRsaPssRsaeSha256}};
  const Result result = handshake.Run();
  ASSERT_TRUE(result.Agreed()) << result.client_report.error.symbol;
  EXPECT_EQ(result.server_report.negotiated.client_signature_scheme,
            SignatureScheme::kRsaPssRsaeSha256);
}

TEST(Signing, CorruptedIsDecryptError) {
  for (ProtocolVersion version : kAllVersions) {
    for (KeyType key : {KeyType::kSecp256r1, KeyType::kRsa2048, KeyType::kEd25519}) {
      if (key == KeyType::kEd25519 && version < ProtocolVersion::kTls12) continue;
      SCOPED_TRACE(NameOf(version) + " " + NameOf(key));
      Handshake handshake = At(version);
      // A key that only decrypts would never sign.
      if (version < ProtocolVersion::kTls13) {
        handshake.client.cipher_suites = {
            {key == KeyType::kRsa2048 ? CipherSuite{0xc013} : CipherSuite{0xc009}}};
      }
      handshake.server.certificates = {With(key, Signing::kCorrupts)};
      const Result result = handshake.Run();
      EXPECT_EQ(result.SentBy(Role::kClient), AlertDescription::kDecryptError)
          << result.client_report.error.symbol << " / " << result.server_report.error.symbol;
    }
  }
}

TEST(Signing, ThatFailsIsInternalError) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    handshake.server.certificates = {With(KeyType::kSecp256r1, Signing::kFails)};
    const Result result = handshake.Run();
    EXPECT_EQ(result.SentBy(Role::kServer), AlertDescription::kInternalError);
    EXPECT_EQ(result.server_report.error.code, GNUTLS_E_PK_SIGN_FAILED);
  }
}

TEST(Signing, OfTheClientCanFailAndCorruptToo) {
  Handshake handshake;
  handshake.server.client_auth = ClientAuth::kRequire;
  handshake.client.certificates = {With(KeyType::kSecp256r1, Signing::kCorrupts)};
  EXPECT_EQ(handshake.Run().SentBy(Role::kServer), AlertDescription::kDecryptError);
  handshake.client.certificates = {With(KeyType::kSecp256r1, Signing::kFails)};
  EXPECT_EQ(handshake.Run().SentBy(Role::kClient), AlertDescription::kInternalError);
}

TEST(Signing, NeedsASchemeOfTheKeysCurveInTls13) {
  Handshake handshake = At(ProtocolVersion::kTls13);
  handshake.server.certificates = {With(KeyType::kSecp521r1)};
  handshake.client.signature_schemes = {
      {SignatureScheme::kEcdsaSecp256r1Sha256, SignatureScheme::kRsaPssRsaeSha256}};
  EXPECT_EQ(handshake.Run().SentBy(Role::kServer), AlertDescription::kHandshakeFailure);
  handshake.client.versions = {{ProtocolVersion::kTls12}};
  EXPECT_TRUE(handshake.Run().Agreed());
}

TEST(Resumption, WorksWithTickets) {
  for (ProtocolVersion version : kAllVersions) {
    for (size_t chunk : {0, 1}) {
      SCOPED_TRACE(NameOf(version));
      Handshake handshake = At(version);
      handshake.chunk = chunk;
      handshake.server.tickets = true;
      const Result first = handshake.Run();
      ASSERT_TRUE(first.Agreed());
      ASSERT_FALSE(first.session.empty());
      handshake.session = first.session;
      const Result second = handshake.Run();
      ASSERT_TRUE(second.Agreed());
      EXPECT_TRUE(second.client_report.negotiated.resumed);
      EXPECT_TRUE(second.server_report.negotiated.resumed);
      const char* label =
          version == ProtocolVersion::kTls13 ? "CLIENT_TRAFFIC_SECRET_0 " : "CLIENT_RANDOM ";
      EXPECT_THAT(second.key_log, Contains(StartsWith(label)));
      handshake.server.ticket_key = "b";
      EXPECT_FALSE(handshake.Run().client_report.negotiated.resumed);
    }
  }
}

TEST(Resumption, WorksWithSessionIds) {
  SessionStore store;
  Handshake handshake = At(ProtocolVersion::kTls12);
  handshake.server.tickets = false;
  handshake.sessions = &store;
  const Result first = handshake.Run();
  ASSERT_TRUE(first.Agreed());
  ASSERT_FALSE(first.session.empty());
  handshake.session = first.session;
  EXPECT_TRUE(handshake.Run().client_report.negotiated.resumed);
  handshake.server.session_ids = false;
  EXPECT_FALSE(handshake.Run().client_report.negotiated.resumed);
}

TEST(Resumption, IsNotPossibleWithoutEither) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.server.tickets = false;
    const Result first = handshake.Run();
    ASSERT_TRUE(first.Agreed());
    handshake.session = first.session;
    EXPECT_FALSE(handshake.Run().client_report.negotiated.resumed);
  }
}

TEST(Resumption, TakesNoTicketWhereTheClientWantsNone) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.tickets = false;
    handshake.server.tickets = true;
    const Result first = handshake.Run();
    ASSERT_TRUE(first.Agreed());
    handshake.session = first.session;
    EXPECT_FALSE(handshake.Run().client_report.negotiated.resumed);
  }
}

TEST(Alpn, TakesTheServersChoice) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.alpn = {{"http/1.1", "h2"}};
    handshake.server.alpn = {{"h2", "http/1.1"}};
    EXPECT_EQ(handshake.Run().client_report.negotiated.alpn, "h2");
    handshake.server.alpn = {{"imap"}};
    EXPECT_EQ(handshake.Run().SentBy(Role::kServer), AlertDescription::kNoApplicationProtocol);
    handshake.server.alpn_required = false;
    EXPECT_TRUE(handshake.Run().Agreed());
  }
}

TEST(ServerName, IsMatchedAsThePolicySays) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    handshake.client.verify_name = "";
    handshake.client.server_name = "elsewhere.example";
    EXPECT_TRUE(handshake.Run().Agreed());
    handshake.server.server_name_policy = ServerNamePolicy::kMatch;
    const Result refused = handshake.Run();
    EXPECT_EQ(refused.SentBy(Role::kServer), AlertDescription::kUnrecognizedName);
    EXPECT_EQ(refused.server_report.server_name, "elsewhere.example");
    handshake.client.server_name = "server.example";
    EXPECT_TRUE(handshake.Run().Agreed());
    handshake.client.server_name = "";
    EXPECT_TRUE(handshake.Run().Agreed());
    handshake.server.server_name_policy = ServerNamePolicy::kRequireMatch;
    EXPECT_EQ(handshake.Run().SentBy(Role::kServer), version == ProtocolVersion::kTls13
                                                         ? AlertDescription::kMissingExtension
                                                         : AlertDescription::kUnrecognizedName);
  }
}

TEST(ServerName, ChoosesTheHost) {
  for (ProtocolVersion version : kAllVersions) {
    SCOPED_TRACE(NameOf(version));
    Handshake handshake = At(version);
    VirtualHost host{"b.example", handshake.server};
    host.capabilities.certificates[0].names = {"b.example"};
    host.capabilities.client_auth = ClientAuth::kRequire;
    handshake.server.hosts = {host};
    handshake.client.certificates = {CertificateSpec{}};
    const Result plain = handshake.Run();
    ASSERT_TRUE(plain.Agreed());
    EXPECT_TRUE(plain.server_report.peer_leaf.empty());
    handshake.client.server_name = "B.example";
    const Result hosted = handshake.Run();
    ASSERT_TRUE(hosted.Agreed()) << hosted.client_report.error.symbol;
    EXPECT_FALSE(hosted.server_report.peer_leaf.empty());
  }
}

TEST(ServerName, BringsTheHostsOwnGroupsAndProtocols) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.alpn = {{"own", "hosted"}};
    handshake.server.alpn = {{"own"}};
    VirtualHost host{"server.example", handshake.server};
    host.capabilities.groups = {{NamedGroup::kSecp521r1}};
    host.capabilities.alpn = {{"hosted"}};
    handshake.server.hosts = {host};
    const Result result = handshake.Run();
    ASSERT_TRUE(result.Agreed()) << result.server_report.error.symbol;
    EXPECT_EQ(result.client_report.negotiated.group, NamedGroup::kSecp521r1);
    EXPECT_EQ(result.client_report.negotiated.alpn, "hosted");
    EXPECT_EQ(result.client_report.negotiated.hello_retry_request,
              version == ProtocolVersion::kTls13);
    EXPECT_EQ(result.server_report.negotiated, result.client_report.negotiated);
  }
}

TEST(ServerName, BringsTheHostsOwnVersionsAndTickets) {
  const std::pair<ProtocolVersion, ProtocolVersion> kPairs[] = {
      {ProtocolVersion::kTls12, ProtocolVersion::kTls13},
      {ProtocolVersion::kTls13, ProtocolVersion::kTls12},
      {ProtocolVersion::kTls10, ProtocolVersion::kTls12}};
  for (const auto& [own, hosted] : kPairs) {
    SCOPED_TRACE(NameOf(hosted));
    Handshake handshake;
    handshake.server.versions = {{own}};
    handshake.server.tickets = false;
    VirtualHost host{"server.example", handshake.server};
    host.capabilities.versions = {{hosted}};
    host.capabilities.tickets = true;
    handshake.server.hosts = {host};
    const Result first = handshake.Run();
    ASSERT_TRUE(first.Agreed()) << first.server_report.error.symbol;
    EXPECT_EQ(first.client_report.negotiated.version, hosted);
    handshake.session = first.session;
    EXPECT_TRUE(handshake.Run().client_report.negotiated.resumed);
  }
}

TEST(Fallback, IsRefusedByABetterServer) {
  Handshake handshake = At(ProtocolVersion::kTls11);
  handshake.client.fallback_scsv = true;
  EXPECT_EQ(handshake.Run().SentBy(Role::kServer), AlertDescription::kInappropriateFallback);
}

TEST(OcspStaple, RequiredAndMissingIsRefused) {
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Handshake handshake = At(version);
    handshake.client.require_ocsp_staple = true;
    const Result result = handshake.Run();
    EXPECT_EQ(result.SentBy(Role::kClient), AlertDescription::kBadCertificate);
    EXPECT_TRUE(result.client_report.error.verify & GNUTLS_CERT_MISSING_OCSP_STATUS);
  }
}

TEST(Versions, WithoutACommonOneAreRefused) {
  Handshake handshake = At(ProtocolVersion::kTls12);
  handshake.server.versions = {{ProtocolVersion::kTls13}};
  EXPECT_EQ(handshake.Run().SentBy(Role::kServer), AlertDescription::kHandshakeFailure);
}

TEST(Peer, SaysNothingToOneWhoLeft) {
  PeerConfig config;
  const Capabilities none;
  config.capabilities = &none;
  NativeError error;
  auto peer = TheStack()->NewPeer(config, &error);
  ASSERT_TRUE(peer);
  Bytes out;
  ASSERT_EQ(peer->Step({}, &out), Progress::kHandshaking);
  EXPECT_FALSE(out.empty());
  out.clear();
  EXPECT_EQ(peer->EndOfInput(&out), Progress::kFailed);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(peer->Report().error.code, GNUTLS_E_PREMATURE_TERMINATION);
}

TEST(Peer, AnswersRubbishWithAnAlert) {
  PeerConfig config;
  const Capabilities none;
  config.role = Role::kServer;
  config.capabilities = &none;
  NativeError error;
  auto peer = TheStack()->NewPeer(config, &error);
  ASSERT_TRUE(peer);
  Bytes out;
  EXPECT_EQ(peer->Step(*FromHex("16 0301 0005 02 000001 00"), &out), Progress::kFailed);
  ASSERT_GE(out.size(), 7u);
  EXPECT_EQ(out[0], static_cast<uint8_t>(ContentType::kAlert));
  EXPECT_TRUE(peer->Report().alert_sent);
}

TEST(Stack, RefusesAnotherInterfaceVersion) {
  EXPECT_EQ(ShakedownStack(kStackInterfaceVersion + 1), nullptr);
}

}  // namespace
}  // namespace shakedown::gnutls
