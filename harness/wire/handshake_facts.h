// What the bytes of one connection say, once records are framed, opened and reassembled.
#ifndef HARNESS_WIRE_HANDSHAKE_FACTS_H_
#define HARNESS_WIRE_HANDSHAKE_FACTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

struct WireAlert {
  Role from;
  AlertLevel level;
  AlertDescription description;
  bool encrypted;
  size_t messages_before;  // how many handshake messages of either side had passed

  bool operator==(const WireAlert&) const = default;
};

struct WireMessage {
  Role from;
  HandshakeType type;
  bool encrypted;

  bool operator==(const WireMessage&) const = default;
};

// The ClientHello (the first; after a HelloRetryRequest only `key_shares` is the second's).
struct ClientHelloFacts {
  ProtocolVersion legacy_version{};
  std::vector<ProtocolVersion> versions;  // supported_versions; empty: not sent
  std::vector<CipherSuite> cipher_suites;
  std::vector<NamedGroup> groups, key_shares;
  std::vector<SignatureScheme> signature_schemes, certificate_signature_schemes;
  std::vector<std::string> alpn;
  std::optional<std::string> server_name;
  std::vector<uint16_t> extensions;  // in wire order

  bool operator==(const ClientHelloFacts&) const = default;
};

// A handshake signature and what it is over: of a ServerKeyExchange both randoms and the parameters
// (RFC 5246 7.4.3), of a CertificateVerify all messages before it, headers included.
struct WireSignature {
  Role from;
  HandshakeType type;
  std::optional<SignatureScheme> scheme;  // absent before TLS 1.2
  Bytes content, signature;

  bool operator==(const WireSignature&) const = default;
};

struct WireFacts {
  std::vector<WireMessage> messages;  // in the order they passed
  std::vector<WireAlert> alerts;
  std::optional<ClientHelloFacts> client_hello;
  std::string_view client_hello_fault;  // the field that breaks a ClientHello of which not even the
                                        // frame can be read: "ClientHello.cipher_suites"; or ""

  // Settled on, as far as the flow got.
  std::optional<ProtocolVersion> version;
  std::optional<CipherSuite> cipher_suite;
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> server_signature, client_signature;
  std::optional<std::string> alpn;
  bool hello_retry_request = false;
  bool resumed = false;
  bool downgrade_marker = false;  // RFC 8446 4.1.3: in the random of the ServerHello

  std::vector<WireSignature> signatures;          // the first of each side
  std::vector<Bytes> server_chain, client_chain;  // DER, leaf first
  bool client_certificate_seen = false;           // a client Certificate message, maybe empty
  bool certificate_requested = false;
  std::vector<Bytes> ca_names;                   // DER Names of the CertificateRequest
  std::vector<SignatureScheme> request_schemes;  // of the CertificateRequest
  bool ticket = false;                           // a NewSessionTicket passed

  // Per side (index: Role): protected records that no logged key opens, and bytes that are no TLS
  // record at all.
  size_t unopened_records[2] = {0, 0};
  bool not_tls[2] = {false, false};

  bool operator==(const WireFacts&) const = default;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_HANDSHAKE_FACTS_H_
