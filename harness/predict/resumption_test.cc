#include "harness/predict/resumption.h"

#include <gtest/gtest.h>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using enum ProtocolVersion;
// IANA numbers.
constexpr CipherSuite kTls13Aes128{0x1301}, kTls13Aes256{0x1302};
constexpr CipherSuite kTls12Aes128{0xc02b}, kTls12Aes256{0xc02c};

// Two connections between one client and one server; what changes is set before the second.
struct Twice {
  explicit Twice(ProtocolVersion version, const std::string& stack = "rfc")
      : client_profile(stack), server_profile(stack) {
    client.versions = server.versions = {{version}};
    server.certificates.emplace_back();
  }

  Prediction Second() {
    const Capabilities offers = first_client.value_or(client);
    const Capabilities accepts = first_server.value_or(server);
    const auto client_before = Prepared(offers, accepts, Role::kClient);
    const auto server_before = Prepared(accepts, offers, Role::kServer);
    const auto session =
        SessionOf(Predict(*client_before, *server_before), *client_before, *server_before);
    client_now = Prepared(client, server, Role::kClient);
    if (session) client_now = Offering(client_now, *session);
    server_now = Prepared(server, client, Role::kServer);
    return Predict(*client_now, *server_now, session ? &*session : nullptr);
  }

  std::shared_ptr<const Side> Prepared(const Capabilities& one, const Capabilities& other,
                                       Role role) const {
    return MakeSide(Effective(one, other, role, false), role,
                    TestProfile(role == Role::kClient ? client_profile : server_profile));
  }

  std::string client_profile, server_profile;
  Capabilities client, server;
  std::optional<Capabilities> first_client, first_server;  // where they were others
  std::shared_ptr<const Side> client_now, server_now;
};

TEST(Resumption, ATicketServesInEveryVersion) {
  for (ProtocolVersion version : {kTls10, kTls12, kTls13}) {
    Twice twice(version, "openssl");
    const Prediction second = twice.Second();
    EXPECT_EQ(second.outcome, OutcomeKind::kAgreed);
    EXPECT_TRUE(second.resumed);
    EXPECT_FALSE(second.signature_scheme) << "RFC 8446 2.2, RFC 5246 7.3: nobody signs";
  }
}

TEST(Resumption, AnotherTicketKeyReadsNoTicket) {
  Twice twice(kTls13);
  twice.first_server = twice.server;
  twice.server.ticket_key = "b";
  EXPECT_FALSE(twice.Second().resumed);
}

TEST(Resumption, SessionIdsServeBeforeTls13Alone) {
  for (const auto& [version, resumed] : {std::pair(kTls12, true), {kTls13, false}}) {
    Twice twice(version);
    twice.client.tickets = false;
    EXPECT_EQ(twice.Second().resumed, resumed);
  }
}

TEST(Resumption, NeedsTheVersionOfTheSession) {
  Twice twice(kTls12);
  twice.first_client = twice.client;
  twice.first_server = twice.server;
  twice.client.versions = twice.server.versions = {{kTls12, kTls13}};
  const Prediction second = twice.Second();
  EXPECT_EQ(second.version, kTls13);
  EXPECT_FALSE(second.resumed);
}

TEST(Resumption, NeedsTheHashOfTheSessionInTls13) {
  Twice twice(kTls13);
  twice.first_client = twice.client;
  twice.first_client->cipher_suites = {{kTls13Aes128}};
  twice.client.cipher_suites = {{kTls13Aes256}};
  const Prediction second = twice.Second();
  EXPECT_EQ(second.outcome, OutcomeKind::kAgreed);
  EXPECT_FALSE(second.resumed);
  EXPECT_EQ(second.cipher_suite, kTls13Aes256);
}

TEST(Resumption, DoesNotLookAtCertificatesAgain) {
  Twice twice(kTls12);
  twice.first_server = twice.server;
  twice.server.certificates.front().faults = {CertificateFault::kExpired};
  twice.server.client_auth = ClientAuth::kRequire;
  EXPECT_TRUE(twice.Second().resumed);
}

// RFC 7627 5.3, MUST.
TEST(Resumption, WithoutTheExtendedMasterSecretItHadIsRefused) {
  Twice twice(kTls12);
  twice.first_client = twice.client;
  twice.client.extended_master_secret = false;
  const Prediction second = twice.Second();
  EXPECT_EQ(second.by, Role::kServer);
  EXPECT_EQ(KeyOf(second.cause), "ems_required");
  EXPECT_EQ(second.alert, AlertDescription::kHandshakeFailure);
}

TEST(Resumption, AServerThatLostAllSuitesOfTls13HasNoneForTheSessionEither) {
  Twice twice(kTls13, "gnutls");
  twice.client.versions = twice.server.versions = {{kTls12, kTls13}};
  twice.first_server = twice.server;
  twice.server.cipher_suites = {{kTls12Aes128}};
  EXPECT_EQ(KeyOf(twice.Second().cause), "no_tls13_cipher_configured");
}

TEST(Resumption, BoringsslFindsAMissingMasterSecretWhenItHasASuite) {
  Twice twice(kTls12, "boringssl");
  twice.first_client = twice.client;
  twice.first_server = twice.server;
  twice.client.extended_master_secret = false;
  EXPECT_EQ(KeyOf(twice.Second().cause), "ems_required");
  twice.server.certificates.clear();
  EXPECT_EQ(KeyOf(twice.Second().cause), "no_local_certificate");
  twice.server_profile = "openssl";
  EXPECT_EQ(KeyOf(twice.Second().cause), "ems_required");
}

// RFC 5246 7.4.1.2.
TEST(Resumption, ASessionWhoseSuiteIsNotOfferedIsAViolation) {
  Twice twice(kTls12, "openssl");
  twice.first_client = twice.client;
  twice.first_client->cipher_suites = {{kTls12Aes128}};
  twice.client.cipher_suites = {{kTls12Aes256}};
  const Prediction second = twice.Second();
  EXPECT_EQ(second.by, Role::kServer);
  EXPECT_EQ(second.alert, AlertDescription::kIllegalParameter);
}

// A session of `first` between stacks that since have the versions given.
struct Changed : Twice {
  Changed(ProtocolVersion first, const char* client_stack, std::vector<ProtocolVersion> client_has,
          const char* server_stack, std::vector<ProtocolVersion> server_has)
      : Twice(first) {
    client_profile = client_stack;
    server_profile = server_stack;
    first_client = client;
    first_server = server;
    client.versions = std::move(client_has);
    server.versions = std::move(server_has);
  }
};

TEST(Resumption, AGnutlsClientNamesTheVersionOfItsSessionAsItsHighest) {
  Changed gnutls(kTls10, "gnutls", {kTls10, kTls11, kTls12}, "openssl", {kTls10, kTls11, kTls12});
  const Prediction resumed = gnutls.Second();
  EXPECT_EQ(resumed.version, kTls10);
  EXPECT_TRUE(resumed.resumed);
  Changed openssl(kTls10, "openssl", {kTls10, kTls11, kTls12}, "openssl", {kTls10, kTls11, kTls12});
  const Prediction anew = openssl.Second();
  EXPECT_EQ(anew.version, kTls12);
  EXPECT_FALSE(anew.resumed);
}

TEST(Resumption, AGnutlsClientOffersASessionOfAVersionThatItGaveUp) {
  Changed taken(kTls10, "gnutls", {kTls12}, "openssl", {kTls10, kTls11, kTls12});
  const Prediction second = taken.Second();
  EXPECT_TRUE(second.resumed);
  EXPECT_EQ(second.by, Role::kClient);
  EXPECT_EQ(second.alert, AlertDescription::kProtocolVersion);
  Changed refused(kTls10, "gnutls", {kTls12}, "openssl", {kTls12});
  const Prediction answer = refused.Second();
  EXPECT_EQ(answer.by, Role::kServer);
  EXPECT_EQ(answer.alert, AlertDescription::kProtocolVersion);
}

TEST(Resumption, AGnutlsClientListsNoSchemesWhereTheVersionOfItsSessionHasNone) {
  // RFC 8446 9.2, MUST, missing_extension.
  Changed missing(kTls11, "gnutls", {kTls12, kTls13}, "openssl", {kTls12, kTls13});
  const Prediction second = missing.Second();
  EXPECT_EQ(second.by, Role::kServer);
  EXPECT_EQ(second.alert, AlertDescription::kMissingExtension);
  EXPECT_EQ(KeyOf(second.cause), "missing_mandatory_extension");
  Changed boringssl(kTls11, "gnutls", {kTls12, kTls13}, "boringssl", {kTls12, kTls13});
  EXPECT_EQ(boringssl.Second().alert, AlertDescription::kHandshakeFailure);
  // RFC 5246 7.4.1.4.1: SHA-1 in TLS 1.2.
  Changed usual(kTls11, "gnutls", {kTls12, kTls13}, "openssl", {kTls12});
  const Prediction signed_so = usual.Second();
  EXPECT_EQ(signed_so.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(signed_so.signature_scheme, SignatureScheme::kEcdsaSha1);
}

TEST(Resumption, AGnutlsServerTakesUpSessionsInTheirVersion) {
  Changed lower(kTls10, "openssl", {kTls10, kTls11, kTls12}, "gnutls", {kTls12});
  const Prediction second = lower.Second();
  EXPECT_EQ(second.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(second.version, kTls10);
  EXPECT_TRUE(second.resumed);
  // Even without a version in common with the hello.
  Changed none(kTls12, "openssl", {kTls12}, "gnutls", {kTls13});
  const Prediction older = none.Second();
  EXPECT_EQ(older.outcome, OutcomeKind::kAgreed);
  EXPECT_EQ(older.version, kTls12);
}

TEST(Resumption, OpensslHearsThatASessionIsBelowWhatTheServerCouldDo) {
  // RFC 8446 4.1.3: the server came to TLS 1.1 and marked its random before it took the session up.
  Changed marked(kTls10, "openssl", {kTls10, kTls11}, "gnutls", {kTls10, kTls11, kTls12, kTls13});
  const Prediction second = marked.Second();
  EXPECT_EQ(second.by, Role::kClient);
  EXPECT_EQ(second.alert, AlertDescription::kIllegalParameter);
  EXPECT_EQ(KeyOf(second.cause), "downgrade_detected");
  Changed unmarked(kTls10, "openssl", {kTls10, kTls11}, "gnutls", {kTls10, kTls11, kTls12});
  EXPECT_EQ(unmarked.Second().outcome, OutcomeKind::kAgreed);
}

TEST(Resumption, AGnutlsServerRefusesALegacyVersionBelowItsOwn) {
  Changed low(kTls10, "gnutls", {kTls12, kTls13}, "gnutls", {kTls12, kTls13});
  const Prediction second = low.Second();
  EXPECT_EQ(second.by, Role::kServer);
  EXPECT_EQ(second.alert, AlertDescription::kProtocolVersion);
}

TEST(Resumption, NothingIsLeftOfAConnectionThatFailed) {
  Twice twice(kTls12);
  twice.first_server = twice.server;
  twice.first_server->certificates.front().faults = {CertificateFault::kExpired};
  const Prediction second = twice.Second();
  EXPECT_EQ(second.outcome, OutcomeKind::kAgreed);
  EXPECT_FALSE(second.resumed);
}

}  // namespace
}  // namespace shakedown
