#include "harness/predict/security_level.h"

#include <algorithm>

namespace shakedown {

bool IsTooWeak(SignatureScheme scheme, int level) {
  constexpr SignatureScheme kRsaMd5{0x0101}, kDsaSha1{0x0202};
  return level > 0 &&
         (scheme == SignatureScheme::kRsaPkcs1Sha1 || scheme == SignatureScheme::kEcdsaSha1 ||
          scheme == kRsaMd5 || scheme == kDsaSha1);
}

bool IsTooWeak(const KeyFacts& key, int level) {
  // NIST SP 800-57 part 1, table 2: the bits of strength of a modulus or a curve.
  if (level <= 0) return false;
  switch (key.family) {
    case SignatureFamily::kRsa:
    case SignatureFamily::kRsaPss:
      return key.bits < (level == 1 ? 1024 : 2048);
    case SignatureFamily::kEc:
      return key.bits < (level == 1 ? 160 : 224);
    case SignatureFamily::kEd25519:
    case SignatureFamily::kEd448:
      return false;
  }
  return false;
}

bool IsTooWeakAboveLeaf(const ChainFacts& chain, int level) {
  return std::ranges::any_of(chain.issuers,
                             [level](const KeyFacts& key) { return IsTooWeak(key, level); }) ||
         std::ranges::any_of(chain.signatures, [level](const auto& signature) {
           return signature && IsTooWeak(*signature, level);
         });
}

}  // namespace shakedown
