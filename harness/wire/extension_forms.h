// Which extension may stand in which message of a server (or beside a certificate), and its form
// there (RFC 8446 4.2 and the RFCs of the extensions). The ClientHello's are in client_hello.h.
#ifndef HARNESS_WIRE_EXTENSION_FORMS_H_
#define HARNESS_WIRE_EXTENSION_FORMS_H_

#include <optional>

#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// Where extensions stand. Values are bits.
enum class ExtensionPlace : uint8_t {
  kServerHello12 = 1,  // TLS 1.2 and before
  kServerHello = 2,    // TLS 1.3
  kHelloRetryRequest = 4,
  kEncryptedExtensions = 8,
  kCertificate = 16,  // beside each certificate
  kCertificateRequest = 32,
  kNewSessionTicket = 64,
};

// CheckExtensions holds the content of a block to its rules: every extension fits, none comes
// twice, those the harness knows may stand at `place` and have their form there. `whole` is what
// offsets count in; `field` names the block. False: `*error` is the first rule that is broken.
bool CheckExtensions(View block, ExtensionPlace place, View whole, const char* field,
                     ParseError* error);

// TakeExtensions takes a block with its 16-bit length from the front of `*rest` and checks it.
// Error: the first rule that is broken.
std::optional<ParseError> TakeExtensions(View* rest, View whole, const char* field,
                                         ExtensionPlace place, Extensions* out);

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSION_FORMS_H_
