// The frame of a ClientHello, for the two parsers of it to share without the price of a call.
#ifndef HARNESS_WIRE_CLIENT_HELLO_FRAME_H_
#define HARNESS_WIRE_CLIENT_HELLO_FRAME_H_

#include "harness/wire/client_hello.h"

namespace shakedown {

namespace client_hello_rules {

using enum AlertDescription;

inline constexpr Rule kBegin = {
    "ClientHello.random", kDecodeError, "RFC 8446 4.1.2",
    "a version of two bytes, a random of 32 and a session id begin the message"};
inline constexpr Rule kSessionId = {"ClientHello.legacy_session_id", kDecodeError, "RFC 8446 4.1.2",
                                    "a session id has at most 32 bytes"};
inline constexpr Rule kSuites = {"ClientHello.cipher_suites", kDecodeError, "RFC 8446 4.1.2",
                                 "the list holds at least one suite, of two bytes each"};
inline constexpr Rule kCompression = {"ClientHello.legacy_compression_methods", kDecodeError,
                                      "RFC 8446 4.1.2", "the list holds at least one method"};
inline constexpr Rule kExtensions = {"ClientHello.extensions", kDecodeError, "RFC 8446 4.1.2",
                                     "the extensions end where the message ends"};

}  // namespace client_hello_rules

// What IndexClientHello promises. Each vector is taken together with the length of the next, so
// that one comparison serves both; which of the two does not fit is found out when it matters.
[[gnu::always_inline]] inline bool ReadClientHelloFrame(View body, ClientHello* hello,
                                                        ParseError* error) {
  namespace rules = client_hello_rules;
  static constexpr size_t kRandom = 2, kSessionId = kRandom + 32 + 1, kLongestSessionId = 32;
  const uint8_t* const from = body.data();
  if (body.size() < kSessionId) return Reject(error, body, from + body.size(), rules::kBegin);
  hello->legacy_version = ProtocolVersion{Load16(from)};
  hello->random = {from + kRandom, 32};

  const size_t session_id_size = from[kSessionId - 1];
  const size_t suites = kSessionId + session_id_size + 2;
  if (session_id_size > kLongestSessionId)
    return Reject(error, body, from + kSessionId - 1, rules::kSessionId);
  if (body.size() < suites) {
    return body.size() < suites - 2 ? Reject(error, body, from + kSessionId - 1, rules::kSessionId)
                                    : Reject(error, body, from + suites - 2, rules::kSuites);
  }
  hello->session_id = {from + kSessionId, session_id_size};

  const size_t suites_size = Load16(from + suites - 2);
  const size_t methods = suites + suites_size + 1;
  if (suites_size == 0 || suites_size % 2 != 0)
    return Reject(error, body, from + suites - 2, rules::kSuites);
  if (body.size() < methods) {
    return body.size() < methods - 1 ? Reject(error, body, from + suites - 2, rules::kSuites)
                                     : Reject(error, body, from + methods - 1, rules::kCompression);
  }
  hello->cipher_suites.bytes = {from + suites, suites_size};

  const size_t methods_size = from[methods - 1];
  const size_t extensions = methods + methods_size;
  if (methods_size == 0 || body.size() < extensions) {
    return Reject(error, body, from + methods - 1, rules::kCompression);
  }
  hello->compression_methods = {from + methods, methods_size};

  View block = {from + extensions, body.size() - extensions};
  hello->extensions = {};
  // RFC 5246 7.4.1.2: before TLS 1.3 the block may be missing altogether.
  if (!block.empty()) [[likely]] {
    if (!WholeVector<2>(block, &block)) {
      return Reject(error, body, from + extensions, rules::kExtensions);
    }
    hello->extensions = Extensions(block);
  }
  return hello->index.Build(block, body, rules::kExtensions.field, error);
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_CLIENT_HELLO_FRAME_H_
