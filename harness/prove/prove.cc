#include "harness/prove/prove.h"

#include <algorithm>

namespace shakedown {

Proof ProofOf(const Foretold& foretold, const CaseResult& result) {
  Proof proof;
  if (result.seen.kind == OutcomeKind::kInexpressible) {
    proof.verdict = ProofVerdict::kInexpressible;
    return proof;
  }
  proof.beyond_rules = foretold.prediction.beyond_rules;
  if (!proof.beyond_rules.empty()) return proof;
  proof.differences = Compare(foretold.prediction, result.seen);
  proof.verdict = proof.differences.empty() ? ProofVerdict::kAgreed : ProofVerdict::kDiffered;
  return proof;
}

void ProofTally::AddDiagnosis(const Foretold& foretold, const CaseResult& result) {
  const std::string cause(KeyOf(foretold.prediction.cause));
  if (!foretold.prediction.beyond_rules.empty() || cause.empty() || result.diagnosed.empty())
    return;
  for (Diagnosed* at : {&diagnosed, &diagnosed_by_cause[cause]}) {
    ++at->cases;
    const bool first = result.diagnosed.front() == cause;
    if (first) ++at->first;
    if (result.diagnosed_certain) ++at->certain;
    if (result.diagnosed_certain && first) ++at->certain_first;
    if (std::ranges::find(result.diagnosed, cause) != result.diagnosed.end()) ++at->among;
  }
}

void ProofTally::Add(const Case& one, const CaseResult& result, const Proof& proof) {
  if (proof.verdict == ProofVerdict::kInexpressible) {
    ++inexpressible;
    return;
  }
  if (proof.verdict == ProofVerdict::kBeyondRules) {
    ++beyond[std::string(proof.beyond_rules)];
    return;
  }
  const bool agreed = proof.verdict == ProofVerdict::kAgreed;
  const auto count = [agreed](Count* at) {
    ++at->compared;
    if (agreed) ++at->agreed;
  };
  count(&all);
  count(&by_pair[one.name.substr(one.name.rfind('@') + 1)]);
  count(&by_cause[result.seen.cause.empty() ? "agreed" : result.seen.cause]);
  std::array<bool, kProofFields> differs{};
  for (const Difference& difference : proof.differences) {
    differs[static_cast<size_t>(difference.field)] = true;
  }
  for (size_t field = 0; field < kProofFields; ++field) {
    if (!differs[field]) ++agreed_by_field[field];
  }
}

}  // namespace shakedown
