#include "harness/cli/export_command.h"

#include <fmt/format.h>

#include <memory>

#include "harness/cli/inspect_input.h"
#include "harness/cli/scenario_files.h"
#include "harness/import/attls/export.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct ExportArguments {
  std::string file, output = "-", side;
  bool easy = false, anyway = false;
};

int ExportCommand(const ExportArguments& arguments) {
  // "-" is standard input, whatever a file may be called.
  const bool piped = arguments.file == "-";
  const Reader reader = [&](const std::string& path,
                            std::string* error) -> std::optional<std::string> {
    if (!piped || path != "stdin") return ReadTextFile(path, error);
    auto input = ReadInput({"-"});
    if (input) return std::string(AsText(input->bytes));
    *error = input.error();
    return std::nullopt;
  };
  const auto scenarios = LoadScenarios(piped ? "stdin" : arguments.file, reader, {});
  if (!scenarios) {
    for (const LoadError& error : scenarios.error()) fmt::print(stderr, "{}\n", error.ToString());
    return kUnusableInput;
  }
  if (scenarios->empty()) return Unusable(arguments.file + ": no case in it");
  std::optional<Role> side;
  if (!arguments.side.empty()) side = arguments.side == "client" ? Role::kClient : Role::kServer;
  std::vector<attls::PolicyRule> rules;
  bool lost = false;
  for (attls::ExportedRule& exported : attls::RulesOf(*scenarios, side)) {
    for (const std::string& line : exported.told) fmt::print(stderr, "note: {}\n", line);
    for (const std::string& line : exported.lost) fmt::print(stderr, "lost: {}\n", line);
    lost = lost || !exported.lost.empty();
    rules.push_back(std::move(exported.rule));
  }
  if (lost && !arguments.anyway) {
    return Unusable(
        fmt::format("{}: a policy cannot say all of it; --anyway writes the rest", arguments.file));
  }
  const std::string text =
      arguments.easy ? attls::WriteEasyAttls(rules) : attls::WritePolicy(rules);
  if (auto written = WriteWhole(arguments.output, text); !written) {
    return Unusable(written.error());
  }
  return kAsExpected;
}

}  // namespace

void AddExportCommand(CLI::App* app, std::function<int()>* action) {
  CLI::App* out = app->add_subcommand("export", "Scenarios as AT-TLS policies");
  out->require_subcommand(1);
  out->footer(
      "What is written gives the same scenario when it is imported. What a policy cannot say is\n"
      "told on standard error.\n"
      "Exit status: 0 done, 2 unusable input, or a policy cannot say it.\n"
      "Example: shakedown import attls pagent.pol | shakedown export easyattls -");
  for (const bool easy : {false, true}) {
    auto arguments = std::make_shared<ExportArguments>();
    arguments->easy = easy;
    CLI::App* one =
        easy ? out->add_subcommand("easyattls", "YAML as EasyAT-TLS has it, a document a rule")
             : out->add_subcommand("attls", "The statements of the policy agent");
    one->footer(easy ? "Example: shakedown export easyattls scenario.json -o rules.yaml"
                     : "Example: shakedown import easyattls rules.yaml | shakedown export attls -");
    one->add_option("scenario", arguments->file, "The scenario file, - for standard input")
        ->required();
    one->add_option("-o,--output", arguments->output,
                    "Write the policy to this file, whole or not at all; - for stdout")
        ->capture_default_str();
    one->add_option("--side", arguments->side,
                    "Whose policy it is, where the scenario does not say; default: the server's")
        ->check(CLI::IsMember({"client", "server"}));
    one->add_flag("--anyway", arguments->anyway, "Write what a policy can say, tell the rest");
    one->callback(
        [arguments, action] { *action = [arguments] { return ExportCommand(*arguments); }; });
  }
}

}  // namespace shakedown
