#include "harness/import/text_place.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {
namespace {

constexpr size_t kLongestQuote = 20;

std::string Found(std::string_view text, size_t column) {
  if (column >= text.size()) return "the end of the line";
  const auto byte = static_cast<unsigned char>(text[column]);
  if (byte < 0x20 || byte > 0x7e) return fmt::format("byte 0x{:02x}", byte);
  const std::string_view rest = text.substr(column);
  const auto end = std::ranges::find_if(rest, [](char c) { return c <= ' ' || c > '~'; });
  const size_t size = std::max<size_t>(1, static_cast<size_t>(end - rest.begin()));
  return size > kLongestQuote ? fmt::format("'{}...'", rest.substr(0, kLongestQuote))
                              : fmt::format("'{}'", rest.substr(0, size));
}

}  // namespace

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

std::string WrongAt(size_t line, std::string_view text, size_t column, std::string_view expected) {
  return fmt::format("line {}, column {}: found {}, expected {}", line + 1, column + 1,
                     Found(text, column), expected);
}

}  // namespace shakedown
