#include "harness/cli/prove_command.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "harness/cli/exit_status.h"
#include "harness/cli/selected_cases.h"
#include "harness/cli/tables.h"
#include "harness/model/write_scenario.h"
#include "harness/prove/prove.h"
#include "harness/prove/random_scenario.h"

namespace shakedown {
namespace {

struct ProveArguments {
  CaseArguments cases;
  int jobs = 0;
  double watchdog = 10;
  size_t show = 20;
  size_t random = 0;  // how many cases are drawn; 0: the scenarios are proved
  uint64_t seed = 1, first = 0;
};

// Proves case after case and prints what differs.
class Prover {
 public:
  Prover(const ProveArguments& arguments, const World& world)
      : arguments_(arguments), world_(world) {}

  // Nothing: done; else what went wrong.
  std::optional<std::string> Prove(std::span<const Case> cases) {
    auto pki = OpenPki(world_.paths.modules, world_.paths.keys);
    if (!pki) return pki.error();
    RunOptions options;
    options.jobs = arguments_.jobs;
    options.watchdog = std::chrono::milliseconds(static_cast<int64_t>(arguments_.watchdog * 1000));
    const auto results = Run(cases, pki->get(), world_.knowledge, {}, options);
    if (!results) return results.error();
    for (size_t i = 0; i < cases.size(); ++i) One(cases[i], (*results)[i]);
    return std::nullopt;
  }

  const ProofTally& tally() const { return tally_; }

 private:
  void One(const Case& one, const CaseResult& result) {
    const Proof proof = ProofOf(Foretell(one, world_.knowledge.profiles), result);
    tally_.Add(one, result, proof);
    if (proof.verdict != ProofVerdict::kDiffered || ++shown_ > arguments_.show) return;
    fmt::print("DIFFER {}\n", one.name);
    if (arguments_.random > 0) fmt::print("  {}\n", ScenarioJson(*one.scenario).dump());
    for (const Difference& difference : proof.differences) {
      fmt::print("  {}: foretold {}, seen {}\n", NameOf(difference.field), difference.foretold,
                 difference.seen);
    }
  }

  const ProveArguments& arguments_;
  const World& world_;
  ProofTally tally_;
  size_t shown_ = 0;
};

std::optional<std::string> ProveRandom(const ProveArguments& arguments, const World& world,
                                       Prover* prover) {
  constexpr size_t kBatch = 2000;
  std::vector<std::string> names;
  for (const Stack* stack : world.stacks) names.push_back(stack->info().name);
  uint64_t index = arguments.first;
  while (prover->tally().all.compared < arguments.random) {
    const size_t left = arguments.random - prover->tally().all.compared;
    std::vector<Scenario> scenarios;
    for (size_t i = 0; i < std::min(left, kBatch); ++i) {
      scenarios.push_back(DrawScenario(arguments.seed, index++, names));
    }
    if (auto problem = prover->Prove(Pair(scenarios, world.stacks))) return problem;
  }
  fmt::print("seed {}, scenarios {} to {}\n", arguments.seed, arguments.first, index - 1);
  return std::nullopt;
}

int ProveCommand(ProveArguments arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto world = OpenWorld(*paths, arguments.cases);
  if (!world) return Unusable(world.error());
  Prover prover(arguments, *world);
  std::optional<std::string> problem;
  if (arguments.random > 0) {
    problem = ProveRandom(arguments, *world, &prover);
  } else {
    const auto scenarios = LoadScenarioArguments(*world, &arguments.cases);
    if (!scenarios) {
      fmt::print(stderr, "{}\n", scenarios.error());
      return kUnusableInput;
    }
    const auto cases = SelectCases(*scenarios, world->stacks, arguments.cases);
    if (!cases) return Unusable(cases.error());
    problem = prover.Prove(*cases);
  }
  if (problem) return Unusable(*problem);
  const ProofTally& tally = prover.tally();
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
  prove->footer(
      "Exit status: 0 all as foretold, 1 something is not, 2 unusable input.\n"
      "Example: shakedown prove --random 10000 --seed 7");
  AddCaseOptions(prove, &arguments->cases);
  prove->add_option("--jobs,-j", arguments->jobs, "Worker processes; 0: one a core");
  prove->add_option("--show", arguments->show, "How many differences are shown");
  prove->add_option("--random", arguments->random, "Draw this many cases at random");
  prove->add_option("--seed", arguments->seed, "What they are drawn from");
  prove->add_option("--first", arguments->first, "The number of the first one");
  prove->callback(
      [arguments, action] { *action = [arguments] { return ProveCommand(*arguments); }; });
}

}  // namespace shakedown
