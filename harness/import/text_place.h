// Lines of a text, and sentences about a place in it.
#ifndef HARNESS_IMPORT_TEXT_PLACE_H_
#define HARNESS_IMPORT_TEXT_PLACE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown {

inline bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
inline bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// HexValue is the value of one hex digit.
inline unsigned HexValue(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

// SplitLines borrows the lines of `text` without their ends (LF or CR LF); the first is line 1.
std::vector<std::string_view> SplitLines(std::string_view text);

// WrongAt says "line 3, column 7: found 'x', expected <expected>" for the byte at `column` of
// `line` (both counted from 0), or the end of the line.
std::string WrongAt(size_t line, std::string_view text, size_t column, std::string_view expected);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_TEXT_PLACE_H_
