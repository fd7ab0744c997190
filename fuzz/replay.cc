// The main of a fuzz target without a fuzzer: runs the target over files and folders of inputs.
//
//   records_replay [-v] [--cuts COUNT] [--figures FILE KEY] corpus/records crash-1234
//
// `--cuts` runs it also over the beginnings of each input: all of them, or COUNT spread evenly if
// there are more.
// `--figures` then measures how many inputs it tries in a CPU second, these and mutants of them,
// and writes that as KEY of a JSON object; only for targets whose inputs are records.
//
// Exit status 0 when all inputs passed, 2 when there was nothing to run; a failing input aborts,
// and its name is the last one printed with -v.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "fuzz/inputs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace shakedown {
namespace {

void RunBeginnings(View input, size_t count) {
  const size_t step = std::max<size_t>(1, input.size() / std::max<size_t>(1, count));
  for (size_t size = 0; size < input.size(); size += step) {
    // In a block of its own size.
    const Bytes beginning(input.data(), input.data() + size);
    LLVMFuzzerTestOneInput(beginning.data(), size);
  }
}

int WriteFigure(const char* path, const char* key, const std::map<std::string, Bytes>& inputs) {
  constexpr size_t kInputs = 2000;
  constexpr double kSeconds = 2;
  const double speed = Speed(WithMutants(InputForm::kStream, inputs, kInputs), kSeconds);
  std::ofstream file(path);
  file << "{\n \"" << key << "\": " << static_cast<long>(speed) << "\n}\n";
  std::printf("%ld runs a CPU second\n", static_cast<long>(speed));
  if (file.flush()) return 0;
  std::fprintf(stderr, "cannot write %s\n", path);
  return 2;
}

int Main(int argc, char** argv) {
  bool verbose = false;
  size_t cuts = 0;
  const char* figures = nullptr;
  const char* key = nullptr;
  std::vector<std::filesystem::path> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "-v") {
      verbose = true;
    } else if (std::string_view(argv[i]) == "--cuts" && i + 1 < argc) {
      cuts = static_cast<size_t>(std::atoll(argv[++i]));
    } else if (std::string_view(argv[i]) == "--figures" && i + 2 < argc) {
      figures = argv[++i];
      key = argv[++i];
    } else {
      paths.emplace_back(argv[i]);
    }
  }
  const auto inputs = ReadInputs(paths);
  for (const auto& [name, input] : inputs) {
    if (verbose) std::printf("%s\n", name.c_str());
    std::fflush(stdout);
    LLVMFuzzerTestOneInput(input.data(), input.size());
    if (cuts > 0) RunBeginnings(input, cuts);
  }
  std::printf("%zu inputs\n", inputs.size());
  if (inputs.empty()) return 2;
  return figures == nullptr ? 0 : WriteFigure(figures, key, inputs);
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) { return shakedown::Main(argc, argv); }
