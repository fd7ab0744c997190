// What `explain` takes for logs of 100 MB: one that is all failures of AT-TLS, one of its flow
// trace with few of them, and a web server's that has none.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <string>

#include "harness/cli/tables.h"
#include "harness/explain/explainer.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

constexpr size_t kLog = 100'000'000;
constexpr size_t kChunk = 1 << 20;
constexpr size_t kMostStories = 8;  // four return codes, whole and cut at the end of a part

struct Tables {
  Codes codes;
  Lookup lookup;
};

const Tables& ShippedTables() {
  static const Tables tables = [] {
    auto paths = FindPaths();
    if (!paths) throw std::runtime_error(paths.error());
    auto codes = LoadCodes(paths->codes);
    if (!codes) throw std::runtime_error(codes.error());
    auto lookup = LoadLookup(paths->lookup, *codes);
    if (!lookup) throw std::runtime_error(lookup.error());
    return Tables{std::move(*codes), std::move(*lookup)};
  }();
  return tables;
}

std::string FailureLine(size_t number) {
  constexpr int kReturnCodes[] = {435, 467, 428, 6};
  return fmt::format(
      "Nov 22 10:{:02}:{:02} S0W1 TTLS[16842781]: TCPIP EZD1286I TTLS Error GRPID: 00000007 ENVID: "
      "0000000B CONNID: {:08X} LOCAL: 10.1.1.2..4000 REMOTE: 10.1.0.2..{} JOBNAME: COLATTLS "
      "USERID: START1 RULE: COLATTLJ  RC: {} Initial Handshake 0000000000000000\n",
      number / 60 % 60, number % 60, number, 1024 + number % 60000, kReturnCodes[number % 4]);
}

std::string FlowLine(size_t number) {
  constexpr size_t kLinesAConnection = 50;
  if (number % kLinesAConnection == 0) return FailureLine(number / kLinesAConnection);
  return fmt::format(
      "Nov 22 10:{:02}:{:02} S0W1 TTLS[16842781]: TCPIP EZD1284I TTLS Flow GRPID: 00000007 ENVID: "
      "0000000B CONNID: {:08X} RC:    0 Set GSK_SESSION_TYPE - SERVER_WITH_CLIENT_AUTH\n",
      number / 60 % 60, number % 60, number / kLinesAConnection);
}

std::string WebLine(size_t number) {
  return fmt::format(
      "10.0.{}.{} - - [22/Nov/2026:10:{:02}:{:02} +0000] \"GET /alerts/{}?tls=1 HTTP/1.1\" 200 {} "
      "\"-\" \"Mozilla/5.0 (X11; Linux x86_64)\" error=none\n",
      number % 7, number % 251, number / 60 % 60, number % 60, number, number % 99999);
}

long MaxRssKb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void ExplainLog(benchmark::State& state, std::string (*line)(size_t)) {
  const Tables& tables = ShippedTables();
  // A part of the log, written once: what is measured is the reading.
  std::string part;
  for (size_t number = 0; part.size() < 8 * kChunk; ++number) part += line(number);
  size_t stories = 0;
  for (auto _ : state) {
    const CodeFinder finder(tables.lookup);
    Explainer explainer(finder, tables.codes);
    for (size_t done = 0; done < kLog; done += kChunk) {
      const size_t left = std::min(kChunk, kLog - done);
      explainer.Text(std::string_view(part).substr(done % (8 * kChunk), left));
    }
    stories = explainer.Finish().stories.size();
  }
  if (stories > kMostStories) state.SkipWithError("stories are not joined");
  state.counters["peak_mb"] = static_cast<double>(MaxRssKb()) / 1024;
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kLog));
}

BENCHMARK_CAPTURE(ExplainLog, failures, &FailureLine)
    ->Name("explain_log/failures")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Repetitions(3);
BENCHMARK_CAPTURE(ExplainLog, flow, &FlowLine)
    ->Name("explain_log/flow")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Repetitions(3);
BENCHMARK_CAPTURE(ExplainLog, web, &WebLine)
    ->Name("explain_log/web")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Repetitions(3);

}  // namespace
}  // namespace shakedown

BENCHMARK_MAIN();
