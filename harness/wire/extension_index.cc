#include "harness/wire/extension_index.h"

#include <bitset>

#include "harness/wire/lists.h"

namespace shakedown {
namespace {

using enum AlertDescription;

using TypeSet = std::bitset<1 << 16>;

// Whether an extension of `type` stands between `from` and `to`, where extensions fit.
bool StandsBefore(const uint8_t* from, const uint8_t* to, uint16_t type) {
  for (; from != to; from += 4 + Load16(from + 2)) {
    if (Load16(from) == type) return true;
  }
  return false;
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

bool RejectRepeated(View whole, const uint8_t* at, const char* field, ParseError* error) {
  return Reject(error, whole, at,
                {field, kIllegalParameter, "RFC 8446 4.2",
                 "an extension type stands at most once in a block"});
}

}  // namespace

bool ExtensionIndex::RejectMisfit(View block, View whole, const char* field, ParseError* error) {
  for (Extension extension; ExtensionForm::Take(&block, &extension);) {
  }
  return Reject(error, whole, block.data(),
                {field, kDecodeError, "RFC 8446 4.2",
                 "every extension has a type, a length and as many bytes, and they fill the block"
                 " exactly"});
}

bool ExtensionIndex::Settle(View block, View whole, const char* field, ParseError* error) {
  // To look through those before costs less than a set of all types, as long as they are few.
  constexpr size_t kFew = 1024;
  const bool few = block.size() <= kFew;
  if (!few) {
    const uint8_t* again = FirstRepeated(Extensions(block));
    if (again != nullptr) return RejectRepeated(whole, again, field, error);
  }
  uint64_t places = 0;  // those taken, also by types without a slot
  seen_ = 0;
  View rest = block;
  for (Extension extension; ExtensionForm::Take(&rest, &extension);) {
    const auto type = static_cast<uint16_t>(extension.type);
    const uint8_t* at = extension.body.data() - 4;
    const size_t place = extension_slots::PlaceOf(type);
    const uint64_t bit = extension_slots::kBits[place];
    if (few && (places & bit) != 0 && StandsBefore(block.data(), at, type)) {
      return RejectRepeated(whole, at, field, error);
    }
    places |= bit;
    if (extension_slots::Of(type) == extension_slots::kNone) continue;
    at_[place] = extension.body.data();
    seen_ |= bit;
  }
  if (!rest.empty()) return RejectMisfit(rest, whole, field, error);
  return true;
}

}  // namespace shakedown
