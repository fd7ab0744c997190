// How many handshakes are foretold in a second, over pairs of sides as a matrix has them: every
// profile with every other, certificates of several kinds, narrowed lists. Counts allocations too.

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <stdexcept>

#include "harness/cli/tables.h"
#include "harness/model/effective.h"
#include "harness/predict/predict.h"
#include "harness/stack/paths.h"

namespace {
std::atomic<size_t> g_allocations{0};
}  // namespace

// Not inlined: gcc would take free() for the wrong counterpart of new.
[[gnu::noinline]] void* operator new(size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace shakedown {
namespace {

struct Sides {
  Profiles profiles;
  std::vector<std::shared_ptr<const Side>> clients, servers;
};

std::vector<Capabilities> Servers() {
  std::vector<Capabilities> servers;
  for (KeyType key :
       {KeyType::kSecp256r1, KeyType::kSecp521r1, KeyType::kRsa2048, KeyType::kEd25519}) {
    for (const auto& versions :
         {std::vector{ProtocolVersion::kTls12}, std::vector{ProtocolVersion::kTls13},
          std::vector{ProtocolVersion::kTls12, ProtocolVersion::kTls13}}) {
      Capabilities server;
      server.versions = versions;
      server.certificates.emplace_back().key = key;
      server.client_auth = key == KeyType::kRsa2048 ? ClientAuth::kRequire : ClientAuth::kNone;
      servers.push_back(server);
    }
  }
  Capabilities narrow;
  narrow.groups = {NamedGroup::kSecp384r1};
  narrow.certificates.emplace_back().faults = {CertificateFault::kExpired};
  servers.push_back(narrow);
  return servers;
}

const Sides& AllSides() {
  static const Sides sides = [] {
    const auto paths = FindPaths();
    if (!paths) throw std::runtime_error(paths.error());
    auto knowledge = LoadKnowledge(*paths);
    if (!knowledge) throw std::runtime_error(knowledge.error());
    Sides out{std::move(knowledge->profiles), {}, {}};
    Capabilities client;
    client.certificates.emplace_back();
    client.trust = {"ec-ca"};
    for (const StackProfile& profile : out.profiles.all()) {
      out.clients.push_back(
          MakeSide(Effective(client, {}, Role::kClient, false), Role::kClient, profile));
      if (profile.only == Role::kClient) continue;
      for (const Capabilities& server : Servers()) {
        out.servers.push_back(
            MakeSide(Effective(server, client, Role::kServer, false), Role::kServer, profile));
      }
    }
    return out;
  }();
  return sides;
}

void BM_Predict(benchmark::State& state) {
  const Sides& sides = AllSides();
  size_t agreed = 0, predictions = 0, pair = 0;
  const size_t pairs = sides.clients.size() * sides.servers.size();
  const size_t before = g_allocations.load();
  for (auto _ : state) {
    const Prediction prediction = Predict(*sides.clients[pair % sides.clients.size()],
                                          *sides.servers[pair / sides.clients.size()]);
    agreed += prediction.outcome == OutcomeKind::kAgreed ? 1 : 0;
    ++predictions;
    if (++pair == pairs) pair = 0;
  }
  const size_t allocations = g_allocations.load() - before;
  state.SetItemsProcessed(static_cast<int64_t>(predictions));
  state.counters["pairs"] = static_cast<double>(pairs);
  state.counters["agreed"] = static_cast<double>(agreed) / static_cast<double>(predictions);
  state.counters["allocations"] =
      static_cast<double>(allocations) / static_cast<double>(predictions);
}
BENCHMARK(BM_Predict)->Name("predict")->Repetitions(5);

}  // namespace
}  // namespace shakedown

BENCHMARK_MAIN();
