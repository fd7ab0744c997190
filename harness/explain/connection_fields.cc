#include "harness/explain/connection_fields.h"

#include <utility>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr size_t kLongestField = 64;

void AddKeyring(std::string_view line, ConnectionFields* fields) {
  if (!fields->keyring.empty()) return;
  for (const std::string_view word : {"safkeyring:", "gsk_keyring_file(201)", "keyring "}) {
    const size_t at = FindWord(line, word);
    if (at == std::string_view::npos) continue;
    TextCursor cursor(line, at + word.size());
    cursor.Skip(" :/\"'");
    std::string_view name = cursor.TakeField();
    // "*" for a ring is all that its owner has.
    while (!name.empty() && !IsWordChar(name.back()) && !name.ends_with("/*")) {
      name.remove_suffix(1);
    }
    const size_t slash = name.find('/');
    const bool whole = slash != std::string_view::npos && slash > 0 && slash + 1 < name.size();
    if (whole && name.size() <= kLongestField) {
      fields->keyring = name;
      return;
    }
  }
}

}  // namespace

void AddFields(std::string_view line, ConnectionFields* fields) {
  const std::pair<std::string_view, std::string*> wanted[] = {
      {"connid", &fields->connection}, {"rule", &fields->rule},   {"jobname", &fields->job},
      {"userid", &fields->user},       {"local", &fields->local}, {"remote", &fields->remote}};
  for (size_t colon = line.find(':'); colon != std::string_view::npos;
       colon = line.find(':', colon + 1)) {
    for (const auto& [name, field] : wanted) {
      if (colon < name.size() || !field->empty()) continue;
      const size_t at = colon - name.size();
      if (!StandsAt(line, at, name) || (at > 0 && IsWordChar(line[at - 1]))) continue;
      TextCursor cursor(line, colon + 1);
      const std::string_view value = cursor.Skip(" ").TakeField();
      // "**N/A**" where there is none.
      if (value.empty() || value.front() == '*' || value.size() > kLongestField) continue;
      if (value.back() != ':') *field = value;
    }
  }
  if (line.find('/') != std::string_view::npos) AddKeyring(line, fields);
}

std::string_view ProgramOf(std::string_view line) {
  // Behind a time and the name of a host.
  constexpr size_t kHeader = 160;
  line = line.substr(0, kHeader);
  const size_t end = line.find("]:");
  if (end == std::string_view::npos) return {};
  const size_t open = line.rfind('[', end);
  if (open == std::string_view::npos || open + 1 == end) return {};
  for (size_t i = open + 1; i < end; ++i) {
    if (!IsDigit(line[i])) return {};
  }
  const size_t before = line.find_last_of(" \t", open);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const bool named = begin < open && end + 1 - begin <= kLongestField;
  return named ? line.substr(begin, end + 1 - begin) : std::string_view();
}

}  // namespace shakedown
