// The callbacks that libssl calls back during a handshake. Each finds its peer through the SSL.
#ifndef PEERS_SSL_CALLBACKS_H_
#define PEERS_SSL_CALLBACKS_H_

#include "harness/stack/stack.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// Installs on `ctx` whatever callbacks `config` needs, but those of algorithms and certificates.
void SetCallbacks(SSL_CTX* ctx, const PeerConfig& config);

// What WatchClientHello calls: the body of server_name (empty: not sent) and the list of suites,
// both as in the message. True if the handshake is to pause for another configuration.
bool OnClientHello(SSL* ssl, View server_name_extension, View suites);

// The certificate callback of both roles: uses the first identity that fits what the other side
// offered, none if none does. Never fails the handshake by itself.
int ChooseIdentity(SSL* ssl, void*);

}  // namespace shakedown

#endif  // PEERS_SSL_CALLBACKS_H_
