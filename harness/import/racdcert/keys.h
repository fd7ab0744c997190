// Key types and sizes of RACF, and what they are elsewhere.
#ifndef HARNESS_IMPORT_RACDCERT_KEYS_H_
#define HARNESS_IMPORT_RACDCERT_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/model/capabilities.h"

namespace shakedown::racdcert {

enum class KeyKind : uint8_t { kRsa, kDsa, kNistEcc, kBrainpoolEcc, kOther };

struct Key {
  KeyKind kind = KeyKind::kRsa;
  int size = 2048;
  std::string other;  // of kOther: what it is called

  bool operator==(const Key&) const = default;
};

// The operand that makes such a key: "NISTECC".
const char* NameOf(KeyKind kind);
// "NISTECC SIZE(256)", or what a list calls it.
std::string ToString(const Key& key);

// The size that RACF takes where none is said.
int DefaultSize(KeyKind kind);

// What sizes there are, in words: "192, 224, 256, 384 and 521".
std::string_view SizesOf(KeyKind kind);
bool HasSize(KeyKind kind, int64_t size);
// The size that was likely meant: 521 for a NISTECC key of 512; 0 if nobody can tell.
int LikelySize(KeyKind kind, int64_t size);

bool IsEc(const Key& key);
// The name of the curve: "secp521r1"; "" for keys without.
std::string CurveOf(const Key& key);

// The key as scenarios have it; for RSA that of the next size they have. Nothing where they have no
// such key.
std::optional<KeyType> PlayedKey(const Key& key);

// Whether scenarios have this very size.
bool IsPlayedAsIs(const Key& key);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_KEYS_H_
