#include "harness/import/hex_run.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "harness/import/text_place.h"

namespace shakedown {
namespace {

constexpr std::string_view kExpectedHex = "pairs of hex digits";

bool IsSeparator(char c) {
  return IsSpace(c) || std::string_view(",;:-\"'[]()").find(c) != std::string_view::npos;
}

bool IsDeclaration(char c) {
  return IsSeparator(c) || IsHexDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("_=*&").find(c) != std::string_view::npos;
}

class RunReader {
 public:
  explicit RunReader(bool braces) : braces_(braces) {}

  std::optional<std::string> Read(size_t number, std::string_view line);
  HexRead Finish(const std::vector<std::string_view>& lines);

 private:
  std::string Wrong(size_t column, std::string_view expected) const {
    return WrongAt(number_, line_, column, expected);
  }
  bool At(std::string_view word) const { return line_.substr(at_).starts_with(word); }
  void SkipComment();
  std::optional<std::string> ReadDigits();
  void EndPiece();

  const bool braces_;
  bool in_braces_ = false, in_comment_ = false;
  size_t number_ = 0, at_ = 0;
  std::string_view line_;
  SidedPiece piece_;
  HexPieces read_;
};

void RunReader::EndPiece() {
  if (piece_.piece.bytes.empty()) return;
  read_.pieces.push_back(std::exchange(piece_, {}));
}

// Moves over what is left of a comment on this line.
void RunReader::SkipComment() {
  const size_t end = line_.find("*/", at_);
  in_comment_ = end == std::string_view::npos;
  at_ = in_comment_ ? line_.size() : end + 2;
}

std::optional<std::string> RunReader::ReadDigits() {
  const size_t start = at_;
  const bool escaped = At("\\x");
  const bool prefixed = escaped || At("0x") || At("0X");
  if (prefixed) at_ += 2;
  const size_t digits = at_;
  while (at_ < line_.size() && IsHexDigit(line_[at_]) && !(escaped && at_ == digits + 2)) ++at_;
  const size_t count = at_ - digits;
  const bool ends = at_ == line_.size() || IsSeparator(line_[at_]) ||
                    std::string_view("\\}/").find(line_[at_]) != std::string_view::npos;
  if (count > 0 && !ends && !escaped) return Wrong(at_, kExpectedHex);
  if (count == 0) return Wrong(at_, prefixed ? "two hex digits after the prefix" : kExpectedHex);
  if (braces_ && !prefixed) return Wrong(start, "the prefix 0x before each byte within braces");
  if (piece_.piece.bytes.empty()) piece_.piece.source = number_ + 1;
  // 0x5 is a byte; a lone digit without a prefix is half of one that was lost.
  if (count % 2 != 0 && !(prefixed && !escaped && count == 1)) {
    return Wrong(start, "an even number of hex digits");
  }
  Bytes& bytes = piece_.piece.bytes;
  if (count == 1) bytes.push_back(static_cast<uint8_t>(HexValue(line_[digits])));
  for (size_t i = digits; i + 1 < at_; i += 2) {
    bytes.push_back(static_cast<uint8_t>(HexValue(line_[i]) << 4 | HexValue(line_[i + 1])));
  }
  return std::nullopt;
}

std::optional<std::string> RunReader::Read(size_t number, std::string_view line) {
  number_ = number;
  line_ = line;
  at_ = 0;
  while (at_ < line_.size()) {
    const char c = line_[at_];
    if (in_comment_) {
      SkipComment();
    } else if (At("/*")) {
      at_ += 2;
      SkipComment();
    } else if (At("//")) {
      return std::nullopt;
    } else if (braces_ && !in_braces_) {
      if (c != '{' && !IsDeclaration(c))
        return Wrong(at_, "a declaration, or '{' before the bytes");
      in_braces_ = c == '{';
      ++at_;
    } else if (c == '}' && in_braces_) {
      EndPiece();
      in_braces_ = false;
      ++at_;
    } else if (IsSeparator(c) || line_.substr(at_) == "\\") {
      ++at_;
    } else if (auto wrong = ReadDigits()) {
      return wrong;
    }
  }
  return std::nullopt;
}

HexRead RunReader::Finish(const std::vector<std::string_view>& lines) {
  const size_t last = lines.empty() ? 0 : lines.size() - 1;
  const std::string_view text = lines.empty() ? std::string_view() : lines.back();
  if (in_comment_) return tl::unexpected(WrongAt(last, text, text.size(), "'*/'"));
  if (in_braces_) return tl::unexpected(WrongAt(last, text, text.size(), "'}'"));
  EndPiece();
  if (read_.pieces.empty()) {
    return tl::unexpected(WrongAt(last, text, text.size(), kExpectedHex));
  }
  return std::move(read_);
}

}  // namespace

HexRead ReadHexRun(const std::vector<std::string_view>& lines) {
  const auto has_brace = [](std::string_view line) { return line.find('{') != line.npos; };
  RunReader reader(std::ranges::any_of(lines, has_brace));
  for (size_t i = 0; i < lines.size(); ++i) {
    if (auto wrong = reader.Read(i, lines[i])) return tl::unexpected(std::move(*wrong));
  }
  return reader.Finish(lines);
}

}  // namespace shakedown
