// "client" and "server" objects to Capabilities.
#ifndef HARNESS_MODEL_READ_CAPABILITIES_H_
#define HARNESS_MODEL_READ_CAPABILITIES_H_

#include "harness/model/capabilities.h"
#include "harness/model/read.h"

namespace shakedown {

// Reads one side. `node` may be a part that others are laid over: nothing is required and nothing
// is checked across fields (see check.h). Fields of the other role are problems.
Capabilities ReadCapabilities(const Node& node, Role role, const Reading& reading);

// Reads a host name and its capabilities, which are laid over the `server` object.
Node HostNode(const Node& server, const Node& host);

}  // namespace shakedown

#endif  // HARNESS_MODEL_READ_CAPABILITIES_H_
