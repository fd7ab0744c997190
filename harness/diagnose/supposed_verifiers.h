// Verifiers as they are met, for asking which of them would have refused a chain as one did: what a
// verifier trusts, which names it checks and which certificates it knows to be revoked are not on
// the wire.
#ifndef HARNESS_DIAGNOSE_SUPPOSED_VERIFIERS_H_
#define HARNESS_DIAGNOSE_SUPPOSED_VERIFIERS_H_

#include <array>
#include <span>
#include <vector>

#include "harness/diagnose/chain_faults.h"
#include "harness/diagnose/likely_stacks.h"

namespace shakedown {

// What speaks for each cause; index: CauseId.
using CauseWeights = std::array<double, kCauseIds>;

// VerdictsOn lets verifiers of each of `stacks` judge the chain, in the order in which their stack
// looks: one that minds what the chain shows and nothing else, and for each fault that the chain
// may have besides (those below kShownFault) one that finds it there. Those whose alert is not
// `alert` (nothing: the connection just ended) do not count. `faults` are those of `shown`.
CauseWeights VerdictsOn(const ShownChain& shown, std::span<const ChainFault> faults,
                        std::span<const LikelyStack> stacks, Role verifier,
                        std::optional<AlertDescription> alert);

// A fault of at least this weight is in the chain's own bytes.
inline constexpr double kShownFault = 0.5;

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_SUPPOSED_VERIFIERS_H_
