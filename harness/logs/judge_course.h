// From the course of a connection and the codes that a program printed about it to the cause.
#ifndef HARNESS_LOGS_JUDGE_COURSE_H_
#define HARNESS_LOGS_JUDGE_COURSE_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/diagnose/diagnoser.h"
#include "harness/explain/code_finder.h"
#include "harness/explain/explanation.h"
#include "harness/explain/story_keeper.h"
#include "harness/import/logs/told_connection.h"

namespace shakedown {

// What judging takes; all of it borrowed.
struct Judges {
  const CodeFinder& finder;
  const Codes& codes;
  const Diagnoser& diagnoser;
};

// One connection, however it became known.
struct Course {
  std::string host;
  ConnectionFields fields;
  std::optional<Role> teller;  // whose log it is; nothing: seen from between the two
  const WireFacts* facts = nullptr;
  std::optional<Role> closed_by;
  Rest rest = Rest::kSeen;
  std::optional<int64_t> time;  // in seconds since 1970
  std::vector<LoggedStep> evidence;
  KeptStory codes;  // what the program printed
};

// The bytes say what is possible and the codes what a stack noticed; the cause is what fits both.
// Nothing: the handshake was completed, or its end
// is missing, and no code says otherwise.
std::optional<Story> JudgeCourse(Course course, const Judges& judges);

// The same for a connection out of a log; with a `system`, only its codes count. `rest`
// is that of a connection whose end is not told.
std::optional<Story> JudgeTold(const ToldConnection& told, const Judges& judges,
                               const std::string& system, Rest rest = Rest::kSeen);

}  // namespace shakedown

#endif  // HARNESS_LOGS_JUDGE_COURSE_H_
