// Explains captured bytes: packet captures, and AT-TLS traces with data lines.
#ifndef HARNESS_LOGS_EXPLAIN_CAPTURE_H_
#define HARNESS_LOGS_EXPLAIN_CAPTURE_H_

#include <string>
#include <tl/expected.hpp>

#include "harness/logs/judge_course.h"

namespace shakedown {

// Whether `start`, the beginning of a file, is one of those.
bool IsCaptured(std::string_view start);

// `input` is the whole file. Every conversation that failed has a story; of a trace its codes count
// as well, and its connections without data are explained by these alone. `key_log` has further
// secrets, behind those in the file. The error says what the input is instead.
tl::expected<Explanation, std::string> ExplainCaptured(std::string_view input, const Judges& judges,
                                                       const std::string& system,
                                                       std::string_view key_log = {});

}  // namespace shakedown

#endif  // HARNESS_LOGS_EXPLAIN_CAPTURE_H_
