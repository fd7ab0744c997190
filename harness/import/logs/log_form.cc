#include "harness/import/logs/log_form.h"

#include "harness/import/logs/netlog_reader.h"

namespace shakedown {

LogForm FormOfLog(std::string_view start) {
  if (IsNetLog(start)) return LogForm::kNetLog;
  return LogForm::kNone;
}

std::unique_ptr<LogReader> MakeLogReader(LogForm form, TellConnection tell) {
  switch (form) {
    case LogForm::kNetLog:
      return std::make_unique<NetLogReader>(std::move(tell));
    default:
      return nullptr;
  }
}

}  // namespace shakedown
