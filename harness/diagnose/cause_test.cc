#include "harness/diagnose/cause.h"

#include <gtest/gtest.h>

#include "harness/codes/tables.h"
#include "harness/diagnose/test_knowledge.h"

namespace shakedown {
namespace {

using enum AlertDescription;
constexpr Role kC = Role::kClient;
constexpr Role kS = Role::kServer;
constexpr auto kTls12 = ProtocolVersion::kTls12;
constexpr auto kTls13 = ProtocolVersion::kTls13;
// ERR_LIB_SSL of either library.
constexpr int kBoringLib = 16, kOpenLib = 20;

// A case that `by` refused, with both sides' capabilities and the wire at hand to adjust.
struct Case {
  WireFacts facts;
  Capabilities client, server;
  Evidence evidence;

  Case(std::string stack, Role by, std::optional<AlertDescription> alert, NativeError error) {
    evidence.kind = alert ? OutcomeKind::kRefused : OutcomeKind::kClosed;
    evidence.by = by;
    evidence.alert = alert;
    evidence.stack = std::move(stack);
    evidence.error = std::move(error);
    server.certificates.emplace_back();
    facts.client_hello.emplace();
    facts.client_hello->legacy_version = kTls12;
    facts.client_hello->server_name = "server.example";
    facts.client_hello->groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
    Passed(kC, HandshakeType::kClientHello);
  }

  void Passed(Role from, HandshakeType type) { facts.messages.push_back({from, type, false}); }

  std::string Cause() {
    evidence.facts = &facts;
    evidence.client = &client;
    evidence.server = &server;
    return CauseOf(evidence, TestKnowledge());
  }
};

NativeError Boring(int reason, int verify = 0) { return {kBoringLib, reason, verify, "", ""}; }
NativeError Open(int reason, int verify = 0) { return {kOpenLib, reason, verify, "", ""}; }
NativeError Gnu(int code, int status = 0) { return {0, code, status, "", ""}; }

TEST(CauseOf, OutcomesWithoutARefusal) {
  Evidence evidence;
  evidence.kind = OutcomeKind::kAgreed;
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "");
  evidence.kind = OutcomeKind::kInexpressible;
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "");
  evidence.kind = OutcomeKind::kCrashed;
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "internal_error");
  evidence.kind = OutcomeKind::kStalled;
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "handshake_timeout");
}

TEST(CauseOf, ToleratesEvidenceOfAnErrorAlone) {
  Evidence evidence;
  evidence.kind = OutcomeKind::kRefused;
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "peer_rejected_unknown_alert");
  evidence.stack = "boringssl-debian";
  evidence.error = Boring(184);
  EXPECT_EQ(CauseOf(evidence, TestKnowledge()), "no_common_cipher");
}

TEST(CauseOf, TheSameReasonOfAnotherLibraryIsNotTheirs) {
  Case c("openssl", kS, kInternalError, {6, 193, 0, "", ""});
  EXPECT_EQ(c.Cause(), "internal_error");
}

TEST(CauseOf, VerifyResultsOfBothLibcryptos) {
  struct {
    int verify;
    AlertDescription alert;
    const char* cause;
  } const rows[] = {
      {10, kCertificateExpired, "expired"},
      {9, kBadCertificate, "not_yet_valid"},
      {20, kUnknownCa, "unknown_ca"},
      {18, kUnknownCa, "self_signed"},
      {62, kBadCertificate, "hostname_mismatch"},
      {23, kCertificateRevoked, "revoked"},
      {3, kUnknownCa, "revocation_unavailable"},
      {7, kDecryptError, "cert_signature_invalid"},
      {25, kUnknownCa, "basic_constraints_wrong"},
      {24, kUnknownCa, "basic_constraints_wrong"},
      {50, kCertificateUnknown, "cert_validation_other"},
  };
  for (const auto& row : rows) {
    bool number_moved = row.verify == 24;  // OpenSSL 3 counts an invalid CA as 79
    EXPECT_EQ(Case("boringssl", kC, row.alert, Boring(125, row.verify)).Cause(), row.cause);
    int open_verify = number_moved ? 79 : row.verify;
    EXPECT_EQ(Case("openssl", kC, row.alert, Open(134, open_verify)).Cause(), row.cause);
  }
}

TEST(CauseOf, StatusBitsOfGnutls) {
  // gnutls_certificate_status_t: INVALID is 1 << 1.
  struct {
    int bit;
    const char* cause;
  } const rows[] = {
      {5, "revoked"},
      {6, "unknown_ca"},
      {7, "basic_constraints_wrong"},
      {8, "cert_weak_key_or_digest"},
      {9, "not_yet_valid"},
      {10, "expired"},
      {11, "cert_signature_invalid"},
      {14, "hostname_mismatch"},
      {16, "basic_constraints_wrong"},
      {18, "eku_wrong"},
      {19, "ocsp_stapling_bad"},
  };
  for (const auto& row : rows) {
    for (int code : {-43, -348}) {
      EXPECT_EQ(Case("gnutls", kC, kBadCertificate, Gnu(code, 1 << 1 | 1 << row.bit)).Cause(),
                row.cause);
    }
  }
}

TEST(CauseOf, GnutlsSelfSignedIsReadOffTheWire) {
  Case c("gnutls", kC, kBadCertificate, Gnu(-43, 1 << 1 | 1 << 6));
  c.facts.server_chain = {OutlineCertificate("Me", "Me")};
  EXPECT_EQ(c.Cause(), "self_signed");
}

TEST(CauseOf, NoSharedCipherIsDecidedByTheHello) {
  for (auto [stack, error] : {std::pair("boringssl", Boring(184)), std::pair("openssl", Open(193)),
                              std::pair("gnutls", Gnu(-87))}) {
    Case c(stack, kS, kHandshakeFailure, error);
    c.facts.client_hello->cipher_suites = {CipherSuite{0xc02b}};  // ECDHE_ECDSA AES_128_GCM
    c.server.cipher_suites = {CipherSuite{0xc030}};
    EXPECT_EQ(c.Cause(), "no_common_cipher") << stack;
    c.server.cipher_suites.reset();
    c.server.certificates[0].key = KeyType::kRsa2048;
    EXPECT_EQ(c.Cause(), "cert_type_not_usable_with_cipher") << stack;
    c.server.certificates[0].key = KeyType::kSecp521r1;
    EXPECT_EQ(c.Cause(), "cert_curve_not_in_peer_groups") << stack;
    c.server.certificates[0].key = KeyType::kSecp256r1;
    c.server.groups = {NamedGroup::kSecp384r1};
    EXPECT_EQ(c.Cause(), "no_common_group") << stack;
    c.server.certificates.clear();
    EXPECT_EQ(c.Cause(), "no_local_certificate") << stack;
    c.server.versions = {kTls13};
    EXPECT_EQ(c.Cause(), "version_mismatch") << stack;
  }
}

TEST(CauseOf, NoSharedCipherStandsWhenNothingElseExplainsIt) {
  Case c("boringssl", kS, kHandshakeFailure, Boring(184));
  c.facts.client_hello->cipher_suites = {CipherSuite{0xc02b}};
  EXPECT_EQ(c.Cause(), "no_common_cipher");
}

TEST(CauseOf, SignatureErrorsAreDecidedByTheSchemes) {
  for (auto [stack, error] : {std::pair("boringssl", Boring(253)), std::pair("openssl", Open(118)),
                              std::pair("gnutls", Gnu(-106))}) {
    Case c(stack, kS, kHandshakeFailure, error);
    c.facts.client_hello->versions = {kTls13};
    c.facts.client_hello->cipher_suites = {CipherSuite{0x1301}};
    c.facts.client_hello->signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                                               SignatureScheme::kRsaPssRsaeSha256};
    c.server.certificates[0].key = KeyType::kSecp521r1;
    EXPECT_EQ(c.Cause(), "no_signature_scheme_for_key") << stack;
    c.facts.client_hello->signature_schemes = {SignatureScheme::kRsaPssRsaeSha256};
    EXPECT_EQ(c.Cause(), "no_common_signature_algorithm") << stack;
  }
}

TEST(CauseOf, AClientThatCannotSignForTheServer) {
  Case c("boringssl", kC, kHandshakeFailure, Boring(253));
  c.client.certificates.emplace_back().key = KeyType::kSecp521r1;
  c.facts.version = kTls13;
  c.facts.request_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
  EXPECT_EQ(c.Cause(), "no_signature_scheme_for_key");
}

TEST(CauseOf, ReasonsThatSpeakForThemselves) {
  struct {
    const char* stack;
    Role by;
    AlertDescription alert;
    NativeError error;
    const char* cause;
  } const rows[] = {
      {"boringssl", kS, kProtocolVersion, Boring(240), "version_mismatch"},
      {"openssl", kS, kProtocolVersion, Open(258), "version_mismatch"},
      {"gnutls", kC, kProtocolVersion, Gnu(-8), "version_mismatch"},
      {"boringssl", kC, kIllegalParameter, Boring(245), "peer_used_unoffered_sigalg"},
      {"boringssl", kC, kIllegalParameter, Boring(107), "cert_curve_not_in_peer_groups"},
      {"boringssl", kC, kIllegalParameter, Boring(297), "downgrade_detected"},
      {"openssl", kC, kIllegalParameter, Open(373), "downgrade_detected"},
      {"openssl", kS, kInappropriateFallback, Open(373), "inappropriate_fallback"},
      {"gnutls", kS, kInappropriateFallback, Gnu(-347), "inappropriate_fallback"},
      {"boringssl", kC, kIllegalParameter, Boring(302), "key_usage_wrong"},
      {"gnutls", kC, kInternalError, Gnu(-48), "key_usage_wrong"},
      {"boringssl", kC, kDecryptError, Boring(114), "signature_verify_failed"},
      {"openssl", kS, kDecryptError, Open(149), "signature_verify_failed"},
      {"gnutls", kC, kDecryptError, Gnu(-89), "signature_verify_failed"},
      {"boringssl", kS, kBadRecordMac, Boring(139), "record_corrupted"},
      {"openssl", kC, kBadRecordMac, Open(281), "record_corrupted"},
      {"boringssl", kS, kRecordOverflow, Boring(146), "record_too_long"},
      {"gnutls", kS, kRecordOverflow, Gnu(-417), "record_too_long"},
      {"openssl", kS, kDecodeError, Open(159), "malformed_message"},
      {"openssl", kS, kUnexpectedMessage, Open(244), "out_of_order_message"},
      {"openssl", kC, kUnsupportedExtension, Open(217), "unsolicited_extension"},
      {"openssl", kS, kMissingExtension, Open(112), "missing_mandatory_extension"},
      {"openssl", kS, kHandshakeFailure, Open(104), "ems_required"},
      {"openssl", kC, kHandshakeFailure, Open(394), "dh_too_small"},
      {"openssl", kC, kDecodeError, Open(294), "peer_closed_no_alert"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Case(row.stack, row.by, row.alert, row.error).Cause(), row.cause)
        << row.stack << " " << row.error.code;
  }
}

TEST(CauseOf, ASpecificAlertOutweighsAFailedCallback) {
  EXPECT_EQ(Case("openssl", kS, kUnrecognizedName, Open(234)).Cause(), "sni_unrecognized");
  EXPECT_EQ(Case("boringssl", kS, kNoApplicationProtocol, Boring(307)).Cause(), "alpn_mismatch");
  EXPECT_EQ(Case("boringssl", kC, kBadCertificateStatusResponse, Boring(125)).Cause(),
            "ocsp_stapling_bad");
}

TEST(CauseOf, ANameThatNeverCameWasRequired) {
  Case c("gnutls", kS, kUnrecognizedName, Gnu(-294));
  c.facts.client_hello->server_name.reset();
  EXPECT_EQ(c.Cause(), "sni_required");
}

// RFC 8446 9.2 has one alert for an extension that TLS 1.3 demands and for a name that this server
// demands.
TEST(CauseOf, AMissingExtensionMayBeTheNameThatTheServerRequires) {
  Case c("openssl", kS, kMissingExtension, Open(234));
  c.facts.client_hello->server_name.reset();
  EXPECT_EQ(c.Cause(), "missing_mandatory_extension");
  for (ServerNamePolicy policy : {ServerNamePolicy::kRequire, ServerNamePolicy::kRequireMatch}) {
    c.server.server_name_policy = policy;
    EXPECT_EQ(c.Cause(), "sni_required");
  }
  c.facts.client_hello->server_name = "server.example";
  EXPECT_EQ(c.Cause(), "missing_mandatory_extension");
}

TEST(CauseOf, AMissingClientCertificate) {
  EXPECT_EQ(Case("boringssl", kS, kHandshakeFailure, Boring(192)).Cause(), "client_cert_missing");
  EXPECT_EQ(Case("gnutls", kS, kDecodeError, Gnu(-49)).Cause(), "client_cert_missing");
  EXPECT_EQ(Case("openssl", kS, kCertificateRequired, Open(199)).Cause(), "client_cert_missing");
}

TEST(CauseOf, AClientWithACertificateOfAnotherCa) {
  Case c("openssl", kS, kCertificateRequired, Open(199));
  c.client.certificates.emplace_back();
  c.client.honour_ca_names = true;
  c.facts.ca_names = {Bytes{0x30, 0x00}};
  EXPECT_EQ(c.Cause(), "client_cert_not_in_ca_list");
}

TEST(CauseOf, ClearTextOnEitherSide) {
  for (auto [stack, error] : {std::pair("boringssl", Boring(156)), std::pair("openssl", Open(156)),
                              std::pair("gnutls", Gnu(-15))}) {
    Case c(stack, kS, kUnexpectedMessage, error);
    c.facts.messages.clear();
    c.facts.client_hello.reset();
    c.facts.not_tls[0] = true;
    EXPECT_EQ(c.Cause(), "plaintext_to_tls_port") << stack;
  }
  for (auto [stack, error] : {std::pair("boringssl", Boring(247)), std::pair("openssl", Open(267)),
                              std::pair("gnutls", Gnu(-15))}) {
    Case c(stack, kC, kProtocolVersion, error);
    c.facts.not_tls[1] = true;
    EXPECT_EQ(c.Cause(), "tls_to_plaintext_port") << stack;
  }
}

TEST(CauseOf, ABrokenRecordHeaderInsideTlsIsMalformed) {
  Case c("boringssl", kS, kProtocolVersion, Boring(247));
  EXPECT_EQ(c.Cause(), "malformed_message");
}

TEST(CauseOf, AKeyThatRefusesToSign) {
  Case c("openssl", kS, kInternalError, {6, 524294, 0, "", ""});
  EXPECT_EQ(c.Cause(), "internal_error");
  c.server.certificates[0].signing = Signing::kFails;
  EXPECT_EQ(c.Cause(), "private_key_unavailable");
}

TEST(CauseOf, FipsAtEncryptionEndsWithoutAnAlert) {
  Case c("openssl", kS, std::nullopt, {});
  EXPECT_EQ(c.Cause(), "peer_closed_no_alert");
  c.server.fips = Fips::kAtEncryption;
  EXPECT_EQ(c.Cause(), "fips_disallows_cipher");
}

TEST(CauseOf, AVerifierThatRefusesEverything) {
  Case c("gnutls", kC, kBadCertificate, Gnu(-43, 1 << 1 | 1 << 6));
  c.client.verify = Verify::kRejectAll;
  EXPECT_EQ(c.Cause(), "cert_validation_other");
}

TEST(CauseOf, AScriptIsKnownByItsAlertAlone) {
  EXPECT_EQ(Case("script", kS, kUnknownCa, {}).Cause(), "unknown_ca");
  EXPECT_EQ(Case("script", kS, kNoApplicationProtocol, {}).Cause(), "alpn_mismatch");
  EXPECT_EQ(Case("script", kS, kHandshakeFailure, {}).Cause(), "peer_rejected_unknown_alert");
  EXPECT_EQ(Case("script", kS, kInternalError, {}).Cause(), "peer_rejected_unknown_alert");
  EXPECT_EQ(Case("script", kS, std::nullopt, {}).Cause(), "peer_closed_no_alert");
}

TEST(CauseOf, TwoClientsWaitForEachOtherOrRefuse) {
  Case c("boringssl", kC, kUnexpectedMessage, Boring(223));
  c.Passed(kS, HandshakeType::kClientHello);
  EXPECT_EQ(c.Cause(), "both_ends_same_role");
  c.evidence.kind = OutcomeKind::kStalled;
  EXPECT_EQ(c.Cause(), "both_ends_same_role");
}

TEST(CauseOf, GnutlsSaysIllegalParameterForADowngrade) {
  Case c("gnutls", kC, kIllegalParameter, Gnu(-55));
  EXPECT_EQ(c.Cause(), "protocol_violation");
  c.facts.client_hello->versions = {kTls13, kTls12};
  c.facts.version = kTls12;
  c.Passed(kS, HandshakeType::kServerHello);
  EXPECT_EQ(c.Cause(), "downgrade_detected");
  c.server.versions = {kTls12};
  EXPECT_EQ(c.Cause(), "protocol_violation");
}

}  // namespace
}  // namespace shakedown
