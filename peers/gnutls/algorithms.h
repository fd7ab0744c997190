// Between IANA's numbers and GnuTLS's own, for versions, suites, groups and signature schemes.
#ifndef PEERS_GNUTLS_ALGORITHMS_H_
#define PEERS_GNUTLS_ALGORITHMS_H_

#include <gnutls/gnutls.h>

#include <optional>
#include <span>
#include <vector>

#include "harness/wire/code_points.h"

namespace shakedown::gnutls {

// The parts GnuTLS makes a cipher suite of. TLS 1.3 suites have no key exchange (0).
struct SuiteParts {
  CipherSuite suite;
  gnutls_kx_algorithm_t key_exchange;
  gnutls_cipher_algorithm_t cipher;
  gnutls_mac_algorithm_t mac;
  gnutls_protocol_t min_version;
};

// Every suite the library knows, whether certificates can be used with it or not.
std::span<const SuiteParts> AllSuites();
const SuiteParts* PartsOf(CipherSuite suite);  // null: the library has no such suite

// Whether the suite authenticates by certificate: the only credentials a scenario can give.
bool UsesCertificates(const SuiteParts& parts);

// SSL 3.0 and unknown numbers give GNUTLS_VERSION_UNKNOWN; DTLS gives nothing.
gnutls_protocol_t ToLibrary(ProtocolVersion version);
std::optional<ProtocolVersion> FromLibrary(gnutls_protocol_t version);

gnutls_group_t ToLibrary(NamedGroup group);  // GNUTLS_GROUP_INVALID: the library has none
std::optional<NamedGroup> FromLibrary(gnutls_group_t group);

// RFC 8446 4.2.3 gives the three ECDSA numbers a curve, RFC 5246 does not: GnuTLS has an algorithm
// for either meaning, so one number may stand for two. Empty: the library has none.
std::vector<gnutls_sign_algorithm_t> ToLibrary(SignatureScheme scheme);
std::optional<SignatureScheme> FromLibrary(gnutls_sign_algorithm_t algorithm);

// Every number the two lists above can translate, in ascending order.
std::vector<NamedGroup> AllGroups();
std::vector<SignatureScheme> AllSignatureSchemes();

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_ALGORITHMS_H_
