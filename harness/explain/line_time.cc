#include "harness/explain/line_time.h"

#include <array>
#include <chrono>
#include <cstdlib>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr int kYearOfNone = 2000;  // has a 29th of February

// A stamp as it stands there.
struct Stamp {
  std::optional<int> year;
  int month = 0, day = 0;  // 0: only the time of the day is there
  int64_t of_day = 0;      // milliseconds
  int64_t zone = 0;        // what is to be taken away from it for UTC
};

std::optional<int> TwoDigits(std::string_view line, size_t at) {
  if (at + 2 > line.size() || !IsDigit(line[at]) || !IsDigit(line[at + 1])) return std::nullopt;
  return (line[at] - '0') * 10 + (line[at + 1] - '0');
}

// "Nov": 11; 0 if it is no month.
int MonthOf(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (word.size() == 3 && StandsAt(word, 0, kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

// The number of a word of digits, and how many they are; -1 for another word.
struct DatePart {
  std::string_view word;
  int number = -1;
  char before = '\0';  // what separates it from the part before

  bool digits(size_t count) const { return number >= 0 && word.size() == count; }
  bool day() const { return number >= 1 && number <= 31 && word.size() <= 2; }
  bool month() const { return number >= 1 && number <= 12 && word.size() <= 2; }
  bool year() const { return digits(4) && number >= 1970 && number < 2200; }
};

// The word that ends near `*end`; moves `*end` to its beginning.
DatePart PartBefore(std::string_view line, size_t* end) {
  constexpr size_t kGap = 2, kLongest = 8;
  DatePart part;
  size_t at = *end;
  for (size_t gap = 0; at > 0 && !IsWordChar(line[at - 1]) && gap < kGap; ++gap) --at;
  const size_t stop = at;
  while (at > 0 && IsWordChar(line[at - 1])) --at;
  // ISO 8601's "2026-11-22T".
  size_t last = stop;
  if (last > at + 1 && LowerChar(line[last - 1]) == 't' && IsDigit(line[last - 2])) --last;
  part.word = line.substr(at, last - at);
  if (!part.word.empty() && part.word.size() <= kLongest) {
    int number = 0;
    bool all = true;
    for (const char c : part.word) {
      all = all && IsDigit(c);
      number = all ? number * 10 + (c - '0') : 0;
    }
    if (all) part.number = number;
  }
  if (at > 0) part.before = line[at - 1];
  *end = at;
  return part;
}

// The date that stands before the time of the day at `at`.
void DateBefore(std::string_view line, size_t at, Stamp* stamp) {
  size_t end = at;
  const DatePart c = PartBefore(line, &end);
  const DatePart b = PartBefore(line, &end);
  const DatePart a = PartBefore(line, &end);
  const auto set = [stamp](std::optional<int> year, int month, int day) {
    stamp->year = year;
    stamp->month = month;
    stamp->day = day;
  };
  if (a.year() && b.month() && c.day()) return set(a.number, b.number, c.number);
  if (const int month = MonthOf(b.word); month > 0 && c.day()) {
    return set(a.year() ? std::optional(a.number) : std::nullopt, month, c.number);
  }
  if (const int month = MonthOf(a.word); month > 0 && b.day() && c.year()) {
    return set(c.number, month, b.number);
  }
  if (const int month = MonthOf(b.word); month > 0 && a.day() && c.year()) {
    return set(c.number, month, a.number);
  }
  if (a.day() && b.day() && c.year()) {
    const bool day_first = c.before == '.' || a.number > 12;
    const int month = day_first ? b.number : a.number;
    if (month <= 12) return set(c.number, month, day_first ? a.number : b.number);
  }
  // z/OS's "26326" and "2026326": the day of the year.
  if (c.digits(5) || c.digits(7)) {
    const int year = c.number / 1000, day = c.number % 1000;
    if (day < 1 || day > 366) return;
    using std::chrono::year_month_day;
    const auto first = std::chrono::sys_days(std::chrono::year(c.digits(5) ? 2000 + year : year) /
                                             std::chrono::January / 1);
    const year_month_day date(first + std::chrono::days(day - 1));
    return set(static_cast<int>(date.year()), static_cast<int>(unsigned(date.month())),
               static_cast<int>(unsigned(date.day())));
  }
}

// What stands after the seconds: a fraction, a zone, a year.
void RestAfter(std::string_view line, size_t at, Stamp* stamp) {
  if (at + 1 < line.size() && (line[at] == '.' || line[at] == ',') && IsDigit(line[at + 1])) {
    int64_t unit = 100;
    for (++at; at < line.size() && IsDigit(line[at]); ++at, unit /= 10) {
      stamp->of_day += (line[at] - '0') * unit;
    }
  }
  if (at < line.size() && line[at] == ' ' && stamp->month > 0 && !stamp->year) {
    TextCursor cursor(line, at + 1);
    const auto year = cursor.TakeNumber();
    if (year && cursor.at() == at + 5 && *year >= 1970 && *year < 2200) {
      stamp->year = static_cast<int>(*year);
    }
  }
  if (at < line.size() && line[at] == ' ') ++at;
  if (at >= line.size() || (line[at] != '+' && line[at] != '-')) return;
  const auto hours = TwoDigits(line, at + 1);
  const size_t colon = at + 3 < line.size() && line[at + 3] == ':' ? 1 : 0;
  const auto minutes = TwoDigits(line, at + 3 + colon);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return;
  const size_t end = at + 5 + colon;
  if (end < line.size() && IsWordChar(line[end])) return;
  stamp->zone = (*hours * kHour + *minutes * kMinute) * (line[at] == '-' ? -1 : 1);
}

// The first stamp with a date near the start of the line, or else the first without.
std::optional<Stamp> StampOf(std::string_view line) {
  constexpr size_t kReach = 120;
  const std::string_view start = line.substr(0, kReach);
  std::optional<Stamp> timed;
  for (size_t colon = start.find(':'); colon != start.npos; colon = start.find(':', colon + 1)) {
    if (colon < 2 || colon + 6 > start.size() || start[colon + 3] != ':') continue;
    const auto hour = TwoDigits(start, colon - 2), minute = TwoDigits(start, colon + 1),
               second = TwoDigits(start, colon + 4);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) continue;
    // Not of an address or a serial number.
    const char before = colon > 2 ? start[colon - 3] : ' ';
    const char after = colon + 6 < start.size() ? start[colon + 6] : ' ';
    const bool iso = LowerChar(before) == 't';
    const bool goes_on = after == ':' && colon + 7 < start.size() && IsWordChar(start[colon + 7]);
    if ((IsWordChar(before) && !iso) || goes_on) continue;
    if (IsWordChar(after) && LowerChar(after) != 'z') continue;
    Stamp stamp;
    stamp.of_day = *hour * kHour + *minute * kMinute + *second * kSecond;
    DateBefore(start, colon - 2, &stamp);
    if (before == ':' && stamp.month == 0) continue;
    RestAfter(start, colon + 6, &stamp);
    if (stamp.month > 0) return stamp;
    if (!timed) timed = stamp;
  }
  return timed;
}

std::optional<int64_t> MillisecondsOf(const Stamp& stamp, int year) {
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(stamp.month)),
                                         std::chrono::day(static_cast<unsigned>(stamp.day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay + stamp.of_day - stamp.zone;
}

int YearOf(int64_t at) {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(at));
  return static_cast<int>(std::chrono::year_month_day(std::chrono::sys_days(days)).year());
}

// The time of a stamp that comes nearest to `near`.
std::optional<int64_t> Nearest(const Stamp& stamp, int64_t near) {
  std::optional<int64_t> best;
  const auto offer = [&](std::optional<int64_t> at) {
    if (at && (!best || std::abs(*at - near) < std::abs(*best - near))) best = at;
  };
  for (const int step : {0, -1, 1}) {
    if (stamp.month > 0) {
      offer(MillisecondsOf(stamp, YearOf(near) + step));
    } else {
      const int64_t today = near >= 0 ? near / kDay : -((kDay - 1 - near) / kDay);
      offer((today + step) * kDay + stamp.of_day - stamp.zone);
    }
  }
  return best;
}

}  // namespace

std::optional<LineTime> LineClock::Of(std::string_view line) {
  const auto stamp = StampOf(line);
  if (!stamp) return last_;
  const auto dated =
      stamp->year && stamp->month > 0 ? MillisecondsOf(*stamp, *stamp->year) : std::nullopt;
  if (dated) {
    if (!anchored_ && last_) {
      // The guesses so far were made in a year of no log: they move to that of this stamp. Its
      // month and day are what the last of them had.
      Stamp guess;
      const auto days = std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(last_->at));
      const std::chrono::year_month_day date{std::chrono::sys_days(days)};
      guess.of_day = last_->at - days.count() * kDay;
      guess.month = static_cast<int>(unsigned(date.month()));
      guess.day = static_cast<int>(unsigned(date.day()));
      shift_ = Nearest(guess, *dated).value_or(last_->at) - last_->at;
    }
    anchored_ = true;
    dayless_ = false;
    last_ = LineTime{*dated, true};
    return last_;
  }
  std::optional<int64_t> guessed;
  if (last_ && !(dayless_ && stamp->month > 0)) {
    guessed = Nearest(*stamp, last_->at);
  } else if (stamp->month > 0) {
    guessed = MillisecondsOf(*stamp, last_ ? kYearOfNone + 1 : kYearOfNone);
  } else {
    constexpr std::chrono::sys_days kFirst{std::chrono::year(kYearOfNone) / std::chrono::January /
                                           1};
    guessed = kFirst.time_since_epoch().count() * kDay + stamp->of_day;
  }
  if (!guessed) return last_;
  dayless_ = stamp->month == 0 && (!last_ || dayless_);
  last_ = LineTime{*guessed, anchored_};
  return last_;
}

}  // namespace shakedown
