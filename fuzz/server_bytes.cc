// Any bytes as what a client sends to a BoringSSL server, after a header that configures the
// server.
#include "fuzz/peer/fuzz_side.h"

namespace shakedown {

void FuzzOne(View input) { FuzzSide(Role::kServer, input); }

}  // namespace shakedown
