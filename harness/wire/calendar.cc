#include "harness/wire/calendar.h"

#include <fmt/format.h>

#include <chrono>

namespace shakedown {
namespace {

constexpr int64_t kSecondsOfDay = 86400;

// The number that these digits are; nothing where there is something else among them.
std::optional<int64_t> NumberOf(std::string_view digits) {
  int64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<int64_t> StartOfDay(int64_t year, int64_t month, int64_t day) {
  if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * kSecondsOfDay;
}

std::optional<int64_t> ReadDate(std::string_view text) {
  constexpr std::string_view kForm = "YYYY-MM-DD";
  if (text.size() != kForm.size() || text[4] != text[7] || (text[4] != '-' && text[4] != '/')) {
    return std::nullopt;
  }
  const auto year = NumberOf(text.substr(0, 4)), month = NumberOf(text.substr(5, 2)),
             day = NumberOf(text.substr(8, 2));
  return year && month && day ? StartOfDay(*year, *month, *day) : std::nullopt;
}

std::string DateOf(int64_t seconds) {
  int64_t days = seconds / kSecondsOfDay;
  if (seconds % kSecondsOfDay < 0) --days;
  // From year 0 to 9999, beyond which std::chrono does not go far.
  constexpr int64_t kFirst = -719528, kLast = 2932896;
  if (days < kFirst) return "before the year 0";
  if (days > kLast) return "after the year 9999";
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace shakedown
