#include "harness/run/worker.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <exception>

#include "harness/run/frame.h"

namespace shakedown {
namespace {

constexpr int kExitLostPipe = 70;
constexpr int kExitException = 71;
constexpr rlim_t kMaxOutput = rlim_t{64} << 20;  // a stack that logs without end is stopped

bool WriteAll(int fd, View bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return true;
}

void Complain(const char* what) {
  (void)!write(STDERR_FILENO, what, std::strlen(what));
  (void)!write(STDERR_FILENO, "\n", 1);
}

void SetUp(const WorkerStart& start) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != start.parent) _exit(0);  // it died before that took hold
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const rlimit output{kMaxOutput, kMaxOutput};
  setrlimit(RLIMIT_FSIZE, &output);
  dup2(start.output, STDOUT_FILENO);
  dup2(start.output, STDERR_FILENO);
}

// What earlier items wrote is nobody's business when a later one dies.
void ForgetOutput() {
  struct stat status;
  if (fstat(STDERR_FILENO, &status) == 0 && status.st_size > 0) {
    (void)!ftruncate(STDERR_FILENO, 0);
  }
}

}  // namespace

int64_t MonotonicNow() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000000000 + now.tv_nsec;
}

void WorkerMain(const WorkerStart& start, const std::function<void(size_t, Bytes*)>& work) {
  SetUp(start);
  WorkerSlot& slot = *start.slot;
  Bytes payload, frame;
  for (size_t n = 0;; ++n) {
    if (start.shared->stop.load(std::memory_order_relaxed) != 0) break;
    const bool leftover = n < start.first.size();
    const uint64_t index =
        leftover ? start.first[n] : start.shared->next.fetch_add(1, std::memory_order_relaxed);
    if (index >= start.count) break;
    slot.taken[n % kTakenRing].store(index, std::memory_order_relaxed);
    slot.started_ns.store(MonotonicNow(), std::memory_order_relaxed);
    slot.taken_count.store(n + 1, std::memory_order_release);
    payload.clear();
    try {
      work(index, &payload);
    } catch (const std::exception& error) {
      Complain(error.what());
      _exit(kExitException);
    } catch (...) {
      _exit(kExitException);
    }
    frame.clear();
    AppendFrame(payload, &frame);
    if (!WriteAll(start.pipe, frame)) {
      Complain("the result could not be sent back");
      _exit(kExitLostPipe);
    }
    slot.started_ns.store(0, std::memory_order_relaxed);
    ForgetOutput();
  }
  _exit(0);
}

}  // namespace shakedown
