// Where each extension of a message lies: one pass over the block, whatever the order.
#ifndef HARNESS_WIRE_EXTENSION_INDEX_H_
#define HARNESS_WIRE_EXTENSION_INDEX_H_

#include <array>
#include <cstdint>

#include "harness/wire/code_points.h"
#include "harness/wire/parse_error.h"
#include "harness/wire/take.h"

namespace shakedown {

namespace extension_slots {

// The types that have a slot: those a ClientHello of today may carry, and the sixteen of GREASE.
inline constexpr uint16_t kTypes[] = {
    0,      1,      5,      10,     11,     13,     14,     15,     16,     17,     18,
    19,     20,     21,     22,     23,     24,     27,     28,     34,     35,     41,
    42,     43,     44,     45,     47,     48,     49,     50,     51,     57,     13172,
    17513,  17613,  0xfe0d, 0xff01, 0x0a0a, 0x1a1a, 0x2a2a, 0x3a3a, 0x4a4a, 0x5a5a, 0x6a6a,
    0x7a7a, 0x8a8a, 0x9a9a, 0xaaaa, 0xbaba, 0xcaca, 0xdada, 0xeaea, 0xfafa};
inline constexpr size_t kNone = 0;  // the slot of every other type

// A hash without collisions over kTypes, found by trying multipliers.
inline constexpr uint32_t kMultiplier = 0x0c1a01eb;
inline constexpr size_t kTableSize = 256;
constexpr size_t Hash(uint16_t type) { return (type * kMultiplier) >> 24; }

struct Row {
  uint16_t type = 0;
  uint16_t slot = kNone;
};

constexpr std::array<Row, kTableSize> MakeTable() {
  std::array<Row, kTableSize> table{};
  uint16_t slot = 1;
  for (const uint16_t type : kTypes) table[Hash(type)] = {type, slot++};
  return table;
}
inline constexpr std::array<Row, kTableSize> kTable = MakeTable();

// The table holds every type where its hash says.
constexpr bool IsPerfect() {
  uint16_t slot = 1;
  for (const uint16_t type : kTypes) {
    if (kTable[Hash(type)].type != type || kTable[Hash(type)].slot != slot++) return false;
  }
  return slot <= 64;
}
static_assert(IsPerfect());

constexpr size_t Of(ExtensionType type) {
  const Row row = kTable[Hash(static_cast<uint16_t>(type))];
  return row.type == static_cast<uint16_t>(type) ? row.slot : kNone;
}

}  // namespace extension_slots

// ExtensionIndex answers in constant time whether a message has an extension and where its body is.
// It borrows the block.
class ExtensionIndex {
 public:
  // Build walks `block`, the content of the vector that holds the extensions. False: `*error` says
  // what does not fit, its offset counted in `whole`, which contains the block; `field` names the
  // block ("ClientHello.extensions").
  bool Build(View block, View whole, const char* field, ParseError* error);

  template <ExtensionType kType>
  bool Has() const {
    static_assert(extension_slots::Of(kType) != extension_slots::kNone);
    return (seen_ >> extension_slots::Of(kType) & 1) != 0;
  }

  // The body of an extension that the message Has.
  template <ExtensionType kType>
  View Body() const {
    const uint8_t* body = block_ + at_[extension_slots::Of(kType)];
    return {body, Load16(body - 2)};
  }

 private:
  const uint8_t* block_ = nullptr;
  uint64_t seen_ = 0;  // one bit a slot
  // Offset of the body in the block, for the slots that were seen. The others hold anything:
  // to clear them would cost more than to read the extensions.
  std::array<uint16_t, 64> at_;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSION_INDEX_H_
