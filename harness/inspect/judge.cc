#include "harness/inspect/judge.h"

#include <string_view>

#include "harness/inspect/judge_datagram.h"
#include "harness/wire/hello_rules.h"
#include "harness/wire/messages.h"
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

// RFC 8446 4.4.4: a hash of the suite's; RFC 5246 7.4.9: twelve bytes, and no suite says otherwise;
// RFC 6101 5.6.9: both hashes of SSL 3.0.
std::optional<size_t> FinishedSize(const MessageContext& context) {
  if (!context.version) return std::nullopt;
  if (*context.version == ProtocolVersion::kSsl30) return 36;
  if (*context.version < ProtocolVersion::kTls13) return 12;
  if (!context.cipher_suite) return std::nullopt;
  const std::string_view hash = SplitSuite(*context.cipher_suite).hash;
  if (hash == "SHA256") return 32;
  if (hash == "SHA384") return 48;
  return std::nullopt;
}

// A Certificate, by its sender and by what the hellos agreed on; `body` begins `before` bytes into
// the message.
std::optional<FieldError> JudgeCertificate(View body, size_t before,
                                           const MessageContext& context) {
  const bool tls13 = *context.version >= ProtocolVersion::kTls13;
  const CertificateType type = context.certificate_type();
  if (!tls13 && type == CertificateType::kRawPublicKey) {
    // RFC 5246 7.4.6: a client that has nothing to show sends an empty list.
    constexpr size_t kEmptyList = 3;
    const bool nothing = context.from == Role::kClient && body.size() == kEmptyList &&
                         body[0] == 0 && body[1] == 0 && body[2] == 0;
    const auto key = ParseRawPublicKey(body);
    return key || nothing ? std::nullopt : std::optional(Told(key.error(), before));
  }
  // Of another type only TLS 1.3 says what is around it.
  if (!tls13 && type != CertificateType::kX509) return std::nullopt;
  const auto certificate = ParseCertificate(body, *context.version);
  if (!certificate) return Told(certificate.error(), before);
  if (!tls13) return std::nullopt;
  const size_t list = before + 1 + certificate->request_context.size();
  if (context.from == Role::kServer && certificate->chain.empty()) {
    // RFC 8446 4.4.2.4, MUST, decode_error.
    return FieldError{list, AlertDescription::kDecodeError, "Certificate.certificate_list",
                      "RFC 8446 4.4.2.4", "a server shows a certificate"};
  }
  if (type == CertificateType::kRawPublicKey && certificate->chain.size() > 1) {
    // RFC 8446 4.4.2, MUST; 6.2, illegal_parameter: it can be read, and says what it must not.
    return FieldError{list, AlertDescription::kIllegalParameter, "Certificate.certificate_list",
                      "RFC 8446 4.4.2", "a raw public key comes alone"};
  }
  return std::nullopt;
}

// What a hello that has its form says against the rules.
std::optional<ParseError> BrokenRuleOf(HandshakeType type, View body) {
  ParseError error;
  if (type == HandshakeType::kClientHello) {
    ClientHello hello;
    return ParseClientHello(body, &hello, &error) ? BrokenRule(body, hello) : error;
  }
  if (type == HandshakeType::kServerHello) {
    ServerHello hello;
    return ParseServerHello(body, &hello, &error) ? BrokenRule(body, hello) : error;
  }
  const auto extensions = ParseEncryptedExtensions(body);
  return extensions ? BrokenRule(body, *extensions) : extensions.error();
}

bool IsHello(HandshakeType type) {
  return type == HandshakeType::kClientHello || type == HandshakeType::kServerHello ||
         type == HandshakeType::kEncryptedExtensions;
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
  if (context.datagrams) return JudgeDatagram(message, context);
  if (message.size() < kStreamHeader) return std::nullopt;
  const HandshakeType type{message[0]};
  if (!context.version && (NeedsVersion(type) || NeedsSuite(type))) return std::nullopt;
  if (!context.cipher_suite && NeedsSuite(type)) return std::nullopt;
  BodyContext body;
  if (context.version) body.version = *context.version;
  if (context.cipher_suite) body.form = KeyExchangeFormOf(*context.cipher_suite);
  if (type == HandshakeType::kFinished) {
    const auto read = ParseFinished(message.subspan(kStreamHeader), FinishedSize(context));
    if (read) return std::nullopt;
    return Told(read.error(), kStreamHeader);
  }
  if (type == HandshakeType::kCertificate) {
    return JudgeCertificate(message.subspan(kStreamHeader), kStreamHeader, context);
  }
  if (IsHello(type))
    return ErrorOf(BrokenRuleOf(type, message.subspan(kStreamHeader)), kStreamHeader);
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
