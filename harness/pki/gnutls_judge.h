// For tests: what GnuTLS, which shares no code with the forge, thinks of a chain.
#ifndef HARNESS_PKI_GNUTLS_JUDGE_H_
#define HARNESS_PKI_GNUTLS_JUDGE_H_

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <string>
#include <vector>

#include "harness/stack/stack.h"
#include "harness/wire/role.h"

namespace shakedown {

// What a leaf says of itself.
struct LeafFacts {
  std::string subject;  // RFC 4514
  std::string issuer;
  std::string serial;  // hex
  std::vector<std::string> dns_names;
  std::vector<Bytes> addresses;
  unsigned key_usage = 0;  // GNUTLS_KEY_*
  bool key_usage_critical = false;
  std::vector<std::string> purposes;  // OIDs
  bool constraints_critical = false;
  bool ca = false;
  int signature = 0;   // gnutls_sign_algorithm_t
  int public_key = 0;  // gnutls_pk_algorithm_t
  unsigned bits = 0;   // of the key: RSA modulus or curve size
  int version = 0;
};

LeafFacts Read(const Bytes& certificate);

// Verifies `identity` as presented by a `role` called `host` in the year 2030, trusting `anchor`
// and heeding its CRL. Returns the bits of gnutls_certificate_status_t, 0 when good. SHA-1 and
// short keys pass unless `strict`.
unsigned Judge(const Identity& identity, const TrustAnchor& anchor, Role role,
               const std::string& host, bool strict = false);

// Whether the PKCS #8 key belongs to the leaf: both have the same public key.
bool KeyFits(const Identity& identity);

}  // namespace shakedown

#endif  // HARNESS_PKI_GNUTLS_JUDGE_H_
