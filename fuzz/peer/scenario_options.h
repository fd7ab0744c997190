// From a scenario's capabilities to the nearest configuration header.
#ifndef FUZZ_PEER_SCENARIO_OPTIONS_H_
#define FUZZ_PEER_SCENARIO_OPTIONS_H_

#include "fuzz/peer/options.h"
#include "harness/model/capabilities.h"
#include "harness/wire/role.h"

namespace shakedown {

// The header whose peer is most like `side`. What a header has no field for is left out, so the
// handshake need not end as the scenario's does.
SideOptions NearestOptions(const Capabilities& side, Role role);

}  // namespace shakedown

#endif  // FUZZ_PEER_SCENARIO_OPTIONS_H_
