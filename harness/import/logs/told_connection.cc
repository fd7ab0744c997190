#include "harness/import/logs/told_connection.h"

#include <algorithm>
#include <utility>

namespace shakedown {

void AddStep(LogStep step, ToldConnection* connection) {
  if (connection->steps.size() >= kMostSteps || step.bytes.size() > kMostStepBytes) return;
  connection->last_line = std::max(connection->last_line, step.line);
  if (connection->line == 0) connection->line = step.line;
  // A fatal alert (RFC 8446 6) ends the connection; closing it is no failure.
  if (step.kind == LogStep::Kind::kAlert && step.bytes[0] == 2 && step.bytes[1] != 0) {
    connection->failed = true;
  }
  connection->steps.push_back(std::move(step));
}

void AddWords(std::string_view text, uint64_t line, ToldConnection* connection) {
  constexpr size_t kLongest = 2048;
  connection->last_line = std::max(connection->last_line, line);
  if (connection->line == 0) connection->line = line;
  if (connection->words.size() >= kMostWords) return;
  connection->words.push_back({std::string(text.substr(0, kLongest)), line});
}

LogStep MessageOfType(Role from, HandshakeType type, uint64_t line) {
  LogStep step;
  step.kind = LogStep::Kind::kMessage;
  step.from = from;
  step.bytes = {static_cast<uint8_t>(type), 0, 0, 0};
  step.whole = false;
  step.line = line;
  return step;
}

LogStep AlertStep(Role from, uint8_t level, uint8_t description, uint64_t line) {
  LogStep step;
  step.kind = LogStep::Kind::kAlert;
  step.from = from;
  step.bytes = {level, description};
  step.line = line;
  return step;
}

void LineReader::Take(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  Line(line.substr(0, kLongestLine));
}

void LineReader::Text(std::string_view chunk) {
  while (!chunk.empty()) {
    const size_t end = chunk.find('\n');
    const std::string_view part = chunk.substr(0, end);
    if (!in_line_) ++lines_;
    in_line_ = end == std::string_view::npos;
    if (!in_line_ && rest_.empty()) {
      Take(part);
    } else {
      rest_.append(part.substr(0, kLongestLine - std::min(rest_.size(), kLongestLine)));
      if (!in_line_) {
        Take(rest_);
        rest_.clear();
      }
    }
    chunk.remove_prefix(in_line_ ? chunk.size() : end + 1);
  }
}

void LineReader::Finish() {
  if (in_line_) {
    Take(rest_);
    rest_.clear();
    in_line_ = false;
  }
  End();
}

}  // namespace shakedown
