// The interface between the harness and a TLS library: sans-IO peers behind a loadable module.
//
// A module exports one C symbol, ShakedownStack, returning a Stack that lives for ever. The
// executable links no TLS library; a module is opened with RTLD_NOW | RTLD_LOCAL and never closed.
#ifndef HARNESS_STACK_STACK_H_
#define HARNESS_STACK_STACK_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/outcome.h"
#include "harness/wire/bytes.h"

namespace shakedown {

// A certificate chain and its key, ready for a stack. `id` identifies the content: equal ids mean
// equal bytes, so an adapter may keep what it parsed under it.
struct Identity {
  uint64_t id = 0;
  std::vector<Bytes> chain;  // DER, leaf first, as it is to be sent
  Bytes key;                 // DER PKCS #8
  KeyType key_type = KeyType::kSecp256r1;
  std::string root;  // CA name the chain leads to, for CA-name matching
  Signing signing = Signing::kWorks;
};

// A trust anchor (DER) with its CRL where one is to be checked (DER, else empty).
struct TrustAnchor {
  uint64_t id = 0;
  std::string ca;  // the CA name in scenarios
  Bytes certificate;
  Bytes crl;
};

// SessionStore is a server's session cache, outside the stack so that two configurations of the
// same server can share it (RFC 5246 F.1.4). Not thread safe.
class SessionStore {
 public:
  void Put(View id, View session) { sessions_[Key(id)] = Bytes(session.begin(), session.end()); }
  // The session under `id`, or null; valid until the next Put or Remove.
  const Bytes* Get(View id) const {
    auto it = sessions_.find(Key(id));
    return it == sessions_.end() ? nullptr : &it->second;
  }
  void Remove(View id) { sessions_.erase(Key(id)); }

 private:
  static std::string Key(View id) { return std::string(AsText(id)); }
  std::map<std::string, Bytes> sessions_;
};

// KeyLog receives lines in the format of SSLKEYLOGFILE ("CLIENT_RANDOM <hex> <hex>"), no newline.
class KeyLog {
 public:
  virtual ~KeyLog() = default;
  virtual void Line(std::string_view line) = 0;
};

struct HostConfig {
  std::string name;
  const Capabilities* capabilities;
  std::span<const Identity> identities;
};

// Everything a stack needs to play one side once. Borrowed: all of it outlives the peer.
struct PeerConfig {
  Role role = Role::kClient;
  const Capabilities* capabilities = nullptr;  // with FIPS policy already applied where the stack
                                               // has none of its own
  std::span<const Identity> identities;        // in the order of capabilities->certificates
  std::span<const TrustAnchor> trust;
  std::span<const TrustAnchor> ca_names;  // server: whose subjects go in CertificateRequest
  std::span<const HostConfig> hosts;      // server
  View session;                           // client: a session to offer; empty: none
  SessionStore* sessions = nullptr;       // server: its cache; null: keep none
  Bytes ticket_key;                       // server: 80 bytes; adapters take what they need
  KeyLog* key_log = nullptr;              // may be null
};

enum class Progress : uint8_t {
  kHandshaking,  // wants more bytes from the other side
  kComplete,     // the handshake is complete; later Steps read what still comes
  kFailed,       // gave up; whatever alert it wanted to send has been appended
};

// What a peer says of itself when asked at the end.
struct PeerReport {
  NativeError error;  // code 0 where nothing failed
  Negotiated negotiated;
  Bytes peer_leaf;                  // DER of the other side's leaf certificate; empty: none
  std::string server_name;          // server: as received
  std::optional<Alert> alert_sent;  // as the library reports it; the wire is the truth
  std::optional<Alert> alert_received;
};

class Peer {
 public:
  virtual ~Peer() = default;

  // Step feeds `in` (any split of the other side's bytes, possibly empty) and appends what this
  // side sends to `*out`. Never blocks. The first Step of a client is given nothing.
  virtual Progress Step(View in, Bytes* out) = 0;

  // The other side ended the connection; after this Step is not called again.
  virtual Progress EndOfInput(Bytes* out) = 0;

  virtual PeerReport Report() const = 0;

  // Client, after completion: the newest session to offer next time, serialised by the stack for
  // itself; empty if there is none.
  virtual Bytes Session() const = 0;
};

// What a stack is and what it can be told. Lists hold everything it can express.
struct StackInfo {
  std::string name;     // "boringssl", "boringssl-debian", "openssl", "gnutls"
  std::string version;  // "14.0.0+r45", "3.0.17", "3.7.9"
  std::string library;  // the library's own version string
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> cipher_suites;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> signature_schemes;
  std::vector<KeyType> key_types;
  std::vector<std::string> cannot;  // one line each: "choose TLS 1.3 cipher suites"
  bool fips_policy = false;         // Fips::kOn is the stack's own; else the harness applies its
};

class Stack {
 public:
  virtual ~Stack() = default;
  virtual const StackInfo& info() const = 0;

  // An address inside the TLS library that the module really calls, for the identity check
  // (BoringSSL and OpenSSL: SSL_CTX_new; GnuTLS: gnutls_init).
  virtual const void* entry_point() const = 0;

  // Why `config` cannot be expressed with this stack, in one sentence that names the capability;
  // nothing if it can. Never configures something else instead.
  virtual std::optional<std::string> CannotExpress(const PeerConfig& config) const = 0;

  // A new peer, or null with `*error` filled when the library refuses the configuration although
  // CannotExpress had no objection.
  virtual std::unique_ptr<Peer> NewPeer(const PeerConfig& config, NativeError* error) = 0;
};

// The symbol every module exports. The interface version guards against a stale module.
inline constexpr int kStackInterfaceVersion = 1;
using StackFactory = Stack* (*)(int interface_version);  // null on another version
inline constexpr const char* kStackFactoryName = "ShakedownStack";

}  // namespace shakedown

#endif  // HARNESS_STACK_STACK_H_
