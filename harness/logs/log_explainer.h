// Explains any log: where it tells the course of TLS connections, what passed, who ended it, and
// why; else the codes that stand in it.
//
//   LogExplainer explainer(LogForm::kNetLog, judges);
//   while (read(chunk)) explainer.Text(chunk);
//   Explanation explanation = explainer.Finish();
#ifndef HARNESS_LOGS_LOG_EXPLAINER_H_
#define HARNESS_LOGS_LOG_EXPLAINER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/explain/explainer.h"
#include "harness/import/logs/log_form.h"
#include "harness/logs/judge_course.h"

namespace shakedown {

class LogExplainer {
 public:
  // What `judges` borrows must outlive the explainer. With a `system`, only its codes count.
  LogExplainer(LogForm form, const Judges& judges, std::string system = "");

  // A part of the log, split anywhere. Memory does not grow with it.
  void Text(std::string_view chunk);

  // A story for each way in which connections failed; those that failed alike are one.
  Explanation Finish();

 private:
  void Take(ToldConnection told);
  // How it ended is not told.
  bool IsOpen(const ToldConnection& told) const;
  // Its place in stories_; kMostStories where there is no room.
  size_t Add(Story story);
  // Notes for connections that are open where the log is cut.
  void AddOpenEnds(Explanation* explanation) const;
  void AddTheRest(Explanation* explanation);

  static constexpr size_t kMostStories = 200, kMostJudged = 2000;

  const Judges judges_;
  const std::string system_;
  std::unique_ptr<LogReader> reader_;  // none: the log is searched for codes alone
  std::optional<Explainer> text_;
  std::map<std::string, size_t> known_;   // place in stories_ by what a story says
  std::map<std::string, size_t> judged_;  // the same by what a connection is like
  std::vector<Story> stories_;
  // Given up to ask the user: of interest where nothing else failed.
  std::vector<ToldConnection> waiting_, unfinished_;
  std::vector<std::pair<uint64_t, uint64_t>> told_;  // lines that belong to a connection
  uint64_t good_ = 0, left_out_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_LOGS_LOG_EXPLAINER_H_
