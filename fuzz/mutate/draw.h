// The mutator's only source of chance: equal seeds give equal draws, everywhere.
#ifndef FUZZ_MUTATE_DRAW_H_
#define FUZZ_MUTATE_DRAW_H_

#include <cstddef>
#include <cstdint>

namespace shakedown {

class Draw {
 public:
  explicit Draw(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  uint8_t Byte() { return static_cast<uint8_t>(Next()); }
  // A number below `bound`; 0 for 0.
  size_t Below(size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(Next() % bound); }
  bool OneIn(size_t count) { return Below(count) == 0; }

 private:
  uint64_t state_;
};

}  // namespace shakedown

#endif  // FUZZ_MUTATE_DRAW_H_
