#include "harness/wire/session_messages.h"

#include "harness/wire/extension_forms.h"

namespace shakedown {

using enum AlertDescription;

Parsed<NewSessionTicket> ParseNewSessionTicket(View body, ProtocolVersion version) {
  static constexpr uint32_t kWeek = 604800;
  View rest = body, word;
  NewSessionTicket ticket;
  if (!Take(&rest, 4, &word)) {
    return Refuse(body, rest.data(),
                  {"NewSessionTicket.ticket_lifetime", kDecodeError, "RFC 8446 4.6.1",
                   "a lifetime of four bytes comes first"});
  }
  ticket.lifetime = Load32(word.data());
  if (version < ProtocolVersion::kTls13) {
    if (!WholeVector<2>(rest, &ticket.ticket)) {
      return Refuse(body, rest.data(),
                    {"NewSessionTicket.ticket", kDecodeError, "RFC 5077 3.3",
                     "the ticket ends where the message ends"});
    }
    return ticket;
  }
  if (ticket.lifetime > kWeek) {
    return Refuse(body, body.data(),
                  {"NewSessionTicket.ticket_lifetime", kIllegalParameter, "RFC 8446 4.6.1",
                   "a ticket lives at most seven days"});
  }
  if (!Take(&rest, 4, &word) || !TakeVector<1>(&rest, &ticket.nonce)) {
    return Refuse(body, rest.data(),
                  {"NewSessionTicket.ticket_nonce", kDecodeError, "RFC 8446 4.6.1",
                   "an age of four bytes and a nonce follow the lifetime"});
  }
  ticket.age_add = Load32(word.data());
  const uint8_t* at = rest.data();
  if (!TakeVector<2>(&rest, &ticket.ticket) || ticket.ticket.empty()) {
    return Refuse(body, at,
                  {"NewSessionTicket.ticket", kDecodeError, "RFC 8446 4.6.1",
                   "a ticket has at least one byte"});
  }
  if (auto wrong = TakeExtensions(&rest, body, "NewSessionTicket.extensions",
                                  ExtensionPlace::kNewSessionTicket, &ticket.extensions)) {
    return tl::unexpected(*wrong);
  }
  if (!rest.empty()) {
    return Refuse(body, rest.data(),
                  {"NewSessionTicket.extensions", kDecodeError, "RFC 8446 4.6.1",
                   "the extensions end where the message ends"});
  }
  return ticket;
}

Parsed<bool> ParseKeyUpdate(View body) {
  if (body.size() != 1) {
    return Refuse(
        body, body.data(),
        {"KeyUpdate.request_update", kDecodeError, "RFC 8446 4.6.3", "the message is one byte"});
  }
  if (body[0] > 1) {
    return Refuse(
        body, body.data(),
        {"KeyUpdate.request_update", kIllegalParameter, "RFC 8446 4.6.3", "the byte is 0 or 1"});
  }
  return body[0] == 1;
}

Parsed<View> ParseFinished(View body, std::optional<size_t> size) {
  if (size && body.size() != *size) {
    return Refuse(body, body.data(),
                  {"Finished.verify_data", kDecodeError, "RFC 8446 4.4.4",
                   "verify_data has the size that the version and the suite's"
                   " hash give it"});
  }
  return body;
}

std::optional<ParseError> CheckEmpty(HandshakeType type, View body) {
  if (body.empty()) return std::nullopt;
  switch (type) {
    case HandshakeType::kHelloRequest:
      return ParseError({"HelloRequest", kDecodeError, "RFC 5246 7.4.1.1", "the message is empty"},
                        0);
    case HandshakeType::kServerHelloDone:
      return ParseError({"ServerHelloDone", kDecodeError, "RFC 5246 7.4.5", "the message is empty"},
                        0);
    case HandshakeType::kEndOfEarlyData:
      return ParseError({"EndOfEarlyData", kDecodeError, "RFC 8446 4.5", "the message is empty"},
                        0);
    default:
      return std::nullopt;
  }
}

}  // namespace shakedown
