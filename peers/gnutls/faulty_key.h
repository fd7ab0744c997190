// Private keys for a handshake: ones that work, refuse to sign, or sign wrongly.
#ifndef PEERS_GNUTLS_FAULTY_KEY_H_
#define PEERS_GNUTLS_FAULTY_KEY_H_

#include <tl/expected.hpp>

#include "harness/model/capabilities.h"
#include "peers/gnutls/handles.h"

namespace shakedown::gnutls {

// MakeKey wraps `key`, which outlives the result, so that it signs as `signing` says: kFails
// returns GNUTLS_E_PK_SIGN_FAILED, kCorrupts flips the lowest bit of the signature's last byte.
// Decryption (static RSA) always works. The error is GnuTLS's return code.
tl::expected<PrivateKey, int> MakeKey(gnutls_x509_privkey_t key, Signing signing);

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_FAULTY_KEY_H_
