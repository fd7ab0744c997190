// Where each extension of a message lies: one pass over the block, whatever the order.
#ifndef HARNESS_WIRE_EXTENSION_INDEX_H_
#define HARNESS_WIRE_EXTENSION_INDEX_H_

#include <array>
#include <bit>
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

// The place of a type in a table: a hash without collisions over kTypes, of the type's two bytes as
// they lie in memory, the first as the lowest. The multiplier was found by trying.
inline constexpr uint32_t kMultiplier = 0x72df3e;
inline constexpr size_t kPlaces = 128;
constexpr size_t Place(uint16_t little) { return little * kMultiplier >> 25; }
constexpr size_t PlaceOf(uint16_t type) { return Place(__builtin_bswap16(type)); }
constexpr size_t PlaceOf(ExtensionType type) { return PlaceOf(static_cast<uint16_t>(type)); }

// The bit of the slot that each place has.
constexpr std::array<uint64_t, kPlaces> MakeBits() {
  std::array<uint64_t, kPlaces> bits{};
  bits.fill(uint64_t{1} << kNone);
  uint64_t bit = uint64_t{1} << kNone;
  for (const uint16_t type : kTypes) bits[PlaceOf(type)] = bit <<= 1;
  return bits;
}
inline constexpr std::array<uint64_t, kPlaces> kBits = MakeBits();

constexpr size_t Of(uint16_t type) {
  const auto slot = static_cast<size_t>(std::countr_zero(kBits[PlaceOf(type)]));
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
  // fill it, or one comes twice; `*error` says where, its offset counted in `whole`, which contains
  // the block; `field` names the block ("ClientHello.extensions").
  bool Build(View block, View whole, const char* field, ParseError* error) {
    uint64_t seen = 0, sum = 0;
    const uint8_t* const end = block.data() + block.size();
    const uint8_t* body = block.data() + 4;
    while (body <= end) {
      const size_t place = extension_slots::Place(LoadLittle16(body - 4));
      seen |= extension_slots::kBits[place];
      sum += extension_slots::kBits[place];
      at_[place] = body;
      // Each round waits for the length that the one before it found. Few are above 255, and a
      // branch that is foreseen costs less than to put two bytes together.
      size_t length = body[-1];
      if (body[-2] != 0) [[unlikely]]
        length = Load16(body - 2);
      body += length + 4;
    }
    seen_ = seen;
    // Each bit added once gives what each bit set gives. Where not, a type comes twice, or two
    // types share a slot.
    if (sum != seen || block.size() >= extension_slots::kSafeToSum) [[unlikely]]
      return Settle(block, whole, field, error);
    if (body == end + 4) [[likely]]
      return true;
    // Not kept at each step, as it would cost every hello: where the one begins that does not fit.
    return RejectMisfit(block, whole, field, error);
  }

  template <ExtensionType kType>
  bool Has() const {
    constexpr size_t kSlot = extension_slots::Of(kType);
    static_assert(kSlot != extension_slots::kNone);
    // A type without a slot may have been counted in this one.
    return (seen_ >> kSlot & 1) != 0 && Load16(BodyAt(kType) - 4) == static_cast<uint16_t>(kType);
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
    const uint8_t* body = BodyAt(kType);
    return {body, Load16(body - 2)};
  }

 private:
  // Build without its shortcuts: for blocks in which a type comes twice, or that have several types
  // without a slot or very many.
  bool Settle(View block, View whole, const char* field, ParseError* error);

  // The last extension in the block, or what is none, does not fit into it. False.
  static bool RejectMisfit(View block, View whole, const char* field, ParseError* error);

  const uint8_t* BodyAt(ExtensionType type) const { return at_[extension_slots::PlaceOf(type)]; }

  uint64_t seen_ = 0;  // one bit a slot
  // The bodies, for the places that were seen. The others hold anything: to clear them would cost
  // more than to read the extensions.
  std::array<const uint8_t*, extension_slots::kPlaces> at_;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSION_INDEX_H_
