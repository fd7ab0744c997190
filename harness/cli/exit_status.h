// How every command ends.
#ifndef HARNESS_CLI_EXIT_STATUS_H_
#define HARNESS_CLI_EXIT_STATUS_H_

#include <fmt/format.h>

#include <cstdio>
#include <string>

namespace shakedown {

enum ExitStatus : int {
  kAsExpected = 0,
  kNotAsExpected = 1,
  kUnusableInput = 2,
  kInterrupted = 130,  // as shells tell of SIGINT
};

// Says on standard error what is wrong with the input; the status for that.
inline int Unusable(const std::string& message) {
  fmt::print(stderr, "shakedown: {}\n", message);
  return kUnusableInput;
}

}  // namespace shakedown

#endif  // HARNESS_CLI_EXIT_STATUS_H_
