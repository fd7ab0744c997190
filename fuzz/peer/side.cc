#include "fuzz/peer/side.h"

#include <openssl/rand.h>

#include <algorithm>
#include <utility>

#include "fuzz/peer/contexts.h"

namespace shakedown {
namespace {

enum Verification : uint8_t { kStrict, kRelaxed, kNone, kAcceptAll };

uint16_t WireVersion(uint8_t minor) { return static_cast<uint16_t>(TLS1_VERSION + minor); }

int Accept(int, X509_STORE_CTX* store) {
  X509_STORE_CTX_set_error(store, X509_V_OK);
  return 1;
}

// RFC 7301 3.1: each name after its length.
Bytes WireProtocols(uint8_t number) {
  Bytes list;
  for (const auto& protocol : ProtocolsOf(number)) {
    list.push_back(static_cast<uint8_t>(protocol.size()));
    Append(&list, protocol);
  }
  return list;
}

constexpr uint8_t kStaple[] = {'s', 't', 'a', 'p', 'l', 'e'};
// RFC 6962 3.3: a list of one SCT of one byte.
constexpr uint8_t kTimestamps[] = {0, 3, 0, 1, 0};

// Where a connection's Side is found by its callbacks.
Side* SideOf(SSL* ssl) { return static_cast<Side*>(SSL_get_app_data(ssl)); }

// Draws from a side's own stream for as long as it lives.
class OwnRandom {
 public:
  explicit OwnRandom(ShakedownRandom* own) : own_(own), before_(ShakedownSwapRandom(*own)) {}
  ~OwnRandom() { *own_ = ShakedownSwapRandom(before_); }
  OwnRandom(const OwnRandom&) = delete;
  OwnRandom& operator=(const OwnRandom&) = delete;

 private:
  ShakedownRandom* own_;
  ShakedownRandom before_;
};

}  // namespace

int OnSession(SSL* ssl, SSL_SESSION* session) {
  SideOf(ssl)->session_.reset(session);
  return 1;  // it is ours now
}

int ChooseProtocol(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                   unsigned in_size, void*) {
  const SideOptions& options = SideOf(ssl)->options_;
  for (const auto& ours : ProtocolsOf(options.alpn)) {
    for (unsigned at = 0; at < in_size; at += 1U + in[at]) {
      if (in[at] != ours.size() || !std::equal(ours.begin(), ours.end(), in + at + 1)) continue;
      *out = in + at + 1;
      *out_size = in[at];
      return SSL_TLSEXT_ERR_OK;
    }
  }
  constexpr uint8_t kMandatory = 2;
  return options.alpn >= kMandatory ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_NOACK;
}

Side::Side(Role role, const SideOptions& options, SSL_SESSION* offered, size_t salt)
    : role_(role), options_(options) {
  SSL_CTX* ctx = ContextOf(role, options);
  const OwnRandom random(&random_);
  Bytes left_out(salt);
  RAND_bytes(left_out.data(), salt);
  ERR_clear_error();
  ssl_.reset(SSL_new(ctx));
  SSL_set_app_data(ssl_.get(), this);
  BIO* bio = NewWireBio(&wire_);
  SSL_set_bio(ssl_.get(), bio, bio);
  SetBoth();
  if (role == Role::kClient) {
    SetClient(offered);
  } else {
    SetServer();
  }
}

Side::~Side() {
  ssl_.reset();
  ShakedownFreeRandom(random_);
}

void Side::SetBoth() {
  SSL* ssl = ssl_.get();
  SSL_set_min_proto_version(ssl, WireVersion(options_.lowest));
  SSL_set_max_proto_version(ssl, WireVersion(options_.highest));
  if (options_.groups != 0) {
    const auto& nids = GroupsOf(options_.groups).nids;
    SSL_set1_curves(ssl, nids.data(), nids.size());
  }
  const auto& schemes = SchemesOf(options_.schemes);
  if (!schemes.empty()) SSL_set_verify_algorithm_prefs(ssl, schemes.data(), schemes.size());
  if (options_.no_tickets) SSL_set_options(ssl, SSL_OP_NO_TICKET);
  if (options_.early_data) SSL_set_early_data_enabled(ssl, 1);
  if (options_.alpn == 1) {
    // Application settings go with a protocol.
    for (const auto& protocol : ProtocolsOf(options_.alpn)) {
      SSL_add_application_settings(ssl, protocol.data(), protocol.size(), kStaple, sizeof(kStaple));
    }
  }
}

void Side::SetClient(SSL_SESSION* offered) {
  SSL* ssl = ssl_.get();
  SSL_set_connect_state(ssl);
  SSL_set_verify(ssl, options_.verify == kNone ? SSL_VERIFY_NONE : SSL_VERIFY_PEER,
                 options_.verify == kAcceptAll ? Accept : nullptr);
  static constexpr const char* kNames[] = {"server.example", nullptr, "other.example",
                                           "xn--bcher-kva.example"};
  const char* name = kNames[options_.name];
  if (name != nullptr) SSL_set_tlsext_host_name(ssl, name);
  if (name != nullptr && options_.verify == kStrict) {
    X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl), name, std::char_traits<char>::length(name));
  }
  const Bytes protocols = WireProtocols(options_.alpn);
  if (!protocols.empty()) SSL_set_alpn_protos(ssl, protocols.data(), protocols.size());
  if (options_.grease) {
    SSL_set_permute_extensions(ssl, 1);
    SSL_set_enable_ech_grease(ssl, 1);
  }
  if (options_.staples) {
    SSL_enable_ocsp_stapling(ssl);
    SSL_enable_signed_cert_timestamps(ssl);
  }
  if (options_.renegotiates) SSL_set_renegotiate_mode(ssl, ssl_renegotiate_freely);
  if (options_.false_start) SSL_set_mode(ssl, SSL_MODE_ENABLE_FALSE_START);
  if (offered != nullptr) SSL_set_session(ssl, offered);
}

void Side::SetServer() {
  SSL* ssl = ssl_.get();
  SSL_set_accept_state(ssl);
  static constexpr int kModes[] = {SSL_VERIFY_NONE, SSL_VERIFY_PEER,
                                   SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                                   SSL_VERIFY_PEER};
  SSL_set_verify(ssl, kModes[options_.verify], options_.verify == kAcceptAll ? Accept : nullptr);
  if (options_.staples) {
    SSL_set_ocsp_response(ssl, kStaple, sizeof(kStaple));
    SSL_set_signed_cert_timestamp_list(ssl, kTimestamps, sizeof(kTimestamps));
  }
  if (options_.false_start) SSL_set_options(ssl, SSL_OP_CIPHER_SERVER_PREFERENCE);
}

void Side::Step(View in, Bytes* out) {
  if (failed_) return;
  const OwnRandom random(&random_);
  wire_.in = in;
  wire_.out = out;
  if (!open_) Handshake();
  if (open_ && !failed_) ReadOn();
  wire_ = {};
}

void Side::Close(Bytes* out) {
  const OwnRandom random(&random_);
  wire_.out = out;
  SSL_shutdown(ssl_.get());
  wire_ = {};
}

void Side::Handshake() {
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    Opened();
  } else {
    failed_ = SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ;
  }
}

void Side::Opened() {
  open_ = true;
  complete_ = SSL_in_init(ssl_.get()) == 0;
  if (!options_.speaks) return;
  if (SSL_version(ssl_.get()) == TLS1_3_VERSION && complete_) {
    SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
  }
  SSL_write(ssl_.get(), kStaple, sizeof(kStaple));
}

void Side::ReadOn() {
  uint8_t buffer[2048];
  const size_t before = wire_.in.size();
  for (;;) {
    const int count = SSL_read(ssl_.get(), buffer, sizeof(buffer));
    complete_ |= SSL_in_init(ssl_.get()) == 0;
    if (count > 0) continue;
    const int error = SSL_get_error(ssl_.get(), count);
    failed_ = error != SSL_ERROR_WANT_READ && error != SSL_ERROR_ZERO_RETURN;
    if (error != SSL_ERROR_EARLY_DATA_REJECTED) break;
    SSL_reset_early_data_reject(ssl_.get());
    failed_ = false;
  }
  read_on_ |= complete_ && before > wire_.in.size();
}

const char* Side::Complaint() const {
  if (!complete_ || SSL_in_init(ssl_.get())) return nullptr;
  const int version = SSL_version(ssl_.get());
  if (version < WireVersion(options_.lowest) || version > WireVersion(options_.highest)) {
    return "the version is one that was enabled";
  }
  if (SSL_get_current_cipher(ssl_.get()) == nullptr) return "there is a suite";
  const bool resumed = SSL_session_reused(ssl_.get()) == 1;
  const bool shown = SSL_get0_peer_certificates(ssl_.get()) != nullptr;
  const long verdict = SSL_get_verify_result(ssl_.get());
  const bool anonymous =
      SSL_CIPHER_get_auth_nid(SSL_get_current_cipher(ssl_.get())) == NID_auth_psk;
  if (role_ == Role::kClient) {
    if (options_.verify <= kRelaxed && !anonymous && verdict != X509_V_OK) {
      return "a client that verifies has verified";
    }
    if (!anonymous && !shown) return "a server has shown a certificate";
  } else if (options_.verify == kNone && !resumed && !anonymous) {
    // kNone as a server's number is the mode that insists (SetServer).
    if (!shown || verdict != X509_V_OK) return "a server that insists has verified";
  }
  const uint8_t* alpn = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &alpn, &size);
  const auto& protocols = ProtocolsOf(options_.alpn);
  if (size > 0 && std::none_of(protocols.begin(), protocols.end(), [&](const auto& ours) {
        return std::equal(ours.begin(), ours.end(), alpn, alpn + size);
      })) {
    return "the protocol is one of ours";
  }
  return nullptr;
}

SideRun RunSide(Role role, View input, Bytes* sent) {
  const SideOptions options = TakeOptions(&input);
  SessionHandle session;
  SideRun run;
  if (options.resumes && role == Role::kClient) {
    const TwoStreams streams = SplitStreams(input);
    Side first(role, options, nullptr);
    first.Step({}, sent);
    first.Step(streams.first, sent);
    run.complaint = first.Complaint();
    session = first.TakeSession();
    input = streams.second;
  }
  Side side(role, options, session.get());
  if (role == Role::kClient) side.Step({}, sent);
  side.Step(input, sent);
  run.complete = side.complete();
  run.read_on = side.read_on();
  run.resumed = side.resumed();
  run.state = side.state();
  if (run.complaint == nullptr) run.complaint = side.Complaint();
  return run;
}

}  // namespace shakedown
