// From text to explanation:
//
//   CodeFinder finder(lookup);
//   Explainer explainer(finder, codes);
//   while (read(chunk)) explainer.Text(chunk);
//   Explanation explanation = explainer.Finish();
//
// A reader of another kind of file (a network log, a capture, a trace) hands over lines with Line,
// or codes that it has found itself with Code.
#ifndef HARNESS_EXPLAIN_EXPLAINER_H_
#define HARNESS_EXPLAIN_EXPLAINER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/explain/code_finder.h"
#include "harness/explain/explanation.h"
#include "harness/explain/line_time.h"
#include "harness/explain/story_keeper.h"

namespace shakedown {

class Explainer {
 public:
  // Both must outlive the explainer. With a `system`, only its codes count.
  Explainer(const CodeFinder& finder, const Codes& codes, std::string system = "");

  // A part of a text, split anywhere. Memory does not grow with it.
  void Text(std::string_view chunk);

  // One line without its end. Lines count from 1.
  void Line(std::string_view line);

  // A code that a reader found; `text` is what it stood in. It belongs to the connection of
  // `fields`, or, if these are empty, to what stands near it.
  void Code(FoundCode code, std::string text, const ConnectionFields& fields = {});

  Explanation Finish();

 private:
  // The piece of line `line_`, of which the first `skip` bytes were seen before.
  void Piece(std::string_view piece, size_t skip);
  void CloseMessage();
  void GoOnWithRefusal(std::string_view piece);
  void CloseRefusal();

  const CodeFinder& finder_;
  const Codes& codes_;
  const std::string system_;
  StoryKeeper keeper_;
  std::string rest_;   // of a line whose end has not come yet
  size_t seen_ = 0;    // bytes of rest_ that were looked at
  uint64_t line_ = 0;  // lines begun
  LineClock clock_;
  std::optional<LineTime> time_;  // of the line
  std::string program_;           // that wrote it, or the line before where it does not say
  bool in_line_ = false;
  std::vector<KeptCode> closing_;  // the first close_notify: no news beside anything else
  // The message of AT-TLS that is being read: it may be wrapped over a few lines.
  ConnectionFields message_;
  std::vector<KeptCode> message_codes_;
  int message_lines_ = 0;  // that may still belong to it; 0: none is being read
  // RACF's ICH408I that is being read: it comes in several lines, the access in the last.
  std::vector<KeptCode> refusal_;
  int refusal_lines_ = 0;
};

// Explains what somebody typed or a short text: a bare number or name has all its meanings, or that
// of `system`; what is nothing gets what resembles it.
Explanation ExplainText(const CodeFinder& finder, const Codes& codes, std::string_view text,
                        const std::string& system = "");

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_EXPLAINER_H_
