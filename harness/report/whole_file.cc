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

// Gathers parts into writes of a good size. After a failed one the rest goes nowhere.
class Writer {
 public:
  explicit Writer(int fd) : fd_(fd) {}

  void Add(std::string_view part) {
    if (failed_ != 0) return;
    if (part.size() >= kEnough && Flush()) {
      if (!WriteAll(fd_, part)) failed_ = errno;
      return;
    }
    buffer_.append(part);
    if (buffer_.size() >= kEnough) Flush();
  }

  // False with errno set if any write was refused.
  bool Flush() {
    if (failed_ == 0 && !WriteAll(fd_, buffer_)) failed_ = errno;
    buffer_.clear();
    errno = failed_;
    return failed_ == 0;
  }

 private:
  static constexpr size_t kEnough = 1 << 18;

  int fd_;
  int failed_ = 0;
  std::string buffer_;
};

}  // namespace

tl::expected<void, std::string> WriteWhole(const std::string& path, std::string_view text) {
  return WriteWhole(path, [text](const Sink& sink) { sink(text); });
}

tl::expected<void, std::string> WriteWhole(const std::string& path,
                                           const std::function<void(const Sink&)>& write) {
  const auto write_to = [&write](int fd) {
    Writer writer(fd);
    write([&writer](std::string_view part) { writer.Add(part); });
    return writer.Flush();
  };
  if (path == "-") {
    std::fflush(stdout);
    if (!write_to(STDOUT_FILENO)) return Error("standard output");
    return {};
  }
  const std::string draft = fmt::format("{}.{}.new", path, getpid());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) return Error(path);
  const bool written = write_to(fd) && fsync(fd) == 0;
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
