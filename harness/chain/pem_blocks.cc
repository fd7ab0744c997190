#include "harness/chain/pem_blocks.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace shakedown {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

std::string_view Trimmed(std::string_view line) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && space(line.back())) line.remove_suffix(1);
  while (!line.empty() && space(line.front())) line.remove_prefix(1);
  return line;
}

std::optional<uint8_t> Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint8_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<uint8_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0' + 52);
  if (c == '+') return uint8_t{62};
  if (c == '/') return uint8_t{63};
  return std::nullopt;
}

// Base64 as it comes, line by line (RFC 4648 4).
class Base64 {
 public:
  bool Add(std::string_view line) {
    for (const char c : line) {
      if (c == '=') {
        ++padding_;
        continue;
      }
      const auto digit = Base64Digit(c);
      if (!digit || padding_ > 0) return false;
      bits_ = bits_ << 6 | *digit;
      if (++digits_ == 4) Flush(3);
    }
    return padding_ <= 2;
  }

  bool Finish(Bytes* out) {
    if (padding_ > 0 && digits_ + padding_ != 4) return false;
    if (digits_ == 1) return false;
    if (digits_ > 1) {
      const size_t count = digits_ - 1;
      bits_ <<= 6 * (4 - digits_);
      Flush(count);
    }
    *out = std::move(bytes_);
    return true;
  }

 private:
  void Flush(size_t count) {
    for (size_t i = 0; i < count; ++i)
      bytes_.push_back(static_cast<uint8_t>(bits_ >> (16 - 8 * i)));
    bits_ = 0;
    digits_ = 0;
  }

  Bytes bytes_;
  uint32_t bits_ = 0;
  size_t digits_ = 0, padding_ = 0;
};

std::optional<std::string_view> LabelIn(std::string_view line, std::string_view mark) {
  if (!line.starts_with(mark) || !line.ends_with(kDashes)) return std::nullopt;
  line.remove_prefix(mark.size());
  if (line.size() < kDashes.size()) return std::nullopt;
  line.remove_suffix(kDashes.size());
  return line;
}

}  // namespace

tl::expected<std::vector<PemBlock>, std::string> ReadPemBlocks(std::string_view text) {
  std::vector<PemBlock> blocks;
  PemBlock block;
  Base64 base64;
  bool inside = false, in_headers = false;
  size_t number = 0;
  const auto wrong = [&](std::string_view what) {
    return tl::unexpected(
        fmt::format("line {}: the {} block of line {} {}", number, block.label, block.line, what));
  };
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = Trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number;
    if (const auto label = LabelIn(line, kBegin)) {
      if (inside) return wrong("does not end before another begins");
      block = PemBlock{std::string(*label), number, label->starts_with("ENCRYPTED"), {}};
      base64 = Base64();
      inside = true;
      in_headers = false;
    } else if (!inside) {
      continue;
    } else if (const auto closed = LabelIn(line, kEnd)) {
      if (*closed != block.label) return wrong("ends with another label");
      if (!block.encrypted && !base64.Finish(&block.bytes)) return wrong("is cut short");
      blocks.push_back(std::exchange(block, {}));
      inside = false;
    } else if (line.find(':') != std::string_view::npos) {
      // RFC 1421 4.6: headers, which tell of encryption.
      in_headers = true;
      if (line.find("ENCRYPTED") != std::string_view::npos) block.encrypted = true;
    } else if (in_headers && line.empty()) {
      in_headers = false;
    } else if (!block.encrypted && !in_headers && !base64.Add(line)) {
      return wrong("is no base64");
    }
  }
  if (inside) return wrong("has no END line");
  return blocks;
}

}  // namespace shakedown
