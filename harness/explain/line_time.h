// When a line of a log was written, by the time stamp at its start, so that what several programs
// wrote can be told in order of time.
#ifndef HARNESS_EXPLAIN_LINE_TIME_H_
#define HARNESS_EXPLAIN_LINE_TIME_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace shakedown {

struct LineTime {
  int64_t at = 0;      // milliseconds since 1970; a stamp without a zone counts as UTC
  bool dated = false;  // with its year; else the year, or the day, is a guess
};

// Reads the stamps of one log from its first line to its last. What a stamp leaves out (the year in
// syslog, the day in a bare "10:00:01.123") is that which comes nearest to the stamp before; a line
// without a stamp goes with the line before it.
class LineClock {
 public:
  // The time of the next line; nothing as long as no line had one.
  std::optional<LineTime> Of(std::string_view line);

  // `time` of this clock, moved to the year of the first stamp that had one.
  int64_t Placed(const LineTime& time) const { return time.dated ? time.at : time.at + shift_; }

 private:
  std::optional<LineTime> last_;
  bool anchored_ = false, dayless_ = false;
  int64_t shift_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_LINE_TIME_H_
