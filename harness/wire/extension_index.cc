#include "harness/wire/extension_index.h"

#include <bitset>

#include "harness/wire/lists.h"

namespace shakedown {
namespace {

using TypeSet = std::bitset<1 << 16>;

}  // namespace

// Build without its shortcuts, for blocks with a type that has no slot, or with very many.
[[gnu::cold, gnu::noinline]] bool ExtensionIndex::BuildExactly(View block) {
  TypeSet types;
  seen_ = 0;
  for (const Extension& extension : Extensions(block)) {
    const auto type = static_cast<uint16_t>(extension.type);
    if (types[type]) return false;
    types[type] = true;
    const size_t slot = extension_slots::Of(type);
    if (slot == extension_slots::kNone) continue;
    at_[slot] = static_cast<uint16_t>(extension.body.data() - block.data());
    seen_ |= uint64_t{1} << slot;
  }
  return true;
}

[[gnu::cold]] bool ExtensionIndex::WhatIsWrong(View block, View whole, const char* field,
                                               ParseError* error) {
  TypeSet types;
  Extension extension;
  for (View rest = block; !rest.empty();) {
    const uint8_t* const at = rest.data();
    if (!ExtensionForm::Take(&rest, &extension)) {
      return Reject(error, whole, at,
                    {field, AlertDescription::kDecodeError, "RFC 8446 4.2",
                     "every extension has a type, a length and as many bytes, and they fill the"
                     " block exactly"});
    }
    const auto type = static_cast<uint16_t>(extension.type);
    if (types[type]) {
      return Reject(error, whole, at,
                    {field, AlertDescription::kIllegalParameter, "RFC 8446 4.2",
                     "an extension type stands at most once in a block"});
    }
    types[type] = true;
  }
  return false;
}

}  // namespace shakedown
