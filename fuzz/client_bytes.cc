// Any bytes as what a server sends to a BoringSSL client, after a header that configures the
// client.
#include "fuzz/peer/fuzz_side.h"

namespace shakedown {

void FuzzOne(View input) { FuzzSide(Role::kClient, input); }

}  // namespace shakedown
