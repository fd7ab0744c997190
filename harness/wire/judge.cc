#include "harness/wire/judge.h"

#include <algorithm>

#include "harness/wire/messages.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;

template <typename Error>
FieldError ToFieldError(const Error& error) {
  FieldError out;
  out.offset = kHeader + error.offset;
  out.alert = error.alert;
  out.field = error.field;
  if constexpr (requires { error.clause; }) out.clause = error.clause;
  if constexpr (requires { error.rule; }) out.rule = error.rule;
  return out;
}

template <typename T>
std::optional<FieldError> ErrorOf(const tl::expected<T, ParseError>& parsed) {
  if (parsed) return std::nullopt;
  return ToFieldError(parsed.error());
}

}  // namespace

std::optional<FieldError> Judge(View message, const MessageContext& context) {
  // The parsers are for TLS; DTLS has a cookie in the ClientHello and versions of its own.
  if (context.datagrams || message.size() < kHeader) return std::nullopt;
  const View body = message.subspan(kHeader);
  const HandshakeType type{message[0]};
  if (type == HandshakeType::kClientHello) return ErrorOf(ParseClientHello(body));
  if (type == HandshakeType::kServerHello) return ErrorOf(ParseServerHello(body));
  if (!context.version) return std::nullopt;
  const ProtocolVersion version = *context.version;
  switch (type) {
    case HandshakeType::kEncryptedExtensions:
      return ErrorOf(ParseEncryptedExtensions(body));
    case HandshakeType::kCertificate:
      return ErrorOf(ParseCertificate(body, version));
    case HandshakeType::kCertificateRequest:
      return ErrorOf(ParseCertificateRequest(body, version));
    case HandshakeType::kServerKeyExchange:
      if (!context.cipher_suite) return std::nullopt;
      return ErrorOf(
          ParseServerKeyExchange(body, version, ServerKeyExchangeFormOf(*context.cipher_suite)));
    case HandshakeType::kCertificateVerify:
      return ErrorOf(ParseCertificateVerify(body, version));
    case HandshakeType::kNewSessionTicket:
      return ErrorOf(ParseNewSessionTicket(body, version));
    default:
      return std::nullopt;
  }
}

std::optional<FieldError> JudgeAlert(View content) {
  // RFC 8446 6.2, decode_error: an alert is two bytes.
  if (content.size() == 2) return std::nullopt;
  return FieldError{std::min<size_t>(content.size(), 2), AlertDescription::kDecodeError, "Alert",
                    "RFC 8446 6", "an alert is a level and a description, two bytes"};
}

std::optional<FieldError> JudgeChangeCipherSpec(View content) {
  // RFC 8446 5, MUST, unexpected_message: any other value ends the connection.
  if (content.size() == 1 && content[0] == 1) return std::nullopt;
  const size_t offset = content.empty() || content[0] != 1 ? 0 : 1;
  return FieldError{offset, AlertDescription::kUnexpectedMessage, "ChangeCipherSpec", "RFC 8446 5",
                    "a change_cipher_spec record holds the single byte 1"};
}

}  // namespace shakedown
