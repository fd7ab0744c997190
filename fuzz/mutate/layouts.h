// What handshake messages and extensions are made of, as texts the mutator follows.
//
//   f4         four bytes
//   v2         a vector with a length of two bytes
//   v2{f2}     the same, a list whose every element is what stands in braces
//   x2         a vector of extensions
//   a|b        a, or b if a does not fill the bytes exactly; a is also what bytes that fit neither
//              are taken for, as far as they go
#ifndef FUZZ_MUTATE_LAYOUTS_H_
#define FUZZ_MUTATE_LAYOUTS_H_

#include "harness/wire/code_points.h"

namespace shakedown {

// "" for a type that is not known: bytes without structure.
const char* LayoutOf(HandshakeType type);
const char* LayoutOf(ExtensionType type);

}  // namespace shakedown

#endif  // FUZZ_MUTATE_LAYOUTS_H_
