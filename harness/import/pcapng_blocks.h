// The blocks of a pcapng file (draft-ietf-opsawg-pcapng 3), for what libpcap does not tell of them.
#ifndef HARNESS_IMPORT_PCAPNG_BLOCKS_H_
#define HARNESS_IMPORT_PCAPNG_BLOCKS_H_

#include "harness/wire/byte_reader.h"

namespace shakedown {

struct PcapngBlock {
  uint32_t type = 0;
  ByteReader body;
  bool swapped = false;  // its section is in the other byte order than ByteReader's

  uint32_t U32() {
    const uint32_t value = body.U32();
    return swapped ? __builtin_bswap32(value) : value;
  }
  uint16_t U16() {
    const uint16_t value = body.U16();
    return swapped ? __builtin_bswap16(value) : value;
  }
};

// ForEachPcapngBlock calls `act(PcapngBlock)` with the blocks of `file` in their order. It stops
// without a word where the file is malformed: libpcap reports that.
template <typename Act>
void ForEachPcapngBlock(View file, Act act) {
  constexpr uint32_t kSectionHeader = 0x0a0d0d0a;  // the same in both byte orders
  constexpr uint32_t kSwappedOrder = 0x4d3c2b1a;
  constexpr uint32_t kOverhead = 12;  // type, and the length before and after the body
  ByteReader reader(file);
  bool swapped = false;
  while (!reader.empty()) {
    ByteReader ahead(reader.rest());
    if (ahead.U32() == kSectionHeader) {
      ahead.U32();
      swapped = ahead.U32() == kSwappedOrder;
    }
    PcapngBlock header{0, ByteReader(reader.Take(8)), swapped};
    const uint32_t type = header.U32();
    const uint32_t length = header.U32();
    if (!reader.ok() || length < kOverhead || length % 4 != 0) return;
    const View body = reader.Take(length - kOverhead);
    reader.U32();
    if (!reader.ok()) return;
    act(PcapngBlock{type, ByteReader(body), swapped});
  }
}

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PCAPNG_BLOCKS_H_
