#include "harness/cli/selected_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "harness/cli/inspect_input.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/model/glob.h"
#include "harness/stack/loader.h"

namespace shakedown {
namespace {

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

LoadError SameName(const Scenario& one, const SourceLocation& first) {
  return {.where = one.where,
          .found = fmt::format("\"{}\"", one.name),
          .allowed = "a \"name\" of its own for each file; or name the folder that has both",
          .message = fmt::format("two cases are called alike, the other in {}:{}:", first.file,
                                 first.line)};
}

// Every problem of every file, one a line.
tl::expected<std::vector<Scenario>, std::string> LoadAll(const std::vector<ScenarioFile>& files,
                                                         const World& world, size_t max_cases) {
  const Codes& codes = world.knowledge.codes;
  LoadOptions options;
  options.stacks = world.known_stacks;
  options.look_for_files = true;
  options.max_cases = max_cases;
  for (const Cause& cause : codes.causes()) options.causes.insert(cause.key);
  options.systems.insert(codes.systems().begin(), codes.systems().end());
  std::vector<Scenario> scenarios;
  std::unordered_map<std::string, SourceLocation> named;
  std::string problems;
  const Reader reader = ReaderOf(files);
  for (const ScenarioFile& file : files) {
    options.root = file.root;
    auto loaded = LoadScenarios(file.path, reader, options);
    if (!loaded) {
      for (const LoadError& error : loaded.error()) problems += error.ToString() + '\n';
      continue;
    }
    if (files.size() > 1) {
      for (const Scenario& one : *loaded) {
        const auto [first, is_new] = named.try_emplace(one.name, one.where);
        if (!is_new) problems += SameName(one, first->second).ToString() + '\n';
      }
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

std::string NothingSelected(const CaseArguments& arguments, const std::vector<Case>& all) {
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

}  // namespace

void AddCaseOptions(CLI::App* command, CaseArguments* arguments) {
  command->add_option(
      "paths", arguments->paths,
      "Scenario files or folders, - for standard input; none: the shipped scenarios");
  command
      ->add_option("--only", arguments->only,
                   "Only cases whose name, or whose scenario's name, fits this pattern (* and ?); "
                   "may be repeated")
      ->allow_extra_args(false);
  command->add_option("--stacks", arguments->stacks, "Only these stacks: boringssl,openssl,gnutls")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--module", arguments->modules, "Load a further stack from this module file")
      ->allow_extra_args(false);
  command->add_option("--shard", arguments->shard, "I/N: only the I-th of N equal parts");
  command
      ->add_option("--max-cases", arguments->max_cases,
                   "Refuse a scenario whose matrix gives more cases than this")
      ->capture_default_str();
}

tl::expected<World, std::string> OpenWorld(const InstallPaths& paths,
                                           const CaseArguments& arguments) {
  auto knowledge = LoadKnowledge(paths);
  if (!knowledge) return tl::unexpected(knowledge.error());
  LoadedStacks loaded = LoadStacks(paths.modules);
  for (const DroppedStack& one : loaded.dropped) {
    fmt::print(stderr, "shakedown: without {}: {}\n", one.name, one.reason);
  }
  for (const std::string& module : arguments.modules) {
    auto stack = LoadModule(module);
    if (!stack) return tl::unexpected(stack.error());
    loaded.stacks.push_back(*stack);
  }
  auto stacks = SelectStacks(loaded, arguments.stacks);
  if (!stacks) return tl::unexpected(stacks.error());
  if (stacks->empty()) {
    return tl::unexpected<std::string>("no stack is loaded; `shakedown stacks` tells why");
  }
  std::set<std::string> known;
  for (const DroppedStack& one : loaded.dropped) known.insert(one.name);
  for (const LoadedStack& one : loaded.stacks) known.insert(one.stack->info().name);
  return World{paths, std::move(*knowledge), std::move(*stacks), std::move(known)};
}

tl::expected<std::vector<Scenario>, std::string> LoadScenarioArguments(const World& world,
                                                                       CaseArguments* arguments) {
  if (arguments->paths.empty()) arguments->paths.push_back(world.paths.scenarios);
  const auto files = FindInputs(arguments->paths);
  if (!files) return tl::unexpected("shakedown: " + files.error());
  if (files->empty()) {
    return tl::unexpected(
        fmt::format("shakedown: no scenario file under {}", fmt::join(arguments->paths, ", ")));
  }
  return LoadAll(*files, world, arguments->max_cases);
}

tl::expected<std::vector<Case>, std::string> SelectCases(const std::vector<Scenario>& scenarios,
                                                         const std::vector<Stack*>& stacks,
                                                         const CaseArguments& arguments) {
  const std::vector<Case> all = Pair(scenarios, stacks);
  auto cases = Shard(Select(all, arguments.only), arguments.shard);
  if (cases && cases->empty()) return tl::unexpected(NothingSelected(arguments, all));
  return cases;
}

}  // namespace shakedown
