// Walks over a line of somebody's log: small steps that fail quietly and never leave the line.
#ifndef HARNESS_EXPLAIN_TEXT_CURSOR_H_
#define HARNESS_EXPLAIN_TEXT_CURSOR_H_

#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shakedown {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
inline bool IsWordChar(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline char LowerChar(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Whether `word` (lower case) stands at `at`, whatever its case there.
inline bool StandsAt(std::string_view line, size_t at, std::string_view word) {
  if (at > line.size() || line.size() - at < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (LowerChar(line[at + i]) != word[i]) return false;
  }
  return true;
}

// The offset of `word` (lower case) in `line`, whatever its case there; npos if it is not there.
inline size_t FindWord(std::string_view line, std::string_view word, size_t from = 0) {
  const char low = word.front();
  const char high = low >= 'a' && low <= 'z' ? static_cast<char>(low - 32) : low;
  for (size_t at = from; at + word.size() <= line.size(); ++at) {
    if (line[at] != low && line[at] != high) continue;
    if (StandsAt(line, at, word)) return at;
  }
  return std::string_view::npos;
}

inline bool Mentions(std::string_view line, std::string_view word) {
  return FindWord(line, word) != std::string_view::npos;
}

inline std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

class TextCursor {
 public:
  TextCursor(std::string_view line, size_t at)
      : line_(line), at_(at < line.size() ? at : line.size()) {}

  size_t at() const { return at_; }
  bool done() const { return at_ == line_.size(); }
  char peek() const { return done() ? '\0' : line_[at_]; }

  // Passes over any of `these`.
  TextCursor& Skip(std::string_view these) {
    while (!done() && these.find(line_[at_]) != std::string_view::npos) ++at_;
    return *this;
  }

  // Passes over `word` (lower case) if it stands here.
  bool Take(std::string_view word) {
    if (!StandsAt(line_, at_, word)) return false;
    at_ += word.size();
    return true;
  }

  // Letters, digits and underscores; empty if there are none.
  std::string_view TakeWord() {
    const size_t from = at_;
    while (!done() && IsWordChar(line_[at_])) ++at_;
    return line_.substr(from, at_ - from);
  }

  // What stands until the next blank.
  std::string_view TakeField() {
    const size_t from = at_;
    while (!done() && static_cast<unsigned char>(line_[at_]) > ' ') ++at_;
    return line_.substr(from, at_ - from);
  }

  // A decimal number of up to ten digits, with its sign, that ends where a word would; else
  // nothing, and the cursor stays.
  std::optional<int64_t> TakeNumber() {
    size_t at = at_;
    const bool minus = at < line_.size() && line_[at] == '-';
    if (minus) ++at;
    int64_t value = 0;
    size_t digits = 0;
    for (; at < line_.size() && IsDigit(line_[at]) && digits < 11; ++at, ++digits) {
      value = value * 10 + (line_[at] - '0');
    }
    const bool goes_on = at < line_.size() && IsWordChar(line_[at]);
    if (digits == 0 || digits > 10 || goes_on) return std::nullopt;
    at_ = at;
    return minus ? -value : value;
  }

  // Up to 16 hex digits, after "0x" or not; `*digits` tells how many.
  std::optional<uint64_t> TakeHex(size_t* digits = nullptr) {
    size_t at = at_;
    if (StandsAt(line_, at, "0x")) at += 2;
    uint64_t value = 0;
    size_t count = 0;
    for (; at < line_.size() && IsHexDigit(line_[at]) && count < 17; ++at, ++count) {
      const char c = LowerChar(line_[at]);
      value = value << 4 | static_cast<uint64_t>(IsDigit(c) ? c - '0' : c - 'a' + 10);
    }
    if (count == 0 || count > 16) return std::nullopt;
    at_ = at;
    if (digits != nullptr) *digits = count;
    return value;
  }

  // "0x2b00" in hex, "11008" in decimal.
  std::optional<int64_t> TakeEither() {
    if (StandsAt(line_, at_, "0x")) {
      const auto hex = TakeHex();
      if (!hex || *hex > 0xffffffff) return std::nullopt;
      return static_cast<int64_t>(*hex);
    }
    return TakeNumber();
  }

 private:
  std::string_view line_;
  size_t at_;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_TEXT_CURSOR_H_
