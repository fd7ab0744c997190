// A client as its ClientHello shows it.
#ifndef HARNESS_PREDICT_HELLO_SIDE_H_
#define HARNESS_PREDICT_HELLO_SIDE_H_

#include <memory>
#include <vector>

#include "harness/predict/side.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

// The versions a ClientHello offers: supported_versions (RFC 8446 4.2.1), else every version up to
// legacy_version.
std::vector<ProtocolVersion> OfferedVersions(const ClientHelloFacts& hello);

// A client that offers what `hello` does and decides as `profile` says. What a hello does not show
// (trust, certificates of its own, what it verifies) is empty. The profile is borrowed.
std::shared_ptr<Side> SideOfHello(const ClientHelloFacts& hello, const StackProfile& profile);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_HELLO_SIDE_H_
