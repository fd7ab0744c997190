// From capabilities to a GnuTLS priority string.
//
// GnuTLS is not told suites but the parts of suites, and it multiplies them out: every listed key
// exchange with every listed cipher and MAC, in that order of weight. So a list of suites can be
// expressed only if it happens to be such a product. PriorityString writes the string that is the
// best candidate; derived.h says what the library makes of it and compares.
#ifndef PEERS_GNUTLS_PRIORITY_H_
#define PEERS_GNUTLS_PRIORITY_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/capabilities.h"

namespace shakedown::gnutls {

// The string for `wanted`: "NORMAL" with each asked list in place of the library's. Pure. The error
// is one sentence that names the capability and what of it the library does not know.
tl::expected<std::string, std::string> PriorityString(const Capabilities& wanted, Role role);

// The verification flags that the security level puts into the priority string.
unsigned VerifyFlags(const Capabilities& wanted);

// The versions that are on, from the highest down: the highest common one is negotiated, so the
// order they were written in has no meaning.
std::vector<ProtocolVersion> AskedVersions(const Capabilities& wanted);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_PRIORITY_H_
