#include "harness/import/logs/json_elements.h"

#include <algorithm>

namespace shakedown {
namespace {

constexpr size_t kLongestName = 64;

// Where the next byte is that matters outside of strings, or inside of one.
size_t NextOf(std::string_view text, size_t at, bool in_string) {
  if (in_string) {
    while (at < text.size() && text[at] != '"' && text[at] != '\\' && text[at] != '\n') ++at;
    return at;
  }
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
      case '{':
      case '}':
      case '[':
      case ']':
      case '\n':
        return at;
      default:
        ++at;
    }
  }
  return at;
}

}  // namespace

void JsonElements::Keep(std::string_view part) {
  if (!keeping_ || dropped_) return;
  if (kept_.size() + part.size() > kLongest) {
    dropped_ = true;
    ++too_long_;
    kept_.clear();
    kept_.shrink_to_fit();
    return;
  }
  kept_.append(part);
}

void JsonElements::Structure(char c) {
  if (c == '{' || c == '[') {
    if (ended_) return;
    ++depth_;
    began_ = began_ || depth_ == 1;
    if (depth_ == 2) in_array_ = c == '[';
    const int element_depth = in_array_ ? 3 : 2;
    if (c == '{' && depth_ == element_depth && !keeping_) {
      keeping_ = true;
      dropped_ = false;
      element_line_ = line_ + 1;
      kept_.clear();
    }
    return;
  }
  if (depth_ == 0) return;
  const int element_depth = in_array_ ? 3 : 2;
  if (keeping_ && depth_ == element_depth) {
    Keep(std::string_view(&c, 1));
    if (!dropped_) element_(name_, kept_, element_line_);
    keeping_ = false;
  }
  --depth_;
  ended_ = depth_ == 0;
}

void JsonElements::Text(std::string_view chunk) {
  size_t from = 0, at = 0;
  const auto keep_until = [&](size_t end) {
    if (keeping_) {
      Keep(chunk.substr(from, end - from));
    } else if (in_string_ && depth_ == 1 && name_.size() < kLongestName) {
      name_.append(chunk.substr(from, std::min(end - from, kLongestName)));
    }
    from = end;
  };
  if (!chunk.empty()) in_line_ = chunk.back() != '\n';
  while (at < chunk.size()) {
    if (escape_) {
      escape_ = false;
      line_ += chunk[at] == '\n' ? 1 : 0;
      ++at;
      continue;
    }
    at = NextOf(chunk, at, in_string_);
    if (at == chunk.size()) break;
    const char c = chunk[at];
    if (c == '\n') {
      ++line_;
      ++at;
    } else if (c == '\\') {
      escape_ = true;
      ++at;
    } else if (c == '"') {
      keep_until(at);
      in_string_ = !in_string_;
      ++at;
      if (!keeping_) from = at;
      if (in_string_ && depth_ == 1) name_.clear();
    } else {
      keep_until(at);
      Structure(c);
      from = keeping_ ? at : at + 1;
      ++at;
    }
  }
  keep_until(chunk.size());
}

}  // namespace shakedown
