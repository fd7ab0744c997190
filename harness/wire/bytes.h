// Byte vocabulary shared by every layer: owned bytes, borrowed bytes, hex text.
#ifndef HARNESS_WIRE_BYTES_H_
#define HARNESS_WIRE_BYTES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown {

using Bytes = std::vector<uint8_t>;
using View = std::span<const uint8_t>;

// AsView borrows the bytes of `text`; valid as long as `text` is.
inline View AsView(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// AsText borrows `bytes` as characters, without any check of encoding.
inline std::string_view AsText(View bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline void Append(Bytes* out, View bytes) { out->insert(out->end(), bytes.begin(), bytes.end()); }

// ToHex writes two lower-case digits a byte, without separators.
std::string ToHex(View bytes);

// FromHex reads pairs of hex digits, white space allowed between pairs.
// Returns nothing on an odd number of digits or any other character.
std::optional<Bytes> FromHex(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_WIRE_BYTES_H_
