// `shakedown run`: play scenarios on real stacks and report.
#ifndef HARNESS_CLI_RUN_COMMAND_H_
#define HARNESS_CLI_RUN_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "harness/cli/exit_status.h"

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does. `command` is how the
// program was called, for the commands that repeat a case.
void AddRunCommand(CLI::App* app, const std::string& command, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_RUN_COMMAND_H_
