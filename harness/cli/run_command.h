// `shakedown run`: play scenarios on real stacks and report.
#ifndef HARNESS_CLI_RUN_COMMAND_H_
#define HARNESS_CLI_RUN_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// The exit status of every command.
enum ExitStatus : int {
  kAsExpected = 0,
  kNotAsExpected = 1,
  kUnusableInput = 2,
  kInterrupted = 130,  // as shells tell of SIGINT
};

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does. `command` is how the
// program was called, for the commands that repeat a case.
void AddRunCommand(CLI::App* app, const std::string& command, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_RUN_COMMAND_H_
