// Reading from the front of a view: the primitives of the hot parsers (RFC 8446 3.3, 3.4).
//
// A TakeX removes what it reads from the front of `*rest` and returns true, or returns false and
// leaves `*rest` alone when the bytes do not suffice. ByteReader is the kinder tool where speed
// does not count: its errors stick.
#ifndef HARNESS_WIRE_TAKE_H_
#define HARNESS_WIRE_TAKE_H_

#include <bit>
#include <cstdint>
#include <cstring>

#include "harness/wire/bytes.h"

namespace shakedown {

// LoadN reads a big-endian integer at `at`, whose N bits must be there.
inline uint16_t Load16(const uint8_t* at) {
  uint16_t value;
  std::memcpy(&value, at, sizeof(value));
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap16(value);
  return value;
}
inline uint32_t Load24(const uint8_t* at) { return uint32_t{at[0]} << 16 | Load16(at + 1); }
inline uint32_t Load32(const uint8_t* at) {
  uint32_t value;
  std::memcpy(&value, at, sizeof(value));
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
  return value;
}

// The two or four bytes at `at` with the first as the lowest.
inline uint16_t LoadLittle16(const uint8_t* at) { return __builtin_bswap16(Load16(at)); }

inline uint32_t LoadLittle32(const uint8_t* at) { return __builtin_bswap32(Load32(at)); }

// The eight bytes at `at` in the order of this machine, to be compared with others.
inline uint64_t LoadNative64(const uint8_t* at) {
  uint64_t value;
  std::memcpy(&value, at, sizeof(value));
  return value;
}

inline bool Take(View* rest, size_t count, View* out) {
  if (rest->size() < count) return false;
  *out = rest->first(count);
  *rest = rest->subspan(count);
  return true;
}
inline bool TakeU8(View* rest, uint8_t* out) {
  if (rest->empty()) return false;
  *out = rest->front();
  *rest = rest->subspan(1);
  return true;
}
inline bool TakeU16(View* rest, uint16_t* out) {
  if (rest->size() < 2) return false;
  *out = Load16(rest->data());
  *rest = rest->subspan(2);
  return true;
}

// A vector whose length takes kLengthBytes (1 to 3).
template <int kLengthBytes>
inline size_t LoadLength(const uint8_t* at) {
  if constexpr (kLengthBytes == 1) return *at;
  if constexpr (kLengthBytes == 2) return Load16(at);
  return Load24(at);
}
template <int kLengthBytes>
inline bool TakeVector(View* rest, View* out) {
  if (rest->size() < kLengthBytes) return false;
  const size_t length = LoadLength<kLengthBytes>(rest->data());
  if (rest->size() - kLengthBytes < length) return false;
  *out = rest->subspan(kLengthBytes, length);
  *rest = rest->subspan(kLengthBytes + length);
  return true;
}

// WholeVector is true if `body` is one vector and nothing else, whose content becomes `*out`.
template <int kLengthBytes>
inline bool WholeVector(View body, View* out) {
  if (body.size() < kLengthBytes) return false;
  *out = body.subspan(kLengthBytes);
  return LoadLength<kLengthBytes>(body.data()) == out->size();
}

// FirstMisfit returns the first vector of a list that is empty or does not fit into it; null if
// vectors of at least one byte, each with a length of kLengthBytes in front, fill the list.
template <int kLengthBytes>
inline const uint8_t* FirstMisfit(View list) {
  size_t at = 0, last = 0;
  // The shortest of them has one byte, so four can be read where the length has three.
  while (at + kLengthBytes < list.size()) {
    const uint8_t* const vector = list.data() + at;
    const size_t length =
        kLengthBytes == 3 ? Load32(vector) >> 8 : LoadLength<kLengthBytes>(vector);
    if (length == 0) return vector;
    last = at;
    at += kLengthBytes + length;
  }
  if (at == list.size()) return nullptr;
  return list.data() + (at < list.size() ? at : last);
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_TAKE_H_
