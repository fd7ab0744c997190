// Hex digits without offsets: plain, with 0x or \x before each byte, as an array in C.
#ifndef HARNESS_IMPORT_HEX_RUN_H_
#define HARNESS_IMPORT_HEX_RUN_H_

#include <string_view>
#include <vector>

#include "harness/import/hex_pieces.h"

namespace shakedown {

// ReadHexRun reads what `xxd -p` and `xxd -i` print, Wireshark's "hex stream", "escaped string" and
// "C array", "16:03:01", "0x16, 0x03" and the like: pairs of digits, between them white space,
// commas, semicolons, colons, hyphens and quotes, and comments as in C. Where there are braces,
// only what stands in them is data, each pair of braces a piece; otherwise all is one.
HexRead ReadHexRun(const std::vector<std::string_view>& lines);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_HEX_RUN_H_
