// From the codes of a story to what is said about them.
#ifndef HARNESS_EXPLAIN_ANSWER_H_
#define HARNESS_EXPLAIN_ANSWER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/explain/explanation.h"
#include "harness/explain/lookup.h"
#include "harness/explain/story_keeper.h"

namespace shakedown {

// How much the codes of a story say for each cause.
using CauseVotes = std::map<std::string, double, std::less<>>;
CauseVotes VotesOf(const KeptStory& story);

// The codes of one story bear each other out: a vague alert beside a plain return code takes the
// cause of that. Findings of the likeliest cause come first, in the order of their lines.
Story AnswerStory(const KeptStory& story, const Lookup& lookup, const Codes& codes);

// In order of time, as far as there are times; what has none keeps its place in the log.
void SortByTime(std::vector<Story>* stories);

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_ANSWER_H_
