// Whether a side accepts the other's certificate chain.
#ifndef HARNESS_PREDICT_JUDGE_CHAIN_H_
#define HARNESS_PREDICT_JUDGE_CHAIN_H_

#include "harness/predict/side.h"

namespace shakedown {

struct ChainVerdict {
  CauseId cause = CauseId::kNone;        // kNone: accepted
  CauseId answered_as = CauseId::kNone;  // the cause whose alert is sent
};

// The first thing that `verifier` finds wrong with `chain`, in the order its stack looks. A client
// also checks the name it expects (RFC 6125 6).
ChainVerdict JudgeChain(const ChainFacts& chain, const Side& verifier);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_JUDGE_CHAIN_H_
