// Result files are written whole or not at all.
#ifndef HARNESS_REPORT_WHOLE_FILE_H_
#define HARNESS_REPORT_WHOLE_FILE_H_

#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace shakedown {

// Takes a text part by part.
using Sink = std::function<void(std::string_view part)>;

// Puts `text` at `path` by writing a new file beside it and renaming: a reader sees the old
// content or the new, never a part. Path "-" is standard output. The error names the path; on
// error nothing is left behind and an old file stays as it was.
tl::expected<void, std::string> WriteWhole(const std::string& path, std::string_view text);

// The same for a text that is too long to be held: `write` gives it to the sink in parts.
tl::expected<void, std::string> WriteWhole(const std::string& path,
                                           const std::function<void(const Sink&)>& write);

}  // namespace shakedown

#endif  // HARNESS_REPORT_WHOLE_FILE_H_
