// What can be done to one part of an input.
#ifndef FUZZ_MUTATE_VERBS_H_
#define FUZZ_MUTATE_VERBS_H_

#include <vector>

#include "fuzz/mutate/draw.h"
#include "fuzz/mutate/edit.h"

namespace shakedown {

enum class Verb : uint8_t {
  kSet,        // the bytes of a field or a content: zeros, ones, other bytes, those of another part
  kFlip,       // one bit of a part
  kInsert,     // a new element beside one: an alert, an unknown extension, a changed copy...
  kDelete,     // an element
  kDuplicate,  // an element, behind it
  kSwap,       // two elements of one list
  kFragment,   // a record becomes two
  kCoalesce,   // two records of one type become one
  kLengthLie,  // a length says something else, and nothing else changes
  kTypeLie,    // the type of a record, message or extension
  kGrease,     // a value of RFC 8701 goes into a list
  kTruncate,   // a content ends early, or the whole input does
};
inline constexpr size_t kVerbs = 12;

// Apply does it to one of `parts`, which are those of `*input` and do not hold afterwards; which,
// and how, is drawn. `keeps_lengths`: the lengths around it stay right (all verbs but kLengthLie,
// whose purpose is the opposite). False, and nothing is done, where the verb has nothing to act on
// or no room.
bool Apply(Verb verb, bool keeps_lengths, Draw* draw, const std::vector<Part>& parts, Input* input);

}  // namespace shakedown

#endif  // FUZZ_MUTATE_VERBS_H_
