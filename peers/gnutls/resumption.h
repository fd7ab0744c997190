// Sessions kept and offered again: tickets (RFC 5077, RFC 8446 4.6.1) and session ids.
#ifndef PEERS_GNUTLS_RESUMPTION_H_
#define PEERS_GNUTLS_RESUMPTION_H_

#include <gnutls/gnutls.h>

#include "harness/stack/stack.h"

namespace shakedown::gnutls {

// Server: issues and takes tickets, and keeps sessions by id, as far as the capabilities want it.
// GnuTLS does neither until its application brings a key or a store, so where the capabilities say
// nothing, bringing them means yes.
int EnableResumption(gnutls_session_t session, const PeerConfig& config, const Capabilities& has);

// Client: offers `saved`, unless it is empty.
int OfferSession(gnutls_session_t session, View saved);

// Client, after completion: what to offer next time; empty if the server gave nothing to come back
// with, or the capabilities forbid that way of coming back.
Bytes SessionToOffer(gnutls_session_t session, const Capabilities& has);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_RESUMPTION_H_
