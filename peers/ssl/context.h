// SSL_CTX objects for configurations, made once and kept while they are in use.
#ifndef PEERS_SSL_CONTEXT_H_
#define PEERS_SSL_CONTEXT_H_

#include <string>

#include "harness/stack/stack.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// Everything of `config` that a context holds, as a string that differs when anything does. What
// belongs to one connection alone (names, session, stores, key log) is not in it.
std::string Fingerprint(const PeerConfig& config);

// The context for `config`, a new one or the one kept for an equal configuration. Its callbacks
// find their peer through the connection, so sharing it shares no state: it caches no session.
// Null with the library's reason in the error queue.
ContextHandle ContextFor(const PeerConfig& config);

// The name a client sends and the one it checks; empty: none.
std::string SentName(const Capabilities& client);
std::string CheckedName(const Capabilities& client);

// Whether `capabilities` leave `version` enabled; an absent list enables 1.0 to 1.3.
bool Enables(const Capabilities& capabilities, ProtocolVersion version);

}  // namespace shakedown

#endif  // PEERS_SSL_CONTEXT_H_
