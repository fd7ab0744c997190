// The mutator as libFuzzer calls it, and what else a fast target wants of libFuzzer;
// SHAKEDOWN_INPUT_FORM says of what form the inputs are.
#include <vector>

#include "fuzz/mutate/mutate.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  return shakedown::Mutate(shakedown::InputForm::SHAKEDOWN_INPUT_FORM, data, size, max_size, seed,
                           LLVMFuzzerMutate);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* first, size_t first_size,
                                            const uint8_t* second, size_t second_size, uint8_t* out,
                                            size_t max_size, unsigned seed) {
  return shakedown::CrossOver(shakedown::InputForm::SHAKEDOWN_INPUT_FORM, {first, first_size},
                              {second, second_size}, out, max_size, seed);
}

// Called by libFuzzer first; flags of the command line come later and win. Weighing inputs by the
// rarity of their features (entropic) takes as long as a run does, and finds no more here; leaks
// are looked for by the replay.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  static char entropic[] = "-entropic=0", leaks[] = "-detect_leaks=0";
  static std::vector<char*> arguments(*argv, *argv + *argc);
  if (arguments.empty()) return 0;
  arguments.insert(arguments.begin() + 1, {entropic, leaks});
  arguments.push_back(nullptr);
  *argc += 2;
  *argv = arguments.data();
  return 0;
}
