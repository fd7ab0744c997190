// A pool of worker processes: every item runs in a process that may die of it, and only it suffers.
#ifndef HARNESS_RUN_POOL_H_
#define HARNESS_RUN_POOL_H_

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <tl/expected.hpp>

#include "harness/wire/bytes.h"

namespace shakedown {

struct PoolOptions {
  int jobs = 0;  // worker processes; 0: one a core that this process may use
  std::chrono::milliseconds watchdog{10000};
  const volatile std::sig_atomic_t* stop = nullptr;  // not zero: begin nothing more
};

// What became of one item.
struct PoolResult {
  size_t index = 0;
  View payload;      // what `work` wrote, where it came back whole; valid during the call
  std::string died;  // else why not: "signal 11 (SIGSEGV)", with the end of what the worker wrote
                     // to its standard error on the lines after
};

// Does `work(index, &payload)` for each index below `count`, in worker processes forked from this
// one; calls `done` here once for each item that was begun, in any order. Workers take the next
// index from shared memory, so none waits for another. A worker that dies, takes longer than the
// watchdog over one item, or sends back anything but its result is replaced, at the cost of that
// item. The error: no worker can be started, or workers die before they take up anything.
//
// In a worker: SIGINT is ignored, standard output and error go to a file in memory, and the
// parent's death ends it.
tl::expected<void, std::string> RunPool(size_t count,
                                        const std::function<void(size_t, Bytes*)>& work,
                                        const std::function<void(const PoolResult&)>& done,
                                        const PoolOptions& options);

// The cores this process may run on.
int UsableCores();

}  // namespace shakedown

#endif  // HARNESS_RUN_POOL_H_
