// What a client's first bytes say, against what it was told to say and what Derive foretells.
#include <gmock/gmock.h>

#include <algorithm>

#include "harness/stack/stack.h"
#include "harness/wire/messages.h"
#include "peers/gnutls/side.h"

extern "C" shakedown::Stack* ShakedownStack(int interface_version);

namespace shakedown::gnutls {
namespace {

using testing::Contains;
using testing::Not;

constexpr CipherSuite kFallbackScsv{0x5600}, kRenegotiationScsv{0x00ff};
constexpr size_t kHeaders = 5 + 4;  // record and handshake message

struct Hello {
  std::vector<CipherSuite> suites;
  std::vector<NamedGroup> groups, key_shares;
  std::vector<SignatureScheme> schemes;
  std::vector<ProtocolVersion> versions;
  std::vector<ExtensionType> extensions;
  std::vector<std::string> alpn;
  std::string server_name;
  Bytes max_fragment_length;
};

Hello HelloOf(const Capabilities& client) {
  PeerConfig config;
  config.capabilities = &client;
  Stack* stack = ShakedownStack(kStackInterfaceVersion);
  EXPECT_EQ(stack->CannotExpress(config), std::nullopt);
  NativeError error;
  auto peer = stack->NewPeer(config, &error);
  Hello hello;
  if (!peer) {
    ADD_FAILURE() << error.text;
    return hello;
  }
  Bytes bytes;
  peer->Step({}, &bytes);
  ClientHello parsed;
  ParseError error_found;
  if (!ParseClientHello(View(bytes).subspan(kHeaders), &parsed, &error_found)) {
    ADD_FAILURE() << error_found.text;
    return hello;
  }
  for (CipherSuite suite : parsed.cipher_suites.As<CipherSuite>()) {
    if (suite != kRenegotiationScsv) hello.suites.push_back(suite);
  }
  for (const Extension& extension : parsed.extensions) hello.extensions.push_back(extension.type);
  hello.groups = parsed.supported_groups().As<NamedGroup>();
  hello.schemes = parsed.signature_algorithms().As<SignatureScheme>();
  hello.versions = parsed.supported_versions().As<ProtocolVersion>();
  for (const KeyShareEntry& share : parsed.key_shares()) hello.key_shares.push_back(share.group);
  for (const View protocol : parsed.alpn()) hello.alpn.emplace_back(AsText(protocol));
  hello.server_name = AsText(parsed.server_name());
  if (auto body = parsed.extensions.Find(ExtensionType::kMaxFragmentLength)) {
    hello.max_fragment_length.assign(body->begin(), body->end());
  }
  return hello;
}

TEST(ClientHello, HoldsTheDerivedListsByDefault) {
  const Capabilities plain;
  SideMaker sides;
  const Derived derived = (*sides.PriorityFor(plain, Role::kClient))->derived;
  const Hello hello = HelloOf(plain);
  EXPECT_EQ(hello.suites, derived.suites);
  EXPECT_EQ(hello.groups, derived.groups);
  EXPECT_EQ(hello.schemes, derived.schemes);
  EXPECT_EQ(hello.versions, derived.versions);
  EXPECT_EQ(hello.server_name, "server.example");
  EXPECT_EQ(hello.key_shares, (std::vector{NamedGroup::kSecp256r1, NamedGroup::kX25519}));
}

TEST(ClientHello, HoldsTheAskedLists) {
  Capabilities asked;
  asked.versions = {{ProtocolVersion::kTls13, ProtocolVersion::kTls12}};
  asked.cipher_suites = {{CipherSuite{0x1302}, CipherSuite{0x1301}, CipherSuite{0xc02c},
                          CipherSuite{0xc02b}, CipherSuite{0x009f}, CipherSuite{0x009e}}};
  asked.groups = {
      {NamedGroup::kSecp521r1, NamedGroup::kX448, NamedGroup::kX25519, NamedGroup::kFfdhe4096}};
  asked.signature_schemes = {{SignatureScheme::kRsaPssPssSha512, SignatureScheme::kEd448,
                              SignatureScheme::kEcdsaSecp384r1Sha384,
                              SignatureScheme::kRsaPkcs1Sha1}};
  asked.key_shares = {{NamedGroup::kSecp521r1, NamedGroup::kX448, NamedGroup::kFfdhe4096}};
  asked.alpn = {{"h2", "http/1.1"}};
  asked.server_name = "other.example";
  const Hello hello = HelloOf(asked);
  EXPECT_EQ(hello.versions, asked.versions);
  EXPECT_EQ(hello.suites, asked.cipher_suites);
  EXPECT_EQ(hello.groups, asked.groups);
  EXPECT_EQ(hello.schemes, asked.signature_schemes);
  EXPECT_EQ(hello.key_shares, asked.key_shares);
  EXPECT_EQ(hello.alpn, asked.alpn);
  EXPECT_EQ(hello.server_name, asked.server_name);
}

TEST(ClientHello, HoldsEverySuiteGroupAndSchemeThatIsClaimed) {
  const StackInfo& info = ShakedownStack(kStackInterfaceVersion)->info();
  for (CipherSuite suite : info.cipher_suites) {
    Capabilities asked;
    asked.versions = {{IsTls13Suite(suite) ? ProtocolVersion::kTls13 : ProtocolVersion::kTls12}};
    asked.cipher_suites = {{suite}};
    EXPECT_EQ(HelloOf(asked).suites, asked.cipher_suites) << NameOf(suite);
  }
  for (NamedGroup group : info.groups) {
    Capabilities asked;
    asked.versions = {{ProtocolVersion::kTls12}};
    asked.groups = {{group}};
    EXPECT_EQ(HelloOf(asked).groups, asked.groups) << NameOf(group);
  }
  for (SignatureScheme scheme : info.signature_schemes) {
    Capabilities asked;
    asked.signature_schemes = {{scheme}};
    EXPECT_EQ(HelloOf(asked).schemes, asked.signature_schemes) << NameOf(scheme);
  }
}

TEST(ClientHello, ShowsTheSwitches) {
  const Hello plain = HelloOf({});
  EXPECT_THAT(plain.extensions, Contains(ExtensionType::kExtendedMasterSecret));
  EXPECT_THAT(plain.extensions, Contains(ExtensionType::kEncryptThenMac));
  EXPECT_THAT(plain.extensions, Contains(ExtensionType::kSessionTicket));
  EXPECT_THAT(plain.suites, Not(Contains(kFallbackScsv)));

  Capabilities asked;
  asked.extended_master_secret = false;
  asked.encrypt_then_mac = false;
  asked.tickets = false;
  asked.fallback_scsv = true;
  asked.server_name = "";
  asked.max_fragment_length = 1024;
  const Hello hello = HelloOf(asked);
  EXPECT_THAT(hello.extensions, Not(Contains(ExtensionType::kExtendedMasterSecret)));
  EXPECT_THAT(hello.extensions, Not(Contains(ExtensionType::kEncryptThenMac)));
  EXPECT_THAT(hello.extensions, Not(Contains(ExtensionType::kSessionTicket)));
  EXPECT_THAT(hello.extensions, Not(Contains(ExtensionType::kServerName)));
  EXPECT_THAT(hello.suites, Contains(kFallbackScsv));
  EXPECT_EQ(hello.max_fragment_length, Bytes{2});  // RFC 6066 4: 2^10
}

}  // namespace
}  // namespace shakedown::gnutls
