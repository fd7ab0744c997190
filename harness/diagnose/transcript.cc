#include "harness/diagnose/transcript.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {

const char* NameOf(Certainty confidence) {
  constexpr const char* kNames[] = {"certain", "likely", "possible"};
  return kNames[static_cast<size_t>(confidence)];
}

bool Diagnosis::Names(const std::string& cause) const {
  return std::ranges::any_of(candidates, [&](const Candidate& one) { return one.cause == cause; });
}

std::string Diagnosis::Explanation() const {
  std::string text = story;
  if (candidates.empty() || candidates.front().why.empty()) return text + ".";
  text += ": " + candidates.front().why;
  if (!candidates.front().clause.empty()) text += fmt::format(" ({})", candidates.front().clause);
  return text + ".";
}

}  // namespace shakedown
