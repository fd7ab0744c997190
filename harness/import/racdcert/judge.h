// What is wrong with certificates, and what of that a scenario can have.
#ifndef HARNESS_IMPORT_RACDCERT_JUDGE_H_
#define HARNESS_IMPORT_RACDCERT_JUDGE_H_

#include <cstdint>
#include <vector>

#include "harness/import/racdcert/chains.h"
#include "harness/model/capabilities.h"

namespace shakedown::racdcert {

// A chain as a scenario can have it.
struct Judgement {
  bool playable = true;  // false: no scenario has such keys
  std::vector<CertificateFault> faults;
  Signing signing = Signing::kWorks;
  Findings findings;  // without those about single certificates
};

// Judges a chain as of `now` (seconds since 1970, UTC).
Judgement JudgeChain(const Chain& chain, const Chains& chains, int64_t now);

// Says all that is wrong, sorted: of single certificates, and of the chains of those that are no
// CA's.
void Lint(const Chains& chains, int64_t now, Racf* racf);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_JUDGE_H_
