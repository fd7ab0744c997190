#include "harness/cli/key_log_option.h"

#include "harness/cli/inspect_input.h"

namespace shakedown {

void AddKeyLogOption(CLI::App* app, std::string* file) {
  app->add_option("--key-log", *file,
                  "A file of secrets in the format of SSLKEYLOGFILE, to open protected records");
}

tl::expected<std::string, std::string> ReadKeyLog(const std::string& file) {
  if (file.empty()) return std::string();
  const auto lines = ReadInput({file});
  if (!lines) return tl::unexpected("--key-log: " + lines.error());
  return "\n" + std::string(AsText(lines->bytes));
}

}  // namespace shakedown
