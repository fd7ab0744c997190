// The credentials of one side: its certificates and keys, whom it trusts, and which CAs it names.
#ifndef PEERS_GNUTLS_CREDENTIALS_H_
#define PEERS_GNUTLS_CREDENTIALS_H_

#include <map>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/stack/stack.h"
#include "peers/gnutls/handles.h"
#include "peers/gnutls/parsed.h"

namespace shakedown::gnutls {

// A certificate that a client may present. Not copyable: it owns the parts of `chain`.
struct ClientIdentity {
  ClientIdentity() = default;
  ClientIdentity(ClientIdentity&&) = default;
  ~ClientIdentity();

  std::vector<gnutls_pcert_st> chain;
  PrivateKey key;
  KeyType key_type{};
  gnutls_pk_algorithm_t algorithm = GNUTLS_PK_UNKNOWN;
  std::vector<Bytes> issuers;  // DER Names, one a certificate of the chain
};

struct SideCredentials {
  Credentials handle;
  // Set where the CAs to name are not those to trust. GnuTLS names exactly the CAs in the
  // credentials, so these then hold the named ones only and peers are judged by this list.
  TrustList trust;
  std::vector<ClientIdentity> client;  // client only: offered through a callback
};

// Makes credentials and keeps them by content. Not thread safe.
class CredentialsCache {
 public:
  struct Order {
    Role role;
    std::span<const Identity> identities;
    std::span<const TrustAnchor> trust, ca_names;
  };

  // The error is GnuTLS's return code.
  tl::expected<std::shared_ptr<const SideCredentials>, int> Get(const Order& order);

 private:
  tl::expected<std::shared_ptr<const SideCredentials>, int> Make(const Order& order);

  ParsedIdentities parsed_;
  std::map<std::string, std::shared_ptr<const SideCredentials>> made_;
};

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_CREDENTIALS_H_
