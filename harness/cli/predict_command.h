// `shakedown predict`: how a client and a server will get on, without running them.
#ifndef HARNESS_CLI_PREDICT_COMMAND_H_
#define HARNESS_CLI_PREDICT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the subcommand; `*action` is set when it is chosen.
void AddPredictCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_PREDICT_COMMAND_H_
