// What `explain` takes for logs of 100 MB: one that is all failures of AT-TLS, one of its flow
// trace with few of them, a web server's that has none, and a browser's network log.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <string>

#include "harness/cli/tables.h"
#include "harness/explain/explainer.h"
#include "harness/logs/log_explainer.h"
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

// A socket of a network log: a ClientHello of some 2 KB, its records, and an alert.
std::string NetLogSocket(size_t number) {
  const std::string hello = "AQAH" + std::string(2600, 'B');
  const auto event = [number](int type, int phase, const std::string& params) {
    return fmt::format(
        ",\n{{\"params\":{{{}}},\"phase\":{},\"source\":{{\"id\":{},\"start_time\":\"5\",\"type\":"
        "10}},"
        "\"time\":\"{}\",\"type\":{}}}",
        params, phase, number, number, type);
  };
  return event(1, 1, "") + event(2, 1, "") + event(3, 0, "\"bytes\":\"" + hello + "\",\"type\":1") +
         event(9, 0, "\"byte_count\":1960,\"bytes\":\"" + hello + "\"") +
         event(4, 0, "\"bytes\":\"Aig=\"") +
         event(5, 0, "\"error_lib\":16,\"error_reason\":1040,\"net_error\":-113,\"ssl_error\":1") +
         event(2, 2, "\"net_error\":-113") + event(1, 2, "");
}

void ExplainNetLog(benchmark::State& state) {
  const Tables& tables = ShippedTables();
  const auto paths = FindPaths();
  const auto profiles = LoadProfiles(paths->profiles);
  if (!profiles) return state.SkipWithError("no profiles");
  std::string part;
  for (size_t number = 0; part.size() < 8 * kChunk; ++number) part += NetLogSocket(number);
  size_t stories = 0;
  for (auto _ : state) {
    const CodeFinder finder(tables.lookup);
    const Diagnoser diagnoser(*profiles);
    LogExplainer explainer(LogForm::kNetLog, {finder, tables.codes, diagnoser});
    explainer.Text(
        R"({"constants":{"logEventTypes":{"SOCKET_ALIVE":1,"SSL_CONNECT":2,)"
        R"("SSL_HANDSHAKE_MESSAGE_SENT":3,"SSL_ALERT_RECEIVED":4,"SSL_HANDSHAKE_ERROR":5}},)"
        R"("events":[{})");
    for (size_t done = 0; done < kLog; done += part.size()) {
      explainer.Text(std::string_view(part).substr(0, kLog - done));
    }
    stories = explainer.Finish().stories.size();
  }
  if (stories != 1) state.SkipWithError("stories are not joined");
  state.counters["peak_mb"] = static_cast<double>(MaxRssKb()) / 1024;
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kLog));
}

BENCHMARK(ExplainNetLog)
    ->Name("explain_log/netlog")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Repetitions(3);

}  // namespace
}  // namespace shakedown

BENCHMARK_MAIN();
