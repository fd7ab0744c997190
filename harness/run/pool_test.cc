#include "harness/run/pool.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <stdexcept>

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  std::map<size_t, std::string> results, deaths;
  std::string error;
};

Outcome RunAll(size_t count, int jobs, const std::function<void(size_t, Bytes*)>& work,
               std::chrono::milliseconds watchdog = std::chrono::seconds(30)) {
  Outcome outcome;
  const auto done = [&](const PoolResult& result) {
    if (result.died.empty()) {
      EXPECT_TRUE(outcome.results.emplace(result.index, AsText(result.payload)).second);
    } else {
      EXPECT_TRUE(outcome.deaths.emplace(result.index, result.died).second);
    }
  };
  const auto ran = RunPool(count, work, done, {.jobs = jobs, .watchdog = watchdog});
  if (!ran) outcome.error = ran.error();
  return outcome;
}

void Say(const std::string& text, Bytes* payload) { Append(payload, AsView(text)); }

// Does as the item's number says; every other item answers with its number.
void Misbehave(size_t index, size_t culprit, const std::function<void()>& how, Bytes* payload) {
  if (index == culprit) how();
  Say(std::to_string(index), payload);
}

void ExpectOnlyCulpritDies(const Outcome& outcome, size_t count, size_t culprit) {
  EXPECT_EQ(outcome.error, "");
  ASSERT_EQ(outcome.deaths.size(), 1u);
  EXPECT_EQ(outcome.deaths.begin()->first, culprit);
  ASSERT_EQ(outcome.results.size(), count - 1);
  for (const auto& [index, text] : outcome.results) EXPECT_EQ(text, std::to_string(index));
}

class PoolJobs : public ::testing::TestWithParam<int> {};

TEST_P(PoolJobs, EveryItemComesBackOnce) {
  const auto outcome =
      RunAll(5000, GetParam(), [](size_t i, Bytes* p) { Say(std::to_string(i), p); });
  EXPECT_EQ(outcome.results.size(), 5000u);
  EXPECT_TRUE(outcome.deaths.empty());
  for (const auto& [index, text] : outcome.results) EXPECT_EQ(text, std::to_string(index));
}

TEST_P(PoolJobs, ASegmentationFaultCostsItsItemOnly) {
  const auto outcome = RunAll(200, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 77, [] { signal(SIGSEGV, SIG_DFL), raise(SIGSEGV); }, p);
  });
  ExpectOnlyCulpritDies(outcome, 200, 77);
  EXPECT_EQ(outcome.deaths.at(77), "signal 11 (SIGSEGV)");
}

TEST_P(PoolJobs, AnExitCostsItsItemOnlyAndKeepsWhatWasComplainedOf) {
  const auto outcome = RunAll(50, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 0, [] { dprintf(2, "no way\n"), _exit(7); }, p);
  });
  ExpectOnlyCulpritDies(outcome, 50, 0);
  EXPECT_EQ(outcome.deaths.at(0), "exit status 7\nno way");
}

TEST_P(PoolJobs, AQuietExitIsNotTheEndOfTheRun) {
  const auto outcome = RunAll(50, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 49, [] { _exit(0); }, p);
  });
  ExpectOnlyCulpritDies(outcome, 50, 49);
  EXPECT_EQ(outcome.deaths.at(49), "exit status 0");
}

TEST_P(PoolJobs, ASanitizersFindingIsNamed) {
  const auto outcome = RunAll(3, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 1, [] { dprintf(2, "==1==\nSUMMARY: AddressSanitizer: heap-use\n\n"), _exit(1); }, p);
  });
  ExpectOnlyCulpritDies(outcome, 3, 1);
  EXPECT_THAT(outcome.deaths.at(1),
              StartsWith("exit status 1 (SUMMARY: AddressSanitizer: heap-use)\n"));
}

TEST_P(PoolJobs, AnExceptionCostsItsItemOnly) {
  const auto outcome = RunAll(20, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 3, [] { throw std::runtime_error("that was too much"); }, p);
  });
  ExpectOnlyCulpritDies(outcome, 20, 3);
  EXPECT_THAT(outcome.deaths.at(3), HasSubstr("that was too much"));
}

TEST_P(PoolJobs, TheWatchdogCutsOffAHang) {
  const auto outcome = RunAll(
      40, GetParam(),
      [](size_t i, Bytes* p) {
        Misbehave(
            i, 12,
            [] {
              for (;;) pause();
            },
            p);
      },
      std::chrono::milliseconds(150));
  ExpectOnlyCulpritDies(outcome, 40, 12);
  EXPECT_EQ(outcome.deaths.at(12), "cut off by the watchdog after 0.15 s");
}

// Between two items a worker has one for a moment before it has noted so.
TEST_P(PoolJobs, AKillAtAnyMomentLosesNoItem) {
  constexpr size_t kItems = 3000;
  const auto outcome = RunAll(kItems, GetParam(), [](size_t i, Bytes* p) {
    if (i % 100 == 50) {
      const pid_t worker = getpid();
      if (fork() == 0) {
        usleep(static_cast<useconds_t>(i % 97));
        kill(worker, SIGKILL);
        _exit(0);
      }
    }
    Say(std::to_string(i), p);
  });
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.results.size() + outcome.deaths.size(), kItems);
}

// Writes to every pipe this process has, as a wild write might.
void WriteToPipes(std::string_view garbage) {
  for (int fd = 3; fd < 64; ++fd) {
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode)) {
      (void)!write(fd, garbage.data(), garbage.size());
    }
  }
}

TEST_P(PoolJobs, GarbageInTheResultsCostsItsItemOnly) {
  for (const std::string& garbage : {std::string("x"), std::string(4000, 'y')}) {
    const auto outcome = RunAll(300, GetParam(), [&](size_t i, Bytes* p) {
      Misbehave(
          i, 100, [&] { WriteToPipes(garbage); }, p);
    });
    ExpectOnlyCulpritDies(outcome, 300, 100);
    EXPECT_EQ(outcome.deaths.at(100), "garbled its result");
  }
}

TEST_P(PoolJobs, AClosedPipeCostsItsItemOnly) {
  const auto outcome = RunAll(30, GetParam(), [](size_t i, Bytes* p) {
    Misbehave(
        i, 9,
        [] {
          for (int fd = 3; fd < 64; ++fd) close(fd);
        },
        p);
  });
  ExpectOnlyCulpritDies(outcome, 30, 9);
  EXPECT_THAT(outcome.deaths.at(9), HasSubstr("the result could not be sent back"));
}

TEST_P(PoolJobs, ManyDeathsAreAllToldApart) {
  const auto outcome = RunAll(60, GetParam(), [](size_t i, Bytes* p) {
    if (i % 3 == 0) raise(SIGKILL);
    Say(std::to_string(i), p);
  });
  EXPECT_EQ(outcome.deaths.size(), 20u);
  EXPECT_EQ(outcome.results.size(), 40u);
  for (const auto& [index, why] : outcome.deaths) {
    EXPECT_EQ(index % 3, 0u);
    EXPECT_EQ(why, "signal 9 (SIGKILL)");
  }
}

INSTANTIATE_TEST_SUITE_P(Jobs, PoolJobs, ::testing::Values(1, 2, 5));

TEST(Pool, WhatAWorkerPrintsDoesNotReachTheTerminal) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const auto outcome = RunAll(2, 1, [](size_t, Bytes*) {
    dprintf(1, "chatter");
    dprintf(2, "chatter");
  });
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(outcome.results.size(), 2u);
}

TEST(Pool, AStopLetsWhatIsRunningFinishAndBeginsNothing) {
  static volatile std::sig_atomic_t stop = 0;
  size_t came = 0;
  const auto work = [](size_t i, Bytes* p) { usleep(200), Say(std::to_string(i), p); };
  const auto done = [&](const PoolResult& result) {
    EXPECT_EQ(result.died, "");
    if (++came == 20) stop = 1;
  };
  const auto ran = RunPool(100000, work, done, {.jobs = 2, .stop = &stop});
  EXPECT_TRUE(ran);
  EXPECT_GE(came, 20u);
  EXPECT_LT(came, 20000u);
}

TEST(Pool, WorkersIgnoreCtrlC) {
  const auto outcome = RunAll(5, 2, [](size_t i, Bytes* p) {
    raise(SIGINT);
    Say(std::to_string(i), p);
  });
  EXPECT_EQ(outcome.results.size(), 5u);
}

TEST(Pool, DoesNothingForNothing) {
  EXPECT_EQ(RunAll(0, 2, [](size_t, Bytes*) {}).error, "");
}

}  // namespace
}  // namespace shakedown
