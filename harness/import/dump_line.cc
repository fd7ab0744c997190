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

tl::expected<DumpLine, DumpLineError> Wrong(size_t column, const char* expected) {
  return tl::unexpected(DumpLineError{column, expected});
}

}  // namespace

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
    at = Gap(line, at, &gap);
    if (at == line.size()) break;
    // The column of characters: two spaces off in xxd, which has no other wide gaps, three
    // elsewhere, and in some tools two after a line that has its usual width.
    const bool full = parsed.bytes.size() % kUsualWidth == 0;
    if (!first && (gap >= 3 || (gap == 2 && (colon || full)))) break;
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
    if (hyphen && at < line.size() && line[at] == '-') ++at;
  }
  return parsed;
}

}  // namespace shakedown
