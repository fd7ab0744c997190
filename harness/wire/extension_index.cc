#include "harness/wire/extension_index.h"

#include <bitset>

#include "harness/wire/lists.h"

namespace shakedown {
namespace {

using enum AlertDescription;

using TypeSet = std::bitset<1 << 16>;

// The extensions at the front of `block` that fit into it.
View WholeExtensions(View block) {
  View rest = block;
  for (Extension extension; ExtensionForm::Take(&rest, &extension);) continue;
  return block.first(block.size() - rest.size());
}

// The first extension of a type that came before; null if there is none.
const uint8_t* FirstRepeated(const Extensions& extensions) {
  TypeSet types;
  for (const Extension& extension : extensions) {
    const auto type = static_cast<uint16_t>(extension.type);
    if (types[type]) return extension.body.data() - 4;
    types[type] = true;
  }
  return nullptr;
}

}  // namespace

[[gnu::cold, gnu::noinline]] bool ExtensionIndex::Settle(View block, bool distinct, View whole,
                                                         const char* field, ParseError* error) {
  const View fit = WholeExtensions(block);
  if (!distinct || block.size() >= extension_slots::kSafeToSum) {
    if (const uint8_t* again = FirstRepeated(Extensions(fit))) {
      return Reject(error, whole, again,
                    {field, kIllegalParameter, "RFC 8446 4.2",
                     "an extension type stands at most once in a block"});
    }
  }
  if (fit.size() != block.size()) {
    return Reject(error, whole, fit.data() + fit.size(),
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
