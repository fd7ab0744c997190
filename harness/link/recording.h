// One connection kept in a file: its key log and both sides' bytes in the order they were sent.
#ifndef HARNESS_LINK_RECORDING_H_
#define HARNESS_LINK_RECORDING_H_

#include <string_view>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/role.h"

namespace shakedown {

// The file is a 16-bit length and as many bytes of key log, then chunks: a byte that is odd for the
// server and even for the client, a 16-bit length, and as many bytes. Integers are big-endian. A
// length that reaches past the end means what is left, so that every file says something.
struct Recording {
  struct Chunk {
    Role from;
    View bytes;
  };
  std::string_view key_log;
  std::vector<Chunk> chunks;
};

// Views of `file`.
Recording ReadRecording(View file);

}  // namespace shakedown

#endif  // HARNESS_LINK_RECORDING_H_
