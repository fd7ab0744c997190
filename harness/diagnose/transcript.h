// What is known of a handshake from its bytes alone, and what is concluded from them.
#ifndef HARNESS_DIAGNOSE_TRANSCRIPT_H_
#define HARNESS_DIAGNOSE_TRANSCRIPT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/model/outcome.h"
#include "harness/wire/handshake_facts.h"
#include "harness/wire/rest.h"

namespace shakedown {

// What somebody between the two sides sees. No configuration, no log, no stack's name.
struct Transcript {
  const WireFacts* facts = nullptr;  // borrowed
  // Who closed the transport first, before any fatal alert passed; nothing: nobody, or not known.
  std::optional<Role> closed_by = std::nullopt;
  // When it was taken, in seconds since 1970; nothing: not known, and dates are not judged.
  std::optional<int64_t> time = std::nullopt;
  Rest rest = Rest::kSeen;  // of a handshake that neither side ended
};

enum class Certainty : uint8_t {
  kCertain,   // the bytes leave no other reading
  kLikely,    // another cause would be out of the ordinary
  kPossible,  // the first among several
};
const char* NameOf(Certainty confidence);

// One cause that the bytes allow.
struct Candidate {
  std::string cause;   // key of the closed list
  double share = 0;    // how much speaks for it, of 1
  std::string why;     // one sentence: what was on offer, what lacks, which certificate
  std::string clause;  // "RFC 5280 4.1.2.5"; or ""

  bool operator==(const Candidate&) const = default;
};

struct Diagnosis {
  OutcomeKind outcome = OutcomeKind::kAgreed;
  std::optional<Role> by;
  std::optional<AlertDescription> alert;
  std::vector<Candidate> candidates;  // the likeliest first; empty when the sides agreed, and when
                                      // the end is missing
  Certainty confidence = Certainty::kCertain;
  std::string story;  // one sentence: who ended it, how and when

  // "" when there are no candidates.
  std::string cause() const { return candidates.empty() ? "" : candidates.front().cause; }
  bool Names(const std::string& cause) const;
  // The story and why, in one or two sentences.
  std::string Explanation() const;

  bool operator==(const Diagnosis&) const = default;
};

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_TRANSCRIPT_H_
