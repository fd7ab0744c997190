#include "harness/import/dump_line.h"

#include <algorithm>
#include <array>

#include "harness/import/text_place.h"

namespace shakedown {
namespace {

constexpr size_t kMostOffsetDigits = 15;
constexpr size_t kUsualWidth = 16;

// Where the column of characters can be told by its frame, |...| of hexdump and >...< of od, the
// line ends before it. What a frame holds may have bars in it, but no bytes stand before them.
std::string_view WithoutFrame(std::string_view line, size_t from) {
  for (size_t i = from + 1; i < line.size(); ++i) {
    if (!IsSpace(line[i - 1])) continue;
    if (line[i] == '|' && line.ends_with('|')) return line.substr(0, i);
    if (line[i] == '>' && line.ends_with('<')) return line.substr(0, i);
  }
  return line;
}

// What tshark prints around a followed stream.
bool IsFrillOfTshark(std::string_view line) {
  static constexpr std::array<std::string_view, 4> kFrills = {
      "=====", "Follow: ", "Filter: ", "Node "};
  return std::ranges::any_of(kFrills, [&](auto frill) { return line.starts_with(frill); });
}

size_t Gap(std::string_view line, size_t from, size_t* width) {
  size_t at = from;
  *width = 0;
  for (; at < line.size() && IsSpace(line[at]); ++at) *width += line[at] == '\t' ? 8 : 1;
  return at;
}

// What xxd shows of a byte.
char Shown(uint8_t byte) { return byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.'; }

bool Shows(std::string_view characters, const Bytes& bytes) {
  if (characters.size() > bytes.size()) return false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    // Spaces at the end of a line are not kept.
    const char shown = i < characters.size() ? characters[i] : ' ';
    if (shown != Shown(bytes[i])) return false;
  }
  return true;
}

// `xxd -e` sets a last group that is not full at the right end of its place, so that what looks
// like the column of characters begins with digits and is longer than the bytes before it.
Bytes PartialGroup(std::string_view rest, size_t gap, const DumpLine& line) {
  size_t digits = 0;
  while (digits < rest.size() && IsHexDigit(rest[digits])) ++digits;
  Bytes bytes;
  const size_t missing = 2 * line.group - digits;
  if (digits == 0 || digits % 2 != 0 || digits >= 2 * line.group || gap != 1 + missing) {
    return bytes;
  }
  const size_t count = line.bytes.size() + digits / 2;
  size_t width = 0;
  const size_t column = Gap(rest, digits, &width);
  const bool ends = column == rest.size() || (width >= 2 && rest.size() - column <= count);
  if (!ends || rest.size() <= line.bytes.size()) return bytes;
  for (size_t i = 0; i < digits; i += 2) {
    bytes.push_back(static_cast<uint8_t>(HexValue(rest[i]) << 4 | HexValue(rest[i + 1])));
  }
  return bytes;
}

tl::expected<DumpLine, DumpLineError> Wrong(size_t column, const char* expected) {
  return tl::unexpected(DumpLineError{column, expected});
}

}  // namespace

Bytes InOrder(const DumpLine& line) {
  Bytes bytes = line.bytes;
  for (size_t at = 0; at < bytes.size(); at += line.group) {
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const size_t size = std::min(line.group, bytes.size() - at);
    std::reverse(begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  bytes.insert(bytes.end(), line.partial.rbegin(), line.partial.rend());
  return bytes;
}

GroupOrder OrderOf(const DumpLine& line) {
  if (!line.partial.empty()) return GroupOrder::kLittleEndian;
  if (line.group == 1 || line.characters.empty()) return GroupOrder::kOpen;
  // A line that is not full has spaces before its characters.
  const size_t begin = line.characters.find_first_not_of(' ');
  const std::string_view trimmed = line.characters.substr(std::min(begin, line.characters.size()));
  const auto shows = [&](const Bytes& bytes) {
    return Shows(line.characters, bytes) || Shows(trimmed, bytes);
  };
  const bool big = shows(line.bytes);
  const bool little = shows(InOrder(line));
  if (big == little) return GroupOrder::kOpen;
  return big ? GroupOrder::kBigEndian : GroupOrder::kLittleEndian;
}

tl::expected<DumpLine, DumpLineError> ParseDumpLine(std::string_view line) {
  while (!line.empty() && IsSpace(line.back())) line.remove_suffix(1);
  DumpLine parsed;
  size_t gap = 0;
  size_t at = Gap(line, 0, &gap);
  parsed.indented = gap > 0;
  if (at == line.size() || line[at] == '#' || IsFrillOfTshark(line)) return parsed;
  if (line.substr(at) == "*") {
    parsed.kind = DumpLine::Kind::kRepeat;
    return parsed;
  }
  const size_t prefix = std::string_view("IO<>").find(line[at]);
  if (prefix != std::string_view::npos) {
    parsed.direction = "IOIO"[prefix];
    at = Gap(line, at + 1, &gap);
  }

  parsed.kind = DumpLine::Kind::kData;
  if (line.substr(at).starts_with("0x")) at += 2;
  const size_t offset_at = at;
  for (; at < line.size() && IsHexDigit(line[at]); ++at) {
    if (at - offset_at == kMostOffsetDigits) return Wrong(offset_at, "an offset");
    parsed.offset = parsed.offset << 4 | HexValue(line[at]);
  }
  parsed.offset_digits = at - offset_at;
  if (parsed.offset_digits < 3) return Wrong(offset_at, "an offset of at least three hex digits");
  const bool colon = at < line.size() && line[at] == ':';
  // OpenSSL's dumps set the offset off with " - ", and the halves of a line with another hyphen.
  const bool hyphen = line.substr(at).starts_with(" - ");
  parsed.separated = colon || hyphen;
  if (colon) ++at;
  if (hyphen) at += 2;
  if (at < line.size() && !IsSpace(line[at])) return Wrong(at, "white space after the offset");

  line = WithoutFrame(line, at);
  for (bool first = true;; first = false) {
    const size_t gap_at = at;
    at = Gap(line, at, &gap);
    if (at == line.size()) break;
    // The column of characters: two spaces off in xxd, which has no other wide gaps, three
    // elsewhere, and in some tools two after a line that has its usual width.
    const bool full = parsed.bytes.size() % kUsualWidth == 0;
    if (!first && (gap >= 3 || (gap == 2 && (colon || full)))) {
      if (colon) {
        parsed.characters = line.substr(gap_at + 2);
        parsed.partial = PartialGroup(line.substr(at), gap, parsed);
      }
      break;
    }
    const size_t group = at;
    while (at < line.size() && IsHexDigit(line[at])) ++at;
    const bool ends = at == line.size() || IsSpace(line[at]) || (hyphen && line[at] == '-');
    if (!ends || at == group) return Wrong(at, "hex digits");
    if ((at - group) % 2 != 0) return Wrong(group, "an even number of hex digits");
    if (!colon && at - group != 2) {
      return Wrong(group,
                   "single bytes of two digits (words, as hexdump shows without -C, leave "
                   "the order of the bytes open)");
    }
    for (size_t i = group; i < at; i += 2) {
      parsed.bytes.push_back(static_cast<uint8_t>(HexValue(line[i]) << 4 | HexValue(line[i + 1])));
    }
    if (colon && first) parsed.group = (at - group) / 2;
    if (hyphen && at < line.size() && line[at] == '-') ++at;
  }
  return parsed;
}

}  // namespace shakedown
