#include "harness/diagnose/transcript_rules.h"

#include <gtest/gtest.h>

#include "harness/diagnose/diagnoser.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using enum AlertDescription;
using enum HandshakeType;

const Diagnoser& TestDiagnoser() {
  static const Diagnoser diagnoser(TestProfiles());
  return diagnoser;
}

// A hello that offers the usual, in TLS 1.3 and 1.2.
WireFacts AfterHello() {
  WireFacts facts;
  facts.messages.push_back({Role::kClient, kClientHello, false});
  ClientHelloFacts& hello = facts.client_hello.emplace();
  hello.legacy_version = ProtocolVersion::kTls12;
  hello.versions = {ProtocolVersion::kTls13, ProtocolVersion::kTls12};
  hello.cipher_suites = {CipherSuite{0x1301}, CipherSuite{0xc02b}, CipherSuite{0xc02f}};
  hello.groups = hello.key_shares = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
  hello.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                             SignatureScheme::kRsaPssRsaeSha256};
  hello.server_name = "server.example";
  hello.extensions = {0, 10, 13, 43, 51};
  return facts;
}

void Say(WireFacts* facts, Role from, HandshakeType type) {
  facts->messages.push_back({from, type, false});
}

// The hello answered in `version`.
WireFacts AfterServerHello(ProtocolVersion version) {
  WireFacts facts = AfterHello();
  Say(&facts, Role::kServer, kServerHello);
  facts.version = version;
  facts.cipher_suite =
      version == ProtocolVersion::kTls13 ? CipherSuite{0x1301} : CipherSuite{0xc02b};
  return facts;
}

Diagnosis Refused(WireFacts facts, Role by, AlertDescription alert) {
  facts.alerts.push_back({by, AlertLevel::kFatal, alert, false, facts.messages.size()});
  return TestDiagnoser().Diagnose({.facts = &facts});
}

Diagnosis Closed(const WireFacts& facts, Role by) {
  return TestDiagnoser().Diagnose({.facts = &facts, .closed_by = by});
}

TEST(Diagnoser, AHandshakeWithBothFinishedAgreed) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  Say(&facts, Role::kServer, kFinished);
  Say(&facts, Role::kClient, kFinished);
  const Diagnosis found = TestDiagnoser().Diagnose({.facts = &facts});
  EXPECT_EQ(found.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(found.cause(), "");
}

TEST(Diagnoser, AFatalAlertIsARefusalByItsSender) {
  const Diagnosis found = Refused(AfterHello(), Role::kServer, kProtocolVersion);
  EXPECT_EQ(found.outcome, OutcomeKind::kRefused);
  EXPECT_EQ(found.by, Role::kServer);
  EXPECT_EQ(found.alert, kProtocolVersion);
}

TEST(Diagnoser, AWarningRefusesNothingBeforeTls13) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.alerts.push_back({Role::kServer, AlertLevel::kWarning, kUnrecognizedName, false, 1});
  Say(&facts, Role::kClient, kFinished);
  Say(&facts, Role::kServer, kFinished);
  EXPECT_EQ(TestDiagnoser().Diagnose({.facts = &facts}).outcome, OutcomeKind::kAgreed);
}

TEST(Diagnoser, NothingAtAllIsNoReasonToCrash) {
  const WireFacts facts;
  EXPECT_EQ(TestDiagnoser().Diagnose({.facts = &facts}).cause(), "handshake_timeout");
}

TEST(ClearText, IsNamedAfterTheSideThatSpeaksIt) {
  WireFacts facts;
  facts.not_tls[static_cast<size_t>(Role::kClient)] = true;
  EXPECT_EQ(Refused(facts, Role::kServer, kUnexpectedMessage).cause(), "plaintext_to_tls_port");
  facts = AfterHello();
  facts.not_tls[static_cast<size_t>(Role::kServer)] = true;
  EXPECT_EQ(Refused(facts, Role::kClient, kProtocolVersion).cause(), "tls_to_plaintext_port");
}

TEST(SameRoles, TwoClientHellosAreTwoClients) {
  WireFacts facts = AfterHello();
  Say(&facts, Role::kServer, kClientHello);
  EXPECT_EQ(Refused(facts, Role::kServer, kUnexpectedMessage).cause(), "both_ends_same_role");
}

TEST(Stalled, AHelloWithoutAnswerIsATimeout) {
  const WireFacts facts = AfterHello();
  EXPECT_EQ(TestDiagnoser().Diagnose({.facts = &facts}).cause(), "handshake_timeout");
}

TEST(Stalled, AHelloWhoseAnswerMayBeMissingIsNone) {
  const WireFacts facts = AfterHello();
  const Diagnosis cut = TestDiagnoser().Diagnose({.facts = &facts, .rest = Rest::kMissing});
  EXPECT_EQ(cut.cause(), "");
  EXPECT_EQ(cut.confidence, Certainty::kPossible);
  EXPECT_EQ(cut.story.find("it goes no further than the client's ClientHello here"), 0u);
  const Diagnosis unsure = TestDiagnoser().Diagnose({.facts = &facts, .rest = Rest::kUnsure});
  EXPECT_EQ(unsure.cause(), "handshake_timeout");
  EXPECT_EQ(unsure.confidence, Certainty::kPossible);
}

TEST(NamedByAlert, SomeAlertsNameTheirCause) {
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kProtocolVersion).cause(), "version_mismatch");
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kNoApplicationProtocol).cause(), "alpn_mismatch");
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kInappropriateFallback).cause(),
            "inappropriate_fallback");
  EXPECT_EQ(Refused(AfterServerHello(ProtocolVersion::kTls13), Role::kClient,
                    kBadCertificateStatusResponse)
                .cause(),
            "ocsp_stapling_bad");
}

TEST(NamedByAlert, AnUnrecognisedNameThatWasNotSentIsAMissingOne) {
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kUnrecognizedName).cause(), "sni_unrecognized");
  WireFacts facts = AfterHello();
  facts.client_hello->server_name.reset();
  EXPECT_EQ(Refused(facts, Role::kServer, kUnrecognizedName).cause(), "sni_required");
}

TEST(NothingOffered, AHelloOfSignallingSuitesOffersNothing) {
  WireFacts facts = AfterHello();
  facts.client_hello->cipher_suites = {CipherSuite{0x00ff}, CipherSuite{0x0a0a}};
  const Diagnosis found = Refused(facts, Role::kServer, kIllegalParameter);
  EXPECT_EQ(found.cause(), "no_common_cipher");
  EXPECT_EQ(found.confidence, Certainty::kCertain);
}

// RFC 8446 4.1.2: cipher_suites<2..2^16-2>. OpenSSL answers an empty list with illegal_parameter.
TEST(HelloWithoutSuites, HasNothingInCommon) {
  WireFacts facts;
  Say(&facts, Role::kClient, kClientHello);
  facts.client_hello_fault = "ClientHello.cipher_suites";
  EXPECT_EQ(Refused(facts, Role::kServer, kIllegalParameter).cause(), "no_common_cipher");
  EXPECT_EQ(Refused(facts, Role::kServer, kHandshakeFailure).cause(), "no_common_cipher");
  EXPECT_EQ(Refused(facts, Role::kServer, kDecodeError).cause(), "malformed_message");
  facts.client_hello_fault = "ClientHello.extensions";
  const Diagnosis found = Refused(facts, Role::kServer, kIllegalParameter);
  EXPECT_EQ(found.cause(), "protocol_violation");
  EXPECT_FALSE(found.Names("no_common_cipher"));
  // A log that names the message alone.
  facts.client_hello_fault = "ClientHello.random";
  EXPECT_EQ(Closed(facts, Role::kServer).cause(), "peer_closed_no_alert");
}

// RFC 8446 4.2.3: no usual key but Ed448's signs with ed448.
TEST(SupposedServers, AHelloWithOneRareSchemeLacksASchemeForTheKey) {
  WireFacts facts = AfterHello();
  facts.client_hello->versions = {ProtocolVersion::kTls13};
  facts.client_hello->signature_schemes = {SignatureScheme::kEd448};
  const Diagnosis found = Refused(facts, Role::kServer, kHandshakeFailure);
  EXPECT_EQ(found.cause(), "no_common_signature_algorithm");
  EXPECT_NE(found.confidence, Certainty::kCertain);
}

TEST(SupposedServers, AHelloWithOneRareGroupLacksAGroup) {
  WireFacts facts = AfterHello();
  facts.client_hello->groups = facts.client_hello->key_shares = {NamedGroup{28}};
  EXPECT_EQ(Refused(facts, Role::kServer, kHandshakeFailure).cause(), "no_common_group");
}

TEST(SupposedServers, AnOrdinaryHelloLeavesSeveralCausesOpen) {
  const Diagnosis found = Refused(AfterHello(), Role::kServer, kHandshakeFailure);
  EXPECT_EQ(found.confidence, Certainty::kPossible);
  EXPECT_TRUE(found.Names("no_local_certificate"));
  EXPECT_TRUE(found.Names("no_common_group"));
}

TEST(SupposedServers, AClientThatOffersApprovedAlgorithmsAloneMayBeInFipsMode) {
  WireFacts facts = AfterHello();
  facts.client_hello->groups = facts.client_hello->key_shares = {NamedGroup::kSecp384r1};
  EXPECT_TRUE(Refused(facts, Role::kServer, kHandshakeFailure).Names("fips_disallows_curve"));
}

// BoringSSL says nothing where it has no certificate for TLS 1.3, after its retry.
TEST(SupposedServers, AServerThatFailsAfterARetryIsExplained) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.hello_retry_request = true;
  facts.group = NamedGroup::kSecp256r1;
  facts.client_hello->groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
  facts.client_hello->key_shares = {NamedGroup::kX25519};
  Say(&facts, Role::kClient, kClientHello);
  EXPECT_TRUE(Closed(facts, Role::kServer).Names("no_local_certificate"));
}

TEST(SupposedServers, AnInternalErrorIsFirstOfAllWhatStacksAnswerSo) {
  const Diagnosis found = Refused(AfterHello(), Role::kServer, kInternalError);
  EXPECT_NE(found.cause(), "internal_error");
  EXPECT_TRUE(found.Names("private_key_unavailable"));
  EXPECT_TRUE(found.Names("internal_error"));
}

TEST(LacksExtendedMasterSecret, IsACandidateWhereTheExtensionLacks) {
  WireFacts facts = AfterHello();
  EXPECT_TRUE(Refused(facts, Role::kServer, kHandshakeFailure).Names("ems_required"));
  facts.client_hello->extensions.push_back(23);
  EXPECT_FALSE(Refused(facts, Role::kServer, kHandshakeFailure).Names("ems_required"));
  facts.client_hello->extensions.pop_back();
  facts.client_hello->versions = {ProtocolVersion::kTls13};
  EXPECT_FALSE(Refused(facts, Role::kServer, kHandshakeFailure).Names("ems_required"));
}

TEST(SilentlyClosed, AServerThatClosesAfterTheHelloGivesNoReason) {
  const Diagnosis found = Closed(AfterHello(), Role::kServer);
  EXPECT_EQ(found.cause(), "peer_closed_no_alert");
  EXPECT_TRUE(found.Names("no_local_certificate"));
}

TEST(HelloRefusedByAlert, ServesWithoutProfiles) {
  const Profiles none;
  WireFacts facts = AfterHello();
  facts.alerts.push_back({Role::kServer, AlertLevel::kFatal, kHandshakeFailure, false, 1});
  EXPECT_EQ(Diagnoser(none).Diagnose({.facts = &facts}).cause(), "no_common_cipher");
}

TEST(VersionRefused, AVersionThatWasNotOffered) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls11);
  EXPECT_EQ(Refused(facts, Role::kClient, kProtocolVersion).cause(), "version_mismatch");
}

TEST(VersionRefused, TheMarkerInTheRandomTellsADowngrade) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.downgrade_marker = true;
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "downgrade_detected");
  facts.downgrade_marker = false;
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "protocol_violation");
}

TEST(VersionRefused, WhoFallsBackHasTls13Too) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.downgrade_marker = true;
  facts.client_hello->versions = {ProtocolVersion::kTls12};
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "protocol_violation");
  facts.client_hello->cipher_suites.push_back(CipherSuite{0x5600});
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "downgrade_detected");
}

TEST(ChoiceRefused, ASuiteOrGroupThatWasNotOffered) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.cipher_suite = CipherSuite{0x1302};
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "peer_used_unoffered_cipher");
  facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.group = NamedGroup::kSecp521r1;
  EXPECT_EQ(Refused(facts, Role::kClient, kIllegalParameter).cause(), "peer_used_unoffered_group");
}

TEST(ChoiceRefused, InsufficientSecurityOfDheIsItsPrime) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.cipher_suite = CipherSuite{0x009e};
  facts.client_hello->cipher_suites.push_back(CipherSuite{0x009e});
  EXPECT_EQ(Refused(facts, Role::kClient, kInsufficientSecurity).cause(), "dh_too_small");
}

TEST(ClientNeverStarted, SaysNothing) {
  const WireFacts facts;
  EXPECT_EQ(Closed(facts, Role::kClient).cause(), "no_common_cipher");
}

TEST(ClientCannotSign, AfterItsCertificate) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  Say(&facts, Role::kClient, kCertificate);
  facts.certificate_requested = facts.client_certificate_seen = true;
  EXPECT_EQ(Refused(facts, Role::kClient, kInternalError).cause(), "private_key_unavailable");
}

// The order of GnuTLS's extensions.
constexpr uint16_t kGnutlsHello[] = {5, 10, 11, 13, 22, 23, 35, 65281, 0, 28};

TEST(ClientCannotSign, TheListThatItConfiguredBindsItsOwnKey) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.client_hello->extensions.assign(std::begin(kGnutlsHello), std::end(kGnutlsHello));
  facts.client_hello->signature_schemes = {SignatureScheme::kEd448};
  facts.certificate_requested = true;
  facts.request_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                           SignatureScheme::kRsaPkcs1Sha256};
  EXPECT_EQ(Refused(facts, Role::kClient, kHandshakeFailure).cause(),
            "no_common_signature_algorithm");
}

// GnuTLS does not sign with a certificate whose key usage forbids it.
TEST(ClientCannotSign, AKeyUsageMayForbidIt) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls12);
  facts.certificate_requested = true;
  facts.request_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
  EXPECT_FALSE(Refused(facts, Role::kClient, kInternalError).Names("key_usage_wrong"));
  facts.client_hello->extensions.assign(std::begin(kGnutlsHello), std::end(kGnutlsHello));
  EXPECT_TRUE(Refused(facts, Role::kClient, kInternalError).Names("key_usage_wrong"));
}

TEST(AnsweredInTheDark, AnEncryptedRecordInPlaceOfAServerHelloIsAServerThatFailed) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.hello_retry_request = true;
  Say(&facts, Role::kClient, kClientHello);
  EXPECT_EQ(Refused(facts, Role::kClient, kUnexpectedMessage).cause(), "out_of_order_message");
  facts.unopened_records[static_cast<size_t>(Role::kServer)] = 1;
  EXPECT_EQ(Refused(facts, Role::kClient, kUnexpectedMessage).cause(), "private_key_unavailable");
  Say(&facts, Role::kServer, kServerHello);
  EXPECT_EQ(Refused(facts, Role::kClient, kUnexpectedMessage).cause(), "out_of_order_message");
}

TEST(NoClientCertificate, AnEmptyMessageToAUsualRequestIsAMissingCertificate) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.certificate_requested = facts.client_certificate_seen = true;
  facts.request_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                           SignatureScheme::kRsaPssRsaeSha256};
  facts.ca_names = {{0x30, 0x00}};
  Say(&facts, Role::kClient, kCertificate);
  const Diagnosis found = Refused(facts, Role::kServer, kCertificateRequired);
  EXPECT_EQ(found.cause(), "client_cert_missing");
  EXPECT_TRUE(found.Names("client_cert_not_in_ca_list"));
}

TEST(NoClientCertificate, AnEmptyMessageToARareRequestMayBeAKeyWithoutScheme) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.certificate_requested = facts.client_certificate_seen = true;
  facts.request_schemes = {SignatureScheme::kEd25519};
  Say(&facts, Role::kClient, kCertificate);
  EXPECT_EQ(Refused(facts, Role::kServer, kCertificateRequired).cause(),
            "no_common_signature_algorithm");
}

// SP 800-52 3.3.1 approves no ChaCha20.
TEST(StoppedByFips, AClosingWhereChaCha20WouldHaveEncrypted) {
  WireFacts facts = AfterServerHello(ProtocolVersion::kTls13);
  facts.cipher_suite = CipherSuite{0x1303};
  facts.client_hello->cipher_suites.push_back(CipherSuite{0x1303});
  EXPECT_EQ(Closed(facts, Role::kClient).cause(), "fips_disallows_cipher");
  facts.cipher_suite = CipherSuite{0x1301};
  EXPECT_EQ(Closed(facts, Role::kClient).cause(), "peer_closed_no_alert");
}

TEST(LastResort, AnAlertAboutNothingThatPassedIsUnknown) {
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kUnknownCa).cause(),
            "peer_rejected_unknown_alert");
}

TEST(Explanation, HasWordsForAHelloThatOffersNoVersion) {
  WireFacts facts = AfterHello();
  facts.client_hello->versions = {ProtocolVersion{0x0a0a}};
  const Diagnosis found = Refused(facts, Role::kServer, kHandshakeFailure);
  EXPECT_FALSE(found.candidates.empty());
}

TEST(Explanation, TellsWhoWhenAndWhatWasOnOffer) {
  EXPECT_EQ(Refused(AfterHello(), Role::kServer, kProtocolVersion).Explanation(),
            "the server refused with alert 70 protocol_version after the client's ClientHello: the "
            "client offers TLS 1.3, TLS 1.2, and the server has none of it (RFC 8446 4.2.1, RFC "
            "5246 E.1).");
}

}  // namespace
}  // namespace shakedown
