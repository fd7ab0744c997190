#include "fuzz/inputs.h"

#include <time.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "fuzz/mutate/mutate.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace shakedown {
namespace {

// Changes one byte, or adds one: nothing that a fuzzer would not do.
size_t Blind(uint8_t* data, size_t size, size_t room) {
  if (size > 0) data[size / 2] += 0x55;
  if (size < room) data[size++] = 0x80;
  return size;
}

}  // namespace

std::map<std::string, Bytes> ReadInputs(const std::vector<std::filesystem::path>& paths) {
  std::map<std::string, Bytes> inputs;
  const auto add = [&](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    inputs[path.string()] = Bytes(text.begin(), text.end());
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

std::vector<Bytes> WithMutants(InputForm form, const std::map<std::string, Bytes>& inputs,
                               size_t count) {
  std::vector<Bytes> out;
  for (const auto& [name, input] : inputs) out.push_back(input);
  constexpr size_t kGrowth = 256;
  for (size_t i = 0, seeds = out.size(); seeds > 0 && out.size() < count; ++i) {
    Bytes room = out[i % seeds];
    const size_t size = room.size();
    room.resize(size + kGrowth);
    const size_t changed = Mutate(form, room.data(), size, room.size(), i, Blind);
    out.emplace_back(room.data(), room.data() + changed);
  }
  return out;
}

double Speed(const std::vector<Bytes>& inputs, double seconds) {
  constexpr int kFifths = 5;
  double fastest = 0;
  for (int i = 0; i < kFifths && !inputs.empty(); ++i) {
    const double start = CpuSeconds();
    size_t runs = 0;
    double spent = 0;
    do {
      for (const Bytes& input : inputs) LLVMFuzzerTestOneInput(input.data(), input.size());
      runs += inputs.size();
      spent = CpuSeconds() - start;
    } while (spent < seconds / kFifths);
    fastest = std::max(fastest, static_cast<double>(runs) / spent);
  }
  return fastest;
}

}  // namespace shakedown
