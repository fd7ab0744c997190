// The frame of a ClientHello, for the two parsers of it to share without the price of a call.
#ifndef HARNESS_WIRE_CLIENT_HELLO_FRAME_H_
#define HARNESS_WIRE_CLIENT_HELLO_FRAME_H_

#include "harness/wire/client_hello.h"

namespace shakedown {

// What IndexClientHello promises.
[[gnu::always_inline]] inline bool ReadClientHelloFrame(View body, ClientHello* hello,
                                                        ParseError* error) {
  using enum AlertDescription;
  static constexpr size_t kLongestSessionId = 32, kRandom = 32;
  View rest = body;
  if (rest.size() < 2 + kRandom + 1) {
    return Reject(error, body, body.data() + body.size(),
                  {"ClientHello.random", kDecodeError, "RFC 8446 4.1.2",
                   "a version of two bytes, a random of 32 and a session id begin the message"});
  }
  hello->legacy_version = ProtocolVersion{Load16(rest.data())};
  hello->random = rest.subspan(2, kRandom);
  rest = rest.subspan(2 + kRandom);
  const uint8_t* at = rest.data();
  if (!TakeVector<1>(&rest, &hello->session_id) || hello->session_id.size() > kLongestSessionId) {
    return Reject(error, body, at,
                  {"ClientHello.legacy_session_id", kDecodeError, "RFC 8446 4.1.2",
                   "a session id has at most 32 bytes"});
  }
  at = rest.data();
  View suites;
  if (!TakeVector<2>(&rest, &suites) || suites.empty() || suites.size() % 2 != 0) {
    return Reject(error, body, at,
                  {"ClientHello.cipher_suites", kDecodeError, "RFC 8446 4.1.2",
                   "the list holds at least one suite, of two bytes each"});
  }
  hello->cipher_suites.bytes = suites;
  at = rest.data();
  if (!TakeVector<1>(&rest, &hello->compression_methods) || hello->compression_methods.empty()) {
    return Reject(error, body, at,
                  {"ClientHello.legacy_compression_methods", kDecodeError, "RFC 8446 4.1.2",
                   "the list holds at least one method"});
  }
  View block;
  // RFC 5246 7.4.1.2: before TLS 1.3 the block may be missing altogether.
  if (!rest.empty() && !WholeVector<2>(rest, &block)) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.extensions", kDecodeError, "RFC 8446 4.1.2",
                   "the extensions end where the message ends"});
  }
  hello->extensions = Extensions(block);
  return hello->index.Build(block, body, "ClientHello.extensions", error);
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_CLIENT_HELLO_FRAME_H_
