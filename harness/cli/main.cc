// The shakedown command: one subcommand a job.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "harness/cli/explain_command.h"
#include "harness/cli/export_command.h"
#include "harness/cli/import_command.h"
#include "harness/cli/inspect_command.h"
#include "harness/cli/matrix_command.h"
#include "harness/cli/predict_command.h"
#include "harness/cli/prove_command.h"
#include "harness/cli/run_command.h"
#include "harness/cli/stacks_command.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Sets real TLS stacks against each other over memory and says whether outcome, alerts and "
      "codes are as expected.");
  app.footer("Example: shakedown run scenarios");
  app.set_version_flag("--version", SHAKEDOWN_VERSION);
  app.require_subcommand(1);
  std::function<int()> action;
  shakedown::AddRunCommand(&app, argv[0], &action);
  shakedown::AddPredictCommand(&app, &action);
  shakedown::AddProveCommand(&app, argv[0], &action);
  shakedown::AddMatrixCommand(&app, &action);
  shakedown::AddStacksCommand(&app, &action);
  shakedown::AddInspectCommand(&app, &action);
  shakedown::AddExplainCommand(&app, &action);
  shakedown::AddImportCommand(&app, &action);
  shakedown::AddExportCommand(&app, &action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    // CLI11 prints help and version through the same door; only real problems are unusable input.
    return app.exit(problem) == 0 ? shakedown::kAsExpected : shakedown::kUnusableInput;
  }
  try {
    return action();
  } catch (const std::exception& problem) {
    fmt::print(stderr, "shakedown: {}\n", problem.what());
    return shakedown::kUnusableInput;
  }
}
