// Changing an input in place: bytes for bytes, with the lengths around them.
#ifndef FUZZ_MUTATE_EDIT_H_
#define FUZZ_MUTATE_EDIT_H_

#include <vector>

#include "fuzz/mutate/parts.h"

namespace shakedown {

// An input in a buffer with room for more of it.
struct Input {
  uint8_t* data = nullptr;
  size_t size = 0, room = 0;

  View view() const { return {data, size}; }
};

// Splice puts `with`, which may lie in the input, in the place of [begin, end). False, and nothing
// is done, if it would not fit.
bool Splice(Input* input, size_t begin, size_t end, View with);

// SpliceInside does the same inside `part` (kNoParent: only the input) and, if `keeps_lengths`,
// writes the length of it and of each part around it anew. False also if a length would not fit in
// its bytes. The parts are those of before and do not hold afterwards.
bool SpliceInside(Input* input, const std::vector<Part>& parts, uint32_t part, size_t begin,
                  size_t end, View with, bool keeps_lengths);

// WriteLength writes `length`, as far as it fits, as the part's own.
void WriteLength(Input* input, const Part& part, size_t length);

}  // namespace shakedown

#endif  // FUZZ_MUTATE_EDIT_H_
