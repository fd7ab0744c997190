// The yardstick of the runner: the same handshakes by the library alone, nothing around them.
#ifndef BENCH_BARE_BARE_H_
#define BENCH_BARE_BARE_H_

#include "harness/wire/bytes.h"

namespace shakedown {

// A server's certificate (DER), its key (DER PKCS #8), and the root that the client trusts (DER).
struct BareInput {
  View leaf, key, root;
  const char* host_name;
};

// What each bare module exports as "BareHandshakes": plays `count` TLS 1.3 handshakes over memory,
// X25519 and AES-128-GCM where the library lets them be chosen, with the server authenticated and
// its name checked, contexts made new for each one, certificates parsed once. Returns how many
// completed.
using BareHandshakes = int (*)(const BareInput& input, int count);

}  // namespace shakedown

#endif  // BENCH_BARE_BARE_H_
