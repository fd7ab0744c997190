// Hex dumps with offsets.
#ifndef HARNESS_IMPORT_HEX_DUMP_H_
#define HARNESS_IMPORT_HEX_DUMP_H_

#include <string_view>
#include <vector>

#include "harness/import/hex_pieces.h"

namespace shakedown {

// The most that the `*` lines of a dump may stand for.
inline constexpr size_t kMostRepeated = size_t{1} << 20;

// IsHexDump is true when the first line has an offset before its bytes: a colon follows it, or it
// is zero and longer than the single bytes after it, or the next line's offset continues it.
bool IsHexDump(const std::vector<std::string_view>& lines);

// ReadHexDump reads what xxd (with -e, too), hexdump -C, od -A x -t x1z, tcpdump -X, OpenSSL's
// -debug and Wireshark print (copied packets and followed streams). Offsets must continue each
// other; one of zero starts a new piece, as for text2pcap, whose I and O before the offset are
// understood, too.
HexRead ReadHexDump(const std::vector<std::string_view>& lines);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_HEX_DUMP_H_
