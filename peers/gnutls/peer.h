// One side of one handshake over a gnutls_session_t, sans-IO.
#ifndef PEERS_GNUTLS_PEER_H_
#define PEERS_GNUTLS_PEER_H_

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/stack/stack.h"
#include "peers/gnutls/handles.h"
#include "peers/gnutls/side.h"

namespace shakedown::gnutls {

class GnutlsPeer : public Peer {
 public:
  // `side` is the configuration's own, `hosts` those of config.hosts in their order. The error is
  // what the library said to the first setting that it refused.
  static tl::expected<std::unique_ptr<GnutlsPeer>, NativeError> Make(const PeerConfig& config,
                                                                     Side side,
                                                                     std::vector<Side> hosts);

  Progress Step(View in, Bytes* out) override;
  Progress EndOfInput(Bytes* out) override;
  PeerReport Report() const override;
  Bytes Session() const override;

  // For callbacks: the peer that `session` belongs to.
  static GnutlsPeer* Of(gnutls_session_t session) {
    return static_cast<GnutlsPeer*>(gnutls_session_get_ptr(session));
  }
  const PeerConfig& config() const { return config_; }
  const Side& side() const { return *active_; }
  void NoteVerifyStatus(unsigned status) { verify_status_ = status; }
  void NoteServerName(std::string name) { server_name_ = std::move(name); }
  void NoteHelloRetryRequest() { hello_retry_request_ = true; }

  // Server, before its first ClientHello is read: goes on as itself, or as host `host` of
  // config().hosts. Later calls change nothing. Returns 0 or GnuTLS's return code.
  int BeginServer(std::optional<size_t> host);

 private:
  GnutlsPeer(const PeerConfig& config, Side side, std::vector<Side> hosts);

  int Configure();
  int ConfigureClient();
  int UseSide(const Side* side);
  void SetTransport();
  static ssize_t Push(gnutls_transport_ptr_t self, const void* data, size_t size);
  static ssize_t Pull(gnutls_transport_ptr_t self, void* data, size_t size);
  static int PullTimeout(gnutls_transport_ptr_t self, unsigned milliseconds);

  Progress Advance();
  Progress Shake();
  Progress ReadOn();
  // GnuTLS asks to be called again after each record of a message that comes in several: whether it
  // has read on since `before`, and the next may be here.
  bool HasMoreThan(size_t before) const { return read_ != before && read_ != in_.size(); }
  Progress Fail(int code);
  void NoteReceivedAlert(AlertLevel level);

  const PeerConfig config_;
  const Side own_;
  const std::vector<Side> hosts_;
  const Side* active_;
  gnutls::Session session_;

  Bytes in_;
  size_t read_ = 0;  // how much of in_ the library has taken
  bool end_of_input_ = false;
  Bytes* out_ = nullptr;  // only during a call

  Progress progress_ = Progress::kHandshaking;
  NativeError error_;
  unsigned verify_status_ = 0;
  std::string server_name_;
  bool hello_retry_request_ = false;
  bool server_begun_ = false;
  bool master_secret_logged_ = false;
  std::optional<Alert> alert_sent_, alert_received_;
};

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_PEER_H_
