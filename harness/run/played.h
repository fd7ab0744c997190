// What a worker sends back about one case, and its form on the pipe.
#ifndef HARNESS_RUN_PLAYED_H_
#define HARNESS_RUN_PLAYED_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/model/outcome.h"
#include "harness/wire/bytes.h"

namespace shakedown {

struct Played {
  Observation seen;
  std::optional<KeyType> server_key, client_key;  // of the leaf that side showed, where it is known
  std::vector<std::string> problems;  // what makes the case fail whatever is expected: a stack that
                                      // reports what the wire does not show, a link fault that
                                      // never met its record

  std::vector<std::string> diagnosed;  // as in CaseResult
  bool diagnosed_certain = false;      // likewise

  bool operator==(const Played&) const = default;
};

// Appends `played` to `*out` in a form for this very program.
void Encode(const Played& played, Bytes* out);

// Reads back what Encode wrote; nothing if `bytes` is not exactly that.
std::optional<Played> Decode(View bytes);

}  // namespace shakedown

#endif  // HARNESS_RUN_PLAYED_H_
