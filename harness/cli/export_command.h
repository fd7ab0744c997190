// `shakedown export`: scenarios as AT-TLS policies.
#ifndef HARNESS_CLI_EXPORT_COMMAND_H_
#define HARNESS_CLI_EXPORT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "harness/cli/exit_status.h"

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does.
void AddExportCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_EXPORT_COMMAND_H_
