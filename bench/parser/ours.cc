// Our own parser behind the interface of its peers: all that the benchmark knows of it.

#include "bench/parser/ours.h"

#include "harness/wire/extensions.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/messages.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

View Body(const uint8_t* record, size_t size) { return View(record, size).subspan(kHelloBodyAt); }

bool Index(const uint8_t* record, size_t size) {
  const auto hello = ParseClientHello(Body(record, size));
  Used(hello);
  return hello.has_value();
}

template <typename T>
bool Good(const Parsed<T>& parsed) {
  Used(parsed);
  return parsed.has_value();
}

bool Decode(const Extension& extension) {
  switch (extension.type) {
    case ExtensionType::kServerName:
      return Good(ParseServerName(extension.body));
    case ExtensionType::kSupportedGroups:
    case ExtensionType::kSignatureAlgorithms:
      return Good(ParseCodeList(extension.body));
    case ExtensionType::kAlpn:
      return Good(ParseAlpn(extension.body));
    case ExtensionType::kSupportedVersions:
      return Good(ParseSupportedVersions(extension.body));
    case ExtensionType::kKeyShare:
      return Good(ParseClientKeyShareGroups(extension.body));
    default:
      return true;
  }
}

bool Deep(const uint8_t* record, size_t size) {
  auto hello = ParseClientHello(Body(record, size));
  if (!hello) return false;
  for (Extension extension; hello->extensions.Next(&extension);) {
    if (!Decode(extension)) return false;
  }
  return true;
}

size_t Frame(const uint8_t* stream, size_t size) {
  View left(stream, size);
  size_t count = 0;
  for (Record record; NextRecord(left, &record) == Framing::kRecord; ++count) {
    Used(record);
    left = left.subspan(record.header.size() + record.body.size());
  }
  return count;
}

template <typename OnMessage>
size_t Messages(const uint8_t* stream, size_t size, OnMessage on_message) {
  View left(stream, size);
  HandshakeStream messages;
  size_t count = 0;
  for (Record record; NextRecord(left, &record) == Framing::kRecord;) {
    left = left.subspan(record.header.size() + record.body.size());
    messages.Add(record.body);
    for (HandshakeMessage message; messages.Next(&message); ++count) {
      if (!on_message(message)) return 0;
    }
  }
  return left.empty() ? count : 0;
}

size_t Reassemble(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](const HandshakeMessage& message) {
    Used(message);
    return true;
  });
}

bool Decode(const HandshakeMessage& message) {
  constexpr auto kVersion = ProtocolVersion::kTls12;
  switch (message.type) {
    case HandshakeType::kServerHello:
      return Good(ParseServerHello(message.body));
    case HandshakeType::kCertificate:
      return Good(ParseCertificate(message.body, kVersion));
    case HandshakeType::kServerKeyExchange:
      return Good(ParseServerKeyExchange(message.body, kVersion, {KeyExchange::kEcdhe, true}));
    case HandshakeType::kCertificateRequest:
      return Good(ParseCertificateRequest(message.body, kVersion));
    default:
      return message.body.empty();
  }
}

size_t Flight(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](const HandshakeMessage& message) { return Decode(message); });
}

}  // namespace

const ParserPeer kOurParser = {"ours", "strict", Index, Deep, nullptr, Frame, Reassemble, Flight};

}  // namespace shakedown
