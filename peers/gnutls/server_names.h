// A server's answer to server_name (RFC 6066 3): refuse it, or go on as one of its hosts.
#ifndef PEERS_GNUTLS_SERVER_NAMES_H_
#define PEERS_GNUTLS_SERVER_NAMES_H_

#include <gnutls/gnutls.h>

#include "harness/model/capabilities.h"

namespace shakedown::gnutls {

// Callback before each handshake message is handled. A server becomes the host that its first
// ClientHello names, before the library has decided anything.
int OnHandshakeMessage(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                       const gnutls_datum_t* message);

// Callback once the library has read the name: refuses it where the policy says so.
int JudgeServerName(gnutls_session_t session);

void RequestClientCertificate(gnutls_session_t session, ClientAuth wanted);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_SERVER_NAMES_H_
