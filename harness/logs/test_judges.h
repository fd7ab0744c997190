// For tests: the judges with the project's own tables, and logs explained by them.
#ifndef HARNESS_LOGS_TEST_JUDGES_H_
#define HARNESS_LOGS_TEST_JUDGES_H_

#include <string_view>

#include "harness/explain/test_lookup.h"
#include "harness/logs/log_explainer.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {

inline const Judges& TestJudges() {
  static const Diagnoser diagnoser(TestProfiles());
  static const Judges judges{TestFinder(), TestCodes(), diagnoser};
  return judges;
}

// The text handed over in parts of `step` bytes.
inline Explanation ExplainedLog(std::string_view text, size_t step = size_t{1} << 20) {
  LogExplainer explainer(FormOfLog(text), TestJudges());
  for (size_t at = 0; at < text.size(); at += step) explainer.Text(text.substr(at, step));
  return explainer.Finish();
}

}  // namespace shakedown

#endif  // HARNESS_LOGS_TEST_JUDGES_H_
