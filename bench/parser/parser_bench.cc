// What parsing costs: our own parser and its peers over the same bytes, in one process.
//
// A benchmark is named WORKLOAD/INPUT/PARSER. One iteration goes over the whole input once; the
// counter `items` is how many hellos, records or messages that is, `accepted` how many of them the
// parser took for good.

#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/parser/inputs.h"
#include "bench/parser/limits.h"
#include "bench/parser/ours.h"

namespace shakedown {
namespace {

constexpr int kRepetitions = 9;
constexpr double kSeconds = 0.03;  // for one repetition, at least
constexpr size_t kVariants = 1024, kRecords = 10000;

// Ours, the limits, and every peer that was built.
std::vector<ParserPeer> Parsers() {
  std::vector<ParserPeer> parsers = {kOurParser};
  for (const char* name :
       {"ours", "cbs", "boringssl", "gnutls", "botan", "rust", "openssl", "ndpi"}) {
    const std::string path = fmt::format("{}/modules/parser_{}.so", SHAKEDOWN_BUILD_DIR, name);
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* found = module ? dlsym(module, "ParserPeers") : nullptr;
    if (!found) {
      fmt::print(stderr, "parser_bench: no peer {}\n", name);
      // Then the library's own build stands for ours.
      if (name == std::string("ours")) parsers[0].name = "ours";
      continue;
    }
    size_t count = 0;
    const ParserPeer* peers = reinterpret_cast<ParserPeersOf>(found)(&count);
    parsers.insert(parsers.end(), peers, peers + count);
  }
  parsers.insert(parsers.end(), Limits().begin(), Limits().end());
  return parsers;
}

size_t Accepted(ClientHelloParser parse, const Hellos& hellos) {
  size_t accepted = 0;
  for (const Bytes& hello : hellos) accepted += parse(hello.data(), hello.size()) ? 1 : 0;
  return accepted;
}

void Register(const std::string& name, const std::function<void(benchmark::State&)>& run) {
  benchmark::RegisterBenchmark(name.c_str(), run)->Repetitions(kRepetitions)->MinTime(kSeconds);
}

void RegisterHellos(const std::string& level, ClientHelloParser ParserPeer::*parse,
                    const std::vector<ParserPeer>& parsers) {
  const auto nine = NineHellos();
  const std::pair<const char*, Hellos> sets[] = {{"nine", nine},
                                                 {"shuffled", Shuffled(nine, kVariants)},
                                                 {"post-quantum", PostQuantumHellos()},
                                                 {"real", RealHellos()},
                                                 {"hostile", Hostile(nine)}};
  for (const auto& [set, made] : sets) {
    const auto hellos = std::make_shared<const Hellos>(made);
    for (const ParserPeer& parser : parsers) {
      const ClientHelloParser one = parser.*parse;
      if (!one) continue;
      Register(fmt::format("{}/{}/{}", level, set, parser.name),
               [one, hellos](benchmark::State& state) {
                 for (auto _ : state) benchmark::DoNotOptimize(Accepted(one, *hellos));
                 state.counters["items"] = static_cast<double>(hellos->size());
                 state.counters["accepted"] = static_cast<double>(Accepted(one, *hellos));
               });
    }
  }
}

// Streams of which every parser must find all `items`.
void RegisterStream(const std::string& name, StreamParser ParserPeer::*parse,
                    const std::vector<Bytes>& streams, size_t items,
                    const std::vector<ParserPeer>& parsers) {
  const auto input = std::make_shared<const std::vector<Bytes>>(streams);
  for (const ParserPeer& parser : parsers) {
    const StreamParser one = parser.*parse;
    if (!one) continue;
    Register(fmt::format("{}/{}", name, parser.name), [one, input, items](benchmark::State& state) {
      size_t found = 0;
      for (auto _ : state) {
        found = 0;
        for (const Bytes& stream : *input) found += one(stream.data(), stream.size());
        benchmark::DoNotOptimize(found);
      }
      if (found != items) {
        const std::string text = fmt::format("found {} of {}", found, items);
        return state.SkipWithError(text.c_str());
      }
      state.counters["items"] = static_cast<double>(items);
      state.counters["accepted"] = static_cast<double>(found);
    });
  }
}

void RegisterAll(const std::vector<ParserPeer>& parsers) {
  RegisterHellos("index", &ParserPeer::client_hello_index, parsers);
  RegisterHellos("deep", &ParserPeer::client_hello_deep, parsers);
  RegisterHellos("whole", &ParserPeer::client_hello_whole, parsers);
  for (const size_t size : {64, 1400, 16384}) {
    RegisterStream(fmt::format("frame/{}", size), &ParserPeer::frame,
                   {ApplicationData(kRecords, size)}, kRecords, parsers);
  }
  const Bytes flight = ServerFlight();
  constexpr size_t kMessages = 5;
  RegisterStream("flight/as-sent", &ParserPeer::flight, {flight}, kMessages, parsers);
  RegisterStream("flight/coalesced", &ParserPeer::flight, {Coalesced(flight)}, kMessages, parsers);
  std::vector<Bytes> hellos = NineHellos();
  for (Bytes& hello : hellos) hello = OneByteRecords(hello);
  RegisterStream("reassemble/hello-bytewise", &ParserPeer::reassemble, hellos, hellos.size(),
                 parsers);
  RegisterStream("reassemble/flight-bytewise", &ParserPeer::reassemble, {OneByteRecords(flight)},
                 kMessages, parsers);
  RegisterStream("reassemble/flight-coalesced", &ParserPeer::reassemble, {Coalesced(flight)},
                 kMessages, parsers);
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    const std::vector<shakedown::ParserPeer> parsers = shakedown::Parsers();
    for (const shakedown::ParserPeer& parser : parsers) {
      benchmark::AddCustomContext(fmt::format("parser.{}", parser.name), parser.remark);
    }
    shakedown::RegisterAll(parsers);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "parser_bench: {}\n", problem.what());
    return 2;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
