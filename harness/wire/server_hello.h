// The ServerHello, the HelloRetryRequest in its form, and EncryptedExtensions (RFC 8446 4.1.3,
// 4.1.4, 4.3.1; RFC 5246 7.4.1.3). All views borrow the body.
#ifndef HARNESS_WIRE_SERVER_HELLO_H_
#define HARNESS_WIRE_SERVER_HELLO_H_

#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

struct ServerHello {
  ProtocolVersion legacy_version{};
  View random;      // 32 bytes
  View session_id;  // at most 32 bytes
  CipherSuite cipher_suite{};
  uint8_t compression_method = 0;
  Extensions extensions;

  bool is_hello_retry_request() const;
  // supported_versions if it is there, else legacy_version.
  ProtocolVersion version() const;
};
Parsed<ServerHello> ParseServerHello(View body);
// The same into an object of the caller's. False: `*error` says why.
bool ParseServerHello(View body, ServerHello* hello, ParseError* error);

Parsed<Extensions> ParseEncryptedExtensions(View body);

// What a server answers in an extension's body; nothing where it does not have its form.
std::optional<NamedGroup> ServerKeyShareGroup(View body);  // of a ServerHello or HelloRetryRequest
std::optional<View> ServerAlpn(View body);

}  // namespace shakedown

#endif  // HARNESS_WIRE_SERVER_HELLO_H_
