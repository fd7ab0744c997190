// Takes handshake messages, alerts and record headers apart into trees of named fields, for
// `shakedown inspect`. Where the bytes do not fit, the tree holds what was readable.
#ifndef HARNESS_INSPECT_DISSECT_H_
#define HARNESS_INSPECT_DISSECT_H_

#include <optional>

#include "harness/inspect/field_tree.h"
#include "harness/wire/message_codes.h"

namespace shakedown {

// What the form of a message depends on, as far as it is known. Without a version the form is
// guessed from the lengths in the message.
struct MessageContext {
  std::optional<Role> from = std::nullopt;
  std::optional<ProtocolVersion> version = std::nullopt;
  std::optional<CipherSuite> cipher_suite = std::nullopt;
  bool datagrams = false;  // DTLS: longer header, a cookie in the ClientHello
  // RFC 7250: what the hellos agreed on; X.509 unless they say otherwise.
  CertificateType server_certificate = CertificateType::kX509;
  CertificateType client_certificate = CertificateType::kX509;

  // Of the one who sends the message.
  CertificateType certificate_type() const {
    if (!from) return CertificateType::kX509;
    return *from == Role::kServer ? server_certificate : client_certificate;
  }
};

struct Dissected {
  Field tree;
  std::optional<FieldError> misfit;  // the first byte at which the structure does not fit
};

// `message` with its header of 4 bytes (DTLS: 12). The tree is called after the message:
// "ClientHello", "HelloRetryRequest".
Dissected DissectHandshake(View message, const MessageContext& context);

// The header of a record: 5 bytes, DTLS 13.
Dissected DissectRecordHeader(View header);

// One alert (RFC 8446 6), one ChangeCipherSpec (RFC 5246 7.1).
Dissected DissectAlert(View content);
Dissected DissectChangeCipherSpec(View content);

// A ClientHello in the SSL 2.0 form (RFC 5246 E.2), from its two bytes of length.
Dissected DissectSsl2Hello(View record);

// The name of `message`'s type; a ServerHello with the random of a HelloRetryRequest is called so.
std::string MessageName(View message, bool datagrams = false);

// The version named by a 16-bit code, DTLS and drafts of TLS 1.3 included; empty if it has none.
std::string VersionText(uint16_t code);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_DISSECT_H_
