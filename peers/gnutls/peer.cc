#include "peers/gnutls/peer.h"

#include <errno.h>

#include <algorithm>

#include "peers/gnutls/errors.h"
#include "peers/gnutls/key_log.h"
#include "peers/gnutls/resumption.h"
#include "peers/gnutls/server_names.h"
#include "peers/gnutls/verify.h"

namespace shakedown::gnutls {
namespace {

// A library that keeps answering without getting on would spin; no honest handshake comes near.
constexpr int kMostRounds = 1000;

// Whether an error means that the other side is gone or has said the last word already: then
// nothing is said in return.
bool IsOver(int code) {
  return code == GNUTLS_E_FATAL_ALERT_RECEIVED || code == GNUTLS_E_PREMATURE_TERMINATION ||
         code == GNUTLS_E_SESSION_EOF || code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR;
}

int SetAlpn(gnutls_session_t session, const Capabilities& has, Role role) {
  if (!has.alpn || has.alpn->empty()) return 0;
  std::vector<gnutls_datum_t> protocols;
  for (const std::string& protocol : *has.alpn) {
    protocols.push_back(Borrow(shakedown::AsView(protocol)));
  }
  unsigned flags = 0;
  if (role == Role::kServer) {
    // RFC 7301 3.2, SHOULD: the server's own preference decides.
    flags = GNUTLS_ALPN_SERVER_PRECEDENCE;
    // RFC 7301 3.2, SHALL, no_application_protocol: nothing in common.
    if (has.alpn_required) flags |= GNUTLS_ALPN_MANDATORY;
  }
  return gnutls_alpn_set_protocols(session, protocols.data(),
                                   static_cast<unsigned>(protocols.size()), flags);
}

}  // namespace

GnutlsPeer::GnutlsPeer(const PeerConfig& config, Side side, std::vector<Side> hosts)
    : config_(config), own_(std::move(side)), hosts_(std::move(hosts)), active_(&own_) {}

tl::expected<std::unique_ptr<GnutlsPeer>, NativeError> GnutlsPeer::Make(const PeerConfig& config,
                                                                        Side side,
                                                                        std::vector<Side> hosts) {
  std::unique_ptr<GnutlsPeer> peer(new GnutlsPeer(config, std::move(side), std::move(hosts)));
  const int result = peer->Configure();
  if (result < 0) return tl::unexpected(ErrorOf(result));
  return peer;
}

int GnutlsPeer::Configure() {
  unsigned flags = GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL;
  if (config_.role == Role::kClient) {
    flags |= GNUTLS_CLIENT;
    flags |= KeyShareFlag(*own_.capabilities, own_.priority->derived).value_or(0);
    if (!own_.capabilities->tickets.value_or(true)) flags |= GNUTLS_NO_TICKETS;
  } else {
    flags |= GNUTLS_SERVER;
  }
  gnutls_session_t session = nullptr;
  int result = gnutls_init(&session, flags);
  if (result < 0) return result;
  session_.reset(session);
  gnutls_session_set_ptr(session, this);
  SetTransport();
  gnutls_handshake_set_timeout(session, 0);  // never by the clock
  result = UseSide(&own_);
  if (result < 0) return result;
  gnutls_session_set_verify_function(session, VerifyPeer);
  gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_PRE,
                                     OnHandshakeMessage);
  gnutls_session_set_keylog_function(session, LogSecret);
  if (config_.role == Role::kClient) return ConfigureClient();
  gnutls_handshake_set_post_client_hello_function(session, JudgeServerName);
  return 0;
}

int GnutlsPeer::UseSide(const Side* side) {
  active_ = side;
  int result = gnutls_priority_set(session_.get(), side->priority->handle.get());
  if (result < 0) return result;
  return gnutls_credentials_set(session_.get(), GNUTLS_CRD_CERTIFICATE,
                                side->credentials->handle.get());
}

int GnutlsPeer::BeginServer(std::optional<size_t> host) {
  if (server_begun_) return 0;
  server_begun_ = true;
  int result = host ? UseSide(&hosts_[*host]) : 0;
  if (result < 0) return result;
  // At most once: a second gnutls_alpn_set_protocols adds to the first list.
  result = SetAlpn(session_.get(), *active_->capabilities, Role::kServer);
  if (result < 0) return result;
  RequestClientCertificate(session_.get(), active_->capabilities->client_auth);
  return EnableResumption(session_.get(), config_, *active_->capabilities);
}

int GnutlsPeer::ConfigureClient() {
  const Capabilities& has = *own_.capabilities;
  const std::string name = has.server_name.value_or(kDefaultServerName);
  if (!name.empty()) {
    const int named =
        gnutls_server_name_set(session_.get(), GNUTLS_NAME_DNS, name.data(), name.size());
    if (named < 0) return named;
  }
  const int result = SetAlpn(session_.get(), has, Role::kClient);
  if (result < 0) return result;
  if (has.max_fragment_length) {
    const ssize_t limited =
        gnutls_record_set_max_size(session_.get(), static_cast<size_t>(*has.max_fragment_length));
    if (limited < 0) return static_cast<int>(limited);
  }
  return OfferSession(session_.get(), config_.session);
}

void GnutlsPeer::SetTransport() {
  gnutls_transport_set_ptr(session_.get(), this);
  gnutls_transport_set_push_function(session_.get(), Push);
  gnutls_transport_set_pull_function(session_.get(), Pull);
  gnutls_transport_set_pull_timeout_function(session_.get(), PullTimeout);
}

ssize_t GnutlsPeer::Push(gnutls_transport_ptr_t self, const void* data, size_t size) {
  auto* peer = static_cast<GnutlsPeer*>(self);
  if (peer->out_ == nullptr) {
    gnutls_transport_set_errno(peer->session_.get(), EPIPE);
    return -1;
  }
  Append(peer->out_, {static_cast<const uint8_t*>(data), size});
  return static_cast<ssize_t>(size);
}

ssize_t GnutlsPeer::Pull(gnutls_transport_ptr_t self, void* data, size_t size) {
  auto* peer = static_cast<GnutlsPeer*>(self);
  const size_t taken = std::min(size, peer->in_.size() - peer->read_);
  if (taken == 0 && !peer->end_of_input_) {
    gnutls_transport_set_errno(peer->session_.get(), EAGAIN);
    return -1;
  }
  std::copy_n(peer->in_.data() + peer->read_, taken, static_cast<uint8_t*>(data));
  peer->read_ += taken;
  return static_cast<ssize_t>(taken);
}

int GnutlsPeer::PullTimeout(gnutls_transport_ptr_t self, unsigned) {
  auto* peer = static_cast<GnutlsPeer*>(self);
  return peer->read_ < peer->in_.size() || peer->end_of_input_ ? 1 : 0;
}

Progress GnutlsPeer::Step(View in, Bytes* out) {
  if (progress_ == Progress::kFailed) return progress_;
  Append(&in_, in);
  out_ = out;
  progress_ = Advance();
  out_ = nullptr;
  in_.erase(in_.begin(), in_.begin() + static_cast<ptrdiff_t>(read_));
  read_ = 0;
  return progress_;
}

Progress GnutlsPeer::EndOfInput(Bytes* out) {
  end_of_input_ = true;
  return Step({}, out);
}

Progress GnutlsPeer::Advance() {
  if (progress_ == Progress::kHandshaking) {
    const Progress reached = Shake();
    if (!master_secret_logged_) master_secret_logged_ = LogResumedMasterSecret(session_.get());
    if (reached != Progress::kComplete) return reached;
  }
  return ReadOn();
}

Progress GnutlsPeer::Shake() {
  for (int round = 0; round < kMostRounds; ++round) {
    const size_t before = read_;
    const int result = gnutls_handshake(session_.get());
    if (result == GNUTLS_E_SUCCESS) return Progress::kComplete;
    if (result == GNUTLS_E_AGAIN) {
      if (!HasMoreThan(before)) return Progress::kHandshaking;
      round = 0;
    } else if (result == GNUTLS_E_WARNING_ALERT_RECEIVED) {
      NoteReceivedAlert(AlertLevel::kWarning);
    } else if (gnutls_error_is_fatal(result)) {
      return Fail(result);
    }
  }
  return Fail(GNUTLS_E_INTERNAL_ERROR);
}

// What comes after the handshake: tickets, alerts, application data.
Progress GnutlsPeer::ReadOn() {
  for (int round = 0; round < kMostRounds; ++round) {
    uint8_t data[1024];
    const size_t before = read_;
    const ssize_t result = gnutls_record_recv(session_.get(), data, sizeof data);
    if (result == GNUTLS_E_AGAIN && HasMoreThan(before)) {
      round = 0;
      continue;
    }
    if (result == 0 || result == GNUTLS_E_AGAIN) return Progress::kComplete;
    if (result > 0) continue;
    const int code = static_cast<int>(result);
    if (code == GNUTLS_E_WARNING_ALERT_RECEIVED) {
      NoteReceivedAlert(AlertLevel::kWarning);
    } else if (code == GNUTLS_E_PREMATURE_TERMINATION || code == GNUTLS_E_SESSION_EOF) {
      return Progress::kComplete;  // the other side left after a complete handshake
    } else if (gnutls_error_is_fatal(code)) {
      return Fail(code);
    }
  }
  return Fail(GNUTLS_E_INTERNAL_ERROR);
}

Progress GnutlsPeer::Fail(int code) {
  error_ = ErrorOf(code);
  error_.verify = verify_status_;
  if (code == GNUTLS_E_FATAL_ALERT_RECEIVED) NoteReceivedAlert(AlertLevel::kFatal);
  if (!IsOver(code)) {
    // GnuTLS leaves it to the application to send the alert that belongs to an error.
    int level = 0;
    const int description = gnutls_error_to_alert(code, &level);
    if (gnutls_alert_send_appropriate(session_.get(), code) == 0) {
      alert_sent_ =
          Alert{static_cast<AlertLevel>(level), static_cast<AlertDescription>(description)};
    }
  }
  return Progress::kFailed;
}

void GnutlsPeer::NoteReceivedAlert(AlertLevel level) {
  alert_received_ = Alert{level, static_cast<AlertDescription>(gnutls_alert_get(session_.get()))};
}

}  // namespace shakedown::gnutls
