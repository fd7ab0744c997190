// For tests: what a reader tells of a text.
#ifndef HARNESS_IMPORT_LOGS_TEST_LOGS_H_
#define HARNESS_IMPORT_LOGS_TEST_LOGS_H_

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "harness/import/logs/log_form.h"

namespace shakedown {

struct ToldLog {
  std::vector<ToldConnection> connections;
  std::vector<std::string> remarks;
  uint64_t lines = 0;
};

// The text handed over in parts of `step` bytes.
inline ToldLog ToldBy(LogForm form, std::string_view text, size_t step = size_t{1} << 20) {
  ToldLog log;
  const auto reader =
      MakeLogReader(form, [&](ToldConnection told) { log.connections.push_back(std::move(told)); });
  for (size_t at = 0; at < text.size(); at += step) reader->Text(text.substr(at, step));
  reader->Finish();
  log.remarks = reader->remarks();
  log.lines = reader->lines();
  return log;
}

// "client 1, server 2, server alert 40": who sent which messages and alerts.
inline std::string CourseOf(const ToldConnection& told) {
  std::string course;
  for (const LogStep& step : told.steps) {
    const bool message = step.kind == LogStep::Kind::kMessage;
    if (!message && step.kind != LogStep::Kind::kAlert) continue;
    course += course.empty() ? "" : ", ";
    course += std::string(NameOf(step.from)) + (message ? " " : " alert ") +
              std::to_string(message ? step.bytes[0] : step.bytes[1]);
  }
  return course;
}

inline std::string CorpusText(const std::string& path) {
  std::ifstream file(std::string(SHAKEDOWN_SOURCE_DIR) + "/corpus/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_TEST_LOGS_H_
