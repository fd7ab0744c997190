// The contract of harness/stack/stack.h, checked on every stack there is, in both roles and against
// each other. Takes the folder of the modules and that of the test keys as arguments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <tuple>

#include "harness/stack/loader.h"
#include "peers/contract_fixture.h"

namespace shakedown {

std::vector<Stack*>& StacksUnderTest() {
  static auto& stacks = *new std::vector<Stack*>;
  return stacks;
}

static std::unique_ptr<Pki> test_pki;
Pki& TestPki() { return *test_pki; }

namespace {

using ::testing::AllOf;
using ::testing::Combine;
using ::testing::HasSubstr;
using ::testing::ValuesIn;

// A server key and the scheme it signs with in TLS 1.3.
struct KeyAndScheme {
  KeyType key;
  SignatureScheme scheme;
};
constexpr KeyAndScheme kKeys[] = {
    {KeyType::kSecp256r1, SignatureScheme::kEcdsaSecp256r1Sha256},
    {KeyType::kSecp384r1, SignatureScheme::kEcdsaSecp384r1Sha384},
    {KeyType::kRsa2048, SignatureScheme::kRsaPssRsaeSha256},
    {KeyType::kEd25519, SignatureScheme::kEd25519},
};

TEST_P(Pair, CompletesInEitherVersion) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(client.peer->Report().negotiated.version, version);
    EXPECT_EQ(server.peer->Report().negotiated.version, version);
    EXPECT_EQ(client.peer->Report().peer_leaf, server.identities[0].chain[0]);
    EXPECT_EQ(server.peer->Report().server_name, kDefaultServerName);
    EXPECT_EQ(client.peer->Report().error, NativeError());
  }
}

TEST_P(Pair, AgreesOnExactlyTheSuiteGroupAndProtocolAskedFor) {
  Only(ProtocolVersion::kTls12);
  const CipherSuite suite{0xc02c};  // TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  client.has.cipher_suites = std::vector{suite};
  client.has.alpn = {"h2", "http/1.1"};
  server.has.alpn = {"http/1.1"};
  for (NamedGroup group : {NamedGroup::kSecp256r1, NamedGroup::kSecp384r1, NamedGroup::kX25519}) {
    // The client's P-256 is for the certificate, which TLS 1.2 ties to the groups as well.
    server.has.groups = std::vector{group};
    client.has.groups = std::vector{group, NamedGroup::kSecp256r1};
    client.has.groups->resize(group == NamedGroup::kSecp256r1 ? 1 : 2);
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    for (const Side* side : {&client, &server}) {
      const Negotiated got = side->peer->Report().negotiated;
      EXPECT_EQ(got.cipher_suite, suite);
      EXPECT_EQ(got.group, group);
      EXPECT_EQ(got.alpn, "http/1.1");
    }
  }
}

TEST_P(Pair, SignsWithTheSchemeOfTheKey) {
  Only(ProtocolVersion::kTls13);
  for (const auto& [key, scheme] : kKeys) {
    server.has.certificates[0].key = key;
    client.has.signature_schemes = std::vector{SignatureScheme::kEcdsaSecp256r1Sha256, scheme};
    client.has.signature_schemes->resize(key == KeyType::kSecp256r1 ? 1 : 2);
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_EQ(client.peer->Report().negotiated.signature_scheme, scheme);
  }
}

TEST_P(Pair, GivesTheSameResultForBytesOneByOne) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    StartBoth();
    Play(&client, &server, 1);
    ExpectAgreed();
    EXPECT_EQ(client.peer->Report().negotiated.version, version);
  }
}

TEST_P(Pair, RefusesForWantOfACommonProtocolName) {
  client.has.alpn = {"h2"};
  server.has.alpn = {"http/1.1"};
  StartBoth();
  Play(&client, &server);
  EXPECT_TRUE(server.failed());
  ASSERT_TRUE(client.peer->Report().alert_received.has_value());
  EXPECT_EQ(client.peer->Report().alert_received->description,
            AlertDescription::kNoApplicationProtocol);
  server.has.alpn_required = false;
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
  EXPECT_EQ(client.peer->Report().negotiated.alpn, "");
}

TEST_P(Pair, LogsTheKeys) {
  Only(ProtocolVersion::kTls13);
  StartBoth();
  Play(&client, &server);
  for (const Side* side : {&client, &server}) {
    EXPECT_THAT(side->log.lines,
                ::testing::IsSupersetOf({HasSubstr("SERVER_HANDSHAKE_TRAFFIC_SECRET "),
                                         HasSubstr("CLIENT_TRAFFIC_SECRET_0 ")}));
  }
  client.log.lines.clear();
  Only(ProtocolVersion::kTls12);
  StartBoth();
  Play(&client, &server);
  EXPECT_THAT(client.log.lines, ::testing::Contains(::testing::StartsWith("CLIENT_RANDOM ")));
}

TEST_P(Pair, ResumesWithATicket) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    client.session.clear();
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_FALSE(client.peer->Report().negotiated.resumed);
    client.session = client.peer->Session();
    ASSERT_FALSE(client.session.empty());
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_TRUE(client.peer->Report().negotiated.resumed);
    EXPECT_TRUE(server.peer->Report().negotiated.resumed);
  }
}

TEST_P(Pair, ResumesBySessionIdFromTheStoreOutside) {
  Only(ProtocolVersion::kTls12);
  client.has.tickets = server.has.tickets = false;
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
  client.session = client.peer->Session();
  ASSERT_FALSE(client.session.empty());
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
  EXPECT_TRUE(client.peer->Report().negotiated.resumed);
  server.has.session_ids = false;
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
  EXPECT_FALSE(client.peer->Report().negotiated.resumed);
}

TEST_P(Pair, IssuesNoTicketWhenToldNotTo) {
  for (ProtocolVersion version : kBoth) {
    Only(version);
    server.has.tickets = server.has.session_ids = false;
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    client.session = client.peer->Session();
    StartBoth();
    Play(&client, &server);
    ExpectAgreed();
    EXPECT_FALSE(client.peer->Report().negotiated.resumed);
    client.session.clear();
  }
}

TEST_P(Pair, TwoAtOnceDoNotDisturbEachOther) {
  Side bad_client(client.stack, Role::kClient), bad_server(server.stack, Role::kServer);
  bad_client.has.trust = {"ec-ca.other"};
  StartBoth();
  ASSERT_TRUE(bad_client.Start() && bad_server.Start());
  Bytes good, bad;
  client.progress = client.peer->Step({}, &good);
  bad_client.progress = bad_client.peer->Step({}, &bad);
  while (!good.empty() || !bad.empty()) {
    bad = Feed(&bad_client, Feed(&bad_server, bad, SIZE_MAX), SIZE_MAX);
    good = Feed(&client, Feed(&server, good, SIZE_MAX), SIZE_MAX);
  }
  ExpectAgreed();
  EXPECT_EQ(client.peer->Report().error, NativeError());
  EXPECT_EQ(server.peer->Report().error, NativeError());
  EXPECT_TRUE(bad_client.failed());
}

TEST_P(Pair, RefusesAFallbackThatWasNotNeeded) {
  client.has.versions = {ProtocolVersion::kTls12};
  client.has.fallback_scsv = true;
  if (!client.Start()) GTEST_SKIP() << client.why;
  StartBoth();
  Play(&client, &server);
  EXPECT_TRUE(server.failed());
  ASSERT_TRUE(client.peer->Report().alert_received.has_value());
  EXPECT_EQ(client.peer->Report().alert_received->description,
            AlertDescription::kInappropriateFallback);
}

TEST_P(Pair, KeepsToTheStacksOwnFipsPolicy) {
  if (!server.stack->info().fips_policy) GTEST_SKIP() << "the harness applies its own";
  server.has.fips = Fips::kOn;
  StartBoth();
  Play(&client, &server);
  ExpectAgreed();
  const NamedGroup group = client.peer->Report().negotiated.group.value();
  EXPECT_TRUE(group == NamedGroup::kSecp256r1 || group == NamedGroup::kSecp384r1);
  client.has.groups = {NamedGroup::kX25519};
  StartBoth();
  Play(&client, &server);
  EXPECT_TRUE(server.failed());
}

class One : public ::testing::TestWithParam<Stack*> {
 protected:
  One() : client(GetParam(), Role::kClient), server(GetParam(), Role::kServer) {}
  Side client, server;
};

TEST_P(One, FailsOnTheEndOfInput) {
  for (Side* side : {&client, &server}) {
    ASSERT_TRUE(side->Start()) << side->why;
    Bytes out;
    EXPECT_EQ(side->peer->Step({}, &out), Progress::kHandshaking);
    EXPECT_EQ(side->peer->EndOfInput(&out), Progress::kFailed);
    EXPECT_NE(side->peer->Report().error.code, 0);
  }
}

TEST_P(One, AnswersGarbageWithAnAlert) {
  const Bytes garbage(64, 0x17);
  for (Side* side : {&client, &server}) {
    ASSERT_TRUE(side->Start()) << side->why;
    Bytes hello, out;
    side->peer->Step({}, &hello);
    EXPECT_EQ(side->peer->Step(garbage, &out), Progress::kFailed);
    EXPECT_NE(side->peer->Report().error.code, 0);
    // Or with nothing at all: what is no TLS record deserves no alert (OpenSSL's view).
    if (out.empty()) continue;
    ASSERT_GE(out.size(), 7u);
    EXPECT_EQ(out[0], static_cast<uint8_t>(ContentType::kAlert));
  }
}

TEST_P(One, AnswersABrokenClientHelloWithAnAlert) {
  ASSERT_TRUE(server.Start());
  // A ClientHello of four bytes, where its version and random should be.
  const Bytes broken = {0x16, 0x03, 0x01, 0x00, 0x08, 0x01, 0x00, 0x00, 0x04, 1, 2, 3, 4};
  Bytes out;
  EXPECT_EQ(server.peer->Step(broken, &out), Progress::kFailed);
  ASSERT_GE(out.size(), 7u);
  EXPECT_EQ(out[0], static_cast<uint8_t>(ContentType::kAlert));
  ASSERT_TRUE(server.peer->Report().alert_sent.has_value());
}

TEST_P(One, SaysTheSameOfItselfEveryTime) {
  const StackInfo& info = GetParam()->info();
  EXPECT_FALSE(info.name.empty() || info.version.empty() || info.library.empty());
  EXPECT_THAT(info.versions, ::testing::Contains(ProtocolVersion::kTls12));
  EXPECT_THAT(info.groups, ::testing::Contains(NamedGroup::kSecp256r1));
  EXPECT_THAT(info.key_types, ::testing::Contains(KeyType::kRsa2048));
  EXPECT_NE(GetParam()->entry_point(), nullptr);
}

// Every list: the values a stack tells of are accepted, one that it does not tell of is refused
// with the name of the capability.
TEST_P(One, RefusesWhatIsNotInItsLists) {
  for (Side* side : {&client, &server}) {
    const auto why = [&] { return side->stack->CannotExpress(side->Config()).value_or(""); };
    const Capabilities before = side->has;
    EXPECT_EQ(why(), "");
    side->has.versions = {ProtocolVersion::kSsl30};
    EXPECT_THAT(why(), AllOf(HasSubstr("versions"), HasSubstr("SSL 3.0")));
    side->has = before;
    side->has.cipher_suites = {CipherSuite{0xc02b}, CipherSuite{0xfefe}};
    EXPECT_THAT(why(), HasSubstr("cipher_suites"));
    side->has = before;
    side->has.groups = {NamedGroup::kSecp256r1, static_cast<NamedGroup>(0xfefe)};
    EXPECT_THAT(why(), HasSubstr("groups"));
    side->has = before;
    side->has.signature_schemes = {static_cast<SignatureScheme>(0xfefe)};
    EXPECT_THAT(why(), HasSubstr("signature_schemes"));
    side->has = before;
    for (const KeyType type :
         {KeyType::kRsaPss2048, KeyType::kEd448, KeyType::kBrainpoolP256r1, KeyType::kSecp256k1}) {
      const auto& known = side->stack->info().key_types;
      side->has.certificates = {Spec(type)};
      const bool has = std::find(known.begin(), known.end(), type) != known.end();
      EXPECT_EQ(why().empty(), has) << why();
    }
    side->has = before;
  }
}

TEST_P(One, AcceptsEveryGroupAndSchemeItTellsOf) {
  const StackInfo& info = GetParam()->info();
  for (NamedGroup group : info.groups) {
    const bool fits13 = static_cast<uint16_t>(group) >= 0x0100;
    client.has.versions = {fits13 ? ProtocolVersion::kTls13 : ProtocolVersion::kTls12};
    client.has.groups = std::vector{group};
    EXPECT_TRUE(client.Start()) << client.why;
  }
  client.has = {};
  client.has.versions = {ProtocolVersion::kTls12};
  for (SignatureScheme scheme : info.signature_schemes) {
    client.has.signature_schemes = std::vector{scheme};
    EXPECT_TRUE(client.Start()) << client.why;
  }
}

// Why a diagnosis without the configuration names several causes: to one and the same hello, a
// server that has no suite, no group or no key for it gives one and the same answer.
TEST_P(One, GivesOneAnswerToAHelloWhateverItLacksForIt) {
  client.has.versions = {ProtocolVersion::kTls12};
  client.has.cipher_suites = {CipherSuite{0xc02b}};  // ECDHE_ECDSA with AES-128
  client.has.groups = {NamedGroup::kSecp256r1};
  client.has.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
  ASSERT_TRUE(client.Start()) << client.why;
  Bytes hello;
  client.peer->Step({}, &hello);
  const auto answer = [&](const Capabilities& has) {
    Side refusing(GetParam(), Role::kServer);
    refusing.has = has;
    EXPECT_TRUE(refusing.Start()) << refusing.why;
    Feed(&refusing, hello, SIZE_MAX);
    EXPECT_TRUE(refusing.failed());
    return refusing.sent;
  };
  server.has.versions = client.has.versions;
  Capabilities no_suite = server.has, no_group = server.has, no_key = server.has;
  no_suite.cipher_suites = {CipherSuite{0xc02c}};  // AES-256
  no_group.groups = {NamedGroup::kSecp384r1};
  no_key.certificates[0].key = KeyType::kRsa2048;
  const Bytes said = answer(no_suite);
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(answer(no_group), said);
  EXPECT_EQ(answer(no_key), said);
}

TEST_P(One, FailsForOneReasonAndNotForTheLastOnes) {
  client.has.trust = {"ec-ca.other"};
  ASSERT_TRUE(client.Start() && server.Start());
  Play(&client, &server);
  ASSERT_TRUE(client.failed());
  const NativeError first = client.peer->Report().error;
  client.has.trust = {"ec-ca"};
  server.has.groups = {NamedGroup::kSecp384r1};
  client.has.groups = {NamedGroup::kSecp256r1};
  ASSERT_TRUE(client.Start() && server.Start());
  Play(&client, &server);
  ASSERT_TRUE(client.failed() && server.failed());
  EXPECT_NE(client.peer->Report().error, first);
  EXPECT_EQ(client.peer->Report().error.verify, 0);
}

std::string OneName(const ::testing::TestParamInfo<Stack*>& info) {
  return Printable(info.param->info().name);
}

INSTANTIATE_TEST_SUITE_P(Stacks, Pair,
                         Combine(ValuesIn(StacksUnderTest()), ValuesIn(StacksUnderTest())),
                         PairName);
INSTANTIATE_TEST_SUITE_P(Stacks, One, ValuesIn(StacksUnderTest()), OneName);

bool Prepare(const std::string& modules, const std::string& keys) {
  for (const auto& entry : std::filesystem::directory_iterator(modules)) {
    if (!entry.path().filename().string().starts_with("peer_")) continue;
    const auto loaded = LoadModule(entry.path());
    if (!loaded) {
      std::cerr << loaded.error() << '\n';
      return false;
    }
    StacksUnderTest().push_back(loaded->stack);
  }
  auto pki = OpenPki(modules, keys);
  if (!pki) std::cerr << pki.error() << '\n';
  if (pki) test_pki = std::move(*pki);
  return pki.has_value() && !StacksUnderTest().empty();
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) {
  const std::string modules =
      argc > 1 && argv[1][0] != '-' ? argv[1] : SHAKEDOWN_BUILD_DIR "/modules";
  const std::string keys = SHAKEDOWN_SOURCE_DIR "/harness/pki/keys";
  if (!shakedown::Prepare(modules, keys)) return 1;
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
