// The secrets of a session as lines of a key log.
#ifndef PEERS_GNUTLS_KEY_LOG_H_
#define PEERS_GNUTLS_KEY_LOG_H_

#include <gnutls/gnutls.h>

namespace shakedown::gnutls {

// Callback: one secret, as soon as the library has it.
int LogSecret(gnutls_session_t session, const char* label, const gnutls_datum_t* secret);

// GnuTLS logs the master secret when it computes one, not when a session before TLS 1.3 is resumed
// with an old one. Logs that, and returns true, once the resumption is known.
bool LogResumedMasterSecret(gnutls_session_t session);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_KEY_LOG_H_
