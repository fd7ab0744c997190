// A BIO over the bytes of one Step: reads from a borrowed view, appends to the caller's buffer.
#ifndef PEERS_SSL_WIRE_BIO_H_
#define PEERS_SSL_WIRE_BIO_H_

#include "harness/wire/bytes.h"
#include "peers/ssl/handles.h"

namespace shakedown {

// The bytes at hand. Owned by the peer; the BIO borrows it for its own life.
struct Wire {
  View in;               // not yet read
  Bytes* out = nullptr;  // null: nothing can be written now
  bool ended = false;    // no byte will follow `in`
};

// A new BIO over `wire`, to be given to SSL_set_bio for both directions; null without memory.
BIO* NewWireBio(Wire* wire);

}  // namespace shakedown

#endif  // PEERS_SSL_WIRE_BIO_H_
