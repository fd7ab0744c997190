// A message read and written again, whatever it is: what the tests and fuzz targets of parsers and
// encoders share.
#ifndef HARNESS_WIRE_REENCODE_H_
#define HARNESS_WIRE_REENCODE_H_

#include <optional>

#include "harness/wire/encode.h"

namespace shakedown {

// What a body means besides its bytes.
struct BodyContext {
  ProtocolVersion version = ProtocolVersion::kTls12;
  KeyExchangeForm form;
};

// Reencode parses `body` as a message of `type` and encodes what was parsed into `*out`, which it
// clears. The parser's objection, or nothing. A type without a parser is copied.
std::optional<ParseError> Reencode(HandshakeType type, View body, const BodyContext& context,
                                   Bytes* out);

}  // namespace shakedown

#endif  // HARNESS_WIRE_REENCODE_H_
