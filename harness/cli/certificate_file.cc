#include "harness/cli/certificate_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace shakedown {
namespace {

tl::unexpected<std::string> Useless(std::string text) { return tl::unexpected(std::move(text)); }

// At most a byte more than a file of certificates may have, so that a larger one shows.
tl::expected<std::string, std::string> ReadSmallFile(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return Useless(path + ": no such file");
  if (!std::filesystem::is_regular_file(status)) return Useless(path + ": not a regular file");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return Useless(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  std::string text(kLargestCertificateFile + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return Useless(path + ": cannot be read");
  return text;
}

}  // namespace

tl::expected<std::vector<CertificateFacts>, std::string> ReadCertificateFile(
    const std::string& path) {
  const auto text = ReadSmallFile(path);
  if (!text) return Useless(text.error());
  auto certificates = ReadCertificates(*text);
  if (!certificates) return Useless(fmt::format("{}: {}", path, certificates.error()));
  return std::move(*certificates);
}

}  // namespace shakedown
