#include "harness/wire/reencode.h"

namespace shakedown {
namespace {

template <typename T, typename... Args>
std::optional<ParseError> Again(const Parsed<T>& parsed, const Args&... args) {
  if (!parsed) return parsed.error();
  Encode(*parsed, args...);
  return std::nullopt;
}

}  // namespace

std::optional<ParseError> Reencode(HandshakeType type, View body, const BodyContext& context,
                                   Bytes* out) {
  const ProtocolVersion version = context.version;
  const KeyExchangeForm form = context.form;
  out->clear();
  switch (type) {
    case HandshakeType::kClientHello: {
      ClientHello hello;
      ParseError error;
      if (!ParseClientHello(body, &hello, &error)) return error;
      Encode(hello, out);
      return std::nullopt;
    }
    case HandshakeType::kServerHello:
      return Again(ParseServerHello(body), out);
    case HandshakeType::kEncryptedExtensions:
      return Again(ParseEncryptedExtensions(body), out);
    case HandshakeType::kCertificate:
      return Again(ParseCertificate(body, version), version, out);
    case HandshakeType::kCertificateRequest:
      return Again(ParseCertificateRequest(body, version), version, out);
    case HandshakeType::kCertificateVerify:
      return Again(ParseCertificateVerify(body, version), out);
    case HandshakeType::kCertificateStatus:
      return Again(ParseCertificateStatus(body), out);
    case HandshakeType::kCompressedCertificate:
      return Again(ParseCompressedCertificate(body), out);
    case HandshakeType::kServerKeyExchange:
      return Again(ParseServerKeyExchange(body, version, form), form, out);
    case HandshakeType::kClientKeyExchange:
      return Again(ParseClientKeyExchange(body, version, form), version, form, out);
    case HandshakeType::kNewSessionTicket:
      return Again(ParseNewSessionTicket(body, version), version, out);
    case HandshakeType::kKeyUpdate:
      if (const auto update = ParseKeyUpdate(body); !update) return update.error();
      break;
    case HandshakeType::kHelloRequest:
    case HandshakeType::kServerHelloDone:
    case HandshakeType::kEndOfEarlyData:
      if (auto wrong = CheckEmpty(type, body)) return wrong;
      break;
    default:
      break;
  }
  Append(out, body);
  return std::nullopt;
}

}  // namespace shakedown
