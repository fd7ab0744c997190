// `shakedown inspect`: captured bytes as a readable tree.
#ifndef HARNESS_CLI_INSPECT_COMMAND_H_
#define HARNESS_CLI_INSPECT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does.
void AddInspectCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_INSPECT_COMMAND_H_
