#include "harness/cli/import_racdcert.h"

#include <fmt/format.h>

#include <memory>

#include "harness/cli/at_day.h"
#include "harness/cli/exit_status.h"
#include "harness/cli/inspect_input.h"
#include "harness/cli/tell_findings.h"
#include "harness/import/attls/words.h"
#include "harness/import/racdcert/read_racdcert.h"
#include "harness/import/racdcert/to_scenario.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct RacdcertArguments {
  std::string file, output = "-", label, at;
  bool lint_only = false;
  FindingsLook look;
};

using Leaves = std::vector<const racdcert::Certificate*>;

// Those with the label that is named; all where none is.
tl::expected<Leaves, std::string> Choose(const Leaves& leaves, const std::string& label) {
  if (label.empty()) return leaves;
  Leaves out;
  std::vector<std::string> labels;
  for (const racdcert::Certificate* leaf : leaves) {
    if (leaf->id.label == label) out.push_back(leaf);
    labels.push_back(leaf->id.label);
  }
  if (!out.empty()) return out;
  return tl::unexpected(fmt::format("--label: no server or client has a certificate {}{}", label,
                                    attls::DidYouMean(label, labels)));
}

int ImportRacdcert(const RacdcertArguments& arguments) {
  const auto now = TimeOf(arguments.at);
  if (!now) return Unusable(now.error());
  const auto input = ReadInput({arguments.file});
  if (!input) return Unusable(input.error());
  auto racf = racdcert::ReadRacdcert(AsText(input->bytes));
  if (!racf) return Unusable(fmt::format("{}: {}", input->name, racf.error()));
  const racdcert::Chains chains(racf->certificates());
  racdcert::Lint(chains, *now, &*racf);
  if (arguments.lint_only) {
    return TellLint(input->name, racf->findings, arguments.look, arguments.output);
  }
  TellFindings(input->name, racf->findings, arguments.look);
  if (attls::HasErrors(racf->findings)) {
    return Unusable(fmt::format("{}: no scenario is made of commands with errors", input->name));
  }
  const Leaves leaves = racdcert::LeavesOf(*racf, chains);
  if (leaves.empty()) {
    return Unusable(fmt::format("{}: found {} certificates of CAs, none of a server or client",
                                input->name, racf->certificates().size()));
  }
  const auto chosen = Choose(leaves, arguments.label);
  if (!chosen) return Unusable(chosen.error());
  size_t cases = 0;
  const std::string scenario = racdcert::ScenarioOf(*chosen, chains, *now, &cases);
  if (cases == 0) {
    return Unusable(
        fmt::format("{}: no case is made of any certificate; the warnings say why", input->name));
  }
  if (auto written = WriteWhole(arguments.output, scenario); !written) {
    return Unusable(written.error());
  }
  return kAsExpected;
}

}  // namespace

void AddImportRacdcert(CLI::App* import, std::function<int()>* action) {
  auto arguments = std::make_shared<RacdcertArguments>();
  CLI::App* one = import->add_subcommand(
      "racdcert", "Certificates: RACDCERT commands, or what RACDCERT LIST prints");
  one->footer(
      "GENCERT commands and lists become a case for each certificate that is no CA's: a server\n"
      "shows it to a usual client. What is expected is predicted for each pair of stacks.\n"
      "Example: shakedown import racdcert gencert.jcl | shakedown run -");
  one->add_option("file", arguments->file, "The file, - for standard input")->required();
  one->add_option("-o,--output", arguments->output,
                  "Write the scenario to this file, whole or not at all; - for stdout")
      ->capture_default_str();
  one->add_option("--label", arguments->label, "Only certificates with this label");
  one->add_option("--at", arguments->at, "Judge validity as of the start of this day (YYYY-MM-DD)");
  one->add_flag("--lint-only", arguments->lint_only, "Only say what is wrong");
  one->add_flag("--json", arguments->look.json, "Findings as JSON");
  one->add_flag("--quiet,-q", arguments->look.quiet, "Tell only errors, no warnings and notes");
  one->callback(
      [arguments, action] { *action = [arguments] { return ImportRacdcert(*arguments); }; });
}

}  // namespace shakedown
