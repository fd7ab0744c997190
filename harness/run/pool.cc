#include "harness/run/pool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "harness/run/frame.h"
#include "harness/run/worker.h"

namespace shakedown {
namespace {

constexpr off_t kTailSize = 2048;       // of a dead worker's output
constexpr int kPollMs = 20;             // how soon a stop or the watchdog is noticed
constexpr useconds_t kGatherUs = 4000;  // let results gather instead of waking up for each
constexpr useconds_t kLastUs = 200;     // once nobody begins anything more
constexpr int kMaxIdleDeaths = 3;

// Zeroed memory that parent and workers share.
template <typename T>
class SharedMemory {
 public:
  explicit SharedMemory(size_t count) : size_(count * sizeof(T)) {
    void* at = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at != MAP_FAILED) at_ = static_cast<T*>(at);
  }
  ~SharedMemory() {
    if (at_ != nullptr) munmap(at_, size_);
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  T* get() const { return at_; }

 private:
  size_t size_;
  T* at_ = nullptr;
};

// The line of a sanitizer's report that says what it found, or "".
std::string_view SanitizerLine(std::string_view output) {
  for (const char* mark : {"SUMMARY: ", "runtime error: "}) {
    const size_t at = output.find(mark);
    if (at != std::string_view::npos) return output.substr(at, output.find('\n', at) - at);
  }
  return {};
}

std::string DescribeStatus(int status, std::string_view output) {
  if (WIFSIGNALED(status)) {
    const char* name = sigabbrev_np(WTERMSIG(status));
    return fmt::format("signal {} (SIG{})", WTERMSIG(status), name != nullptr ? name : "?");
  }
  const std::string_view found = SanitizerLine(output);
  return found.empty() ? fmt::format("exit status {}", WEXITSTATUS(status))
                       : fmt::format("exit status {} ({})", WEXITSTATUS(status), found);
}

// One worker as the parent keeps it.
struct Worker {
  pid_t pid = -1;
  int pipe = -1;
  int output = -1;
  WorkerSlot* slot = nullptr;
  FrameReader reader;
  uint64_t accepted = 0;        // whole results from this process
  std::string killed_why;       // why we ended it
  uint64_t killed_over = 0;     // and over which of its items, counted as it took them
  std::vector<uint64_t> first;  // what the next process in this place has to do first
};

class Pool {
 public:
  Pool(size_t count, const std::function<void(size_t, Bytes*)>& work,
       const std::function<void(const PoolResult&)>& done, const PoolOptions& options)
      : count_(count),
        work_(work),
        done_(done),
        options_(options),
        jobs_(std::min<size_t>(static_cast<size_t>(options.jobs > 0 ? options.jobs : UsableCores()),
                               count)),
        shared_(1),
        slots_(jobs_),
        workers_(jobs_),
        finished_(count) {}

  ~Pool() {
    for (Worker& worker : workers_) {
      if (worker.pid > 0) {
        kill(worker.pid, SIGKILL);
        waitpid(worker.pid, nullptr, 0);
      }
      if (worker.pipe >= 0) close(worker.pipe);
      if (worker.output >= 0) close(worker.output);
    }
  }

  tl::expected<void, std::string> Run() {
    if (shared_.get() == nullptr || slots_.get() == nullptr) return Error("no shared memory");
    for (size_t i = 0; i < jobs_; ++i) {
      workers_[i].slot = slots_.get() + i;
      if (auto started = Start(&workers_[i]); !started) return started;
    }
    for (;;) {
      if (auto played = PlayOut(); !played || Stopping()) return played;
      // A worker that was killed between taking an item and noting that it has it.
      for (uint64_t i = 0; i < count_; ++i) {
        if (!finished_[i]) workers_[0].first.push_back(i);
      }
      if (workers_[0].first.empty()) return {};
      if (auto started = Start(&workers_[0]); !started) return started;
    }
  }

 private:
  static tl::unexpected<std::string> Error(const char* what) {
    return tl::unexpected(fmt::format("cannot start a worker: {}: {}", what, std::strerror(errno)));
  }

  // Until no worker is left.
  tl::expected<void, std::string> PlayOut() {
    while (std::any_of(workers_.begin(), workers_.end(), [](auto& w) { return w.pid > 0; })) {
      if (Stopping()) shared_.get()->stop.store(1);
      const bool read_some = Wait();
      for (Worker& worker : workers_) {
        if (worker.pid <= 0) continue;
        if (auto looked = LookAfter(&worker); !looked) return looked;
      }
      if (read_some) usleep(shared_.get()->next.load() < count_ ? kGatherUs : kLastUs);
    }
    return {};
  }

  void Deliver(const PoolResult& result) {
    finished_[result.index] = true;
    done_(result);
  }

  bool Stopping() const { return options_.stop != nullptr && *options_.stop != 0; }

  tl::expected<void, std::string> Start(Worker* worker) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return Error("pipe");
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    if (worker->output < 0) {
      worker->output = memfd_create("worker output", MFD_CLOEXEC);
      if (worker->output < 0) return Error("memfd_create");
      fcntl(worker->output, F_SETFL, O_APPEND);
    }
    (void)!ftruncate(worker->output, 0);
    worker->slot->taken_count.store(0);
    worker->slot->started_ns.store(0);
    const WorkerStart start{.count = count_,
                            .shared = shared_.get(),
                            .slot = worker->slot,
                            .first = std::move(worker->first),
                            .pipe = ends[1],
                            .output = worker->output,
                            .parent = getpid()};
    const pid_t pid = fork();
    if (pid < 0) {
      close(ends[0]);
      close(ends[1]);
      return Error("fork");
    }
    if (pid == 0) {
      close(ends[0]);
      for (const Worker& other : workers_) {
        if (other.pipe >= 0) close(other.pipe);
      }
      WorkerMain(start, work_);
    }
    close(ends[1]);
    worker->pid = pid;
    worker->pipe = ends[0];
    worker->reader = {};
    worker->accepted = 0;
    worker->killed_why.clear();
    worker->first.clear();
    return {};
  }

  // Waits until some worker has sent something or has ended. True if any has sent something.
  bool Wait() {
    fds_.clear();
    for (const Worker& worker : workers_) {
      if (worker.pid > 0) fds_.push_back({worker.pipe, POLLIN, 0});
    }
    poll(fds_.data(), fds_.size(), kPollMs);
    return std::any_of(fds_.begin(), fds_.end(), [](auto& fd) { return fd.revents == POLLIN; });
  }

  // Takes over what the worker has sent; ends and replaces it where it must be.
  tl::expected<void, std::string> LookAfter(Worker* worker) {
    const bool open = Read(worker);
    int status = 0;
    if (!worker->killed_why.empty()) {
      kill(worker->pid, SIGKILL);
    } else if (Overdue(*worker)) {
      worker->killed_over = worker->slot->taken_count.load() - 1;
      worker->killed_why = fmt::format("cut off by the watchdog after {} s",
                                       static_cast<double>(options_.watchdog.count()) / 1000);
      kill(worker->pid, SIGKILL);
    } else if (open && waitpid(worker->pid, &status, WNOHANG) == 0) {
      return {};
    } else if (!open) {
      // The pipe is closed: the process has ended, or its stack has closed what is not its own.
      if (WaitBriefly(worker->pid, &status)) return Bury(worker, status);
      kill(worker->pid, SIGKILL);
    } else {
      Read(worker);
      return Bury(worker, status);
    }
    waitpid(worker->pid, &status, 0);
    Read(worker);
    return Bury(worker, status);
  }

  static bool WaitBriefly(pid_t pid, int* status) {
    for (int i = 0; i < 1000; ++i) {
      if (waitpid(pid, status, WNOHANG) == pid) return true;
      usleep(1000);
    }
    return false;
  }

  bool Overdue(const Worker& worker) const {
    const int64_t started = worker.slot->started_ns.load();
    return started != 0 && MonotonicNow() - started > options_.watchdog.count() * 1000000;
  }

  uint64_t Taken(const Worker& worker, uint64_t n) const {
    return worker.slot->taken[n % kTakenRing].load();
  }

  // Reads what is there; false at the end of the pipe.
  bool Read(Worker* worker) {
    for (;;) {
      const ssize_t got = read(worker->pipe, chunk_, sizeof(chunk_));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return got != 0;
      worker->reader.Feed({chunk_, static_cast<size_t>(got)});
      View payload;
      FrameReader::State state;
      while ((state = worker->reader.Next(&payload)) == FrameReader::State::kFrame) {
        Deliver({.index = Taken(*worker, worker->accepted++), .payload = payload, .died = {}});
      }
      if (state == FrameReader::State::kGarbled) {
        worker->killed_why = "garbled its result";
        worker->killed_over = worker->accepted;
        return true;
      }
    }
  }

  std::string OutputTail(const Worker& worker) const {
    const off_t size = lseek(worker.output, 0, SEEK_END);
    if (size <= 0) return "";
    std::string tail(static_cast<size_t>(std::min(size, kTailSize)), '\0');
    const ssize_t got =
        pread(worker.output, tail.data(), tail.size(), size - static_cast<off_t>(tail.size()));
    tail.resize(got > 0 ? static_cast<size_t>(got) : 0);
    while (!tail.empty() && tail.back() == '\n') tail.pop_back();
    return tail;
  }

  // The process has ended and everything it sent has been read: blames, and replaces it.
  tl::expected<void, std::string> Bury(Worker* worker, int status) {
    close(worker->pipe);
    worker->pipe = -1;
    worker->pid = -1;
    const uint64_t taken = worker->slot->taken_count.load();
    uint64_t unfinished = worker->accepted;
    // One that we ended has moved on if the result we waited for came after all.
    const bool moved_on = !worker->killed_why.empty() && worker->accepted > worker->killed_over;
    if (unfinished < taken && !moved_on) {
      const std::string tail = OutputTail(*worker);
      std::string died =
          worker->killed_why.empty() ? DescribeStatus(status, tail) : worker->killed_why;
      if (!tail.empty()) died += "\n" + tail;
      Deliver({.index = Taken(*worker, unfinished), .payload = {}, .died = died});
      ++unfinished;
    }
    for (; unfinished < taken; ++unfinished) {
      worker->first.push_back(Taken(*worker, unfinished));
    }
    const bool more = !worker->first.empty() || shared_.get()->next.load() < count_;
    if (Stopping() || !more) return {};
    if (taken == 0 && ++idle_deaths_ > kMaxIdleDeaths) {
      return tl::unexpected("workers die before they begin: " +
                            DescribeStatus(status, OutputTail(*worker)));
    }
    return Start(worker);
  }

  size_t count_;
  const std::function<void(size_t, Bytes*)>& work_;
  const std::function<void(const PoolResult&)>& done_;
  PoolOptions options_;
  size_t jobs_;
  SharedMemory<PoolShared> shared_;
  SharedMemory<WorkerSlot> slots_;
  std::vector<Worker> workers_;
  std::vector<bool> finished_;  // by index: told of
  std::vector<pollfd> fds_;
  int idle_deaths_ = 0;
  uint8_t chunk_[65536];
};

}  // namespace

int UsableCores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

tl::expected<void, std::string> RunPool(size_t count,
                                        const std::function<void(size_t, Bytes*)>& work,
                                        const std::function<void(const PoolResult&)>& done,
                                        const PoolOptions& options) {
  if (count == 0) return {};
  return std::make_unique<Pool>(count, work, done, options)->Run();
}

}  // namespace shakedown
