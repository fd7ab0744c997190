// One handshake message of any type, in any context: it is refused with a rule, or encoding what
// was parsed gives its bytes back. The input is a version (the second byte of its code point), a
// cipher suite, a type and the body.
#include <algorithm>

#include "fuzz/target.h"
#include "harness/wire/reencode.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {

void FuzzOne(View input) {
  View rest = input;
  uint8_t version, type;
  uint16_t suite;
  if (!TakeU8(&rest, &version) || !TakeU16(&rest, &suite) || !TakeU8(&rest, &type)) return;
  const BodyContext context{static_cast<ProtocolVersion>(0x0300 | version % 8),
                            KeyExchangeFormOf(CipherSuite{suite})};
  static Bytes& again = *new Bytes;  // its memory is kept
  const auto error = Reencode(HandshakeType{type}, rest, context, &again);
  if (error) {
    FuzzCheck(error->offset <= rest.size(), "an error is inside the message or at its end");
    FuzzCheck(*error->clause != 0 && *error->text != 0, "an error names its rule");
    return;
  }
  FuzzCheck(std::equal(again.begin(), again.end(), rest.begin(), rest.end()),
            "encoding gives the bytes back");
}

}  // namespace shakedown
