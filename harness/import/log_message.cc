#include "harness/import/log_message.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "harness/import/text_place.h"

namespace shakedown {
namespace {

constexpr size_t kIdSize = 8;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trim(std::string_view line) {
  while (!line.empty() && IsSpace(line.front())) line.remove_prefix(1);
  while (!line.empty() && IsSpace(line.back())) line.remove_suffix(1);
  return line;
}

// Where "EZD128nI" stands in `line`, or npos.
size_t FindTtlsId(std::string_view line) {
  for (size_t at = line.find("EZD128"); at != line.npos; at = line.find("EZD128", at + 1)) {
    const std::string_view id = line.substr(at, kIdSize);
    if (id.size() == kIdSize && id[6] >= '1' && id[6] <= '7' && id[7] == 'I') return at;
  }
  return line.npos;
}

// A word like EZD1287I, BPXF024I, IEF403I, GSK01013I: capitals, digits, one capital that says how
// grave it is. No hex digits end in I, E or W alone but E, so eight of them with letters first
// that are not hex digits are wanted.
bool IsMessageId(std::string_view word) {
  if (word.size() < 7 || word.size() > 10) return false;
  size_t letters = 0;
  while (letters < word.size() && IsUpper(word[letters])) ++letters;
  const std::string_view digits = word.substr(letters, word.size() - letters - 1);
  return letters >= 3 && letters <= 5 && digits.size() >= 3 &&
         std::ranges::all_of(digits, IsDigit) &&
         std::string_view("IEWADS").find(word.back()) != std::string_view::npos &&
         !std::ranges::all_of(word, IsHexDigit);
}

// "Nov 22 09:16:43", "2026-11-22T...", as syslogd begins its lines.
bool StartsWithDate(std::string_view line) {
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan ", "Feb ", "Mar ", "Apr ",
                                                               "May ", "Jun ", "Jul ", "Aug ",
                                                               "Sep ", "Oct ", "Nov ", "Dec "};
  if (std::ranges::any_of(kMonths, [&](auto month) { return line.starts_with(month); }))
    return true;
  return line.size() >= 5 && std::all_of(line.begin(), line.begin() + 4, IsDigit) && line[4] == '-';
}

bool StartsAnew(std::string_view trimmed) {
  if (trimmed.empty() || StartsWithDate(trimmed) || FindTtlsId(trimmed) != trimmed.npos)
    return true;
  // The identifier may stand after a time stamp and a job's number.
  for (int words = 0; !trimmed.empty() && words < 6; ++words) {
    const size_t end = std::min(trimmed.find_first_of(" \t"), trimmed.size());
    if (IsMessageId(trimmed.substr(0, end))) return true;
    trimmed = Trim(trimmed.substr(end));
  }
  return false;
}

// The hard copy of the console marks the further lines of a message with S, or with D or E and the
// message's number.
std::string_view WithoutContinuationMark(std::string_view line) {
  const std::string_view trimmed = Trim(line);
  if (trimmed.size() < 2 || !IsSpace(trimmed[1])) return trimmed;
  if (trimmed[0] == 'S') return Trim(trimmed.substr(1));
  if (trimmed[0] != 'D' && trimmed[0] != 'E') return trimmed;
  const std::string_view rest = Trim(trimmed.substr(1));
  const bool numbered =
      rest.size() > 3 && std::all_of(rest.begin(), rest.begin() + 3, IsDigit) && IsSpace(rest[3]);
  return numbered ? Trim(rest.substr(3)) : trimmed;
}

void AppendLine(LogMessage* message, std::string_view line) {
  bool blank = true;
  for (const char c : line) {
    if (!IsSpace(c)) message->squeezed += c;
    if (!IsSpace(c) || !blank) message->spaced += IsSpace(c) ? ' ' : c;
    blank = IsSpace(c);
  }
  message->spaced += ' ';
}

}  // namespace

std::vector<LogMessage> ReadTtlsMessages(std::string_view text) {
  std::vector<LogMessage> messages;
  bool open = false;
  size_t number = 0;
  for (const std::string_view line : SplitLines(text)) {
    ++number;
    if (const size_t at = FindTtlsId(line); at != line.npos) {
      LogMessage& message = messages.emplace_back();
      message.id = line.substr(at, kIdSize);
      message.line = number;
      AppendLine(&message, line.substr(at + kIdSize));
      open = true;
    } else if (open) {
      const std::string_view rest = WithoutContinuationMark(line);
      open = !StartsAnew(rest);
      if (open) AppendLine(&messages.back(), rest);
    }
  }
  return messages;
}

}  // namespace shakedown
