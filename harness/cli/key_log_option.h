// The option --key-log, for every command that reads captures.
#ifndef HARNESS_CLI_KEY_LOG_OPTION_H_
#define HARNESS_CLI_KEY_LOG_OPTION_H_

#include <CLI/CLI.hpp>
#include <string>
#include <tl/expected.hpp>

namespace shakedown {

void AddKeyLogOption(CLI::App* app, std::string* file);

// The secrets of `file`, after a line's end, to be put behind those that a capture brings itself;
// "" without a file. The error names the option.
tl::expected<std::string, std::string> ReadKeyLog(const std::string& file);

}  // namespace shakedown

#endif  // HARNESS_CLI_KEY_LOG_OPTION_H_
