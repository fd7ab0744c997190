// `shakedown import`: AT-TLS policies and RACF certificates as scenarios, with what is wrong in
// them.
#ifndef HARNESS_CLI_IMPORT_COMMAND_H_
#define HARNESS_CLI_IMPORT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "harness/cli/exit_status.h"

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does.
void AddImportCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_IMPORT_COMMAND_H_
