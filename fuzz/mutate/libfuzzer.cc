// The mutator as libFuzzer calls it; SHAKEDOWN_INPUT_FORM says of what form the inputs are.
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
