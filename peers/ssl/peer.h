// One side of one handshake over libssl, of either library.
#ifndef PEERS_SSL_PEER_H_
#define PEERS_SSL_PEER_H_

#include <memory>
#include <optional>
#include <string>

#include "harness/stack/stack.h"
#include "peers/ssl/handles.h"
#include "peers/ssl/wire_bio.h"

namespace shakedown {

class SslPeer final : public Peer {
 public:
  // A peer for `config`, or null with the library's reason in the error queue.
  static std::unique_ptr<SslPeer> New(const PeerConfig& config);

  Progress Step(View in, Bytes* out) override;
  Progress EndOfInput(Bytes* out) override;
  PeerReport Report() const override;
  Bytes Session() const override;

  // For callbacks: the peer that owns `ssl`, and the one that is inside Step (for the callbacks
  // which are told no connection), null outside.
  static SslPeer* Of(const SSL* ssl);
  static SslPeer* Current();

  const PeerConfig& config() const { return config_; }
  const Identity* identity() const { return identity_; }
  void set_identity(const Identity* identity) { identity_ = identity; }
  void NoteAlert(bool sent, int value);
  void NoteSession(SessionHandle session) { session_ = std::move(session); }
  void NoteServerName(const char* name) { server_name_ = name; }

  // The suites of the ClientHello, for the choice of a certificate.
  const std::vector<uint16_t>& offered_suites() const { return offered_suites_; }
  void NoteSuites(View suites);

  // Whether the configuration in force is that of a host, chosen by its name.
  bool is_host() const { return is_host_; }

  // Called while the ClientHello is looked at: continue as this host. True if the handshake must
  // be paused for it.
  bool SwitchTo(std::string_view server_name);

 private:
  explicit SslPeer(const PeerConfig& config) : config_(config) {}
  SslPeer(const SslPeer&) = delete;
  SslPeer& operator=(const SslPeer&) = delete;

  bool Start();
  void Handshake();
  void ReadOn();
  void Fail(int ssl_error);
  Progress progress() const;

  PeerConfig config_;
  std::span<const HostConfig> hosts_;  // still to choose from; empty once chosen
  const HostConfig* host_ = nullptr;   // chosen and to be started
  Bytes replay_;                       // what the other side sent, while there is a choice
  Wire wire_;
  SslHandle ssl_;
  SessionHandle session_;
  const Identity* identity_ = nullptr;
  std::vector<uint16_t> offered_suites_;
  std::string server_name_;
  std::optional<Alert> sent_, received_;
  NativeError error_;
  bool is_host_ = false;
  bool complete_ = false;
  bool failed_ = false;
};

}  // namespace shakedown

#endif  // PEERS_SSL_PEER_H_
