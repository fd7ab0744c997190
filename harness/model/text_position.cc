#include "harness/model/text_position.h"

#include <algorithm>

namespace shakedown {
namespace {

TextPosition After(TextPosition position, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
      ++position.column;
    }
  }
  return position;
}

}  // namespace

TextIndex::TextIndex(std::string_view text) {
  marks_.reserve(text.size() / kStride + 1);
  marks_.emplace_back();
  for (size_t at = kStride; at <= text.size(); at += kStride) {
    marks_.push_back(After(marks_.back(), text.substr(at - kStride, kStride)));
  }
}

TextPosition TextIndex::Of(std::string_view text, size_t offset) const {
  if (marks_.empty()) return {};
  const size_t mark = std::min(offset / kStride, marks_.size() - 1);
  return After(marks_[mark], text.substr(mark * kStride, offset - mark * kStride));
}

}  // namespace shakedown
