// Certificates, keys and trust anchors as the library holds them, parsed once per id.
#ifndef PEERS_SSL_PARSED_H_
#define PEERS_SSL_PARSED_H_

#include <vector>

#include "harness/stack/stack.h"
#include "peers/ssl/handles.h"

namespace shakedown {

struct ParsedIdentity {
  std::vector<CertificateHandle> chain;  // leaf first
  KeyHandle key;
};

struct ParsedAnchor {
  CertificateHandle certificate;
  CrlHandle crl;  // null: none
};

// The parsed form of `identity`, kept under its id, or null with the library's reason in the error
// queue. Valid until the next call: many ids later the memory is given back.
const ParsedIdentity* Parsed(const Identity& identity);
const ParsedAnchor* Parsed(const TrustAnchor& anchor);

}  // namespace shakedown

#endif  // PEERS_SSL_PARSED_H_
