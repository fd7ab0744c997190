// The error queue of libcrypto, read into NativeError.
#ifndef PEERS_SSL_ERRORS_H_
#define PEERS_SSL_ERRORS_H_

#include "harness/model/outcome.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// Empties the calling thread's error queue and returns the entry that says most: the first of the
// TLS layer with a reason of its own, else the first of all. Code 0 if the queue was empty.
NativeError TakeError();

// The error of a failed call on `ssl`, `ssl_error` being what SSL_get_error said of it.
NativeError TakeError(const SSL* ssl, int ssl_error);

}  // namespace shakedown

#endif  // PEERS_SSL_ERRORS_H_
