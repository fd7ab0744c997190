// The runner over the real stacks, as far as their modules were built, and over the stack that
// misbehaves to order.
#include <gmock/gmock.h>

#include <filesystem>

#include "harness/diagnose/test_knowledge.h"
#include "harness/run/run.h"
#include "harness/stack/loader.h"

namespace shakedown {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RealStacks : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (pki_ != nullptr) return;  // another suite has opened them
    const std::string modules = SHAKEDOWN_BUILD_DIR "/modules";
    for (const LoadedStack& loaded : LoadStacks(modules).stacks) {
      if (loaded.stack->info().name != "boringssl-debian") stacks_.push_back(loaded.stack);
    }
    auto pki = OpenPki(modules, SHAKEDOWN_SOURCE_DIR "/harness/pki/keys");
    if (pki) pki_ = pki->release();  // lives as long as the program, like the modules
  }

  void SetUp() override {
    if (stacks_.empty()) GTEST_SKIP() << "no stack's module is built in " SHAKEDOWN_BUILD_DIR;
    if (pki_ == nullptr) GTEST_SKIP() << "the certificate forge is not built";
  }

  // A scenario with one server certificate from ec-ca, in `version` alone.
  static Scenario In(ProtocolVersion version) {
    Scenario scenario;
    scenario.name = "s";
    scenario.client.versions = scenario.server.versions = {{version}};
    scenario.server.certificates.resize(1);
    scenario.expect.outcome = OutcomeKind::kAgreed;
    return scenario;
  }

  std::vector<CaseResult> RunOn(const Scenario& scenario, const std::vector<Stack*>& stacks) {
    scenario_ = scenario;
    cases_ = Pair(std::span(&scenario_, 1), stacks);
    auto results = shakedown::Run(cases_, pki_, TestKnowledge(), {}, options_);
    if (!results) {
      ADD_FAILURE() << results.error();
      return {};
    }
    return std::move(*results);
  }

  void ExpectAllPass(const Scenario& scenario) {
    const auto results = RunOn(scenario, stacks_);
    EXPECT_EQ(results.size(), stacks_.size() * stacks_.size());
    for (size_t i = 0; i < results.size(); ++i) {
      EXPECT_EQ(results[i].verdict, Verdict::kPassed)
          << cases_[i].name << ": " << testing::PrintToString(results[i].reasons)
          << results[i].seen.why;
    }
  }

  inline static std::vector<Stack*> stacks_;
  inline static Pki* pki_ = nullptr;
  Scenario scenario_;
  std::vector<Case> cases_;
  RunOptions options_;
};

TEST_F(RealStacks, AgreeInTls13) {
  Scenario scenario = In(ProtocolVersion::kTls13);
  scenario.client.groups = scenario.server.groups = {{NamedGroup::kX25519}};
  scenario.expect.version = ProtocolVersion::kTls13;
  scenario.expect.group = NamedGroup::kX25519;
  scenario.expect.signature_scheme = SignatureScheme::kEcdsaSecp256r1Sha256;
  scenario.expect.server_identity = "server.example";
  scenario.expect.client_identity = "";
  scenario.expect.server_key = KeyType::kSecp256r1;
  scenario.expect.server_name = "server.example";
  scenario.expect.resumed = false;
  ExpectAllPass(scenario);
}

TEST_F(RealStacks, AgreeInTls12WithBothCertificates) {
  Scenario scenario = In(ProtocolVersion::kTls12);
  scenario.client.certificates.resize(1);
  scenario.client.certificates[0].key = KeyType::kRsa2048;
  scenario.client.certificates[0].issuer = "rsa-ca";
  scenario.server.client_auth = ClientAuth::kRequire;
  scenario.expect.version = ProtocolVersion::kTls12;
  scenario.expect.server_identity = "server.example";
  scenario.expect.client_identity = "client.example";
  scenario.expect.client_key = KeyType::kRsa2048;
  scenario.expect.ca_names = {{"rsa-ca"}};
  ExpectAllPass(scenario);
}

TEST_F(RealStacks, ResumeInTls12AndTls13) {
  for (const ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Scenario scenario = In(version);
    scenario.client.tickets = scenario.server.tickets = true;
    scenario.resume = true;
    scenario.resume_client = scenario.client;
    scenario.resume_server = scenario.server;
    scenario.expect.resumed = true;
    // A stack cannot resume another's session object, so each client brings its own.
    ExpectAllPass(scenario);
  }
}

TEST_F(RealStacks, TheClientRefusesAnUnknownCa) {
  for (const ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
    Scenario scenario = In(version);
    scenario.client.trust = {{"rsa-ca"}};
    const auto results = RunOn(scenario, stacks_);
    ASSERT_FALSE(results.empty());
    for (size_t i = 0; i < results.size(); ++i) {
      const Observation& seen = results[i].seen;
      EXPECT_EQ(seen.kind, OutcomeKind::kRefused) << cases_[i].name << seen.why;
      EXPECT_EQ(seen.by, Role::kClient) << cases_[i].name;
      ASSERT_TRUE(seen.alert) << cases_[i].name;
      EXPECT_THAT(seen.alert->description,
                  AnyOf(AlertDescription::kUnknownCa, AlertDescription::kBadCertificate))
          << cases_[i].name;
      EXPECT_EQ(seen.cause, "unknown_ca") << cases_[i].name;
      EXPECT_FALSE(seen.server.alerts_received.empty()) << cases_[i].name;
    }
  }
}

TEST_F(RealStacks, TheServerRefusesWhereNoCipherIsCommon) {
  Scenario scenario = In(ProtocolVersion::kTls12);
  scenario.client.cipher_suites = {{CipherSuite{0xc02b}}};  // ECDHE_ECDSA AES_128_GCM
  scenario.server.cipher_suites = {{CipherSuite{0xc02c}}};  // ECDHE_ECDSA AES_256_GCM
  scenario.expect.outcome = OutcomeKind::kRefused;
  scenario.expect.by = Role::kServer;
  scenario.expect.alert = AlertDescription::kHandshakeFailure;
  scenario.expect.phase = "ClientHello";
  ExpectAllPass(scenario);
}

// RFC 8446 4.4.3: TLS 1.3 binds the curve, so a P-521 key needs ecdsa_secp521r1_sha512.
TEST_F(RealStacks, TheServerRefusesWhereNoSchemeFitsItsP521Key) {
  Scenario scenario = In(ProtocolVersion::kTls13);
  scenario.server.certificates[0].key = KeyType::kSecp521r1;
  scenario.client.signature_schemes = {
      {SignatureScheme::kEcdsaSecp256r1Sha256, SignatureScheme::kRsaPssRsaeSha256}};
  scenario.expect.outcome = OutcomeKind::kRefused;
  scenario.expect.by = Role::kServer;
  scenario.expect.alert = AlertDescription::kHandshakeFailure;
  ExpectAllPass(scenario);
}

TEST_F(RealStacks, AFlippedSignatureIsADecryptError) {
  Scenario scenario = In(ProtocolVersion::kTls12);
  scenario.server.certificates[0].signing = Signing::kCorrupts;
  scenario.expect.outcome = OutcomeKind::kRefused;
  scenario.expect.by = Role::kClient;
  scenario.expect.alert = AlertDescription::kDecryptError;
  ExpectAllPass(scenario);
}

TEST_F(RealStacks, ADroppedServerHelloIsAStall) {
  Scenario scenario = In(ProtocolVersion::kTls13);
  LinkFault fault;
  fault.verb = LinkVerb::kDrop;
  fault.from = Role::kClient;
  fault.message = HandshakeType::kClientHello;
  scenario.link = {fault};
  scenario.expect.outcome = OutcomeKind::kStalled;
  ExpectAllPass(scenario);
}

class Misbehaviour : public RealStacks {
 protected:
  void SetUp() override {
    if (pki_ == nullptr) GTEST_SKIP() << "the certificate forge is not built";
    const std::string path = SHAKEDOWN_BUILD_DIR "/tests/modules/peer_testing.so";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not built";
    const auto loaded = LoadModule(path);
    ASSERT_TRUE(loaded) << loaded.error();
    testing_ = {loaded->stack};
    options_.watchdog = std::chrono::milliseconds(500);
  }
  CaseResult Order(const std::string& order) {
    Scenario scenario = In(ProtocolVersion::kTls13);
    scenario.server.alpn = {{order}};
    const auto results = RunOn(scenario, testing_);
    return results.empty() ? CaseResult() : results[0];
  }
  std::vector<Stack*> testing_;
};

TEST_F(Misbehaviour, IsToldForWhatItIs) {
  EXPECT_EQ(Order("agree").verdict, Verdict::kPassed);
  EXPECT_EQ(Order("chatter").verdict, Verdict::kPassed);
  EXPECT_EQ(Order("refuse").seen.kind, OutcomeKind::kRefused);
  EXPECT_EQ(Order("close").seen.kind, OutcomeKind::kClosed);
  EXPECT_EQ(Order("stall").seen.kind, OutcomeKind::kStalled);
}

TEST_F(Misbehaviour, IsSurvived) {
  const std::pair<const char*, const char*> orders[] = {
      {"abort", "signal 6 (SIGABRT)"},
      {"exit", "exit status 0"},
      {"throw", "thrown to order"},
      {"hang", "cut off by the watchdog"},
      {"spin", "cut off by the watchdog"},
      {"garble", "garbled its result"},
      {"close-all", "the result could not be sent back"},
  };
  for (const auto& [order, why] : orders) {
    const Observation seen = Order(order).seen;
    EXPECT_EQ(seen.kind, OutcomeKind::kCrashed) << order;
    EXPECT_THAT(seen.why, HasSubstr(why)) << order;
  }
  // A sanitizer turns the signal into its own report and exit status.
  EXPECT_EQ(Order("crash").seen.kind, OutcomeKind::kCrashed);
  EXPECT_THAT(Order("crash").seen.why, AnyOf(HasSubstr("SIGSEGV"), HasSubstr("SEGV")));
}

TEST_F(Misbehaviour, GarbageOnTheWireIsRefusedByARealStack) {
  if (stacks_.empty()) GTEST_SKIP() << "no stack's module is built";
  Scenario scenario = In(ProtocolVersion::kTls13);
  scenario.server.stack = "testing";
  scenario.server.alpn = {{"garbage"}};
  std::vector<Stack*> all = stacks_;
  all.push_back(testing_[0]);
  for (Stack* client : stacks_) {
    scenario.client.stack = client->info().name;
    const auto results = RunOn(scenario, all);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_THAT(results[0].seen.kind, AnyOf(Eq(OutcomeKind::kRefused), Eq(OutcomeKind::kClosed)));
    EXPECT_EQ(results[0].seen.by, Role::kClient);
  }
}

}  // namespace
}  // namespace shakedown
