// What the programs around the targets share: inputs out of files, and how fast a target runs. All
// inputs lie in blocks of their exact size, as libFuzzer's do.
#ifndef FUZZ_INPUTS_H_
#define FUZZ_INPUTS_H_

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "fuzz/mutate/parts.h"
#include "harness/wire/bytes.h"

namespace shakedown {

// The contents of all files at or under `paths`, by name. Missing ones are left out.
std::map<std::string, Bytes> ReadInputs(const std::vector<std::filesystem::path>& paths);

// CPU seconds of this process so far.
double CpuSeconds();

// Each of `inputs` as it is, then mutants of them in turn (fuzz/mutate) until there are `count`;
// the same every time.
std::vector<Bytes> WithMutants(InputForm form, const std::map<std::string, Bytes>& inputs,
                               size_t count);

// How many of `inputs` the target of this program tries in a CPU second. They are tried again and
// again, for at least five times and `seconds` in all; the fastest fifth counts, since whatever
// else the machine does can only slow it down.
double Speed(const std::vector<Bytes>& inputs, double seconds);

}  // namespace shakedown

#endif  // FUZZ_INPUTS_H_
