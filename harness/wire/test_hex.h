// Bytes of a test, written as hex.
#ifndef HARNESS_WIRE_TEST_HEX_H_
#define HARNESS_WIRE_TEST_HEX_H_

#include "harness/wire/bytes.h"

namespace shakedown {

inline Bytes Hex(std::string_view text) { return FromHex(text).value(); }

}  // namespace shakedown

#endif  // HARNESS_WIRE_TEST_HEX_H_
