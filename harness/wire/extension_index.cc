#include "harness/wire/extension_index.h"

#include <algorithm>

#include "harness/wire/lists.h"

namespace shakedown {
namespace {

// The second extension of a type that came before, or null: the walk suspects one.
[[gnu::cold, gnu::noinline]] const uint8_t* FindRepeated(View block) {
  std::array<uint64_t, 1024> seen{};  // one bit a type
  for (View rest = block; rest.size() >= 4;) {
    const uint8_t* at = rest.data();
    Extension extension;
    if (!ExtensionForm::Take(&rest, &extension)) break;
    const auto type = static_cast<uint16_t>(extension.type);
    uint64_t& word = seen[type / 64];
    const uint64_t bit = uint64_t{1} << type % 64;
    if ((word & bit) != 0) return at;
    word |= bit;
  }
  return nullptr;
}

// The header or body that does not fit into the block.
[[gnu::cold, gnu::noinline]] const uint8_t* FindMisfit(View block) {
  View rest = block;
  for (Extension extension; !rest.empty();) {
    const uint8_t* at = rest.data();
    if (!ExtensionForm::Take(&rest, &extension)) return at;
  }
  return block.data() + block.size();
}

}  // namespace

bool ExtensionIndex::Build(View block, View whole, const char* field, ParseError* error) {
  const uint8_t* const start = block.data();
  const size_t end = block.size();
  uint64_t seen = 0, repeated = 0;
  size_t at = 0;
  while (at + 4 <= end) {
    const uint32_t head = Load32(start + at);
    const auto type = static_cast<uint16_t>(head >> 16);
    const extension_slots::Row row = extension_slots::kTable[extension_slots::Hash(type)];
    const size_t slot = row.type == type ? row.slot : extension_slots::kNone;
    const uint64_t bit = uint64_t{1} << slot;
    at_[slot] = static_cast<uint16_t>(at + 4);
    repeated |= seen & bit;
    seen |= bit;
    at += 4 + (head & 0xffff);
  }
  block_ = start;
  seen_ = seen;
  if (at != end) [[unlikely]] {
    return Reject(error, whole, FindMisfit(block),
                  {field, AlertDescription::kDecodeError, "RFC 8446 4.2",
                   "every extension has a type, a length and as many bytes, and they fill the block"
                   " exactly"});
  }
  if (repeated != 0) [[unlikely]] {
    // Two types without a slot look alike; two of one type are wrong.
    if (const uint8_t* second = FindRepeated(block); second != nullptr) {
      return Reject(error, whole, second,
                    {field, AlertDescription::kIllegalParameter, "RFC 8446 4.2",
                     "an extension type stands at most once in a block"});
    }
  }
  return true;
}

}  // namespace shakedown
