#include "harness/cli/run_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>

#include "harness/cli/inspect_input.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/model/glob.h"
#include "harness/report/json_report.h"
#include "harness/report/junit_report.h"
#include "harness/report/terminal_report.h"
#include "harness/report/whole_file.h"
#include "harness/run/run.h"
#include "harness/stack/loader.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

struct RunArguments {
  std::vector<std::string> paths, only, stacks, modules;
  std::string json, junit, baseline, colour = "auto", shard;
  int jobs = 0;
  double watchdog = 10;
  size_t max_cases = 100000;
  bool no_baseline = false, list = false, quiet = false, verbose = false;
};

volatile std::sig_atomic_t g_stop = 0;

void OnInterrupt(int) { g_stop = 1; }

// The stacks the cases are paired from: those named, else all but a second build of the same
// library.
tl::expected<std::vector<Stack*>, std::string> SelectStacks(const LoadedStacks& loaded,
                                                            const std::vector<std::string>& names) {
  std::vector<Stack*> selected;
  auto find = [&loaded](const std::string& name) -> Stack* {
    for (const LoadedStack& one : loaded.stacks) {
      if (one.stack->info().name == name) return one.stack;
    }
    return nullptr;
  };
  if (names.empty()) {
    for (const LoadedStack& one : loaded.stacks) {
      if (one.stack->info().name == "boringssl-debian" && find("boringssl")) continue;
      selected.push_back(one.stack);
    }
    return selected;
  }
  for (const std::string& name : names) {
    Stack* stack = find(name);
    if (!stack) {
      std::vector<std::string> allowed;
      for (const LoadedStack& one : loaded.stacks) allowed.push_back(one.stack->info().name);
      return tl::unexpected(fmt::format("--stacks: there is no stack \"{}\" (loaded: {})", name,
                                        fmt::join(allowed, ", ")));
    }
    if (std::find(selected.begin(), selected.end(), stack) == selected.end()) {
      selected.push_back(stack);
    }
  }
  return selected;
}

// What standard input is called in messages and in the names of its cases.
constexpr const char* kStandardInput = "stdin";

// The files under `paths`; "-" is standard input.
tl::expected<std::vector<ScenarioFile>, std::string> FindInputs(
    const std::vector<std::string>& paths) {
  std::vector<std::string> on_disk;
  std::vector<ScenarioFile> files;
  for (const std::string& path : paths) {
    if (path != "-") {
      on_disk.push_back(path);
    } else if (files.empty()) {
      files.push_back({kStandardInput, ""});
    } else {
      return tl::unexpected(std::string("-: standard input can be read only once"));
    }
  }
  auto found = FindScenarioFiles(on_disk);
  if (!found) return found;
  files.insert(files.end(), found->begin(), found->end());
  return files;
}

// Reads files, and once standard input in place of the file that would have its name.
Reader ReaderOf(const std::vector<ScenarioFile>& files) {
  const bool piped = !files.empty() && files[0].path == kStandardInput && files[0].root.empty();
  if (!piped) return ReadTextFile;
  return [](const std::string& path, std::string* error) -> std::optional<std::string> {
    if (path != kStandardInput) return ReadTextFile(path, error);
    auto input = ReadInput({"-"});
    if (!input) {
      *error = input.error();
      return std::nullopt;
    }
    return std::string(AsText(input->bytes));
  };
}

// Every problem of every file, one a line.
tl::expected<std::vector<Scenario>, std::string> LoadAll(const std::vector<ScenarioFile>& files,
                                                         const Codes& codes, size_t max_cases) {
  LoadOptions options;
  options.max_cases = max_cases;
  for (const Cause& cause : codes.causes()) options.causes.insert(cause.key);
  options.systems.insert(codes.systems().begin(), codes.systems().end());
  std::vector<Scenario> scenarios;
  std::string problems;
  const Reader reader = ReaderOf(files);
  for (const ScenarioFile& file : files) {
    options.root = file.root;
    auto loaded = LoadScenarios(file.path, reader, options);
    if (!loaded) {
      for (const LoadError& error : loaded.error()) problems += error.ToString() + '\n';
      continue;
    }
    if (scenarios.empty()) {
      scenarios = std::move(*loaded);  // one large file: not held twice
    } else {
      std::move(loaded->begin(), loaded->end(), std::back_inserter(scenarios));
    }
  }
  if (problems.empty()) return scenarios;
  problems.pop_back();
  return tl::unexpected(problems);
}

// Keeps the cases that some pattern fits, by their own name or their scenario's.
std::vector<Case> Select(std::vector<Case> cases, const std::vector<std::string>& patterns) {
  if (patterns.empty()) return cases;
  std::erase_if(cases, [&patterns](const Case& one) {
    return std::none_of(patterns.begin(), patterns.end(), [&one](const std::string& pattern) {
      return GlobMatch(pattern, one.name) || GlobMatch(pattern, one.scenario->name);
    });
  });
  return cases;
}

// "2/5" keeps every case whose place leaves the remainder 1 when divided by 5.
tl::expected<std::vector<Case>, std::string> Shard(std::vector<Case> cases,
                                                   const std::string& shard) {
  if (shard.empty()) return cases;
  size_t index = 0, count = 0;
  int used = 0;
  if (std::sscanf(shard.c_str(), "%zu/%zu%n", &index, &count, &used) != 2 ||
      static_cast<size_t>(used) != shard.size() || index < 1 || index > count) {
    return tl::unexpected(
        fmt::format("--shard: found \"{}\", allowed is I/N with 1 <= I <= N", shard));
  }
  std::vector<Case> kept;
  for (size_t i = index - 1; i < cases.size(); i += count) kept.push_back(cases[i]);
  return kept;
}

std::string NothingSelected(const RunArguments& arguments, const std::vector<Case>& all) {
  if (all.empty()) {
    return "no case to run: the files hold no scenario for the stacks that are loaded";
  }
  std::vector<std::string> names;
  for (const Case& one : all) names.push_back(one.scenario->name);
  std::string message = fmt::format("no case to run: nothing fits --only {} among {} cases",
                                    fmt::join(arguments.only, " --only "), all.size());
  if (!arguments.only.empty()) {
    const std::string& pattern = arguments.only[0];
    const std::string nearest = Nearest(pattern.substr(0, pattern.find('@')), names);
    if (!nearest.empty()) message += fmt::format("; did you mean \"{}\"?", nearest);
  }
  return message + " (--list shows the names)";
}

std::string CommandLine(const std::string& command, const RunArguments& arguments) {
  std::string line = command + " run";
  for (const std::string& path : arguments.paths) line += ' ' + ShellQuote(path);
  for (const std::string& module : arguments.modules) line += " --module " + ShellQuote(module);
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

// Plays and reports `cases`; the exit status.
int Play(const RunArguments& arguments, RunReport* report, Pki* pki, const Codes& codes) {
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
    return Run(report->cases, pki, codes, *report->baseline, options);
  }();
  if (!results) return Unusable(results.error());
  report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report->results = std::move(*results);
  report->interrupted = g_stop != 0;
  // What comes through a pipe is made for the moment; no row of the baseline is about it.
  const bool piped =
      std::find(arguments.paths.begin(), arguments.paths.end(), "-") != arguments.paths.end();
  const bool whole_set =
      arguments.only.empty() && arguments.shard.empty() && !piped && !report->interrupted;
  if (whole_set) report->stale_rows = StaleRows(*report->baseline, report->cases, report->results);
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
  const auto codes = LoadCodes(paths->codes);
  if (!codes) return Unusable(codes.error());

  LoadedStacks loaded = LoadStacks(paths->modules);
  for (const DroppedStack& one : loaded.dropped) {
    fmt::print(stderr, "shakedown: without {}: {}\n", one.name, one.reason);
  }
  for (const std::string& module : arguments.modules) {
    auto stack = LoadModule(module);
    if (!stack) return Unusable(stack.error());
    loaded.stacks.push_back(*stack);
  }
  const auto stacks = SelectStacks(loaded, arguments.stacks);
  if (!stacks) return Unusable(stacks.error());
  if (stacks->empty()) return Unusable("no stack is loaded; `shakedown stacks` tells why");

  if (arguments.paths.empty()) arguments.paths.push_back(paths->scenarios);
  const auto files = FindInputs(arguments.paths);
  if (!files) return Unusable(files.error());
  if (files->empty()) {
    return Unusable(fmt::format("no scenario file under {}", fmt::join(arguments.paths, ", ")));
  }
  const auto scenarios = LoadAll(*files, *codes, arguments.max_cases);
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

  const std::vector<Case> all = Pair(*scenarios, *stacks);
  auto cases = Shard(Select(all, arguments.only), arguments.shard);
  if (!cases) return Unusable(cases.error());
  if (cases->empty()) return Unusable(NothingSelected(arguments, all));
  if (arguments.list) {
    for (const Case& one : *cases) fmt::print("{}\n", one.name);
    return kAsExpected;
  }
  auto pki = OpenPki(paths->modules, paths->keys);
  if (!pki) return Unusable(pki.error());

  RunReport report;
  for (Stack* stack : *stacks) report.stacks.push_back(&stack->info());
  report.cases = std::move(*cases);
  report.baseline = &baseline;
  report.command = CommandLine(command, arguments);
  return Play(arguments, &report, pki->get(), *codes);
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
  run->add_option("paths", arguments->paths,
                  "Scenario files or folders, - for standard input; none: the shipped scenarios");
  run->add_option("--only", arguments->only,
                  "Only cases whose name, or whose scenario's name, fits this pattern (* and ?); "
                  "may be repeated")
      ->allow_extra_args(false);
  run->add_option("--stacks", arguments->stacks, "Only these stacks: boringssl,openssl,gnutls")
      ->delimiter(',')
      ->allow_extra_args(false);
  run->add_option("--module", arguments->modules, "Load a further stack from this module file")
      ->allow_extra_args(false);
  run->add_option("--jobs,-j", arguments->jobs, "Worker processes; 0: one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  run->add_option("--watchdog", arguments->watchdog,
                  "Seconds after which a case is cut off as hanging")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  run->add_option("--shard", arguments->shard, "I/N: only the I-th of N equal parts");
  run->add_option("--max-cases", arguments->max_cases,
                  "Refuse a scenario whose matrix gives more cases than this")
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
