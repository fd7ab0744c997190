#include "harness/inspect/judge.h"

#include "harness/wire/messages.h"
#include "harness/wire/records.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;

FieldError Told(const ParseError& error, size_t header) {
  return {.offset = header + error.offset,
          .alert = error.alert,
          .field = error.field,
          .clause = error.clause,
          .rule = error.text};
}

template <typename T>
std::optional<FieldError> ErrorOf(const Parsed<T>& parsed) {
  if (parsed) return std::nullopt;
  return Told(parsed.error(), kHeader);
}

std::optional<FieldError> ErrorOf(const std::optional<ParseError>& error, size_t header) {
  if (!error) return std::nullopt;
  return Told(*error, header);
}

std::optional<FieldError> JudgeClientHello(View body) {
  ClientHello hello;
  ParseError error;
  if (ParseClientHello(body, &hello, &error)) return std::nullopt;
  return Told(error, kHeader);
}

}  // namespace

std::optional<FieldError> Judge(View message, const MessageContext& context) {
  // The parsers are for TLS; DTLS has a cookie in the ClientHello and versions of its own.
  if (context.datagrams || message.size() < kHeader) return std::nullopt;
  const View body = message.subspan(kHeader);
  const HandshakeType type{message[0]};
  switch (type) {
    case HandshakeType::kClientHello:
      return JudgeClientHello(body);
    case HandshakeType::kServerHello:
      return ErrorOf(ParseServerHello(body));
    case HandshakeType::kEncryptedExtensions:
      return ErrorOf(ParseEncryptedExtensions(body));
    case HandshakeType::kKeyUpdate:
      return ErrorOf(ParseKeyUpdate(body));
    case HandshakeType::kCertificateStatus:
      return ErrorOf(ParseCertificateStatus(body));
    case HandshakeType::kCompressedCertificate:
      return ErrorOf(ParseCompressedCertificate(body));
    case HandshakeType::kHelloRequest:
    case HandshakeType::kServerHelloDone:
    case HandshakeType::kEndOfEarlyData:
      return ErrorOf(CheckEmpty(type, body), kHeader);
    default:
      break;
  }
  if (!context.version) return std::nullopt;
  const ProtocolVersion version = *context.version;
  switch (type) {
    case HandshakeType::kCertificate:
      return ErrorOf(ParseCertificate(body, version));
    case HandshakeType::kCertificateRequest:
      return ErrorOf(ParseCertificateRequest(body, version));
    case HandshakeType::kCertificateVerify:
      return ErrorOf(ParseCertificateVerify(body, version));
    case HandshakeType::kNewSessionTicket:
      return ErrorOf(ParseNewSessionTicket(body, version));
    case HandshakeType::kServerKeyExchange:
    case HandshakeType::kClientKeyExchange:
      break;
    default:
      return std::nullopt;
  }
  if (!context.cipher_suite) return std::nullopt;
  const KeyExchangeForm form = KeyExchangeFormOf(*context.cipher_suite);
  return type == HandshakeType::kServerKeyExchange
             ? ErrorOf(ParseServerKeyExchange(body, version, form))
             : ErrorOf(ParseClientKeyExchange(body, version, form));
}

std::optional<FieldError> JudgeAlert(View content) {
  return ErrorOf(CheckAlert(content, ProtocolVersion::kTls12), 0);
}

std::optional<FieldError> JudgeChangeCipherSpec(View content) {
  return ErrorOf(CheckChangeCipherSpec(content), 0);
}

}  // namespace shakedown
