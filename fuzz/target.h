// What every fuzz target shares: the entry point, blocks of an exact size, checks.
//
// A target is one file that includes this header and defines FuzzOne. It is linked with libFuzzer
// (SHAKEDOWN_FUZZ) and, always, with replay.cc, which feeds it the files of its corpus.
#ifndef FUZZ_TARGET_H_
#define FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "harness/wire/bytes.h"

namespace shakedown {

// FuzzOne tries one input, which lies in a heap block of just its size (libFuzzer and the replay
// programs see to that), and aborts when something does not hold. Defined by the target.
void FuzzOne(View input);

// A copy of `bytes` in a heap block of just its size, so that a sanitizer sees a read past its end.
class ExactCopy {
 public:
  explicit ExactCopy(View bytes) : block_(new uint8_t[bytes.size()]), size_(bytes.size()) {
    if (!bytes.empty()) std::memcpy(block_.get(), bytes.data(), bytes.size());
  }

  View view() const { return {block_.get(), size_}; }

 private:
  std::unique_ptr<uint8_t[]> block_;
  size_t size_;
};

// FuzzCheck ends the run, with `claim` on standard error, unless it holds.
inline void FuzzCheck(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", claim);
  std::abort();
}

}  // namespace shakedown

// Only one file of a program includes this header, so the definition may stand here.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  shakedown::FuzzOne({data, size});
  return 0;
}

#endif  // FUZZ_TARGET_H_
