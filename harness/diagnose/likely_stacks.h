// Which stack a side may be, from how it writes its messages.
#ifndef HARNESS_DIAGNOSE_LIKELY_STACKS_H_
#define HARNESS_DIAGNOSE_LIKELY_STACKS_H_

#include <vector>

#include "harness/predict/profile.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct LikelyStack {
  const StackProfile* profile;  // borrowed
  double weight;                // of all together 1
};

// How much of what is met is of this stack; "rfc" stands for all that have no profile.
double ShareOf(const StackProfile& profile);

// The stacks whose clients write their extensions in the order that this hello does, and write no
// others. Empty: it is of none that is known.
std::vector<LikelyStack> LikelyClients(const ClientHelloFacts& hello, const Profiles& profiles);

// The stacks whose servers ask for client certificates with this list of schemes when none is
// configured; where it is of none of them, all servers that there are.
std::vector<LikelyStack> LikelyServers(const WireFacts& facts, const Profiles& profiles);

// What a client of the hello signs with, as far as that follows from what it accepts: its own list
// where one was configured (then both are the same), else what its stack has.
struct SigningList {
  std::vector<SignatureScheme> schemes;
  bool configured = false;
};
SigningList SigningListOf(const ClientHelloFacts& hello, const std::vector<LikelyStack>& stacks);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_LIKELY_STACKS_H_
