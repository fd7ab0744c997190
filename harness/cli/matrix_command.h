// `shakedown matrix`: many clients by many servers, predicted, as a table, CSV, JSON or a page.
#ifndef HARNESS_CLI_MATRIX_COMMAND_H_
#define HARNESS_CLI_MATRIX_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

namespace shakedown {

// Adds the subcommand. When it is chosen, `*action` runs it and returns the exit status.
void AddMatrixCommand(CLI::App* app, std::function<int()>* action);

}  // namespace shakedown

#endif  // HARNESS_CLI_MATRIX_COMMAND_H_
