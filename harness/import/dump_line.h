// One line of a hex dump: offset, bytes, and a column of characters that is not read.
#ifndef HARNESS_IMPORT_DUMP_LINE_H_
#define HARNESS_IMPORT_DUMP_LINE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "harness/wire/bytes.h"

namespace shakedown {

struct DumpLine {
  enum class Kind {
    kNothing,  // blank, or a comment after '#'
    kData,     // an offset and any number of bytes, also none
    kRepeat,   // "*": as the line before, up to the next offset
  };
  Kind kind = Kind::kNothing;
  char direction = 0;      // text2pcap's prefix: 'I' or 'O'; 0 if there is none
  bool indented = false;   // Wireshark's "follow stream" sets off the server so
  bool separated = false;  // a colon or hyphen stands after the offset
  size_t offset_digits = 0;
  uint64_t offset = 0;
  Bytes bytes;  // as the digits stand
  // Of a line with a colon, as xxd and tcpdump print it:
  size_t group = 1;             // bytes without white space between them, of the first group
  std::string_view characters;  // the column beside the bytes, from two spaces after them on
  Bytes partial;                // the last, shorter group, where it stands at its right end, as
                                // `xxd -e` puts it; not among `bytes`
};

// The order in which a line's column of characters shows its bytes to stand within their groups.
enum class GroupOrder : uint8_t {
  kOpen,          // it does not tell
  kBigEndian,     // as the digits stand
  kLittleEndian,  // `xxd -e`
};
GroupOrder OrderOf(const DumpLine& line);

// The bytes of a little-endian line in their order.
Bytes InOrder(const DumpLine& line);

struct DumpLineError {
  size_t column = 0;  // from 0
  const char* expected = "";
};

// ParseDumpLine reads one line without its end; `characters` is a part of it.
tl::expected<DumpLine, DumpLineError> ParseDumpLine(std::string_view line);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_DUMP_LINE_H_
