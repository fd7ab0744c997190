// The worker's side of the pool, and the shared memory both sides look at.
#ifndef HARNESS_RUN_WORKER_H_
#define HARNESS_RUN_WORKER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

// More than the results that fit into a pipe: the parent never loses track of what a worker took.
inline constexpr size_t kTakenRing = 8192;

// One worker as both processes see it. The parent zeroes it before each start.
struct WorkerSlot {
  std::atomic<uint64_t> taken_count;        // items taken so far
  std::atomic<int64_t> started_ns;          // when the last one was taken, monotonic; 0: idle
  std::atomic<uint64_t> taken[kTakenRing];  // the items in the order taken
};

struct PoolShared {
  std::atomic<uint64_t> next;  // the next index nobody has
  std::atomic<int> stop;       // take nothing more
};

// What a worker is started with.
struct WorkerStart {
  size_t count = 0;
  PoolShared* shared = nullptr;
  WorkerSlot* slot = nullptr;
  std::vector<uint64_t> first;  // items to do before any new one: another worker had taken them
  int pipe = -1;                // where the frames go
  int output = -1;              // takes standard output and error
  int parent = 0;               // process id
};

int64_t MonotonicNow();

// The life of a worker process; never returns.
[[noreturn]] void WorkerMain(const WorkerStart& start,
                             const std::function<void(size_t, Bytes*)>& work);

}  // namespace shakedown

#endif  // HARNESS_RUN_WORKER_H_
