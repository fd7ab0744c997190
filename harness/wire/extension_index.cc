#include "harness/wire/extension_index.h"

#include <bitset>

#include "harness/wire/lists.h"

namespace shakedown {
namespace {

using enum AlertDescription;

using TypeSet = std::bitset<1 << 16>;

// The extensions at the front of a block that fit into it, and whether two of them may be of one
// type, for having the same slot.
struct Fit {
  View bytes;
  bool alike = false;
};

Fit WhatFits(View block) {
  Fit fit;
  View rest = block;
  uint64_t seen = 0;
  for (Extension extension; ExtensionForm::Take(&rest, &extension);) {
    const auto type = static_cast<uint16_t>(extension.type);
    const uint64_t bit = extension_slots::kBits[extension_slots::PlaceOf(type)];
    fit.alike |= (seen & bit) != 0;
    seen |= bit;
  }
  fit.bytes = block.first(block.size() - rest.size());
  return fit;
}

// The first extension of a type that came before; null if there is none.
[[gnu::noinline]] const uint8_t* FirstRepeated(const Extensions& extensions) {
  TypeSet types;
  for (const Extension& extension : extensions) {
    const auto type = static_cast<uint16_t>(extension.type);
    if (types[type]) return extension.body.data() - 4;
    types[type] = true;
  }
  return nullptr;
}

}  // namespace

bool ExtensionIndex::Settle(View block, View whole, const char* field, ParseError* error) {
  const Fit fit = WhatFits(block);
  if (fit.alike) {
    if (const uint8_t* again = FirstRepeated(Extensions(fit.bytes))) {
      return Reject(error, whole, again,
                    {field, kIllegalParameter, "RFC 8446 4.2",
                     "an extension type stands at most once in a block"});
    }
  }
  if (fit.bytes.size() != block.size()) {
    return Reject(error, whole, fit.bytes.data() + fit.bytes.size(),
                  {field, kDecodeError, "RFC 8446 4.2",
                   "every extension has a type, a length and as many bytes, and they fill the"
                   " block exactly"});
  }
  seen_ = 0;
  for (const Extension& extension : Extensions(block)) {
    const size_t slot = extension_slots::Of(extension.type);
    if (slot == extension_slots::kNone) continue;
    at_[extension_slots::PlaceOf(extension.type)] = extension.body.data();
    seen_ |= uint64_t{1} << slot;
  }
  return true;
}

}  // namespace shakedown
