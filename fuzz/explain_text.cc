// Any bytes as the text of a log, in one piece and in many: the same codes are found, each from a
// table, in a line that is there.
#include <algorithm>
#include <string>

#include "fuzz/target.h"
#include "harness/explain/test_lookup.h"
#include "harness/explain/text_form.h"

namespace shakedown {
namespace {

// What was found, in short.
std::string Outline(const Explanation& explanation) {
  std::string outline = std::to_string(explanation.lines);
  for (const Story& story : explanation.stories) {
    outline += "\n" + story.fields.connection + " " + std::to_string(story.connections);
    for (const Finding& finding : story.findings) {
      outline += " " + finding.system + ":" + finding.code + "@" + std::to_string(finding.line) +
                 "x" + std::to_string(finding.count);
    }
  }
  return outline;
}

void Check(const Explanation& explanation) {
  for (const Story& story : explanation.stories) {
    FuzzCheck(!story.findings.empty(), "a story has something to tell");
    for (const Finding& finding : story.findings) {
      FuzzCheck(finding.line >= 1 && finding.line <= explanation.lines, "a finding is in a line");
      FuzzCheck(finding.line <= finding.last_line && finding.count >= 1, "it is there");
      FuzzCheck(!finding.system.empty() && !finding.code.empty(), "it says whose it is");
      FuzzCheck(!finding.meaning.text.empty(), "it means something");
      FuzzCheck(finding.causes.empty() == finding.cause.empty(), "the likeliest is one of them");
      const bool plain =
          std::ranges::all_of(finding.text, [](char c) { return c >= ' ' && c < 127; });
      FuzzCheck(plain && finding.text.size() <= 400, "what is shown is short and can be shown");
    }
  }
}

}  // namespace

void FuzzOne(View input) {
  const std::string_view text = AsText(input);
  Explainer whole(TestFinder(), TestCodes());
  whole.Text(text);
  const Explanation explanation = whole.Finish();
  Check(explanation);

  // How a reader cuts the text into parts is nobody's business.
  Explainer parts(TestFinder(), TestCodes());
  const size_t step = 1 + (input.empty() ? 0 : input[0] % 7U);
  for (size_t at = 0; at < text.size(); at += step) parts.Text(text.substr(at, step));
  FuzzCheck(Outline(parts.Finish()) == Outline(explanation), "parts are as good as the whole");

  Check(ExplainText(TestFinder(), TestCodes(), text));
  const auto form = FormOf(text);
  FuzzCheck(!form || (!form->what.empty() && !form->advice.empty()), "a form has a way out");
}

}  // namespace shakedown
