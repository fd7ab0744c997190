// Line and column of a byte in a text, without a scan from its beginning or from that of its line.
#ifndef HARNESS_MODEL_TEXT_POSITION_H_
#define HARNESS_MODEL_TEXT_POSITION_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace shakedown {

// Both count from 1; columns are characters, as editors count them: the bytes that continue a
// UTF-8 sequence are not.
struct TextPosition {
  int line = 1;
  int column = 1;

  bool operator==(const TextPosition&) const = default;
};

// TextIndex remembers the position of every kilobyte, so that a lookup reads no more than one, be
// the text one long line or many short ones.
class TextIndex {
 public:
  TextIndex() = default;
  explicit TextIndex(std::string_view text);

  // The position of the byte at `offset` (at most the size) of `text`, which is the text indexed.
  TextPosition Of(std::string_view text, size_t offset) const;

 private:
  static constexpr size_t kStride = 1024;
  std::vector<TextPosition> marks_;  // of the bytes at 0, kStride, 2 * kStride ...
};

}  // namespace shakedown

#endif  // HARNESS_MODEL_TEXT_POSITION_H_
