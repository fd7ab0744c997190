#include "harness/explain/text_form.h"

#include <algorithm>
#include <array>

namespace shakedown {
namespace {

// Letters, digits, blank and ends of line in IBM-1047 and its relatives.
bool IsEbcdicText(uint8_t byte) {
  const uint8_t digit = byte & 0x0f;
  const uint8_t zone = byte >> 4;
  if (byte == 0x40 || byte == 0x15 || byte == 0x25 || byte == 0x0d || byte == 0x05) return true;
  if (zone == 0xf) return digit <= 9;
  const bool letters = zone == 0x8 || zone == 0x9 || zone == 0xc || zone == 0xd;
  if (letters) return digit >= 1 && digit <= 9;
  if (zone == 0xa || zone == 0xe) return digit >= 2 && digit <= 9;
  // . < ( + & ! $ * ) ; - / , % _ > ? : # @ ' = "
  constexpr std::string_view kMarks =
      "\x4b\x4c\x4d\x4e\x50\x5a\x5b\x5c\x5d\x5e\x60\x61\x6b\x6c"
      "\x6d\x6e\x6f\x7a\x7b\x7c\x7d\x7e\x7f";
  return kMarks.find(static_cast<char>(byte)) != std::string_view::npos;
}

bool IsAsciiText(uint8_t byte) {
  return (byte >= ' ' && byte < 0x7f) || byte == '\n' || byte == '\r' || byte == '\t' ||
         byte == 0x1b;
}

constexpr const char* kCapture = "Use `shakedown inspect` for its records.";

}  // namespace

std::optional<TextForm> FormOf(std::string_view start) {
  constexpr size_t kEnough = 4096;
  start = start.substr(0, kEnough);
  const auto starts = [start](std::string_view bytes) { return start.starts_with(bytes); };
  if (starts("\xff\xfe") || starts("\xfe\xff")) {
    return TextForm{"UTF-16 text", "Convert it: iconv -f UTF-16 -t UTF-8 FILE", false};
  }
  for (const std::string_view magic :
       {std::string_view("\xa1\xb2\xc3\xd4"), std::string_view("\xd4\xc3\xb2\xa1"),
        std::string_view("\xa1\xb2\x3c\x4d"), std::string_view("\x4d\x3c\xb2\xa1"),
        std::string_view("\x0a\x0d\x0d\x0a")}) {
    if (starts(magic)) return TextForm{"a packet capture", kCapture, false};
  }
  if (starts("\x1f\x8b")) {
    return TextForm{"a gzip file", "Unpack it: gunzip -c FILE | shakedown explain -", false};
  }
  constexpr size_t kShortest = 24;
  if (start.size() < kShortest) return std::nullopt;
  size_t ascii = 0, ebcdic = 0;
  for (const char c : start) {
    const auto byte = static_cast<uint8_t>(c);
    ascii += IsAsciiText(byte) ? 1 : 0;
    ebcdic += IsEbcdicText(byte) ? 1 : 0;
  }
  if (ebcdic * 10 >= start.size() * 9 && ascii * 10 < start.size() * 7) {
    return TextForm{"EBCDIC text", "Convert it: iconv -f IBM-1047 -t UTF-8 FILE", false};
  }
  if (ascii * 10 < start.size() * 6 && start.find('\0') != std::string_view::npos) {
    return TextForm{"no text", "What looks like text in it was searched.", true};
  }
  return std::nullopt;
}

}  // namespace shakedown
