// How a side judges the other's certificate chain.
#ifndef PEERS_GNUTLS_VERIFY_H_
#define PEERS_GNUTLS_VERIFY_H_

#include <gnutls/gnutls.h>

namespace shakedown::gnutls {

// Callback: 0 accepts, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR (a chain that does not stand) or
// GNUTLS_E_CERTIFICATE_ERROR (the application will not have it) refuses.
int VerifyPeer(gnutls_session_t session);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_VERIFY_H_
