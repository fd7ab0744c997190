#include "harness/cli/prove_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "harness/cli/exit_status.h"
#include "harness/cli/selected_cases.h"
#include "harness/cli/tables.h"
#include "harness/model/write_scenario.h"
#include "harness/prove/minimise.h"
#include "harness/prove/prove.h"
#include "harness/prove/random_scenario.h"
#include "harness/report/prove_report.h"
#include "harness/report/run_report.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct ProveArguments {
  CaseArguments cases;
  int jobs = 0;
  double watchdog = 10;
  size_t show = 20;
  std::string json;
  std::string keep;   // a folder for scenarios that differ; empty: they are not kept
  size_t random = 0;  // how many cases are drawn; 0: the scenarios are proved
  uint64_t seed = 1, first = 0;
};

// Proves case after case and prints what differs.
class Prover {
 public:
  Prover(const ProveArguments& arguments, const World& world, std::string command)
      : arguments_(arguments),
        world_(world),
        command_(std::move(command)),
        diagnoser_(world.knowledge.profiles),
        out_(arguments.json == "-" ? stderr : stdout) {}

  // Nothing: done; else what went wrong.
  std::optional<std::string> Prove(std::span<const Case> cases) {
    const auto results = Play(cases);
    if (!results) return results.error();
    for (size_t i = 0; i < cases.size(); ++i) One(cases[i], (*results)[i]);
    return std::nullopt;
  }

  const ProofTally& tally() const { return tally_; }
  const std::vector<DifferingCase>& differing() const { return differing_; }
  std::FILE* out() const { return out_; }

  // Writes each difference that was shown, as small as it stays one, to a file of the folder. The
  // error names the file.
  std::optional<std::string> Keep(const std::string& folder) const {
    for (const Scenario& scenario : kept_) {
      // The same fields differ; where the stacks do not repeat it, nothing is left out.
      const auto wanted = Differences({&scenario, 1}).front();
      const Scenario least = Minimise(scenario, [&](std::span<const Scenario> candidates) {
        std::vector<bool> still;
        for (const auto& fields : Differences(candidates)) {
          still.push_back(!wanted.empty() && fields == wanted);
        }
        return still;
      });
      auto json = ScenarioJson(least);
      json["expect"] = "predicted";
      std::string name = scenario.name;
      std::ranges::replace(name, '/', '-');
      const std::string path = fmt::format("{}/{}.json", folder, name);
      if (auto done = WriteWhole(path, json.dump(2) + "\n"); !done) return done.error();
      fmt::print(out_, "kept: {}\n", path);
    }
    return std::nullopt;
  }

  // On a terminal: how far it has come.
  void Progress(size_t done, size_t all) const {
    if (isatty(fileno(stderr)) == 1) fmt::print(stderr, "\r{} of {} cases\r", done, all);
  }

 private:
  tl::expected<std::vector<CaseResult>, std::string> Play(std::span<const Case> cases) const {
    auto pki = OpenPki(world_.paths.modules, world_.paths.keys);
    if (!pki) return tl::unexpected(pki.error());
    RunOptions options;
    options.jobs = arguments_.jobs;
    options.watchdog = std::chrono::milliseconds(static_cast<int64_t>(arguments_.watchdog * 1000));
    options.diagnoser = &diagnoser_;
    return Run(cases, pki->get(), world_.knowledge, {}, options);
  }

  // The fields in which the one case of each scenario differs.
  std::vector<std::vector<ProofField>> Differences(std::span<const Scenario> scenarios) const {
    std::vector<std::vector<ProofField>> out(scenarios.size());
    const std::vector<Case> cases = Pair(scenarios, world_.stacks);
    const auto results = Play(cases);
    for (size_t i = 0; results && i < cases.size(); ++i) {
      const Proof proof = ProofOf(Foretell(cases[i], world_.knowledge.profiles), (*results)[i]);
      auto& fields = out[static_cast<size_t>(cases[i].scenario - scenarios.data())];
      for (const Difference& difference : proof.differences) fields.push_back(difference.field);
    }
    return out;
  }

  void One(const Case& one, const CaseResult& result) {
    const Foretold foretold = Foretell(one, world_.knowledge.profiles);
    const Proof proof = ProofOf(foretold, result);
    tally_.AddDiagnosis(foretold, result);
    tally_.Add(one, result, proof);
    if (proof.verdict != ProofVerdict::kDiffered) return;
    DifferingCase differing{one.name, "", Repeat(one), proof.differences};
    if (arguments_.random > 0) differing.scenario = ScenarioJson(*one.scenario).dump();
    if (differing_.size() < arguments_.show) {
      fmt::print(out_, "{}", DifferenceText(differing));
      if (arguments_.random > 0 && !arguments_.keep.empty()) kept_.push_back(*one.scenario);
    }
    differing_.push_back(std::move(differing));
  }

  // The command that proves `one` alone.
  std::string Repeat(const Case& one) const {
    if (arguments_.random == 0) {
      std::string line = command_ + " prove";
      for (const std::string& path : arguments_.cases.paths) line += ' ' + ShellQuote(path);
      return line + " --only " + ShellQuote(one.name);
    }
    const std::string& name = one.scenario->name;
    return fmt::format("{} prove --random 1 --seed {} --first {}", command_, arguments_.seed,
                       name.substr(name.rfind('/') + 1));
  }

  const ProveArguments& arguments_;
  const World& world_;
  const std::string command_;
  const Diagnoser diagnoser_;
  std::FILE* const out_;
  ProofTally tally_;
  std::vector<DifferingCase> differing_;
  std::vector<Scenario> kept_;
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
    prover->Progress(prover->tally().all.compared, arguments.random);
  }
  fmt::print(prover->out(), "seed {}, scenarios {} to {}\n", arguments.seed, arguments.first,
             index - 1);
  return std::nullopt;
}

int ProveCommand(const std::string& command, ProveArguments arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto world = OpenWorld(*paths, arguments.cases);
  if (!world) return Unusable(world.error());
  Prover prover(arguments, *world, command);
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
  fmt::print(prover.out(), "{}", ProveSummary(tally));
  if (!arguments.json.empty()) {
    if (auto done = WriteWhole(arguments.json, ProveJson(tally, prover.differing())); !done) {
      return Unusable(done.error());
    }
  }
  if (auto failed = prover.Keep(arguments.keep)) return Unusable(*failed);
  if (tally.all.compared == 0) return Unusable("no case could be compared");
  return tally.all.agreed == tally.all.compared ? kAsExpected : kNotAsExpected;
}

}  // namespace

void AddProveCommand(CLI::App* app, const std::string& command, std::function<int()>* action) {
  auto arguments = std::make_shared<ProveArguments>();
  CLI::App* prove = app->add_subcommand(
      "prove", "Predict cases, run them on the stacks, and tell where the two disagree");
  prove->footer(
      "With --random, scenarios are drawn over all capabilities between two of the stacks; the "
      "same\nseed draws the same on every machine.\n"
      "Exit status: 0 all as foretold, 1 something is not, 2 unusable input.\n"
      "Example: shakedown prove --random 10000 --seed 7");
  AddCaseOptions(prove, &arguments->cases);
  CLI::Option* random = prove->add_option(
      "--random", arguments->random, "Draw scenarios until this many cases have been compared");
  prove->add_option("--seed", arguments->seed, "What they are drawn from")->capture_default_str();
  prove->add_option("--first", arguments->first, "The number of the first one")
      ->capture_default_str();
  prove->add_option("--jobs,-j", arguments->jobs, "Worker processes; 0: one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  prove
      ->add_option("--watchdog", arguments->watchdog,
                   "Seconds after which a case is cut off as hanging")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  prove->add_option("--show", arguments->show, "Print no more differing cases than this")
      ->capture_default_str();
  prove
      ->add_option("--keep", arguments->keep,
                   "With --random: write each differing case that is printed, made as small as it\n"
                   "stays one, to this folder as a scenario file")
      ->check(CLI::ExistingDirectory)
      ->needs(random);
  prove->add_option("--json", arguments->json, "Write the result to this file, - for stdout");
  prove->callback([arguments, command, action] {
    *action = [arguments, command] { return ProveCommand(command, *arguments); };
  });
}

}  // namespace shakedown
