#include "harness/cli/run_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <filesystem>
#include <iostream>
#include <memory>

#include "harness/cli/selected_cases.h"
#include "harness/cli/tables.h"
#include "harness/prove/foretell.h"
#include "harness/report/json_report.h"
#include "harness/report/junit_report.h"
#include "harness/report/terminal_report.h"
#include "harness/report/whole_file.h"
#include "harness/run/run.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

struct RunArguments {
  CaseArguments cases;
  std::string json, junit, baseline, colour = "auto";
  int jobs = 0;
  double watchdog = 10;
  bool no_baseline = false, list = false, quiet = false, verbose = false;
};

// Whether the run is of all that the baseline is about: of the shipped scenarios whole, unless the
// user names a baseline. Scenarios of the user's own may well expect what a stack does.
bool IsWholeSet(const RunArguments& arguments, const std::string& shipped) {
  const CaseArguments& cases = arguments.cases;
  if (!cases.only.empty() || !cases.shard.empty()) return false;
  if (!arguments.baseline.empty()) return true;
  return std::ranges::any_of(cases.paths, [&](const std::string& path) {
    std::error_code error;
    return std::filesystem::equivalent(path, shipped, error);
  });
}

volatile std::sig_atomic_t g_stop = 0;

void OnInterrupt(int) { g_stop = 1; }

std::string CommandLine(const std::string& command, const RunArguments& arguments) {
  std::string line = command + " run";
  for (const std::string& path : arguments.cases.paths) line += ' ' + ShellQuote(path);
  for (const std::string& module : arguments.cases.modules)
    line += " --module " + ShellQuote(module);
  if (arguments.no_baseline) line += " --no-baseline";
  if (!arguments.baseline.empty()) line += " --baseline " + ShellQuote(arguments.baseline);
  return line;
}

// Catches Ctrl-C for as long as it lives; the second Ctrl-C ends the program as usual.
class InterruptGuard {
 public:
  InterruptGuard() {
    struct sigaction action {};
    action.sa_handler = OnInterrupt;
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, &old_);
  }
  ~InterruptGuard() { sigaction(SIGINT, &old_, nullptr); }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction old_ {};
};

// Gives the cases that expect what is predicted their expectations, which `*store` keeps. The error
// names a case that no rule reaches.
std::optional<std::string> FillPredicted(const Profiles& profiles, std::vector<Case>* cases,
                                         std::deque<Expectation>* store) {
  for (Case& one : *cases) {
    if (!one.expect->predicted) continue;
    const Foretold foretold = Foretell(one, profiles);
    if (!foretold.prediction.beyond_rules.empty()) {
      return fmt::format(
          "{}: expects what is predicted, but the rules do not reach so far ({}): "
          "write the expectation out",
          one.name, foretold.prediction.beyond_rules);
    }
    one.expect = &store->emplace_back(ExpectationOf(foretold));
  }
  return std::nullopt;
}

// Plays and reports `cases`; the exit status.
int Play(const RunArguments& arguments, bool whole_set, RunReport* report, Pki* pki,
         const Knowledge& knowledge) {
  // With the JSON or XML on standard output, people's lines go to standard error.
  const bool stdout_taken = arguments.json == "-" || arguments.junit == "-";
  std::FILE* out = stdout_taken ? stderr : stdout;
  const bool terminal_out = isatty(fileno(out)) == 1;
  TerminalOptions look;
  look.colour = arguments.colour == "always" || (arguments.colour == "auto" && terminal_out);
  look.progress = terminal_out;
  look.quiet = arguments.quiet;
  look.verbose = arguments.verbose;
  TerminalReport terminal(out, look, report->cases.size());

  RunOptions options;
  options.jobs = arguments.jobs;
  options.watchdog = std::chrono::milliseconds(static_cast<int64_t>(arguments.watchdog * 1000));
  options.stop = &g_stop;
  options.on_result = [&](size_t index, const CaseResult& result) {
    terminal.Case(*report, index, result);
  };
  const auto start = std::chrono::steady_clock::now();
  auto results = [&] {
    InterruptGuard guard;
    return Run(report->cases, pki, knowledge, *report->baseline, options);
  }();
  if (!results) return Unusable(results.error());
  report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report->results = std::move(*results);
  report->interrupted = g_stop != 0;
  if (!report->interrupted && whole_set) {
    report->stale_rows = StaleRows(*report->baseline, report->cases, report->results);
  }
  terminal.Summary(*report);

  if (!arguments.json.empty()) {
    if (auto done = WriteWhole(arguments.json, JsonReport(*report)); !done) {
      return Unusable(done.error());
    }
  }
  if (!arguments.junit.empty()) {
    if (auto done = WriteWhole(arguments.junit, JunitReport(*report)); !done) {
      return Unusable(done.error());
    }
  }
  if (report->interrupted) return kInterrupted;
  return AsExpected(*report) ? kAsExpected : kNotAsExpected;
}

int RunCommand(const std::string& command, RunArguments arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  if (arguments.json == "-" && arguments.junit == "-") {
    return Unusable("--json - and --junit -: only one report can go to standard output");
  }
  const auto world = OpenWorld(*paths, arguments.cases);
  if (!world) return Unusable(world.error());
  const auto scenarios = LoadScenarioArguments(*world, &arguments.cases);
  if (!scenarios) {
    fmt::print(stderr, "{}\n", scenarios.error());
    return kUnusableInput;
  }
  Baseline baseline;
  if (!arguments.no_baseline) {
    auto read = LoadBaseline(arguments.baseline.empty() ? paths->baseline : arguments.baseline);
    if (!read) return Unusable(read.error());
    baseline = std::move(*read);
  }

  auto cases = SelectCases(*scenarios, world->stacks, arguments.cases);
  if (!cases) return Unusable(cases.error());
  if (arguments.list) {
    for (const Case& one : *cases) fmt::print("{}\n", one.name);
    return kAsExpected;
  }
  auto pki = OpenPki(paths->modules, paths->keys);
  if (!pki) return Unusable(pki.error());

  std::deque<Expectation> predicted;
  if (auto problem = FillPredicted(world->knowledge.profiles, &*cases, &predicted)) {
    return Unusable(*problem);
  }

  RunReport report;
  for (Stack* stack : world->stacks) report.stacks.push_back(&stack->info());
  report.cases = std::move(*cases);
  report.baseline = &baseline;
  report.command = CommandLine(command, arguments);
  return Play(arguments, IsWholeSet(arguments, paths->scenarios), &report, pki->get(),
              world->knowledge);
}

}  // namespace

void AddRunCommand(CLI::App* app, const std::string& command, std::function<int()>* action) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* run = app->add_subcommand("run", "Play scenarios on real TLS stacks and check them");
  run->footer(
      "Certificates from PEM files are trusted only where a scenario's \"trust\" names their "
      "root.\n"
      "Exit status: 0 all as expected (or known), 1 something is not, 2 unusable input.\n"
      "Example: shakedown run scenarios --only 'alert-40/*' --json results/run.json");
  AddCaseOptions(run, &arguments->cases);
  run->add_option("--jobs,-j", arguments->jobs, "Worker processes; 0: one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  run->add_option("--watchdog", arguments->watchdog,
                  "Seconds after which a case is cut off as hanging")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  run->add_option("--json", arguments->json, "Write the JSON report to this file, - for stdout");
  run->add_option("--junit", arguments->junit, "Write a JUnit report to this file, - for stdout");
  run->add_option("--baseline", arguments->baseline,
                  "Known differences of the stacks; default: the shipped ones");
  run->add_flag("--no-baseline", arguments->no_baseline, "Every difference fails");
  run->add_flag("--list", arguments->list, "Print the names of the selected cases, run nothing");
  run->add_flag("--quiet,-q", arguments->quiet, "Show only what is not as expected");
  run->add_flag("--verbose,-v", arguments->verbose,
                "Show what each system tells its user about every refusal");
  run->add_option("--colour,--color", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  run->callback([arguments, command, action] {
    *action = [arguments, command] { return RunCommand(command, *arguments); };
  });
}

}  // namespace shakedown
