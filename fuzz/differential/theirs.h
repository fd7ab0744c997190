// What another library makes of a ClientHello, for the differential targets to compare with.
#ifndef FUZZ_DIFFERENTIAL_THEIRS_H_
#define FUZZ_DIFFERENTIAL_THEIRS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

struct Theirs {
  // How far it came.
  bool framed = false;           // to its ClientHello callback: the frame is sound
  bool extensions_read = false;  // past the extensions that it looks at
  int alert = -1;                // what it sent then, or -1
  std::string reason;            // its own word for why, "" where it had none

  // What its callback was shown, if it is framed.
  uint16_t version = 0;
  Bytes random, session_id, cipher_suites, compression_methods;
  std::vector<std::pair<uint16_t, Bytes>> extensions;  // those it knows, in the order of the wire

  // What it has read where it came past the extensions; nothing where it cannot be asked.
  std::optional<std::string> server_name;  // "" for none
  std::optional<Bytes> alpn;               // the list as it was sent; nothing, too, if none was
  std::optional<Bytes> signature_schemes;  // the list as it was sent; "" for none
  std::optional<size_t> group_count;
};

// Gives the library a connection whose first flight is `stream`, and fills `*theirs`. Implemented
// once for each library; a program has one of them.
void Ask(View stream, Theirs* theirs);

}  // namespace shakedown

#endif  // FUZZ_DIFFERENTIAL_THEIRS_H_
