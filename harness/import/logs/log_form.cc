#include "harness/import/logs/log_form.h"

#include "harness/import/logs/ctrace_reader.h"
#include "harness/import/logs/curl_reader.h"
#include "harness/import/logs/java_reader.h"
#include "harness/import/logs/netlog_reader.h"
#include "harness/import/logs/openssl_reader.h"

namespace shakedown {

LogForm FormOfLog(std::string_view start) {
  constexpr size_t kEnough = size_t{1} << 18;
  start = start.substr(0, kEnough);
  if (IsNetLog(start)) return LogForm::kNetLog;
  if (IsJavaLog(start)) return LogForm::kJava;
  if (IsCurlLog(start)) return LogForm::kCurl;
  if (IsOpensslLog(start)) return LogForm::kOpenssl;
  if (IsCtrace(start)) return LogForm::kCtrace;
  return LogForm::kNone;
}

const char* NameOf(LogForm form) {
  switch (form) {
    case LogForm::kNetLog:
      return "Chrome's network log";
    case LogForm::kJava:
      return "javax.net.debug";
    case LogForm::kOpenssl:
      return "openssl s_client or s_server";
    case LogForm::kCurl:
      return "curl";
    case LogForm::kCtrace:
      return "System SSL's trace";
    case LogForm::kNone:
      break;
  }
  return "";
}

std::unique_ptr<LogReader> MakeLogReader(LogForm form, TellConnection tell) {
  switch (form) {
    case LogForm::kNetLog:
      return std::make_unique<NetLogReader>(std::move(tell));
    case LogForm::kJava:
      return std::make_unique<JavaReader>(std::move(tell));
    case LogForm::kOpenssl:
      return std::make_unique<OpensslReader>(std::move(tell));
    case LogForm::kCurl:
      return std::make_unique<CurlReader>(std::move(tell));
    case LogForm::kCtrace:
      return std::make_unique<CtraceReader>(std::move(tell));
    case LogForm::kNone:
      break;
  }
  return nullptr;
}

}  // namespace shakedown
