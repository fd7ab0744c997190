// The shapes of extensions' bodies, and the quick look at a whole block by them. What each
// extension must look like is in extension_forms.cc.
#ifndef HARNESS_WIRE_EXTENSION_SHAPES_H_
#define HARNESS_WIRE_EXTENSION_SHAPES_H_

#include <array>
#include <bit>
#include <cstdint>

#include "harness/wire/extension_forms.h"
#include "harness/wire/extension_index.h"
#include "harness/wire/take.h"

namespace shakedown {

namespace extension_shapes {

enum class Shape : uint8_t {
  // So many bytes.
  kEmpty = 0,
  kByte = 1,
  kTwoBytes = 2,
  kFourBytes = 4,

  kVector8,  // one vector, its length in a byte
  kCodes8,   // the same with at least one byte in it

  kAny,
  kNone,      // none would do: the extension may not stand there
  kCodes16,   // a list of 16-bit codes, at least one
  kFilled16,  // one vector of at least one byte, its length in two
  kNames16,   // a list of filled 16-bit vectors, at least one
  kOneName8,  // a list of exactly one filled 8-bit vector
  kKeyShare,  // a group and a filled 16-bit vector
  kStatus,    // OCSP: a byte and a filled 24-bit vector
  kList16,    // one vector, its length in two bytes, perhaps empty
};

constexpr size_t kPlaces = 7;  // of ExtensionPlace
constexpr size_t IndexOf(ExtensionPlace place) {
  return static_cast<size_t>(std::countr_zero(static_cast<uint8_t>(place)));
}

// The least size of a body that is one vector with its length in a byte, as the shape wants it; for
// the other shapes more than such a vector can have.
constexpr uint16_t LeastVector8(Shape shape) {
  return shape == Shape::kVector8 ? 1 : shape == Shape::kCodes8 ? 2 : 0xffff;
}
inline bool IsVector8(const uint8_t* body, size_t size, uint16_t least) {
  return size >= least && body[0] == size - 1;
}

// What a type must look like at one place, found by the hash of the type.
struct TypeShape {
  // Type and length of an extension whose size is fixed, as the four bytes lie in memory; for the
  // others the length is one that no block has room for.
  uint32_t header = 0xffff0000;
  uint16_t least_vector8 = LeastVector8(Shape{});
  Shape shape{};

  constexpr bool IsOf(uint16_t little_type) const {
    return static_cast<uint16_t>(header) == little_type;
  }
};
using TypeShapes = std::array<TypeShape, extension_slots::kPlaces>;
extern const std::array<TypeShapes, kPlaces> kShapes;

}  // namespace extension_shapes

// ArePlain tells quickly that a block keeps the rules of CheckExtensions, and has none but
// extensions of a fixed size, vectors with their length in a byte, and unknown ones. False: it must
// be asked.
[[gnu::always_inline]] inline bool ArePlain(View block, ExtensionPlace place) {
  static constexpr size_t kHeader = 4;  // type and length
  if (block.size() >= extension_slots::kSafeToSum) return false;
  const auto& shapes = extension_shapes::kShapes[extension_shapes::IndexOf(place)];
  const uint8_t* const end = block.data() + block.size();
  const uint8_t* body = block.data() + kHeader;
  uint64_t seen = 0, sum = 0;
  while (body <= end) {
    const uint32_t header = LoadLittle32(body - kHeader);
    const auto type = static_cast<uint16_t>(header);
    const size_t hash = extension_slots::Place(type);
    seen |= extension_slots::kBits[hash];
    sum += extension_slots::kBits[hash];
    size_t size = body[-1];
    if (body[-2] != 0) [[unlikely]]
      size = Load16(body - 2);
    const extension_shapes::TypeShape& one = shapes[hash];
    // One that is as long as it must be, but does not fit, is found at the end.
    if (header != one.header && one.IsOf(type) &&
        (body == end || !extension_shapes::IsVector8(body, size, one.least_vector8))) {
      return false;
    }
    body += size + kHeader;
  }
  // As in ExtensionIndex: a type that came before, or those that share a slot, make the sum differ.
  return body == end + kHeader && sum == seen;
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSION_SHAPES_H_
