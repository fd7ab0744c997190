// Certificate chains and keys as GnuTLS objects, parsed once each.
#ifndef PEERS_GNUTLS_PARSED_H_
#define PEERS_GNUTLS_PARSED_H_

#include <map>
#include <memory>
#include <tl/expected.hpp>
#include <vector>

#include "harness/stack/stack.h"
#include "peers/gnutls/handles.h"

namespace shakedown::gnutls {

struct ParsedIdentity {
  std::vector<Certificate> chain;  // leaf first
  X509Key key;
};

// Keeps what it parsed under Identity::id for as long as the process lives. Not thread safe.
class ParsedIdentities {
 public:
  // The error is GnuTLS's return code. The pointer lives as long as this object.
  tl::expected<const ParsedIdentity*, int> Get(const Identity& identity);

 private:
  std::map<uint64_t, std::unique_ptr<ParsedIdentity>> parsed_;
};

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_PARSED_H_
