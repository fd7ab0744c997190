#include "fuzz/mutate/edit.h"

#include <cstring>

namespace shakedown {
namespace {

size_t SizeOf(const Part& part) { return part.end - part.content; }

}  // namespace

bool Splice(Input* input, size_t begin, size_t end, View with) {
  const size_t size = input->size - (end - begin) + with.size();
  if (size > input->room) return false;
  static Bytes& aside = *new Bytes;
  aside.assign(with.begin(), with.end());
  std::memmove(input->data + begin + aside.size(), input->data + end, input->size - end);
  if (!aside.empty()) std::memcpy(input->data + begin, aside.data(), aside.size());
  input->size = size;
  return true;
}

bool SpliceInside(Input* input, const std::vector<Part>& parts, uint32_t part, size_t begin,
                  size_t end, View with, bool keeps_lengths) {
  const auto changed = [&](const Part& around) {
    return SizeOf(around) - (end - begin) + with.size();
  };
  if (keeps_lengths) {
    for (uint32_t i = part; i != kNoParent; i = parts[i].parent) {
      const uint8_t bytes = parts[i].length_bytes;
      if (bytes != 0 && changed(parts[i]) >> 8 * bytes != 0) return false;
    }
  }
  const size_t grown = with.size();
  if (!Splice(input, begin, end, with)) return false;
  if (!keeps_lengths) return true;
  // All lengths stand before what has moved.
  for (uint32_t i = part; i != kNoParent; i = parts[i].parent) {
    if (parts[i].length_bytes == 0) continue;
    WriteLength(input, parts[i], SizeOf(parts[i]) - (end - begin) + grown);
  }
  return true;
}

void WriteLength(Input* input, const Part& part, size_t length) {
  for (uint32_t i = 1; i <= part.length_bytes; ++i, length >>= 8) {
    input->data[part.content - i] = static_cast<uint8_t>(length);
  }
}

}  // namespace shakedown
