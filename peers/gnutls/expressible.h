// What GnuTLS cannot be told.
#ifndef PEERS_GNUTLS_EXPRESSIBLE_H_
#define PEERS_GNUTLS_EXPRESSIBLE_H_

#include <optional>
#include <string>

#include "harness/stack/stack.h"
#include "peers/gnutls/side.h"

namespace shakedown::gnutls {

// One sentence that names the capability, or nothing. `sides` serves as a cache only.
std::optional<std::string> WhyInexpressible(const PeerConfig& config, SideMaker* sides);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_EXPRESSIBLE_H_
