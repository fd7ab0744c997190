#include "harness/import/recognise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "harness/import/hello.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

// The magic numbers of pcap, microseconds and nanoseconds, in either byte order.
constexpr std::array<uint32_t, 4> kPcapMagics = {0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1};
constexpr uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d, kByteOrderMagicSwapped = 0x4d3c2b1a;

bool IsPcapng(View input) {
  ByteReader reader(input);
  if (reader.U32() != kSectionHeader) return false;
  reader.U32();
  const uint32_t order = reader.U32();
  // Without its third word the block type could be four line ends, but nobody hands over those.
  return !reader.ok() || order == kByteOrderMagic || order == kByteOrderMagicSwapped;
}

bool IsTextByte(uint8_t byte) { return byte >= 0x20 ? byte != 0x7f : byte >= '\t' && byte <= '\r'; }

bool Contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

tl::expected<Form, std::string> Refuse(std::string_view found) {
  return tl::unexpected(fmt::format("the input begins with {}; allowed: {}", found, kAllowedForms));
}

tl::expected<Form, std::string> RecogniseText(std::string_view text) {
  if (Contains(text, "EZD1285I")) return Form::kAtTlsTrace;
  for (const std::string_view other : {"EZD1281I", "EZD1282I", "EZD1283I", "EZD1284I"}) {
    if (Contains(text, other)) {
      return tl::unexpected(
          fmt::format("an AT-TLS trace ({}) without data lines (EZD1285I): they need the trace "
                      "level to include 32",
                      other));
    }
  }
  if (Contains(text, "-----BEGIN ")) return Refuse("PEM text");
  if (text.starts_with("CLIENT_RANDOM ") || Contains(text, "_TRAFFIC_SECRET_0 ") ||
      text.starts_with("CLIENT_HANDSHAKE_TRAFFIC_SECRET ")) {
    return Refuse("the secrets of a key log, which is no capture");
  }
  return Form::kHexText;
}

}  // namespace

tl::expected<Form, std::string> Recognise(View input) {
  if (input.empty()) {
    return tl::unexpected(fmt::format("the input is empty; allowed: {}", kAllowedForms));
  }
  ByteReader reader(input);
  const uint32_t magic = reader.U32();
  if (reader.ok() && std::ranges::find(kPcapMagics, magic) != kPcapMagics.end()) return Form::kPcap;
  if (IsPcapng(input)) return Form::kPcapng;
  if (StartsLikeTls(input)) return Form::kRawBytes;
  if (magic >> 16 == 0xfffe || magic >> 16 == 0xfeff)
    return Refuse("UTF-16 text; save it as UTF-8");
  if (magic >> 16 == 0x1f8b) return Refuse("a gzip file; unpack it first");
  const auto odd = std::ranges::find_if_not(input, IsTextByte);
  if (odd == input.end()) return RecogniseText(AsText(input));
  const size_t at = static_cast<size_t>(odd - input.begin());
  if (at == 0 || input.size() < 4) {
    return Refuse(fmt::format("{}, which is none of them",
                              ToHex(input.first(std::min<size_t>(input.size(), 8)))));
  }
  return Refuse(fmt::format("text, but has byte 0x{:02x} at offset {}", *odd, at));
}

}  // namespace shakedown
