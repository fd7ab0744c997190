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
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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
constexpr const char* kTarget = "client_bytes";
#else
constexpr Role kRole = Role::kServer;
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

// The contents of all files under `paths`, by name.
std::map<std::string, Bytes> ReadAll(const std::vector<std::filesystem::path>& paths) {
  std::map<std::string, Bytes> inputs;
  const auto add = [&](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    inputs[path.string()].assign(std::istreambuf_iterator<char>(file), {});
  };
  for (const auto& path : paths) {
    if (std::filesystem::is_regular_file(path)) add(path);
    if (!std::filesystem::is_directory(path)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) add(entry.path());
    }
  }
  return inputs;
}

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
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

// Changes a few bytes in a few places, as a fuzzer does; the same for equal `*state`.
void Mutate(uint64_t* state, Bytes* input) {
  const auto draw = [&](size_t below) {
    *state = *state * 6364136223846793005 + 1442695040888963407;
    return below == 0 ? 0 : static_cast<size_t>(*state >> 33) % below;
  };
  constexpr size_t kMostChanges = 3, kLongest = 8;
  for (size_t changes = 1 + draw(kMostChanges); changes > 0 && !input->empty(); --changes) {
    const size_t at = draw(input->size());
    const auto place = input->begin() + static_cast<std::ptrdiff_t>(at);
    switch (draw(4)) {
      case 0:
        *place ^= static_cast<uint8_t>(1U << draw(8));
        break;
      case 1:
        *place = static_cast<uint8_t>(draw(256));
        break;
      case 2:
        input->insert(place, 1 + draw(kLongest), static_cast<uint8_t>(draw(256)));
        break;
      default:
        input->erase(place, place + static_cast<std::ptrdiff_t>(
                                        std::min(1 + draw(kLongest), input->size() - at)));
    }
  }
}

// Runs a CPU second, over all inputs again and again for at least `seconds`: as they are, or each
// time mutated anew.
double Speed(const std::map<std::string, Bytes>& inputs, double seconds, bool mutated) {
  uint64_t state = 1;
  const double start = CpuSeconds();
  size_t runs = 0;
  double spent = 0;
  do {
    for (const auto& [name, whole] : inputs) {
      Bytes input = whole;
      if (mutated) Mutate(&state, &input);
      LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    runs += inputs.size();
    spent = CpuSeconds() - start;
  } while (spent < seconds);
  return static_cast<double>(runs) / spent;
}

bool AtLeast(const char* what, double found, double bound) {
  fmt::print("{:<32}{:>12.6g}  at least {}\n", what, found, bound);
  if (found >= bound) return true;
  fmt::print(stderr, "{} has gone dead: {} is {:.6g}, not at least {}\n", kTarget, what, found,
             bound);
  return false;
}

int Main(const Arguments& arguments) {
  const auto inputs = ReadAll(arguments.paths);
  if (inputs.empty()) {
    fmt::print(stderr, "{}: nothing to run\n", kTarget);
    return 2;
  }
  const Totals totals = RunOnce(inputs);
  const size_t edges = EdgesSeen();
  const double speed = Speed(inputs, arguments.seconds, true);
  const double seed_speed = Speed(inputs, arguments.seconds, false);
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
