// The parts of an input, as far as it is TLS: records, messages, extensions, vectors, list entries.
#ifndef FUZZ_MUTATE_PARTS_H_
#define FUZZ_MUTATE_PARTS_H_

#include <cstdint>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

// What an input begins with.
enum class InputForm : uint8_t {
  kStream,       // records from the first byte
  kMessage,      // fuzz/handshake.cc: version, suite and type before the body of a message
  kClientBytes,  // fuzz/peer/options.h: a header, then records, with `resumes` of two connections
  kServerBytes,  // the same, of one connection
};

enum class PartKind : uint8_t {
  kRecord,     // type, version, length
  kMessage,    // type, length
  kExtension,  // type, length
  kVector,     // length
  kEntry,      // a list's element that has parts itself
  kField,      // a known number of bytes
};

// A part is [begin, end) of the input; its content, what its length counts, begins at `content`.
// Where a length reaches past what contains the part, the part ends there.
struct Part {
  PartKind kind{};
  uint8_t length_bytes = 0;  // of the length that stands before `content`; 0: none
  bool is_element = false;   // of a list, in which it may be repeated, moved and left out
  uint32_t parent = 0;       // in the list of parts, or kNoParent
  uint32_t begin = 0, content = 0, end = 0;
};
inline constexpr uint32_t kNoParent = UINT32_MAX;

// FindParts fills `*parts` with the parts of `input`, parents before their children. Any bytes have
// parts, if only few; there are never more than kMostParts, and what comes after them is left out.
inline constexpr size_t kMostParts = 4096;
void FindParts(InputForm form, View input, std::vector<Part>* parts);

}  // namespace shakedown

#endif  // FUZZ_MUTATE_PARTS_H_
