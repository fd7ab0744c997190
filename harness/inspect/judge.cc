#include "harness/inspect/judge.h"

#include "harness/wire/records.h"
#include "harness/wire/reencode.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

constexpr size_t kStreamHeader = 4;

std::optional<FieldError> ErrorOf(const std::optional<ParseError>& error, size_t header) {
  if (!error) return std::nullopt;
  return Told(*error, header);
}

// Whether the form of a message depends on the version; that of the key exchanges does on the
// suite, too.
bool NeedsVersion(HandshakeType type) {
  return type == HandshakeType::kCertificate || type == HandshakeType::kCertificateRequest ||
         type == HandshakeType::kCertificateVerify || type == HandshakeType::kNewSessionTicket;
}
bool NeedsSuite(HandshakeType type) {
  return type == HandshakeType::kServerKeyExchange || type == HandshakeType::kClientKeyExchange;
}

}  // namespace

FieldError Told(const ParseError& error, size_t before) {
  return {.offset = before + error.offset,
          .alert = error.alert,
          .field = error.field,
          .clause = error.clause,
          .rule = error.text};
}

std::optional<FieldError> Judge(View message, const MessageContext& context) {
  // The parsers are for TLS; DTLS has a cookie in the ClientHello and versions of its own.
  if (context.datagrams || message.size() < kStreamHeader) return std::nullopt;
  const HandshakeType type{message[0]};
  if (!context.version && (NeedsVersion(type) || NeedsSuite(type))) return std::nullopt;
  if (!context.cipher_suite && NeedsSuite(type)) return std::nullopt;
  BodyContext body;
  if (context.version) body.version = *context.version;
  if (context.cipher_suite) body.form = KeyExchangeFormOf(*context.cipher_suite);
  Bytes unused;
  return ErrorOf(Reencode(type, message.subspan(kStreamHeader), body, &unused), kStreamHeader);
}

std::optional<FieldError> JudgeAlert(View content) {
  return ErrorOf(CheckAlert(content, ProtocolVersion::kTls12), 0);
}

std::optional<FieldError> JudgeChangeCipherSpec(View content) {
  return ErrorOf(CheckChangeCipherSpec(content), 0);
}

}  // namespace shakedown
