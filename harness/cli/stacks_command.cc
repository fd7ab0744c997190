#include "harness/cli/stacks_command.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "harness/cli/run_command.h"
#include "harness/report/whole_file.h"
#include "harness/stack/loader.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

template <typename T>
std::vector<std::string> Names(const std::vector<T>& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const T& value : values) names.push_back(NameOf(value));
  return names;
}

std::string StacksJson(const LoadedStacks& loaded) {
  nlohmann::ordered_json out;
  out["stacks"] = nlohmann::ordered_json::array();
  for (const LoadedStack& one : loaded.stacks) {
    const StackInfo& info = one.stack->info();
    out["stacks"].push_back({{"name", info.name},
                             {"version", info.version},
                             {"library", info.library},
                             {"module", one.module},
                             {"loaded_from", one.library},
                             {"versions", Names(info.versions)},
                             {"cipher_suites", Names(info.cipher_suites)},
                             {"groups", Names(info.groups)},
                             {"signature_schemes", Names(info.signature_schemes)},
                             {"key_types", Names(info.key_types)},
                             {"cannot", info.cannot},
                             {"fips_policy", info.fips_policy}});
  }
  out["dropped"] = nlohmann::ordered_json::array();
  for (const DroppedStack& one : loaded.dropped) {
    out["dropped"].push_back({{"name", one.name}, {"reason", one.reason}});
  }
  return out.dump(1) + "\n";
}

void PrintList(const char* title, const std::vector<std::string>& names) {
  constexpr size_t kWidth = 96;
  std::string line = fmt::format("  {:<18}", title);
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string word = names[i] + (i + 1 < names.size() ? ", " : "");
    if (line.size() + word.size() > kWidth) {
      fmt::print("{}\n", line);
      line = std::string(20, ' ');
    }
    line += word;
  }
  fmt::print("{}\n", line);
}

void PrintStack(const LoadedStack& one) {
  const StackInfo& info = one.stack->info();
  fmt::print("{} {}  ({})\n", info.name, info.version, info.library);
  fmt::print("  {:<18}{}\n  {:<18}{}\n", "loaded from", one.library, "module", one.module);
  PrintList("versions", Names(info.versions));
  PrintList("groups", Names(info.groups));
  PrintList("signature schemes", Names(info.signature_schemes));
  PrintList("certificate keys", Names(info.key_types));
  PrintList("cipher suites", Names(info.cipher_suites));
  for (const std::string& line : info.cannot) fmt::print("  {:<18}{}\n", "cannot", line);
  fmt::print("\n");
}

int StacksCommand(bool json) {
  const auto paths = FindPaths();
  if (!paths) {
    fmt::print(stderr, "shakedown: {}\n", paths.error());
    return kUnusableInput;
  }
  const LoadedStacks loaded = LoadStacks(paths->modules);
  if (json) {
    return WriteWhole("-", StacksJson(loaded)) ? kAsExpected : kUnusableInput;
  }
  for (const LoadedStack& one : loaded.stacks) PrintStack(one);
  for (const DroppedStack& one : loaded.dropped) {
    fmt::print("{}: not here: {}\n", one.name, one.reason);
  }
  return loaded.stacks.empty() ? kNotAsExpected : kAsExpected;
}

}  // namespace

void AddStacksCommand(CLI::App* app, std::function<int()>* action) {
  auto json = std::make_shared<bool>(false);
  CLI::App* stacks =
      app->add_subcommand("stacks", "List the TLS stacks that are here and what each can be told");
  stacks->footer("Example: shakedown stacks --json");
  stacks->add_flag("--json", *json, "For machines");
  stacks->callback([json, action] { *action = [json] { return StacksCommand(*json); }; });
}

}  // namespace shakedown
