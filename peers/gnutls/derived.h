// What the library makes of a priority string, and how that differs from what was asked for.
#ifndef PEERS_GNUTLS_DERIVED_H_
#define PEERS_GNUTLS_DERIVED_H_

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/capabilities.h"
#include "peers/gnutls/handles.h"

namespace shakedown::gnutls {

// What a priority string stands for, each list as a client would send it.
struct Derived {
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> suites;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;

  bool Has(ProtocolVersion version) const;
};

Derived Derive(gnutls_priority_t priority);

// How `derived` differs from what was asked for, in one sentence naming the capability; nothing
// where any difference cannot show. Order counts where this side's order is ever used.
std::optional<std::string> FindDeviation(const Capabilities& wanted, Role role,
                                         const Derived& derived);

// The gnutls_init flag that makes a client send exactly `wanted.key_shares`; 0 where none was
// asked for. GnuTLS sends shares for the first one, two or three groups of different kinds.
tl::expected<unsigned, std::string> KeyShareFlag(const Capabilities& wanted,
                                                 const Derived& derived);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_DERIVED_H_
