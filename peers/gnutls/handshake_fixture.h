// For tests: both sides of a handshake played by this module's stack, with certificates to order.
#ifndef PEERS_GNUTLS_HANDSHAKE_FIXTURE_H_
#define PEERS_GNUTLS_HANDSHAKE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "harness/pki/pki.h"
#include "harness/stack/stack.h"

extern "C" shakedown::Stack* ShakedownStack(int interface_version);

namespace shakedown::gnutls {

inline Stack* TheStack() { return ShakedownStack(kStackInterfaceVersion); }

inline Pki& ThePki() {
  static const auto opened =
      OpenPki(SHAKEDOWN_BUILD_DIR "/modules", SHAKEDOWN_SOURCE_DIR "/harness/pki/keys");
  if (!opened) {
    ADD_FAILURE() << opened.error();
    std::abort();
  }
  return **opened;
}

struct Lines : KeyLog {
  void Line(std::string_view line) override { lines.emplace_back(line); }
  std::vector<std::string> lines;
};

struct Result {
  Progress client = Progress::kHandshaking, server = Progress::kHandshaking;
  PeerReport client_report, server_report;
  Bytes session;  // the client's, to offer next time
  std::optional<std::string> inexpressible;
  std::vector<std::string> key_log;

  bool Agreed() const { return client == Progress::kComplete && server == Progress::kComplete; }
  std::optional<AlertDescription> SentBy(Role role) const {
    const auto& alert = (role == Role::kClient ? client_report : server_report).alert_sent;
    return alert ? std::optional(alert->description) : std::nullopt;
  }
  std::optional<AlertDescription> ReceivedBy(Role role) const {
    const auto& alert = (role == Role::kClient ? client_report : server_report).alert_received;
    return alert ? std::optional(alert->description) : std::nullopt;
  }
};

// Runs one handshake after another between `client` and `server`.
struct Handshake {
  Handshake() { server.certificates = {CertificateSpec{}}; }

  Capabilities client, server;
  Bytes session;  // offered by the client
  SessionStore* sessions = nullptr;
  size_t chunk = 0;  // bytes a Step is fed at once; 0: all there are

  Result Run() const {
    const Owned own_client = Prepare(client, Role::kClient);
    const Owned own_server = Prepare(server, Role::kServer);
    PeerConfig client_config, server_config;
    Lines log;
    client_config.role = Role::kClient;
    client_config.capabilities = &client;
    client_config.identities = own_client.identities;
    client_config.trust = own_client.trust;
    client_config.session = session;
    client_config.key_log = &log;
    server_config.role = Role::kServer;
    server_config.capabilities = &server;
    server_config.identities = own_server.identities;
    server_config.trust = own_server.trust;
    server_config.ca_names = own_server.ca_names;
    server_config.hosts = own_server.hosts;
    server_config.sessions = sessions;
    server_config.ticket_key = Bytes(80, static_cast<uint8_t>(server.ticket_key[0]));

    Result result;
    result.inexpressible = TheStack()->CannotExpress(client_config);
    if (!result.inexpressible) result.inexpressible = TheStack()->CannotExpress(server_config);
    if (result.inexpressible) return result;
    NativeError error;
    auto left = TheStack()->NewPeer(client_config, &error);
    auto right = left ? TheStack()->NewPeer(server_config, &error) : nullptr;
    EXPECT_TRUE(right) << error.symbol << " " << error.text;
    if (right) Talk(*left, *right, &result);
    result.key_log = log.lines;
    return result;
  }

 private:
  struct Owned {
    std::vector<Identity> identities;
    std::vector<TrustAnchor> trust, ca_names;
    std::vector<std::vector<Identity>> host_identities;
    std::vector<HostConfig> hosts;
  };

  static std::vector<Identity> Identities(const Capabilities& side, Role role) {
    std::vector<Identity> identities;
    for (const CertificateSpec& spec : side.certificates) {
      auto identity = ThePki().IdentityFor(spec, role);
      EXPECT_TRUE(identity) << (identity ? "" : identity.error());
      if (!identity) continue;
      identities.push_back(**identity);
      identities.back().signing = spec.signing;
    }
    return identities;
  }

  static std::vector<TrustAnchor> Anchors(const std::vector<std::string>& names) {
    std::vector<TrustAnchor> anchors;
    for (const std::string& name : names) anchors.push_back(**ThePki().Anchor(name, true));
    return anchors;
  }

  static Owned Prepare(const Capabilities& side, Role role) {
    Owned owned;
    owned.identities = Identities(side, role);
    const auto trust = side.trust.value_or(std::vector<std::string>{"ec-ca", "rsa-ca"});
    owned.trust = Anchors(trust);
    owned.ca_names = Anchors(side.ca_names.value_or(trust));
    owned.host_identities.reserve(side.hosts.size());
    for (const VirtualHost& host : side.hosts) {
      owned.host_identities.push_back(Identities(host.capabilities, role));
      owned.hosts.push_back({host.name, &host.capabilities, owned.host_identities.back()});
    }
    return owned;
  }

  void Talk(Peer& left, Peer& right, Result* result) const {
    Bytes to_left, to_right;
    result->client = left.Step({}, &to_right);
    while (!to_left.empty() || !to_right.empty()) {
      Feed(right, &to_right, &to_left, &result->server);
      Feed(left, &to_left, &to_right, &result->client);
    }
    result->client_report = left.Report();
    result->server_report = right.Report();
    result->session = left.Session();
  }

  void Feed(Peer& peer, Bytes* in, Bytes* out, Progress* progress) const {
    const Bytes input = std::move(*in);
    in->clear();
    const size_t step = chunk == 0 ? input.size() : chunk;
    for (size_t at = 0; at < input.size(); at += step) {
      if (*progress == Progress::kFailed) return;
      *progress = peer.Step(View(input).subspan(at, std::min(step, input.size() - at)), out);
    }
  }
};

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_HANDSHAKE_FIXTURE_H_
