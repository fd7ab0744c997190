// Private keys that misbehave when asked to sign.
#ifndef PEERS_BORINGSSL_FAULTY_KEY_H_
#define PEERS_BORINGSSL_FAULTY_KEY_H_

#include "peers/ssl/handles.h"

namespace shakedown {

// Signs for the identity that the connection's peer uses, as its Signing says: not at all, or with
// one bit flipped. Decryption works. Lives for ever.
const SSL_PRIVATE_KEY_METHOD* FaultyKeyMethod();

}  // namespace shakedown

#endif  // PEERS_BORINGSSL_FAULTY_KEY_H_
