// The capabilities that a stack is really given: a scenario's, with every default written out.
#ifndef HARNESS_RUN_EFFECTIVE_H_
#define HARNESS_RUN_EFFECTIVE_H_

#include <string>

#include "harness/model/capabilities.h"
#include "harness/wire/bytes.h"
#include "harness/wire/role.h"

namespace shakedown {

// `side` (and its hosts) with trust, CA names and server names filled in as their comments say, and
// cut to what FIPS mode allows if `apply_fips`.
Capabilities Effective(const Capabilities& side, const Capabilities& other, Role role,
                       bool apply_fips);

// 80 bytes that depend on `letter` alone: servers with equal letters share the ticket key.
Bytes TicketKey(const std::string& letter);

}  // namespace shakedown

#endif  // HARNESS_RUN_EFFECTIVE_H_
