// The short messages: tickets, key updates, Finished, and those without a body. All views borrow
// the body.
#ifndef HARNESS_WIRE_SESSION_MESSAGES_H_
#define HARNESS_WIRE_SESSION_MESSAGES_H_

#include <optional>

#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// RFC 8446 4.6.1, RFC 5077 3.3.
struct NewSessionTicket {
  uint32_t lifetime = 0;  // seconds
  uint32_t age_add = 0;   // TLS 1.3
  View nonce;             // TLS 1.3
  View ticket;
  Extensions extensions;  // TLS 1.3
};
Parsed<NewSessionTicket> ParseNewSessionTicket(View body, ProtocolVersion version);

// RFC 8446 4.6.3: whether an update is asked for in return.
Parsed<bool> ParseKeyUpdate(View body);

// RFC 8446 4.4.4, RFC 5246 7.4.9: verify_data. `size` is that of the suite's hash in TLS 1.3, 12
// bytes in TLS 1.0 to 1.2, 36 in SSL 3.0; absent when it is not known.
Parsed<View> ParseFinished(View body, std::optional<size_t> size);

// HelloRequest, ServerHelloDone and EndOfEarlyData (RFC 5246 7.4.1.1, 7.4.5; RFC 8446 4.5) have
// nothing in them.
std::optional<ParseError> CheckEmpty(HandshakeType type, View body);

}  // namespace shakedown

#endif  // HARNESS_WIRE_SESSION_MESSAGES_H_
