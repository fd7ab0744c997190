// Joins the codes of a log into stories, in memory that does not grow with the log.
#ifndef HARNESS_EXPLAIN_STORY_KEEPER_H_
#define HARNESS_EXPLAIN_STORY_KEEPER_H_

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/explain/connection_fields.h"
#include "harness/explain/line_time.h"
#include "harness/explain/recogniser.h"

namespace shakedown {

// A code in its place. `text` is the part of the line around it.
struct KeptCode {
  FoundCode code;
  std::string text;
  uint64_t line = 0, last_line = 0, count = 1;
  std::optional<LineTime> time;  // of the first
};

struct KeptStory {
  ConnectionFields fields;
  uint64_t line = 0, last_line = 0, connections = 1;
  std::vector<KeptCode> codes;
  std::optional<LineTime> last_time;  // of the code that came last
};

// The part of a line around the code at [begin, end) that shows it, in printable ASCII.
std::string Excerpt(std::string_view line, size_t begin, size_t end);

// Adds to a story, while there is room; a code that it has already is counted.
void AddCode(KeptStory* story, KeptCode code);

class StoryKeeper {
 public:
  // A message without a code may tell whose connection it is, which counts for those that follow.
  // A line without a code still moves on: what stands far apart is not one story.
  void Add(const ConnectionFields& fields, std::vector<KeptCode> codes);
  void PassLine(uint64_t line);

  // Stories in order of first line; ends all that are open.
  std::vector<KeptStory> Finish();

  // How many stories were different from all that are kept, and are not.
  uint64_t left_out() const { return left_out_; }

 private:
  static constexpr size_t kMostOpen = 1024, kMostKept = 500, kMostNear = 64;
  static constexpr uint64_t kNearLines = 25;
  static constexpr int64_t kNearTime = 10 * 60 * 1000;

  void Remember(const ConnectionFields& fields);
  void CloseOldest();
  KeptStory* NearStory(const KeptCode& first, const std::string& program);
  void CloseStory(KeptStory story);

  std::unordered_map<std::string, ConnectionFields> mapped_;  // by connection
  std::list<std::string> mapped_order_;
  std::unordered_map<std::string, KeptStory> open_;
  std::list<std::string> order_;           // of opening; the oldest is closed first
  std::list<KeptStory> near_;              // of what names no connection: one a program
  std::map<std::string, KeptStory> kept_;  // by what is in them
  uint64_t left_out_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_STORY_KEEPER_H_
