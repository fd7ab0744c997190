#include "harness/inspect/resync.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/wire/byte_reader.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

// Whether a header may stand at the front; `*size` is that of its record. What is there of it must
// fit; nothing at all fits too.
bool LooksLikeHeader(View bytes, size_t* size) {
  ByteReader reader(bytes);
  if (reader.empty()) return true;
  const uint8_t type = reader.U8();
  if (type < 20 || type > 24) return false;
  if (reader.empty()) return true;
  if (reader.U8() != 3) return false;
  if (reader.empty()) return true;
  if (reader.U8() > 4) return false;
  const size_t length = reader.U16();
  if (!reader.ok()) return true;
  *size = kRecordHeaderSize + length;
  return length > 0 && length <= kMaxProtected12;
}

}  // namespace

size_t FindRecord(View bytes) {
  for (size_t at = 0; at < bytes.size(); ++at) {
    size_t size = 0;
    const View rest = bytes.subspan(at);
    if (!LooksLikeHeader(rest, &size)) continue;
    if (rest.size() < kRecordHeaderSize || size >= rest.size()) return at;
    size_t next = 0;
    if (LooksLikeHeader(rest.subspan(size), &next)) return at;
  }
  return bytes.size();
}

std::string Beginning(View bytes) {
  constexpr size_t kShown = 40;
  const auto is_text = [](uint8_t byte) { return byte >= 0x20 && byte < 0x7f; };
  const auto end = std::find_if_not(bytes.begin(), bytes.end(), is_text);
  const auto count = static_cast<size_t>(end - bytes.begin());
  if (count >= 4 && (end == bytes.end() || *end == '\r' || *end == '\n')) {
    return fmt::format("text \"{}\"", AsText(bytes.first(std::min(count, kShown))));
  }
  return fmt::format("bytes {}", ToHex(bytes.first(std::min<size_t>(bytes.size(), 16))));
}

}  // namespace shakedown
