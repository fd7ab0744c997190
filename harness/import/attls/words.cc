#include "harness/import/attls/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "harness/import/attls/grammar.h"
#include "harness/import/text_place.h"
#include "harness/model/load.h"

namespace shakedown::attls {
namespace {

constexpr size_t kMostText = size_t{64} << 20;
constexpr size_t kSample = 4096;

char LowerOf(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// EBCDIC text is made of bytes that ASCII text is not: letters and digits have the high bit, the
// blank is 0x40 and the line ends with 0x15 or 0x25.
bool LooksLikeEbcdic(std::string_view sample) {
  size_t high = 0, blanks = 0, ascii_letters = 0;
  for (const char c : sample) {
    const auto byte = static_cast<uint8_t>(c);
    const bool letter = (byte >= 0x81 && byte <= 0xa9) || (byte >= 0xc1 && byte <= 0xe9);
    if (letter || byte >= 0xf0) ++high;
    if (byte == 0x40 || byte == 0x15 || byte == 0x25) ++blanks;
    if ((byte >= 'A' && byte <= 'Z' && byte != 0x4b && byte != 0x50) ||
        (byte >= 'a' && byte <= 'z')) {
      ++ascii_letters;
    }
  }
  return high * 2 > sample.size() && blanks > 0 && ascii_letters * 4 < sample.size();
}

}  // namespace

std::string Lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), LowerOf);
  return out;
}

bool SameWord(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return LowerOf(x) == LowerOf(y); });
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < text.size();) {
    if (IsSpace(text[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && !IsSpace(text[end])) ++end;
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::vector<std::string> Alternatives(std::string_view values) {
  std::vector<std::string> out;
  while (!values.empty()) {
    const size_t bar = values.find('|');
    out.emplace_back(values.substr(0, bar));
    values.remove_prefix(bar == std::string_view::npos ? values.size() : bar + 1);
  }
  return out;
}

std::optional<int64_t> Number(std::string_view text) {
  constexpr size_t kMostDigits = 18;
  int64_t value = 0;
  if (text.empty() || text.size() > kMostDigits || text[0] == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& allowed) {
  constexpr size_t kLongest = 64;  // a nearer look at more costs time and tells nothing
  if (word.size() > kLongest) return "";
  // What differs more in length alone is not near.
  std::vector<std::string> lower;
  std::vector<const std::string*> originals;
  for (const std::string& one : allowed) {
    const size_t difference =
        one.size() > word.size() ? one.size() - word.size() : word.size() - one.size();
    if (difference > word.size() / 3) continue;
    lower.push_back(Lower(one));
    originals.push_back(&one);
  }
  const std::string nearest = Nearest(Lower(word), lower);
  const auto found = std::ranges::find(lower, nearest);
  return nearest.empty() || found == lower.end()
             ? ""
             : *originals[static_cast<size_t>(found - lower.begin())];
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& allowed) {
  const std::string nearest = NearestWord(word, allowed);
  return nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest);
}

std::string Quoted(std::string_view text) {
  constexpr size_t kLongest = 40;
  std::string out = "\"";
  for (const char c : text.substr(0, kLongest)) out += c >= ' ' && c <= '~' ? c : '?';
  return out + (text.size() > kLongest ? "...\"" : "\"");
}

std::string NewName(std::string_view stem, std::set<std::string>* taken) {
  std::string name(stem.substr(0, kLongestName));
  for (int more = 2; !taken->insert(name).second; ++more) {
    const std::string tail = fmt::format("{}", more);
    name = fmt::format("{}{}", stem.substr(0, kLongestName - tail.size()), tail);
  }
  return name;
}

tl::expected<void, std::string> CheckText(std::string_view text) {
  if (text.empty()) return tl::unexpected(std::string("the input is empty"));
  if (text.size() > kMostText) {
    return tl::unexpected(
        fmt::format("{} bytes are too many; at most {} are read", text.size(), kMostText));
  }
  const std::string_view sample = text.substr(0, kSample);
  if (LooksLikeEbcdic(sample)) {
    return tl::unexpected(std::string(
        "this is EBCDIC text; convert it first: iconv -f IBM-1047 -t UTF-8 FILE >CONVERTED"));
  }
  if (sample.starts_with("\xff\xfe") || sample.starts_with("\xfe\xff")) {
    return tl::unexpected(std::string(
        "this is UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8 FILE >CONVERTED"));
  }
  if (sample.starts_with("\x1f\x8b")) {
    return tl::unexpected(std::string("this is a gzip file; unpack it first"));
  }
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const auto byte = static_cast<uint8_t>(c);
    if ((byte < 0x20 && !IsSpace(c)) || byte == 0x7f) {
      return tl::unexpected(fmt::format(
          "line {}: found byte 0x{:02x}; allowed is text in ASCII or UTF-8", line, byte));
    }
  }
  return {};
}

}  // namespace shakedown::attls
