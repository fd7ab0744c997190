// Private keys that misbehave when asked to sign.
#ifndef PEERS_OPENSSL_FAULTY_KEY_H_
#define PEERS_OPENSSL_FAULTY_KEY_H_

#include "harness/model/capabilities.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// A copy of `key` (RSA or EC) whose signatures fail or come out with one bit flipped; null for
// another kind of key. Decryption with it works.
KeyHandle FaultyKey(EVP_PKEY* key, Signing signing);

}  // namespace shakedown

#endif  // PEERS_OPENSSL_FAULTY_KEY_H_
