// What the contract test needs to play two peers against each other, without the runner.
#ifndef PEERS_CONTRACT_FIXTURE_H_
#define PEERS_CONTRACT_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "harness/pki/pki.h"
#include "harness/stack/stack.h"

namespace shakedown {

// Set by main before any test is registered.
std::vector<Stack*>& StacksUnderTest();
Pki& TestPki();

inline Identity MakeIdentity(const CertificateSpec& spec, Role role) {
  auto made = TestPki().IdentityFor(spec, role);
  if (!made) throw std::runtime_error(made.error());
  Identity identity = **made;
  identity.signing = spec.signing;
  return identity;
}

inline TrustAnchor MakeAnchor(const std::string& ca) {
  auto made = TestPki().Anchor(ca);
  if (!made) throw std::runtime_error(made.error());
  return **made;
}

class Lines final : public KeyLog {
 public:
  void Line(std::string_view line) override { lines.emplace_back(line); }
  std::vector<std::string> lines;
};

// One side with all that its PeerConfig borrows. Set up the capabilities, then Start.
struct Side {
  Side(Stack* stack_under_test, Role side) : stack(stack_under_test), role(side) {
    if (role == Role::kServer) has.certificates.emplace_back();
  }

  PeerConfig Config() {
    identities.clear();
    for (const CertificateSpec& spec : has.certificates) {
      identities.push_back(MakeIdentity(spec, role));
    }
    anchors.clear();
    for (const std::string& ca : has.trust.value_or(std::vector<std::string>{"ec-ca"})) {
      anchors.push_back(MakeAnchor(ca));
    }
    named.clear();
    for (const std::string& ca : has.ca_names.value_or(std::vector<std::string>{})) {
      named.push_back(MakeAnchor(ca));
    }
    PeerConfig config;
    config.role = role;
    config.capabilities = &has;
    config.identities = identities;
    config.trust = anchors;
    config.ca_names = has.ca_names ? named : anchors;
    config.session = session;
    config.ticket_key = Bytes(80, 0x5a);
    config.key_log = &log;
    if (role == Role::kServer) config.sessions = &store;
    return config;
  }

  // False if the stack cannot express what is asked; then `why` says so.
  bool Start() {
    const PeerConfig config = Config();
    why = stack->CannotExpress(config).value_or("");
    if (!why.empty()) return false;
    NativeError error;
    peer = stack->NewPeer(config, &error);
    if (peer == nullptr) throw std::runtime_error(stack->info().name + ": " + error.text);
    progress = Progress::kHandshaking;
    return true;
  }

  bool complete() const { return progress == Progress::kComplete; }
  bool failed() const { return progress == Progress::kFailed; }

  Stack* stack;
  Role role;
  Capabilities has;
  std::vector<Identity> identities;
  std::vector<TrustAnchor> anchors, named;
  SessionStore store;
  Bytes session;
  Lines log;
  std::unique_ptr<Peer> peer;
  Progress progress = Progress::kHandshaking;
  std::string why;
  Bytes sent;  // everything this side has sent
};

// Gives `bytes` to `to` in pieces of at most `piece` bytes; returns what it answers.
inline Bytes Feed(Side* to, View bytes, size_t piece) {
  Bytes answer;
  while (!bytes.empty() && !to->failed()) {
    const size_t count = std::min(piece, bytes.size());
    to->progress = to->peer->Step(bytes.first(count), &answer);
    bytes = bytes.subspan(count);
  }
  Append(&to->sent, answer);
  return answer;
}

// Plays both sides until neither has anything to say.
inline void Play(Side* client, Side* server, size_t piece = SIZE_MAX) {
  Bytes to_server;
  client->progress = client->peer->Step({}, &to_server);
  client->sent = to_server;
  while (!to_server.empty()) {
    const Bytes to_client = Feed(server, to_server, piece);
    to_server = Feed(client, to_client, piece);
  }
}

inline constexpr ProtocolVersion kBoth[] = {ProtocolVersion::kTls12, ProtocolVersion::kTls13};

inline CertificateSpec Spec(KeyType key) {
  CertificateSpec spec;
  spec.key = key;
  return spec;
}

inline std::string Printable(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

// Every stack as client with every stack as server.
class Pair : public ::testing::TestWithParam<std::tuple<Stack*, Stack*>> {
 protected:
  Pair()
      : client(std::get<0>(GetParam()), Role::kClient),
        server(std::get<1>(GetParam()), Role::kServer) {}

  void Only(ProtocolVersion version) {
    client.has.versions = server.has.versions = std::vector{version};
  }
  void StartBoth() {
    ASSERT_TRUE(client.Start()) << client.why;
    ASSERT_TRUE(server.Start()) << server.why;
  }
  void ExpectAgreed() {
    EXPECT_TRUE(client.complete()) << client.peer->Report().error.text;
    EXPECT_TRUE(server.complete()) << server.peer->Report().error.text;
  }

  Side client, server;
};

inline std::string PairName(const ::testing::TestParamInfo<std::tuple<Stack*, Stack*>>& info) {
  return Printable(std::get<0>(info.param)->info().name) + "__" +
         Printable(std::get<1>(info.param)->info().name);
}
}  // namespace shakedown

#endif  // PEERS_CONTRACT_FIXTURE_H_
