// What it costs to read an AT-TLS policy of 10,000 rules, judge it and make scenarios of it.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "harness/import/attls/lint.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/to_scenario.h"

namespace shakedown::attls {
namespace {

constexpr int kRules = 10000;

// Each rule with actions of its own, as generated policies have them, and one group for all.
std::string LargePolicy() {
  std::string text = "TTLSGroupAction gOn\n{\n  TTLSEnabled On\n}\n";
  for (int i = 0; i < kRules; ++i) {
    text += fmt::format(
        "TTLSRule RULE{0:05}\n{{\n  LocalPortRange {1}\n  Direction Inbound\n  Priority {2}\n"
        "  TTLSGroupActionRef gOn\n  TTLSEnvironmentActionRef e{0:05}\n"
        "  TTLSConnectionActionRef c{0:05}\n}}\n"
        "TTLSEnvironmentAction e{0:05}\n{{\n  HandshakeRole Server\n  TTLSKeyringParms\n  {{\n"
        "    Keyring START1/RING\n  }}\n  TTLSEnvironmentAdvancedParms\n  {{\n    TLSv1 Off\n"
        "    TLSv1.1 Off\n    TLSv1.2 On\n  }}\n  TTLSCipherParms\n  {{\n"
        "    V3CipherSuites4Char TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\n"
        "    V3CipherSuites4Char TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n  }}\n}}\n"
        "TTLSConnectionAction c{0:05}\n{{\n  TTLSConnectionAdvancedParms\n  {{\n"
        "    ServerCertificateLabel RSA2048\n  }}\n}}\n",
        i, 1 + i, 1 + i);
  }
  return text;
}

void BM_Policy(benchmark::State& state) {
  const std::string text = LargePolicy();
  for (auto _ : state) {
    auto policy = ReadPolicy(text);
    if (!policy) return state.SkipWithError("the policy cannot be read");
    Lint(&*policy);
    std::vector<const PolicyRule*> rules;
    for (const PolicyRule& rule : policy->rules) rules.push_back(&rule);
    size_t cases = 0;
    const std::string scenario = ScenarioOf(rules, &cases);
    benchmark::DoNotOptimize(scenario.data());
    if (cases != kRules || !policy->findings.empty()) {
      return state.SkipWithError("not every rule gave a case, or something was found");
    }
  }
}
BENCHMARK(BM_Policy)->Name("import/attls_10000_rules")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shakedown::attls

BENCHMARK_MAIN();
