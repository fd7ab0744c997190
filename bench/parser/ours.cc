// Our own parser behind the interface of its peers: all that the benchmark knows of it.

#include "bench/parser/ours.h"

#include "harness/wire/flight_reader.h"
#include "harness/wire/messages.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

View Body(const uint8_t* record, size_t size) { return View(record, size).subspan(kHelloBodyAt); }

// One message after the other is read into the same object, which is what it is for.
ClientHello hello;
ParseError error;

bool Index(const uint8_t* record, size_t size) {
  const bool good = IndexClientHello(Body(record, size), &hello, &error);
  Used(hello);
  return good;
}

// The extensions are checked here; each is then found and viewed in constant time by who asks.
bool Deep(const uint8_t* record, size_t size) {
  const bool good = ParseClientHello(Body(record, size), &hello, &error);
  Used(hello);
  return good;
}

size_t Frame(const uint8_t* stream, size_t size) {
  View left(stream, size);
  size_t count = 0;
  for (RecordRun run; NextRun(left, &run) == Framing::kRecord; count += run.count) {
    Used(run);
    left = left.subspan(run.bytes.size());
  }
  return count;
}

Bytes scratch;

template <typename OnMessage>
size_t Messages(const uint8_t* stream, size_t size, OnMessage on_message) {
  FlightReader flight(View(stream, size), &scratch);
  for (size_t count = 0;; ++count) {
    HandshakeMessage message;
    if (flight.Next(&message) != FlightReader::Item::kMessage) {
      return flight.rest().empty() ? count : 0;
    }
    if (!on_message(message)) return 0;
  }
}

size_t Reassemble(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](const HandshakeMessage& message) {
    Used(message);
    return true;
  });
}

// The messages of a flight, as the hello above.
ServerHello server_hello;
CertificateMessage certificate;
ServerKeyExchange exchange;
CertificateRequest request;

template <typename T>
bool Good(bool good, const T& parsed) {
  Used(parsed);
  return good;
}

bool Decode(const HandshakeMessage& message) {
  constexpr auto kVersion = ProtocolVersion::kTls12;
  static constexpr KeyExchangeForm kForm = {KeyExchange::kEcdhe, true};
  switch (message.type) {
    case HandshakeType::kServerHello:
      return Good(ParseServerHello(message.body, &server_hello, &error), server_hello);
    case HandshakeType::kCertificate:
      return Good(ParseCertificate(message.body, kVersion, &certificate, &error), certificate);
    case HandshakeType::kServerKeyExchange:
      return Good(ParseServerKeyExchange(message.body, kVersion, kForm, &exchange, &error),
                  exchange);
    case HandshakeType::kCertificateRequest:
      return Good(ParseCertificateRequest(message.body, kVersion, &request, &error), request);
    default:
      return message.body.empty();
  }
}

size_t Flight(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](const HandshakeMessage& message) { return Decode(message); });
}

}  // namespace

#ifdef SHAKEDOWN_PARSER_MODULE
constexpr ParserPeer kPeers[] = {{"ours", "strict; compiled whole, as cbs and the crates", Index,
                                  Deep, nullptr, Frame, Reassemble, Flight}};
#else
const ParserPeer kOurParser = {"ours-as-shipped",
                               "the same as a library of its own",
                               Index,
                               Deep,
                               nullptr,
                               Frame,
                               Reassemble,
                               Flight};
#endif

}  // namespace shakedown

#ifdef SHAKEDOWN_PARSER_MODULE
SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
#endif
