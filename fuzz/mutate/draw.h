// The mutator's only source of chance: equal seeds give equal draws, everywhere.
#ifndef FUZZ_MUTATE_DRAW_H_
#define FUZZ_MUTATE_DRAW_H_

#include <cstddef>
#include <cstdint>

#include "harness/model/dice.h"

namespace shakedown {

class Draw {
 public:
  explicit Draw(uint64_t seed) : dice_(seed) {}

  uint64_t Next() { return dice_.Next(); }
  uint8_t Byte() { return static_cast<uint8_t>(Next()); }
  // A number below `bound`; 0 for 0.
  size_t Below(size_t bound) { return bound == 0 ? 0 : dice_.Below(bound); }
  bool OneIn(size_t count) { return Below(count) == 0; }

 private:
  Dice dice_;
};

}  // namespace shakedown

#endif  // FUZZ_MUTATE_DRAW_H_
