#include <fmt/format.h>

#include "harness/model/glob.h"
#include "harness/run/run.h"
#include "harness/run/stack_name.h"

namespace shakedown {
namespace {

// The stacks that may play a side: null alone for a script.
std::vector<Stack*> Candidates(const Capabilities& side, std::span<Stack* const> stacks) {
  if (side.stack == kScript) return {nullptr};
  std::vector<Stack*> candidates;
  for (Stack* stack : stacks) {
    if (side.stack.empty() || StackFits(side.stack, stack)) candidates.push_back(stack);
  }
  return candidates;
}

const Expectation* ExpectationFor(const Scenario& scenario, const Stack* client,
                                  const Stack* server) {
  for (const Scenario::Exception& exception : scenario.unless) {
    const auto fits = [&](const char* key, const Stack* stack) {
      const auto found = exception.when.find(key);
      return found == exception.when.end() || StackFits(found->second, stack);
    };
    if (fits("client.stack", client) && fits("server.stack", server)) return &exception.expect;
  }
  return &scenario.expect;
}

}  // namespace

std::string StackName(const Stack* stack) {
  return stack == nullptr ? std::string(kScript) : stack->info().name;
}

bool StackFits(const std::string& pattern, const Stack* stack) {
  if (GlobMatch(pattern, StackName(stack))) return true;
  return stack != nullptr && GlobMatch(pattern, stack->info().name + '-' + stack->info().version);
}

std::vector<Case> Pair(std::span<const Scenario> scenarios, std::span<Stack* const> stacks) {
  std::vector<Case> cases;
  for (const Scenario& scenario : scenarios) {
    const std::vector<Stack*> servers = Candidates(scenario.server, stacks);
    for (Stack* client : Candidates(scenario.client, stacks)) {
      for (Stack* server : servers) {
        cases.push_back(
            {.name = fmt::format("{}@{}:{}", scenario.name, StackName(client), StackName(server)),
             .scenario = &scenario,
             .client = client,
             .server = server,
             .expect = ExpectationFor(scenario, client, server)});
      }
    }
  }
  return cases;
}

const char* NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kKnown:
      return "known";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kInexpressible:
      return "inexpressible";
  }
  return "?";
}

}  // namespace shakedown
