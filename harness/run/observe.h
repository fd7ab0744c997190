// From what passed on the wire and what the peers say to an Observation.
#ifndef HARNESS_RUN_OBSERVE_H_
#define HARNESS_RUN_OBSERVE_H_

#include <string>
#include <vector>

#include "harness/link/link.h"
#include "harness/run/played.h"
#include "harness/stack/stack.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

// Everything that is known once a connection has been played. Borrowed.
struct Witness {
  const PlayResult* play = nullptr;
  const WireFacts* sent = nullptr;       // what each side put on the wire
  const WireFacts* delivered = nullptr;  // what each side was given; may be the same object
  PeerReport client, server;
  std::string client_stack, server_stack;

  const PeerReport& report(Role role) const { return role == Role::kClient ? client : server; }
};

// What happened. The wire is the truth: alerts and negotiated values are what it shows, and where a
// stack that completed reports another value, that is one of the problems. Where the wire shows
// nothing (a session resumed, a record that no key opens) the stacks' word is taken.
//
//   crashed  the sides would not settle
//   closed   a side gave up first without a fatal alert, would not encrypt (FIPS), or was cut off
//            by a link fault; an alert that only answers the end of the connection is no refusal
//   refused  else, if there is a fatal alert: by the sender of the first one
//   agreed   both are complete and neither gave up, warnings or no
//   stalled  none of these
//
// Leaves `cause`, `client.ca_names` and the keys to the caller, who knows codes and certificates.
Played Observe(const Witness& witness);

}  // namespace shakedown

#endif  // HARNESS_RUN_OBSERVE_H_
