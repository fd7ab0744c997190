// `shakedown stacks`: which TLS stacks are here and what each can be told.
#ifndef HARNESS_CLI_STACKS_COMMAND_H_
#define HARNESS_CLI_STACKS_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the subcommand to `app`; when chosen, `*action` is set to what it does.
void AddStacksCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_STACKS_COMMAND_H_
