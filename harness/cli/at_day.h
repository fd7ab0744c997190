// The option --at: as of which time a command judges certificates.
#ifndef HARNESS_CLI_AT_DAY_H_
#define HARNESS_CLI_AT_DAY_H_

#include <string>
#include <tl/expected.hpp>

namespace shakedown {

// Seconds since 1970 of the start of `at` ("2027-01-31"); now, where it is empty.
tl::expected<int64_t, std::string> TimeOf(const std::string& at);

}  // namespace shakedown

#endif  // HARNESS_CLI_AT_DAY_H_
