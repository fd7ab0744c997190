#include "harness/cli/import_command.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "harness/cli/import_racdcert.h"
#include "harness/cli/inspect_input.h"
#include "harness/cli/tell_findings.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/match.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/to_scenario.h"
#include "harness/import/attls/words.h"
#include "harness/model/parse_json.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

struct ImportArguments {
  std::string file, output = "-", rule, connection;
  attls::Form form = attls::Form::kPolicy;
  bool lint_only = false;
  FindingsLook look;
};

int TellMatch(const attls::Policy& policy, const ImportArguments& arguments) {
  const auto connection = attls::ReadConnection(arguments.connection);
  if (!connection) return Unusable("--for: " + connection.error());
  const attls::Match match = attls::FindMatch(policy, *connection);
  if (arguments.look.json) {
    Json out;
    out["rule"] = match.rule == nullptr ? Json() : Json(match.rule->name);
    out["hidden"] = Json::array();
    for (const attls::PolicyRule* rule : match.hidden) out["hidden"].push_back(rule->name);
    out["steps"] = match.steps;
    fmt::print("{}", PrintedJson(out));
  } else {
    fmt::print("{}\n", match.rule == nullptr
                           ? std::string("no rule fits: the connection goes without TLS")
                           : fmt::format("rule {} (line {})", match.rule->name, match.rule->line));
    for (const std::string& step : match.steps) fmt::print("  {}\n", step);
  }
  return match.rule == nullptr ? kNotAsExpected : kAsExpected;
}

// The rules to import: all, or the one that is named.
tl::expected<std::vector<const attls::PolicyRule*>, std::string> Choose(const attls::Policy& policy,
                                                                        const std::string& name) {
  std::vector<const attls::PolicyRule*> out;
  std::vector<std::string> names;
  for (const attls::PolicyRule& rule : policy.rules) {
    if (name.empty() || attls::SameWord(rule.name, name)) out.push_back(&rule);
    names.push_back(rule.name);
  }
  if (out.empty()) {
    return tl::unexpected(
        fmt::format("--rule: there is no rule {}{}", name, attls::DidYouMean(name, names)));
  }
  return out;
}

int ImportCommand(const ImportArguments& arguments) {
  const auto input = ReadInput({arguments.file});
  if (!input) return Unusable(input.error());
  auto policy = attls::Read(arguments.form, AsText(input->bytes));
  if (!policy) return Unusable(fmt::format("{}: {}", input->name, policy.error()));
  attls::Lint(&*policy);
  if (!arguments.connection.empty()) {
    for (const attls::Finding& one : policy->findings) {
      if (one.severity != attls::Severity::kError) continue;
      fmt::print(stderr, "{}\n", attls::ToString(input->name, one));
    }
    return TellMatch(*policy, arguments);
  }
  if (arguments.lint_only) {
    return TellLint(input->name, policy->findings, arguments.look, arguments.output);
  }
  TellFindings(input->name, policy->findings, arguments.look);
  if (attls::HasErrors(policy->findings)) {
    return Unusable(fmt::format("{}: no scenario is made of a policy with errors", input->name));
  }
  const auto rules = Choose(*policy, arguments.rule);
  if (!rules) return Unusable(rules.error());
  for (const attls::PolicyRule* rule : *rules) {
    if (rule->Enabled() || arguments.look.quiet) continue;
    fmt::print(stderr, "{}:{}: note: rule {} does without TLS and gives no case\n", input->name,
               rule->line, rule->name);
  }
  size_t cases = 0;
  const std::string scenario = attls::ScenarioOf(*rules, &cases);
  if (cases == 0) return Unusable(fmt::format("{}: no rule switches TLS on", input->name));
  if (scenario.size() > kMostBytes) {
    fmt::print(stderr,
               "shakedown: {} bytes of scenario are more than run reads of a file ({}); --rule "
               "takes one rule\n",
               scenario.size(), kMostBytes);
  }
  if (auto written = WriteWhole(arguments.output, scenario); !written) {
    return Unusable(written.error());
  }
  return kAsExpected;
}

struct FormName {
  attls::Form form;
  const char* name;
  const char* about;
  const char* example;
};

constexpr FormName kForms[] = {
    {attls::Form::kPolicy, "attls", "An AT-TLS policy, as the policy agent reads it",
     "Example: shakedown import attls pagent.pol | shakedown run -"},
    {attls::Form::kPasearch, "pasearch", "The report of `pasearch -t`",
     "Example: shakedown import pasearch report.txt --for local=10.1.1.2:4000,direction=in"},
    {attls::Form::kEasyAttls, "easyattls", "Rules as EasyAT-TLS has them, in YAML",
     "Example: shakedown import easyattls rules.yaml --rule COLATTLS -o colattls.json"},
};

}  // namespace

void AddImportCommand(CLI::App* app, std::function<int()>* action) {
  CLI::App* import = app->add_subcommand(
      "import", "AT-TLS policies and RACF certificates as scenarios, and what is wrong in them");
  import->require_subcommand(1);
  import->footer(
      "What is wrong goes to standard error, each with line and fix.\n"
      "Exit status: 0 done (with --lint-only: nothing wrong), 1 something is wrong, or no rule\n"
      "fits (--for), 2 unusable input.\n"
      "Example: shakedown import attls pagent.pol | shakedown run -");
  for (const FormName& form : kForms) {
    auto arguments = std::make_shared<ImportArguments>();
    arguments->form = form.form;
    CLI::App* one = import->add_subcommand(form.name, form.about);
    one->footer(form.example);
    one->add_option("file", arguments->file, "The file, - for standard input")->required();
    one->add_option("-o,--output", arguments->output,
                    "Write the scenario to this file, whole or not at all; - for stdout")
        ->capture_default_str();
    one->add_option("--rule", arguments->rule, "Only the rule of this name");
    one->add_option("--for", arguments->connection,
                    "Say which rule a connection hits and why, make no scenario: "
                    "local=IP:PORT,remote=IP:PORT,job=J,user=U,direction=in, or a part of that");
    one->add_flag("--lint-only", arguments->lint_only, "Only say what is wrong");
    one->add_flag("--json", arguments->look.json, "Findings and answers as JSON");
    one->add_flag("--quiet,-q", arguments->look.quiet, "Tell only errors, no warnings and notes");
    one->callback(
        [arguments, action] { *action = [arguments] { return ImportCommand(*arguments); }; });
  }
  AddImportRacdcert(import, action);
}

}  // namespace shakedown
