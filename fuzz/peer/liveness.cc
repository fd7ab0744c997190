// Replays the inputs of client_bytes or server_bytes and says how much alive the target is: how
// many inputs complete a handshake, where they end, how fast it runs and, where it is built with
// coverage, how much of BoringSSL it reaches. Fails when it has gone dead.
//
//   client_bytes_replay [--figures FILE] [--seconds N] PATH...
//
// `--figures` writes the figures as a JSON object: <name>_per_cpu_s is about mutated inputs, what a
// fuzzer runs. Exit status 0, 1 when a bound does not hold, 2
// when there is nothing to run. An input that does not pass aborts; its name is printed before.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/inputs.h"
#include "fuzz/peer/side.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

// The 8-bit counters, one an edge, of each object that is built with coverage.
struct Counters {
  const char* begin;
  const char* end;
};

std::vector<Counters>& AllCounters() {
  static auto& all = *new std::vector<Counters>;
  return all;
}

size_t EdgesSeen() {
  size_t seen = 0;
  for (const Counters& counters : AllCounters()) {
    for (const char* at = counters.begin; at != counters.end; ++at) seen += *at != 0 ? 1 : 0;
  }
  return seen;
}

}  // namespace

// Called by code that is built with coverage, before main; nobody calls it where none is.
extern "C" void __sanitizer_cov_8bit_counters_init(char* begin, char* end) {
  AllCounters().push_back({begin, end});
}

namespace shakedown {
namespace {

#ifdef SHAKEDOWN_CLIENT_BYTES
constexpr Role kRole = Role::kClient;
constexpr InputForm kForm = InputForm::kClientBytes;
constexpr const char* kTarget = "client_bytes";
#else
constexpr Role kRole = Role::kServer;
constexpr InputForm kForm = InputForm::kServerBytes;
constexpr const char* kTarget = "server_bytes";
#endif

// A target that does less is dead or dying. Time is bounded loosely: sanitizers and busy machines.
constexpr double kLeastComplete = 0.25;
constexpr size_t kLeastStates = 10, kLeastEdges = 1500;
constexpr double kLeastSpeed = 300;

struct Arguments {
  std::string figures;
  double seconds = 0.5;
  std::vector<std::filesystem::path> paths;
};

Arguments Parse(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--figures" && i + 1 < argc) {
      out.figures = argv[++i];
    } else if (word == "--seconds" && i + 1 < argc) {
      out.seconds = std::atof(argv[++i]);
    } else {
      out.paths.emplace_back(word);
    }
  }
  return out;
}

struct Totals {
  size_t complete = 0, read_on = 0, resumed = 0;
  std::map<std::string, size_t> states;
};

Totals RunOnce(const std::map<std::string, Bytes>& inputs) {
  Totals totals;
  for (const auto& [name, input] : inputs) {
    // The second run finds the public-key results of the first remembered.
    Bytes sent, again;
    const SideRun run = RunSide(kRole, input, &sent);
    if (RunSide(kRole, input, &again) != run || again != sent) {
      fmt::print(stderr, "{}: two runs differ\n", name);
      std::abort();
    }
    LLVMFuzzerTestOneInput(input.data(), input.size());
    totals.complete += run.complete ? 1 : 0;
    totals.read_on += run.read_on ? 1 : 0;
    totals.resumed += run.resumed ? 1 : 0;
    ++totals.states[run.state];
  }
  return totals;
}

bool AtLeast(const char* what, double found, double bound) {
  fmt::print("{:<32}{:>12.6g}  at least {}\n", what, found, bound);
  if (found >= bound) return true;
  fmt::print(stderr, "{} has gone dead: {} is {:.6g}, not at least {}\n", kTarget, what, found,
             bound);
  return false;
}

int Main(const Arguments& arguments) {
  const auto inputs = ReadInputs(arguments.paths);
  if (inputs.empty()) {
    fmt::print(stderr, "{}: nothing to run\n", kTarget);
    return 2;
  }
  const Totals totals = RunOnce(inputs);
  const size_t edges = EdgesSeen();
  constexpr size_t kMutants = 4000;
  const double speed =
      Speed(WithMutants(kForm, inputs, inputs.size() + kMutants), arguments.seconds);
  const double seed_speed = Speed(WithMutants(kForm, inputs, 0), arguments.seconds);
  const double completed =
      static_cast<double>(totals.complete) / static_cast<double>(inputs.size());
  fmt::print("{} inputs; where they end:\n", inputs.size());
  for (const auto& [state, count] : totals.states) fmt::print("{:>6}  {}\n", count, state);
  bool alive = AtLeast("completed", completed, kLeastComplete);
  alive &= AtLeast("states", static_cast<double>(totals.states.size()), kLeastStates);
  alive &= AtLeast("read on after completion", static_cast<double>(totals.read_on), 1);
  alive &= AtLeast("resumed", static_cast<double>(totals.resumed), 1);
  alive &= AtLeast("mutated runs a CPU second", speed, kLeastSpeed);
  alive &= AtLeast("whole runs a CPU second", seed_speed, kLeastSpeed);
  if (!AllCounters().empty()) alive &= AtLeast("edges", static_cast<double>(edges), kLeastEdges);
  if (!arguments.figures.empty()) {
    std::ofstream file(arguments.figures);
    file << fmt::format(
        "{{\n \"{0}_per_cpu_s\": {1:.0f},\n \"{0}_whole_per_cpu_s\": {2:.0f},\n"
        " \"{0}_completed\": {3:.4f}",
        kTarget, speed, seed_speed, completed);
    if (!AllCounters().empty()) file << fmt::format(",\n \"{}_edges\": {}", kTarget, edges);
    file << "\n}\n";
    if (!file.flush()) {
      fmt::print(stderr, "{}: cannot write {}\n", kTarget, arguments.figures);
      return 2;
    }
  }
  return alive ? 0 : 1;
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) { return shakedown::Main(shakedown::Parse(argc, argv)); }
