// Which cases a command works on: the options that say so, and the loading behind them.
#ifndef HARNESS_CLI_SELECTED_CASES_H_
#define HARNESS_CLI_SELECTED_CASES_H_

#include <CLI/CLI.hpp>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/diagnose/knowledge.h"
#include "harness/run/run.h"
#include "harness/stack/paths.h"

namespace shakedown {

struct CaseArguments {
  std::vector<std::string> paths, only, stacks, modules;
  std::string shard;
  size_t max_cases = 100000;
};

// Adds the options that fill `*arguments`, which must outlive the command.
void AddCaseOptions(CLI::App* command, CaseArguments* arguments);

// What every case needs.
struct World {
  InstallPaths paths;
  Knowledge knowledge;
  std::vector<Stack*> stacks;          // those asked for, else all but second builds of one library
  std::set<std::string> known_stacks;  // the names of all, of those that are missing too
};

// Reads the tables and loads the stacks; says on standard error which ones are missing and why.
tl::expected<World, std::string> OpenWorld(const InstallPaths& paths,
                                           const CaseArguments& arguments);

// Loads the scenarios of the paths given; without any, `*arguments` gets the shipped ones. The
// error has every problem of every file, one a line.
tl::expected<std::vector<Scenario>, std::string> LoadScenarioArguments(const World& world,
                                                                       CaseArguments* arguments);

// The cases that were asked for. None is an error.
tl::expected<std::vector<Case>, std::string> SelectCases(const std::vector<Scenario>& scenarios,
                                                         const std::vector<Stack*>& stacks,
                                                         const CaseArguments& arguments);

}  // namespace shakedown

#endif  // HARNESS_CLI_SELECTED_CASES_H_
