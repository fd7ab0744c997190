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
  explicit Twice(ProtocolVersion version, std::string stack = "rfc") : profile(std::move(stack)) {
    client.versions = server.versions = {{version}};
    server.certificates.emplace_back();
  }

  Prediction Second() {
    const auto client_before = Prepared(first_client.value_or(client), server, Role::kClient);
    const auto server_before = Prepared(first_server.value_or(server), client, Role::kServer);
    const auto session =
        SessionOf(Predict(*client_before, *server_before), *client_before, *server_before);
    client_now = Prepared(client, server, Role::kClient);
    server_now = Prepared(server, client, Role::kServer);
    return Predict(*client_now, *server_now, session ? &*session : nullptr);
  }

  std::shared_ptr<const Side> Prepared(const Capabilities& one, const Capabilities& other,
                                       Role role) const {
    return MakeSide(Effective(one, other, role, false), role, TestProfile(profile));
  }

  std::string profile;
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
