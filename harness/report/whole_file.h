// Result files are written whole or not at all.
#ifndef HARNESS_REPORT_WHOLE_FILE_H_
#define HARNESS_REPORT_WHOLE_FILE_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace shakedown {

// Puts `text` at `path` by writing a new file beside it and renaming: a reader sees the old
// content or the new, never a part. Path "-" is standard output. The error names the path; on
// error nothing is left behind and an old file stays as it was.
tl::expected<void, std::string> WriteWhole(const std::string& path, std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_REPORT_WHOLE_FILE_H_
