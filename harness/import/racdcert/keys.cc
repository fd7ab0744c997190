#include "harness/import/racdcert/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace shakedown::racdcert {
namespace {

constexpr std::array kNistSizes = {192, 224, 256, 384, 521};
constexpr std::array kBrainpoolSizes = {160, 192, 224, 256, 320, 384, 512};
constexpr int kLeastRsa = 512, kMostRsa = 4096, kMostDsa = 2048;

template <size_t kCount>
bool Among(const std::array<int, kCount>& sizes, int64_t size) {
  return std::ranges::find(sizes, size) != sizes.end();
}

}  // namespace

const char* NameOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kRsa:
      return "RSA";
    case KeyKind::kDsa:
      return "DSA";
    case KeyKind::kNistEcc:
      return "NISTECC";
    case KeyKind::kBrainpoolEcc:
      return "BPECC";
    case KeyKind::kOther:
      break;
  }
  return "?";
}

std::string ToString(const Key& key) {
  const std::string name = key.kind == KeyKind::kOther ? key.other : NameOf(key.kind);
  return fmt::format("{} SIZE({})", name, key.size);
}

int DefaultSize(KeyKind kind) {
  constexpr int kDefaultEc = 192, kDefaultRsa = 2048;
  return kind == KeyKind::kNistEcc || kind == KeyKind::kBrainpoolEcc ? kDefaultEc : kDefaultRsa;
}

std::string_view SizesOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kRsa:
      return "512 to 4096";
    case KeyKind::kDsa:
      return "512 to 2048";
    case KeyKind::kNistEcc:
      return "192, 224, 256, 384 and 521";
    case KeyKind::kBrainpoolEcc:
      return "160, 192, 224, 256, 320, 384 and 512";
    case KeyKind::kOther:
      break;
  }
  return "any";
}

bool HasSize(KeyKind kind, int64_t size) {
  switch (kind) {
    case KeyKind::kRsa:
      return size >= kLeastRsa && size <= kMostRsa;
    case KeyKind::kDsa:
      return size >= kLeastRsa && size <= kMostDsa;
    case KeyKind::kNistEcc:
      return Among(kNistSizes, size);
    case KeyKind::kBrainpoolEcc:
      return Among(kBrainpoolSizes, size);
    case KeyKind::kOther:
      break;
  }
  return true;
}

int LikelySize(KeyKind kind, int64_t size) {
  // An RSA key of 2048 bits is about as strong as a curve of 224, and 256 is what people want.
  constexpr int kUsualCurve = 256;
  if (kind == KeyKind::kNistEcc) {
    if (size == 512 || size == 520 || size == 522 || size == 512 + 1) return 521;
    if (size == 348 || size == 386) return 384;
    return kUsualCurve;
  }
  if (kind == KeyKind::kBrainpoolEcc) return size == 521 ? 512 : kUsualCurve;
  if (size > kMostDsa && kind == KeyKind::kDsa) return kMostDsa;
  return size > kMostRsa ? kMostRsa : DefaultSize(kind);
}

bool IsEc(const Key& key) {
  return key.kind == KeyKind::kNistEcc || key.kind == KeyKind::kBrainpoolEcc;
}

std::string CurveOf(const Key& key) {
  if (key.kind == KeyKind::kNistEcc) return fmt::format("secp{}r1", key.size);
  if (key.kind == KeyKind::kBrainpoolEcc) return fmt::format("brainpoolP{}r1", key.size);
  return "";
}

std::optional<KeyType> PlayedKey(const Key& key) {
  if (IsEc(key)) return KeyTypeByName(CurveOf(key));
  if (key.kind != KeyKind::kRsa) return std::nullopt;
  if (key.size <= 1024) return KeyType::kRsa1024;
  if (key.size <= 2048) return KeyType::kRsa2048;
  return key.size <= 3072 ? KeyType::kRsa3072 : KeyType::kRsa4096;
}

bool IsPlayedAsIs(const Key& key) {
  if (key.kind != KeyKind::kRsa) return PlayedKey(key).has_value();
  return key.size == 1024 || key.size == 2048 || key.size == 3072 || key.size == 4096;
}

}  // namespace shakedown::racdcert
