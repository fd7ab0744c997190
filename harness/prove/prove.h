// Predict, run, compare: whether the rules and the stacks agree.
#ifndef HARNESS_PROVE_PROVE_H_
#define HARNESS_PROVE_PROVE_H_

#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "harness/prove/compare.h"
#include "harness/prove/foretell.h"

namespace shakedown {

enum class ProofVerdict : uint8_t {
  kAgreed,  // as foretold in every field
  kDiffered,
  kBeyondRules,    // ran, but nothing was foretold
  kInexpressible,  // a stack could not be told; nothing ran
};

// One case that was predicted and run.
struct Proof {
  ProofVerdict verdict = ProofVerdict::kBeyondRules;
  std::string_view beyond_rules;
  std::vector<Difference> differences;
};

// The proof of one case: `result` is how it ran.
Proof ProofOf(const Foretold& foretold, const CaseResult& result);

// Counts over many cases.
struct ProofTally {
  struct Count {
    size_t compared = 0, agreed = 0;
  };
  Count all;
  std::array<size_t, kProofFields> agreed_by_field{};
  std::map<std::string, Count> by_pair;   // "boringssl:openssl"
  std::map<std::string, Count> by_cause;  // as seen; "agreed" where there is none
  std::map<std::string, size_t> beyond;   // reason -> cases
  size_t inexpressible = 0;

  // Cases foretold to fail that did, and how they read from the wire alone, by the cause foretold.
  struct Diagnosed {
    size_t cases = 0;
    size_t first = 0;          // the first candidate is the cause
    size_t among = 0;          // one of the candidates is
    size_t certain = 0;        // the bytes are said to leave no other cause
    size_t certain_first = 0;  // and it is the cause
  };
  Diagnosed diagnosed;
  std::map<std::string, Diagnosed> diagnosed_by_cause;

  void AddDiagnosis(const Foretold& foretold, const CaseResult& result);
  void Add(const Case& one, const CaseResult& result, const Proof& proof);
};

}  // namespace shakedown

#endif  // HARNESS_PROVE_PROVE_H_
