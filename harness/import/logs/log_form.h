// Which program wrote a log, told by its beginning.
#ifndef HARNESS_IMPORT_LOGS_LOG_FORM_H_
#define HARNESS_IMPORT_LOGS_LOG_FORM_H_

#include <memory>
#include <string_view>

#include "harness/import/logs/told_connection.h"

namespace shakedown {

enum class LogForm : uint8_t {
  kNone,     // none of those below
  kNetLog,   // Chrome's network log
  kJava,     // javax.net.debug
  kOpenssl,  // s_client and s_server
  kCurl,     // curl -v and --trace
  kCtrace,   // z/OS System SSL
};

// "javax.net.debug"; "" for kNone.
const char* NameOf(LogForm form);

// `start` is the beginning of the log, 64 KiB or more if it has as much.
LogForm FormOfLog(std::string_view start);

// The reader of a form, null for kNone; `tell` is called for each connection.
std::unique_ptr<LogReader> MakeLogReader(LogForm form, TellConnection tell);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_LOG_FORM_H_
