#include "harness/cli/prove_command.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "harness/cli/exit_status.h"
#include "harness/cli/selected_cases.h"
#include "harness/cli/tables.h"
#include "harness/prove/prove.h"

namespace shakedown {
namespace {

struct ProveArguments {
  CaseArguments cases;
  int jobs = 0;
  double watchdog = 10;
  size_t show = 20;
};

int ProveCommand(ProveArguments arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto world = OpenWorld(*paths, arguments.cases);
  if (!world) return Unusable(world.error());
  const auto profiles = LoadProfiles(paths->profiles);
  if (!profiles) return Unusable(profiles.error());
  const auto scenarios = LoadScenarioArguments(*world, &arguments.cases);
  if (!scenarios) {
    fmt::print(stderr, "{}\n", scenarios.error());
    return kUnusableInput;
  }
  const auto cases = SelectCases(*scenarios, world->stacks, arguments.cases);
  if (!cases) return Unusable(cases.error());
  auto pki = OpenPki(paths->modules, paths->keys);
  if (!pki) return Unusable(pki.error());

  RunOptions options;
  options.jobs = arguments.jobs;
  options.watchdog = std::chrono::milliseconds(static_cast<int64_t>(arguments.watchdog * 1000));
  const auto results = Run(*cases, pki->get(), world->codes, {}, options);
  if (!results) return Unusable(results.error());
  ProofTally tally;
  size_t shown = 0;
  for (size_t i = 0; i < cases->size(); ++i) {
    const Proof proof = ProofOf(Foretell((*cases)[i], *profiles), (*results)[i]);
    tally.Add((*cases)[i], (*results)[i], proof);
    if (proof.verdict != ProofVerdict::kDiffered || ++shown > arguments.show) continue;
    fmt::print("DIFFER {}\n", (*cases)[i].name);
    for (const Difference& one : proof.differences) {
      fmt::print("  {}: foretold {}, seen {}\n", NameOf(one.field), one.foretold, one.seen);
    }
  }
  fmt::print("{} of {} agree; {} inexpressible\n", tally.all.agreed, tally.all.compared,
             tally.inexpressible);
  for (const auto& [reason, count] : tally.beyond) fmt::print("  beyond: {} {}\n", count, reason);
  for (const auto& [pair, count] : tally.by_pair) {
    fmt::print("  {} {} of {}\n", pair, count.agreed, count.compared);
  }
  for (const auto& [pair, count] : tally.by_cause) {
    fmt::print("  {} {} of {}\n", pair, count.agreed, count.compared);
  }
  return tally.all.agreed == tally.all.compared ? kAsExpected : kNotAsExpected;
}

}  // namespace

void AddProveCommand(CLI::App* app, const std::string&, std::function<int()>* action) {
  auto arguments = std::make_shared<ProveArguments>();
  CLI::App* prove = app->add_subcommand("prove", "Predict cases, run them, and compare");
  AddCaseOptions(prove, &arguments->cases);
  prove->add_option("--jobs,-j", arguments->jobs, "Worker processes; 0: one a core");
  prove->add_option("--show", arguments->show, "How many differences are shown");
  prove->callback([arguments, action] { *action = [arguments] { return ProveCommand(*arguments); }; });
}

}  // namespace shakedown
