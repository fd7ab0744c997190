// `shakedown prove`: predict every case, run it, and tell where the two disagree.
#ifndef HARNESS_CLI_PROVE_COMMAND_H_
#define HARNESS_CLI_PROVE_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace shakedown {

// Adds the subcommand to `app`. When it is chosen, `*action` is set to what does it and returns the
// exit status.
void AddProveCommand(CLI::App* app, const std::string& command, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_PROVE_COMMAND_H_
