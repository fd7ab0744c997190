#include "harness/diagnose/candidates.h"

#include <algorithm>

namespace shakedown {

void Candidates::Add(std::string_view cause, double weight, std::string why,
                     std::string_view clause) {
  if (weight <= 0) return;
  auto found =
      std::ranges::find_if(list_, [&](const Weighed& one) { return one.candidate.cause == cause; });
  if (found == list_.end()) {
    list_.emplace_back().candidate.cause = cause;
    found = list_.end() - 1;
  }
  found->candidate.share += weight;
  if (weight <= found->heaviest) return;
  found->heaviest = weight;
  found->candidate.why = std::move(why);
  found->candidate.clause = clause;
}

double Candidates::weight() const {
  double sum = 0;
  for (const Weighed& one : list_) sum += one.candidate.share;
  return sum;
}

std::vector<Candidate> Candidates::Ranked(double least) const {
  std::vector<Candidate> ranked;
  const double sum = weight();
  for (const Weighed& one : list_) {
    ranked.push_back(one.candidate);
    ranked.back().share /= sum;
  }
  std::ranges::stable_sort(ranked, std::greater<>(), &Candidate::share);
  while (ranked.size() > 1 && ranked.back().share < least) ranked.pop_back();
  return ranked;
}

Certainty CertaintyOf(const std::vector<Candidate>& ranked) {
  if (ranked.empty() || ranked.front().share >= 0.995) return Certainty::kCertain;
  return ranked.front().share >= 0.8 ? Certainty::kLikely : Certainty::kPossible;
}

}  // namespace shakedown
