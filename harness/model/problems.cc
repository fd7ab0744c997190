#include "harness/model/problems.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace shakedown {
namespace {

// Nobody reads more; a broken generator can produce many.
constexpr size_t kMostProblems = 100;
constexpr size_t kLongestSpelledOut = 40;
constexpr size_t kLongestCompared = 80;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The fewest letters to add, drop, replace or swap with the next one, letter case aside (optimal
// string alignment).
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> two_up, up(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  const auto same = [&](size_t i, size_t j) { return Lower(a[i - 1]) == Lower(b[j - 1]); };
  for (size_t i = 1; i <= a.size(); ++i) {
    two_up = std::exchange(up, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + (same(i, j) ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j) && same(i, j - 1);
      if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

bool Problems::Known(const void* source, size_t offset, const std::string& found,
                     const std::string& allowed) {
  return list_.size() >= kMostProblems ||
         !seen_.emplace(source, offset, found + '\n' + allowed).second;
}

void Problems::Add(const Node& at, std::string message, std::string allowed) {
  Add(at, std::move(message), Shown(at), std::move(allowed));
}

void Problems::Add(const Node& at, std::string message, std::string found, std::string allowed) {
  if (at.source == nullptr) {
    AddFile("", std::move(message), std::move(found), std::move(allowed));
    return;
  }
  AddAt(*at.source, at.offset, std::move(message), std::move(found), std::move(allowed));
}

void Problems::AddAtKey(const Member& at, std::string message, std::string allowed) {
  Node key;
  key.kind = Node::Kind::kString;
  key.text = at.key;
  key.source = at.source;
  key.offset = at.offset;
  Add(key, std::move(message), std::move(allowed));
}

void Problems::AddAt(const Source& source, size_t offset, std::string message, std::string found,
                     std::string allowed) {
  if (Known(&source, offset, found, allowed)) return;
  list_.push_back(
      {LocationOf(source, offset), std::move(found), std::move(allowed), std::move(message)});
}

void Problems::AddFile(const std::string& file, std::string message, std::string found,
                       std::string allowed) {
  if (Known(nullptr, 0, file + message, allowed)) return;
  list_.push_back({{file, 0, 0, ""}, std::move(found), std::move(allowed), std::move(message)});
}

std::string OneOf(const std::vector<std::string>& names, std::string_view word,
                  std::string_view kind) {
  std::string out = kind.empty() || names.size() <= kLongestSpelledOut
                        ? fmt::format("one of {}", fmt::join(names, ", "))
                        : std::string(kind);
  const std::string near = Nearest(word, names);
  if (!near.empty()) out += fmt::format("; did you mean {}?", near);
  return out;
}

std::string Nearest(std::string_view word, const std::vector<std::string>& allowed) {
  std::string best;
  if (word.size() > kLongestCompared) return best;
  size_t best_distance = word.size() / 3 + 1;
  for (const std::string& name : allowed) {
    const size_t distance = Distance(word, name);
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

std::string LoadError::ToString() const {
  std::string out = where.file;
  if (where.line > 0) out += fmt::format(":{}:{}", where.line, where.column);
  if (!where.path.empty()) out += ": " + where.path;
  out += ": " + message;
  if (!found.empty()) out += " " + found;
  if (!allowed.empty()) out += " (allowed: " + allowed + ")";
  return out;
}

}  // namespace shakedown
