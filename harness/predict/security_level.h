// What OpenSSL's security levels 1 and 2 hold to be too weak: SSL_CTX_set_security_level(3) gives
// 80 bits for level 1 and 112 for level 2; SHA-1 has fewer than either.
#ifndef HARNESS_PREDICT_SECURITY_LEVEL_H_
#define HARNESS_PREDICT_SECURITY_LEVEL_H_

#include "harness/predict/chain_facts.h"

namespace shakedown {

// Above this, suites and groups fall away too, of which there are no rules.
inline constexpr int kHighestLevelWithRules = 2;

// Why there is no prediction for a side with a level, of a stack that has none.
inline constexpr const char* kLevelWithoutRules = "security_level of a stack that has none";

// Whether signatures of `scheme` count for nothing at `level`.
bool IsTooWeak(SignatureScheme scheme, int level);

// Whether a certificate with this key is refused at `level`.
bool IsTooWeak(const KeyFacts& key, int level);

// The same of what stands above the leaf's key in its chain: issuers' keys, and signatures other
// than a root's own.
bool IsTooWeakAboveLeaf(const ChainFacts& chain, int level);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_SECURITY_LEVEL_H_
