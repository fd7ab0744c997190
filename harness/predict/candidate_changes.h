// Changes that might help two sides that do not agree: every one that their lists and
// certificates suggest, not yet tried.
#ifndef HARNESS_PREDICT_CANDIDATE_CHANGES_H_
#define HARNESS_PREDICT_CANDIDATE_CHANGES_H_

#include <functional>
#include <vector>

#include "harness/predict/advice.h"

namespace shakedown {

struct CandidateChange {
  Change change;
  // To the side that it names; few touch the other too.
  std::function<void(Side* side, Side* other)> apply;
};

// In the order in which they are preferred where they cost the same.
std::vector<CandidateChange> CandidateChanges(const Side& client, const Side& server);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_CANDIDATE_CHANGES_H_
