// `shakedown explain`: from a code, a message or a log to its cause and the fix.
#ifndef HARNESS_CLI_EXPLAIN_COMMAND_H_
#define HARNESS_CLI_EXPLAIN_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does.
void AddExplainCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_EXPLAIN_COMMAND_H_
