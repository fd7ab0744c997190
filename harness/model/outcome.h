// How a handshake ended, as foretold, as expected and as observed: one vocabulary for all three.
#ifndef HARNESS_MODEL_OUTCOME_H_
#define HARNESS_MODEL_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/wire/code_points.h"

namespace shakedown {

enum class OutcomeKind : uint8_t {
  kAgreed,         // both sides completed and nothing went wrong when each read on
  kRefused,        // one side sent a fatal alert
  kClosed,         // one side gave up without an alert
  kStalled,        // neither side is done and neither has anything to send
  kCrashed,        // the stack died, hung past the watchdog, or returned garbage
  kInexpressible,  // a stack cannot be told to behave as asked; nothing was run
};

const char* NameOf(OutcomeKind kind);
std::optional<OutcomeKind> OutcomeKindByName(std::string_view name);

// What both sides settled on. Every field is what the wire showed where the wire shows it, else
// what the stacks reported alike; absent when it does not apply.
struct Negotiated {
  std::optional<ProtocolVersion> version;
  std::optional<CipherSuite> cipher_suite;
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> signature_scheme;         // the server's CertificateVerify or
                                                           // ServerKeyExchange
  std::optional<SignatureScheme> client_signature_scheme;  // the client's CertificateVerify
  std::string alpn;                                        // empty: none
  bool resumed = false;
  bool hello_retry_request = false;

  bool operator==(const Negotiated&) const = default;
};

// An error in a stack's own words and numbers.
struct NativeError {
  int library = 0;     // BoringSSL and OpenSSL: ERR_GET_LIB; else 0
  int64_t code = 0;    // reason (ERR_GET_REASON), GnuTLS return code ...; 0: no error
  int64_t verify = 0;  // X509_V_ERR_* or the bits of gnutls_certificate_status_t; 0: none
  std::string symbol;  // "NO_SHARED_CIPHER", "GNUTLS_E_NO_CIPHER_SUITES"
  std::string text;    // the library's message

  bool operator==(const NativeError&) const = default;
};

// An alert as it passed on the wire.
struct Alert {
  AlertLevel level = AlertLevel::kFatal;
  AlertDescription description = AlertDescription::kCloseNotify;

  bool operator==(const Alert&) const = default;
};

// One side, after the handshake.
struct SideObservation {
  std::string stack;                   // "boringssl"
  bool complete = false;               // the stack says that its handshake is complete
  bool failed = false;                 // the stack gave up
  std::vector<Alert> alerts_sent;      // from the wire, decrypted where need be, in order
  std::vector<Alert> alerts_received;  // those the other side sent and this side was given to read
  NativeError error;
  Negotiated negotiated;      // as this stack reports it
  std::string peer_identity;  // subject of the peer's leaf: "CN=server.example,OU=..."; or ""
  std::string server_name;    // server: the name it was sent
  std::vector<std::string> ca_names;  // client: subjects in the CertificateRequest it saw
  bool ticket_received = false;       // client: a NewSessionTicket came

  bool operator==(const SideObservation&) const = default;
};

// What happened in one case.
struct Observation {
  OutcomeKind kind = OutcomeKind::kStalled;
  std::optional<Role> by;      // who refused or closed
  std::optional<Alert> alert;  // the first fatal alert; only with kRefused
  std::string cause;           // key of the closed list in codes/; empty when agreed
  std::string phase;           // the last handshake message the refusing side was given:
                               // "ClientHello", "Certificate"; "start" if none
  std::string why;             // crashed: "signal 11 (SIGSEGV)"; inexpressible: the reason; else ""
  Negotiated negotiated;
  SideObservation client, server;

  bool operator==(const Observation&) const = default;

  const SideObservation& side(Role role) const { return role == Role::kClient ? client : server; }
  SideObservation& side(Role role) { return role == Role::kClient ? client : server; }
};

}  // namespace shakedown

#endif  // HARNESS_MODEL_OUTCOME_H_
