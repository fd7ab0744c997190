// What the runner costs: against the bare library, over the shipped set, over 100,000 cases.
//
// Workers are processes, so time is the CPU of this process and its children, given to Google
// Benchmark as manual time; where wall time is meant, the name says so.

#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "bench/bare/bare.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/report/terminal_report.h"
#include "harness/run/run.h"
#include "harness/stack/loader.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

// CPU seconds of this process and all children it has waited for.
double CpuSeconds() {
  double seconds = 0;
  for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& part : {usage.ru_utime, usage.ru_stime}) {
      seconds += static_cast<double>(part.tv_sec) + static_cast<double>(part.tv_usec) * 1e-6;
    }
  }
  return seconds;
}

double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Everything a run needs, opened once for all benchmarks.
struct House {
  InstallPaths paths;
  LoadedStacks loaded;
  std::unique_ptr<Knowledge> knowledge;
  std::unique_ptr<Pki> pki;

  Stack* Find(const std::string& name) const {
    for (const LoadedStack& one : loaded.stacks) {
      if (one.stack->info().name == name) return one.stack;
    }
    return nullptr;
  }
};

House* TheHouse() {
  static House* house = [] {
    auto opened = std::make_unique<House>();
    opened->paths = FindPaths().value();
    opened->loaded = LoadStacks(opened->paths.modules);
    opened->knowledge = std::make_unique<Knowledge>(LoadKnowledge(opened->paths).value());
    opened->pki = OpenPki(opened->paths.modules, opened->paths.keys).value();
    return opened.release();
  }();
  return house;
}

// A scenario file with `cases` agreeing TLS 1.3 handshakes, the same that the bare loop plays.
std::string AgreeingScenarios(const std::string& stack, int cases) {
  // BoringSSL has no setting for the suite; its own choice is AES-128-GCM as well.
  const std::string suite =
      stack == "boringssl" ? "" : R"(, "cipher_suites": ["TLS_AES_128_GCM_SHA256"])";
  const std::string side = fmt::format(R"("versions": ["TLS 1.3"], "groups": ["x25519"]{})", suite);
  std::string list;
  for (int i = 0; i < cases; ++i) list += fmt::format("{}{{\"name\": \"c{}\"}}", i ? "," : "", i);
  return fmt::format(R"({{"client": {{{0}}}, "server": {{{0}}},
      "expect": {{"outcome": "agreed", "version": "TLS 1.3", "group": "x25519"}},
      "cases": [{1}]}})",
                     side, list);
}

// Loads, pairs, runs and reports `cases` agreeing cases; false if any is not as expected.
bool RunAgreeing(Stack* stack, int cases, int jobs) {
  House* house = TheHouse();
  const std::string text = AgreeingScenarios(stack->info().name, cases);
  LoadOptions load;
  for (const Cause& cause : house->knowledge->codes.causes()) load.causes.insert(cause.key);
  const auto scenarios = LoadScenarios(
      "bench.json", [&text](const std::string&, std::string*) { return std::optional(text); },
      load);
  if (!scenarios) return false;
  Stack* const stacks[] = {stack};
  const std::vector<Case> paired = Pair(*scenarios, stacks);
  RunReport report;
  report.cases = paired;
  Baseline baseline;
  report.baseline = &baseline;
  std::FILE* nowhere = std::fopen("/dev/null", "w");
  TerminalReport terminal(nowhere, {}, paired.size());
  RunOptions options;
  options.jobs = jobs;
  options.on_result = [&](size_t index, const CaseResult& result) {
    terminal.Case(report, index, result);
  };
  const auto results = Run(paired, house->pki.get(), *house->knowledge, baseline, options);
  if (!results) return false;
  report.results = *results;
  terminal.Summary(report);
  std::fclose(nowhere);
  return Count(report).passed == static_cast<size_t>(cases);
}

// The CPU of the runner over that of the bare loop. The two take turns in small batches, and the
// median of their paired ratios counts: what else the machine does then touches both alike.
void BM_Overhead(benchmark::State& state, const std::string& name) {
  House* house = TheHouse();
  Stack* stack = house->Find(name);
  const std::string path = house->paths.modules + "/bare_" + name + ".so";
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!stack || !module) return state.SkipWithError("stack or bare module not built");
  const auto bare = reinterpret_cast<BareHandshakes>(dlsym(module, "BareHandshakes"));
  const Identity* identity = house->pki->IdentityFor({}, Role::kServer).value();
  const TrustAnchor* anchor = house->pki->Anchor(identity->root).value();
  const BareInput input{identity->chain[0], identity->key, anchor->certificate, kDefaultServerName};

  constexpr int kBatch = 500, kPairs = 16;
  std::vector<double> ratios;
  double bare_seconds = 0, runner_seconds = 0;
  for (auto _ : state) {
    for (int pair = 0; pair < kPairs; ++pair) {
      const double start = CpuSeconds();
      if (bare(input, kBatch) != kBatch) return state.SkipWithError("a bare handshake failed");
      const double between = CpuSeconds();
      if (!RunAgreeing(stack, kBatch, 1)) return state.SkipWithError("a case was not as expected");
      const double end = CpuSeconds();
      ratios.push_back((end - between) / (between - start));
      bare_seconds += between - start;
      runner_seconds += end - between;
    }
    state.SetIterationTime(runner_seconds);
  }
  std::sort(ratios.begin(), ratios.end());
  constexpr double kMicroseconds = 1e6;
  const double cases = static_cast<double>(ratios.size()) * kBatch;
  state.counters["ratio"] = ratios[ratios.size() / 2];
  state.counters["bare_us"] = bare_seconds * kMicroseconds / cases;
  state.counters["runner_us"] = runner_seconds * kMicroseconds / cases;
}

// The shipped set as a user runs it, process start and reports included.
void BM_ShippedSet(benchmark::State& state) {
  const std::string jobs = std::to_string(state.range(0));
  double cpu = 0, cases = 0;
  for (auto _ : state) {
    const std::string json = fmt::format("/tmp/shakedown-bench-{}.json", getpid());
    const double start = Now(), cpu_start = CpuSeconds();
    const std::string command = fmt::format("{}/shakedown run --jobs {} --json {} >/dev/null 2>&1",
                                            SHAKEDOWN_BUILD_DIR, jobs, json);
    const int status = std::system(command.c_str());
    state.SetIterationTime(Now() - start);
    cpu += CpuSeconds() - cpu_start;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      return state.SkipWithError("the shipped set is not as expected");
    }
    std::string problem;
    const auto text = ReadTextFile(json, &problem);
    if (text) cases += std::strtod(text->c_str() + text->find("\"cases\": ") + 9, nullptr);
    unlink(json.c_str());
  }
  state.counters["cpu_ms_per_case"] = cpu * 1000 / cases;
  state.counters["cases"] = cases / static_cast<double>(state.iterations());
}

// How much the largest resident sets, the workers' and this process', grow over 100,000 cases once
// the first 10,000 have filled the caches.
void BM_MemoryGrowth(benchmark::State& state) {
  Stack* stack = TheHouse()->Find("boringssl");
  if (!stack) return state.SkipWithError("stack not loaded");
  auto peaks_kb = [] {
    double sum = 0;
    for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
      rusage usage{};
      getrusage(who, &usage);
      sum += static_cast<double>(usage.ru_maxrss);
    }
    return sum;
  };
  constexpr int kBatch = 10000, kBatches = 10;
  for (auto _ : state) {
    const double start = Now();
    double before = 0;
    for (int i = 0; i <= kBatches; ++i) {
      if (!RunAgreeing(stack, kBatch, 1)) return state.SkipWithError("a case was not as expected");
      if (i == 0) before = peaks_kb();
    }
    state.counters["rss_growth_kb"] = peaks_kb() - before;
    state.SetIterationTime(Now() - start);
  }
}

void Register() {
  for (const char* name : {"boringssl", "openssl", "gnutls"}) {
    benchmark::RegisterBenchmark(fmt::format("overhead/{}", name).c_str(), BM_Overhead,
                                 std::string(name))
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(3)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("shipped_set_wall", BM_ShippedSet)
      ->Arg(1)
      ->Arg(2)
      ->UseManualTime()
      ->Iterations(1)
      ->Repetitions(5)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("memory_growth_wall", BM_MemoryGrowth)
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) {
  shakedown::Register();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
