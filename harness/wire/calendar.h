// Days of the Gregorian calendar, in UTC, as certificates and people write them.
#ifndef HARNESS_WIRE_CALENDAR_H_
#define HARNESS_WIRE_CALENDAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shakedown {

// Seconds from 1970 to the start of a day; nothing if the calendar has no such day.
std::optional<int64_t> StartOfDay(int64_t year, int64_t month, int64_t day);

// The same of "2026-11-22" (or "2026/11/22") and nothing else.
std::optional<int64_t> ReadDate(std::string_view text);

// "2026-11-22": the day in which the second lies.
std::string DateOf(int64_t seconds);

}  // namespace shakedown

#endif  // HARNESS_WIRE_CALENDAR_H_
