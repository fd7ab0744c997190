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
    17513,  17613,  51764,  0xfe0d, 0xff01, 0x0a0a, 0x1a1a, 0x2a2a, 0x3a3a, 0x4a4a, 0x5a5a,
    0x6a6a, 0x7a7a, 0x8a8a, 0x9a9a, 0xaaaa, 0xbaba, 0xcaca, 0xdada, 0xeaea, 0xfafa};
inline constexpr size_t kNone = 0;  // the slot of every other type

// A hash without collisions over kTypes: the top byte of a product with the four bytes of an
// extension's header, the first as the lowest, of which
// only the two of the type count. The multiplier was found by trying.
inline constexpr uint32_t kMultiplier = 0xc08f0000;
inline constexpr size_t kTableSize = 256;
constexpr size_t Hash(uint32_t header) { return header * kMultiplier >> 24; }
constexpr size_t HashOfType(uint16_t type) { return Hash(__builtin_bswap16(type)); }

constexpr std::array<uint8_t, kTableSize> MakeTable() {
  std::array<uint8_t, kTableSize> table{};
  uint8_t slot = 1;
  for (const uint16_t type : kTypes) table[HashOfType(type)] = slot++;
  return table;
}
inline constexpr std::array<uint8_t, kTableSize> kTable = MakeTable();

constexpr size_t Of(uint16_t type) {
  const size_t slot = kTable[HashOfType(type)];
  return slot != kNone && kTypes[slot - 1] == type ? slot : kNone;
}
constexpr size_t Of(ExtensionType type) { return Of(static_cast<uint16_t>(type)); }

// With no more slots than this, the bits of 1024 extensions add up to less than 2^64.
inline constexpr size_t kMostSlots = 54;
inline constexpr size_t kSafeToSum = 1024 * 4;  // bytes that hold fewer extensions

// No type has taken another's place.
constexpr bool IsPerfect() {
  size_t slot = 1;
  for (const uint16_t type : kTypes) {
    if (Of(type) != slot++) return false;
  }
  return slot - 1 <= kMostSlots;
}
static_assert(IsPerfect());

}  // namespace extension_slots

// ExtensionIndex answers in constant time whether a message has an extension and where its body is.
// It borrows the block.
class ExtensionIndex {
 public:
  // Build walks `block`, the content of the vector that holds the extensions. False: they do not
  // fill it, or one comes twice.
  bool Build(View block) {
    const uint8_t* const start = block.data();
    uint64_t seen = 0, sum = 0;
    size_t at = 4;  // the end of a header
    while (at <= block.size()) {
      const uint32_t header = LoadLittle32(start + at - 4);
      const size_t slot = extension_slots::kTable[extension_slots::Hash(header)];
      const uint64_t bit = uint64_t{1} << slot;
      seen |= bit;
      sum += bit;
      at_[slot] = static_cast<uint16_t>(at);
      at += 4 + __builtin_bswap16(static_cast<uint16_t>(header >> 16));
    }
    block_ = start;
    seen_ = seen;
    if (at != block.size() + 4) [[unlikely]]
      return false;
    // Each bit added once gives what each bit set gives. Where not, a type comes twice, or two
    // types share a slot.
    if (sum != seen || block.size() >= extension_slots::kSafeToSum) [[unlikely]] {
      return BuildExactly(block);
    }
    return true;
  }

  // The same; `*error` says what does not fit or comes twice, its offset counted in `whole`, which
  // contains the block; `field` names the block ("ClientHello.extensions").
  bool Build(View block, View whole, const char* field, ParseError* error) {
    return Build(block) || WhatIsWrong(block, whole, field, error);
  }

  template <ExtensionType kType>
  bool Has() const {
    constexpr size_t kSlot = extension_slots::Of(kType);
    static_assert(kSlot != extension_slots::kNone);
    // A type without a slot may have been counted in this one.
    return (seen_ >> kSlot & 1) != 0 &&
           Load16(block_ + at_[kSlot] - 4) == static_cast<uint16_t>(kType);
  }

  // False only if the message has none of them.
  template <ExtensionType... kTypes>
  bool HasAny() const {
    constexpr uint64_t kSlots = ((uint64_t{1} << extension_slots::Of(kTypes)) | ...);
    return (seen_ & kSlots) != 0;
  }

  // The body of an extension that the message Has.
  template <ExtensionType kType>
  View Body() const {
    const uint8_t* body = block_ + at_[extension_slots::Of(kType)];
    return {body, Load16(body - 2)};
  }

 private:
  bool BuildExactly(View block);
  // Fills `*error` for a block that Build refused. Always false.
  static bool WhatIsWrong(View block, View whole, const char* field, ParseError* error);

  const uint8_t* block_ = nullptr;
  uint64_t seen_ = 0;  // one bit a slot
  // Offset of the body in the block, for the slots that were seen. The others hold anything:
  // to clear them would cost more than to read the extensions.
  std::array<uint16_t, 64> at_;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSION_INDEX_H_
