// Causes while they are weighed against each other.
#ifndef HARNESS_DIAGNOSE_CANDIDATES_H_
#define HARNESS_DIAGNOSE_CANDIDATES_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/diagnose/transcript.h"

namespace shakedown {

class Candidates {
 public:
  // What speaks for `cause` adds up; the reason is that of the weightiest part.
  void Add(std::string_view cause, double weight, std::string why = "",
           std::string_view clause = "");

  bool empty() const { return list_.empty(); }
  double weight() const;  // of all

  // The likeliest first, shares of 1; those below `least` are left out.
  std::vector<Candidate> Ranked(double least = 0.01) const;

 private:
  struct Weighed {
    Candidate candidate;
    double heaviest = 0;
  };
  std::vector<Weighed> list_;
};

// How sure the first of `ranked` is.
Certainty CertaintyOf(const std::vector<Candidate>& ranked);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_CANDIDATES_H_
