// Messages of a z/OS log, each put together from the lines it was wrapped into.
#ifndef HARNESS_IMPORT_LOG_MESSAGE_H_
#define HARNESS_IMPORT_LOG_MESSAGE_H_

#include <string>
#include <string_view>
#include <vector>

namespace shakedown {

// A message from its identifier on. Lines are wrapped between words and within them, and nothing
// tells which, so there is a text for either case.
struct LogMessage {
  std::string_view id;   // "EZD1285I"; borrows the log
  size_t line = 0;       // from 1
  std::string squeezed;  // all after the identifier, without white space
  std::string spaced;    // the same with a blank where a line or a column ended
};

// ReadTtlsMessages finds the messages EZD1281I to EZD1287I in `text`. A message ends where the next
// line has a message of its own or starts as syslogd starts a line, or at an empty line.
std::vector<LogMessage> ReadTtlsMessages(std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOG_MESSAGE_H_
