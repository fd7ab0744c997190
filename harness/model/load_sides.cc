#include "harness/model/load_sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/check.h"
#include "harness/model/parse_json.h"
#include "harness/model/read_capabilities.h"

namespace shakedown {
namespace {

// What a scenario has at its top and no side does.
constexpr const char* kOfScenarios[] = {"client", "server", "extends", "cases",
                                        "matrix", "expect", "link",    "resume"};

bool IsScenario(const Node& root) {
  return std::ranges::any_of(kOfScenarios,
                             [&](const char* field) { return root.Find(field) != nullptr; });
}

// Whether a scenario speaks of `role` at all, as far as its own text tells.
bool SpeaksOf(const Node& root, Role role) {
  const std::string name = NameOf(role);
  if (root.FindSet(name) != nullptr || root.FindSet("extends") != nullptr) return true;
  const auto in_matrix = [&](const Node& node) {
    const Node* matrix = node.FindSet("matrix");
    return matrix != nullptr && std::ranges::any_of(matrix->members, [&](const Member& axis) {
             return axis.key == name || axis.key.find(name + '.') != std::string::npos;
           });
  };
  const Node* cases = root.FindSet("cases");
  return in_matrix(root) ||
         (cases != nullptr && std::ranges::any_of(cases->items, [&](const Node& one) {
            return one.FindSet(name) != nullptr || in_matrix(one);
          }));
}

}  // namespace

tl::expected<std::vector<LoadedSide>, std::vector<LoadError>> LoadSides(const std::string& path,
                                                                        Role role,
                                                                        const Reader& reader,
                                                                        LoadOptions options) {
  Problems problems;
  std::string error;
  auto text = reader(path, &error);
  if (!text) {
    problems.AddFile(path, "cannot read" + (error.empty() ? "" : " (" + error + ")"), "",
                     "a file that can be read");
    return tl::unexpected(problems.Take());
  }
  const auto source = ParseJson(path, std::move(*text), &problems);
  if (source == nullptr) return tl::unexpected(problems.Take());
  const Node& root = source->root;
  if (root.is_object() && IsScenario(root)) {
    options.need_expect = false;
    auto scenarios = LoadScenarios(path, reader, options);
    if (!scenarios) return tl::unexpected(scenarios.error());
    if (!SpeaksOf(root, role)) {
      problems.Add(root, fmt::format("no {} in", NameOf(role)),
                   fmt::format("a scenario with \"{}\", or the fields of one side by themselves",
                               NameOf(role)));
      return tl::unexpected(problems.Take());
    }
    std::vector<LoadedSide> sides;
    for (Scenario& one : *scenarios) {
      sides.push_back(
          {std::move(one.name), std::move(role == Role::kClient ? one.client : one.server)});
    }
    return sides;
  }
  const Reading reading{&problems, &options};
  LoadedSide side{path, ReadCapabilities(root, role, reading)};
  if (problems.empty()) {
    CheckSide(side.capabilities, root, role, NameOf(role), &problems);
  }
  if (!problems.empty()) return tl::unexpected(problems.Take());
  return std::vector<LoadedSide>{std::move(side)};
}

}  // namespace shakedown
