#include "harness/cli/at_day.h"

#include <fmt/format.h>

#include <ctime>

#include "harness/wire/calendar.h"

namespace shakedown {

tl::expected<int64_t, std::string> TimeOf(const std::string& at) {
  if (at.empty()) return static_cast<int64_t>(std::time(nullptr));
  const auto start = ReadDate(at);
  if (start) return *start;
  return tl::unexpected(fmt::format("--at: found \"{}\", allowed is a day like 2027-01-31", at));
}

}  // namespace shakedown
