#include "peers/ssl/peer.h"

#include <strings.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "peers/ssl/context.h"
#include "peers/ssl/errors.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

thread_local SslPeer* current = nullptr;

class Inside {
 public:
  explicit Inside(SslPeer* peer) : before_(std::exchange(current, peer)) { ERR_clear_error(); }
  ~Inside() {
    ERR_clear_error();
    current = before_;
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  SslPeer* before_;
};

int PeerIndex() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// RFC 6066 4: the code of a length; 0 for one that has none.
uint8_t FragmentCode(int length) {
  switch (length) {
    case 512:
      return 1;
    case 1024:
      return 2;
    case 2048:
      return 3;
    case 4096:
      return 4;
    default:
      return 0;
  }
}

bool SetCheckedName(SSL* ssl, const Capabilities& has) {
  const std::string name = CheckedName(has);
  if (name.empty() || has.verify != Verify::kChain) return true;
  X509_VERIFY_PARAM* param = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) == 1) return true;
  ERR_clear_error();  // not an address
  return X509_VERIFY_PARAM_set1_host(param, name.data(), name.size()) == 1;
}

// Whether the client's own settings allow offering `session`: one with a ticket is offered as a
// ticket (RFC 5077, RFC 8446 4.2.11), one without by its id.
bool MayOffer(const SSL_SESSION* session, const Capabilities& has) {
  return SSL_SESSION_has_ticket(session) ? has.tickets.value_or(true)
                                         : has.session_ids.value_or(true);
}

bool SetClient(SSL* ssl, const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  const std::string name = SentName(has);
  if (!name.empty() && SSL_set_tlsext_host_name(ssl, name.c_str()) != 1) return false;
  if (!SetCheckedName(ssl, has)) return false;
  if (has.require_ocsp_staple && SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp) != 1) {
    return false;
  }
#ifndef OPENSSL_IS_BORINGSSL
  if (has.max_fragment_length &&
      SSL_set_tlsext_max_fragment_length(ssl, FragmentCode(*has.max_fragment_length)) != 1) {
    return false;
  }
#else
  (void)FragmentCode;
#endif
  if (config.session.empty()) return true;
  const SessionHandle session = ReadSession(config.session, SSL_get_SSL_CTX(ssl));
  if (!session) return false;
  return !MayOffer(session.get(), has) || SSL_set_session(ssl, session.get()) == 1;
}

}  // namespace

SslPeer* SslPeer::Of(const SSL* ssl) {
  return static_cast<SslPeer*>(SSL_get_ex_data(ssl, PeerIndex()));
}

SslPeer* SslPeer::Current() { return current; }

std::unique_ptr<SslPeer> SslPeer::New(const PeerConfig& config) {
  std::unique_ptr<SslPeer> peer(new SslPeer(config));
  peer->hosts_ = config.hosts;
  if (!peer->Start()) return nullptr;
  return peer;
}

bool SslPeer::Start() {
  const ContextHandle ctx = ContextFor(config_);
  if (!ctx) return false;
  ssl_.reset(SSL_new(ctx.get()));
  if (!ssl_ || SSL_set_ex_data(ssl_.get(), PeerIndex(), this) != 1) return false;
  BIO* bio = NewWireBio(&wire_);
  if (bio == nullptr) return false;
  SSL_set_bio(ssl_.get(), bio, bio);  // takes one reference for both directions
  identity_ = config_.identities.empty() ? nullptr : &config_.identities[0];
  if (config_.role == Role::kServer) {
    SSL_set_accept_state(ssl_.get());
    return true;
  }
  SSL_set_connect_state(ssl_.get());
  return SetClient(ssl_.get(), config_);
}

Progress SslPeer::progress() const {
  if (failed_) return Progress::kFailed;
  return complete_ ? Progress::kComplete : Progress::kHandshaking;
}

Progress SslPeer::Step(View in, Bytes* out) {
  if (failed_) return Progress::kFailed;
  const Inside inside(this);
  if (!hosts_.empty()) Append(&replay_, in);
  wire_.in = in;
  wire_.out = out;
  if (!complete_) Handshake();
  if (complete_ && !failed_) ReadOn();
  wire_ = {};
  return progress();
}

Progress SslPeer::EndOfInput(Bytes* out) {
  if (failed_ || complete_) return progress();
  const Inside inside(this);
  wire_ = {.in = {}, .out = out, .ended = true};
  Handshake();
  if (!complete_ && !failed_) Fail(SSL_ERROR_SYSCALL);
  wire_ = {.in = {}, .out = nullptr, .ended = true};
  return progress();
}

void SslPeer::Handshake() {
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    complete_ = true;
    hosts_ = {};
    replay_.clear();
    SendHeldBack(ssl_.get());
    return;
  }
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return;
  if (host_ == nullptr || !PausedByHello(error)) {
    Fail(error);
    return;
  }
  // A server's choice of configuration by name: nothing has been sent yet, so a connection that
  // has the host's configuration from the start reads the same bytes again.
  config_.capabilities = host_->capabilities;
  config_.identities = host_->identities;
  config_.hosts = {};
  host_ = nullptr;
  is_host_ = true;
  ssl_.reset();
  if (!Start()) {
    Fail(SSL_ERROR_SSL);
    return;
  }
  const Bytes again = std::move(replay_);
  wire_.in = again;
  Handshake();
  wire_.in = {};
}

void SslPeer::ReadOn() {
  uint8_t buffer[2048];
  for (;;) {
    const int count = SSL_read(ssl_.get(), buffer, sizeof(buffer));
    if (count > 0) continue;
    const int error = SSL_get_error(ssl_.get(), count);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_ZERO_RETURN) Fail(error);
    return;
  }
}

void SslPeer::Fail(int ssl_error) {
  error_ = TakeError(ssl_.get(), ssl_error);
  failed_ = true;
}

void SslPeer::NoteAlert(bool sent, int value) {
  const Alert alert{static_cast<AlertLevel>(value >> 8),
                    static_cast<AlertDescription>(value & 0xff)};
  (sent ? sent_ : received_) = alert;
}

void SslPeer::NoteSuites(View suites) {
  offered_suites_.clear();
  for (size_t i = 0; i + 1 < suites.size(); i += 2) {
    offered_suites_.push_back(static_cast<uint16_t>(suites[i] << 8 | suites[i + 1]));
  }
}

bool SslPeer::SwitchTo(std::string_view server_name) {
  const std::span<const HostConfig> hosts = std::exchange(hosts_, {});
  for (const HostConfig& host : hosts) {
    if (host.name.size() != server_name.size() ||
        strncasecmp(host.name.data(), server_name.data(), server_name.size()) != 0) {
      continue;
    }
    host_ = &host;
    return true;
  }
  replay_.clear();
  return false;
}

PeerReport SslPeer::Report() const {
  PeerReport report;
  report.error = error_;
  report.alert_sent = sent_;
  report.alert_received = received_;
  report.server_name = server_name_;
  if (const CertificateHandle leaf{SSL_get_peer_certificate(ssl_.get())}) {
    const int size = i2d_X509(leaf.get(), nullptr);
    report.peer_leaf.resize(size > 0 ? static_cast<size_t>(size) : 0);
    uint8_t* at = report.peer_leaf.data();
    if (size > 0) i2d_X509(leaf.get(), &at);
  }
  if (!complete_) return report;
  Negotiated& negotiated = report.negotiated;
  negotiated.version = static_cast<ProtocolVersion>(SSL_version(ssl_.get()));
  if (const SSL_CIPHER* suite = SSL_get_current_cipher(ssl_.get())) {
    negotiated.cipher_suite = static_cast<CipherSuite>(SSL_CIPHER_get_protocol_id(suite));
  }
  const uint8_t* alpn = nullptr;
  unsigned alpn_size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &alpn, &alpn_size);
  negotiated.alpn.assign(reinterpret_cast<const char*>(alpn), alpn_size);
  negotiated.resumed = SSL_session_reused(ssl_.get()) != 0;
  AddNegotiated(ssl_.get(), config_.role, &negotiated);
  return report;
}

Bytes SslPeer::Session() const {
  if (!session_ || !MayOffer(session_.get(), *config_.capabilities)) return {};
  const Inside inside(const_cast<SslPeer*>(this));
  return WriteSession(session_.get());
}

}  // namespace shakedown
