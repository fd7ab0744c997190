#include "harness/cli/inspect_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace shakedown {
namespace {

constexpr const char* kAllowed =
    "allowed are a file, - for standard input, or bytes in hex: 16 03 01 ...";

bool IsHex(const std::vector<std::string>& words) {
  size_t digits = 0;
  for (const std::string& word : words) {
    for (const char c : word) {
      const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (digit) ++digits;
      if (!digit && c != ' ' && c != '\n' && c != '\t' && c != ':' && c != '\r') return false;
    }
  }
  return digits >= 2;
}

tl::expected<Bytes, std::string> ReadAll(const std::string& name, std::FILE* file) {
  Bytes bytes;
  uint8_t buffer[1 << 16];
  while (const size_t count = std::fread(buffer, 1, sizeof buffer, file)) {
    bytes.insert(bytes.end(), buffer, buffer + count);
  }
  if (std::ferror(file) != 0) {
    return tl::unexpected(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
  }
  return bytes;
}

}  // namespace

tl::expected<Input, std::string> ReadInput(const std::vector<std::string>& arguments) {
  if (arguments.empty() && isatty(STDIN_FILENO) == 1) {
    return tl::unexpected(fmt::format("nothing to inspect: {}", kAllowed));
  }
  if (arguments.empty() || (arguments.size() == 1 && arguments[0] == "-")) {
    auto bytes = ReadAll("standard input", stdin);
    if (!bytes) return tl::unexpected(bytes.error());
    return Input{"standard input", std::move(*bytes)};
  }
  std::error_code ignored;
  const bool exists = arguments.size() == 1 && std::filesystem::exists(arguments[0], ignored);
  if (!exists && IsHex(arguments)) {
    const std::string text = fmt::format("{}", fmt::join(arguments, " "));
    const View bytes = AsView(text);
    return Input{"the hex text given", Bytes(bytes.begin(), bytes.end())};
  }
  if (arguments.size() != 1) {
    return tl::unexpected(
        fmt::format("found {} arguments that are not hex text; {}", arguments.size(), kAllowed));
  }
  const std::string& path = arguments[0];
  if (!exists) return tl::unexpected(fmt::format("no such file: {}; {}", path, kAllowed));
  if (std::filesystem::is_directory(path, ignored)) {
    return tl::unexpected(fmt::format("{} is a folder; {}", path, kAllowed));
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return tl::unexpected(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  auto bytes = ReadAll(path, file.get());
  if (!bytes) return tl::unexpected(bytes.error());
  return Input{path, std::move(*bytes)};
}

}  // namespace shakedown
