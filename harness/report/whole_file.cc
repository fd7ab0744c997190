#include "harness/report/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace shakedown {
namespace {

// Writes all of `text` to `fd`; false with errno set if the system refuses.
bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

tl::unexpected<std::string> Error(const std::string& path) {
  return tl::unexpected(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

}  // namespace

tl::expected<void, std::string> WriteWhole(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::fflush(stdout);
    if (!WriteAll(STDOUT_FILENO, text)) return Error("standard output");
    return {};
  }
  const std::string draft = fmt::format("{}.{}.new", path, getpid());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) return Error(path);
  const bool written = WriteAll(fd, text) && fsync(fd) == 0;
  const int write_errno = errno;
  const bool closed = close(fd) == 0;
  if (!written || !closed || rename(draft.c_str(), path.c_str()) != 0) {
    if (!written) errno = write_errno;
    auto error = Error(path);
    unlink(draft.c_str());
    return error;
  }
  return {};
}

}  // namespace shakedown
