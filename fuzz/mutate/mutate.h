// The mutator of the targets that read TLS: it changes records, messages, vectors and extensions,
// and lengths around them only when that is the point.
#ifndef FUZZ_MUTATE_MUTATE_H_
#define FUZZ_MUTATE_MUTATE_H_

#include <cstddef>
#include <cstdint>

#include "fuzz/mutate/parts.h"

namespace shakedown {

// Changes `size` bytes at `data` without any knowledge, to at most `room`; returns the new size.
// libFuzzer's LLVMFuzzerMutate is one.
using BlindMutation = size_t (*)(uint8_t* data, size_t size, size_t room);

// Mutate changes an input of `form` in its place and returns its new size, at most `room`. What it
// does follows from its arguments alone, and from `blind`, which part of the time gets the whole
// input or the content of one part.
size_t Mutate(InputForm form, uint8_t* data, size_t size, size_t room, uint64_t seed,
              BlindMutation blind);

// CrossOver writes the first input to `out` with a part of it exchanged for one of its kind in the
// second, or with that beside it. Returns the size, at most `room`.
size_t CrossOver(InputForm form, View first, View second, uint8_t* out, size_t room, uint64_t seed);

}  // namespace shakedown

#endif  // FUZZ_MUTATE_MUTATE_H_
