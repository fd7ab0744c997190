// What holds for every text that is read as a program's log, in any of its forms.
#ifndef FUZZ_PROGRAM_LOG_H_
#define FUZZ_PROGRAM_LOG_H_

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz/target.h"
#include "harness/import/logs/log_form.h"
#include "harness/logs/test_judges.h"

namespace shakedown {

// What was told, in short.
inline std::string Outline(const ToldConnection& told) {
  std::string outline = told.id + told.host + (told.failed ? "!" : ".");
  for (const LogStep& step : told.steps) {
    outline += " " + std::to_string(static_cast<int>(step.kind)) + ":" +
               std::to_string(step.bytes.size()) + NameOf(step.from) + std::to_string(step.line);
  }
  for (const ToldWords& words : told.words) outline += "|" + words.text;
  return outline;
}

inline std::vector<std::string> OutlinesOf(LogForm form, std::string_view text, size_t step) {
  std::vector<std::string> outlines;
  uint64_t lines = 0;
  const auto reader = MakeLogReader(form, [&](ToldConnection told) {
    FuzzCheck(!told.empty() || !told.server_chain.empty(), "there is something to tell");
    FuzzCheck(told.steps.size() <= kMostSteps && told.words.size() <= kMostWords,
              "a connection is bounded");
    for (const LogStep& one : told.steps) {
      const size_t least = one.kind == LogStep::Kind::kMessage ? 4
                           : one.kind == LogStep::Kind::kAlert ? 2
                                                               : 0;
      FuzzCheck(one.bytes.size() >= least && one.bytes.size() <= kMostStepBytes,
                "a step has the bytes of its kind");
      lines = std::max(lines, one.line);
    }
    outlines.push_back(Outline(told));
  });
  for (size_t at = 0; at < text.size(); at += step) reader->Text(text.substr(at, step));
  reader->Finish();
  FuzzCheck(lines <= reader->lines(), "a step is in a line");
  return outlines;
}

// Reads `input` in one piece and in many, and explains it.
inline void TryLog(LogForm form, View input) {
  const std::string_view text = AsText(input);
  const auto whole = OutlinesOf(form, text, text.size() + 1);
  const size_t step = 1 + (input.empty() ? 0 : input[input.size() / 2] % 61U);
  FuzzCheck(OutlinesOf(form, text, step) == whole, "parts are as good as the whole");

  // Diagnosis costs a hundred times what reading does, so most inputs do without.
  if (input.size() % 8 != 0) return;
  LogExplainer explainer(form, TestJudges());
  explainer.Text(text);
  for (const Story& story : explainer.Finish().stories) {
    FuzzCheck(story.connections >= 1, "a story is of a connection");
    if (!story.judgement) continue;
    double sum = 0;
    for (const WeighedCause& one : story.judgement->causes) {
      FuzzCheck(!one.cause.key.empty() && one.share >= 0 && one.share <= 1.000001,
                "a cause has a name and a share");
      sum += one.share;
    }
    FuzzCheck(!story.judgement->causes.empty() && sum <= 1.000001, "shares are of one");
    FuzzCheck(!story.judgement->certainty.empty(), "it says how sure it is");
    for (const LoggedStep& step_seen : story.judgement->evidence) {
      FuzzCheck(!step_seen.text.empty(), "evidence says something");
    }
  }
}

}  // namespace shakedown

#endif  // FUZZ_PROGRAM_LOG_H_
