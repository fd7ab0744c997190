// Which signature schemes a key can make, and why none of them may be used.
//
// Two causes stand side by side, and this is the rule between them. When the peer lists no scheme
// of the key's family (only RSA schemes against an ECDSA key), another family of key is needed:
// no_common_signature_algorithm. When the peer does list the family but not for this curve or size
// (ecdsa_secp256r1_sha256 against a P-521 key), or when the key is of a type that has its own
// schemes only (Ed25519, Ed448, RSA-PSS, brainpool, secp256k1), this very key is what does not
// suit: no_signature_scheme_for_key. A list of the key's own side that leaves nothing over counts
// as no_common_signature_algorithm, since the key would do.
#ifndef HARNESS_CODES_SIGNATURE_CHOICE_H_
#define HARNESS_CODES_SIGNATURE_CHOICE_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"

namespace shakedown {

// The schemes that `key` can make a handshake signature with in `version` (TLS 1.2 or 1.3).
std::vector<SignatureScheme> SchemesOfKey(KeyType key, ProtocolVersion version);

// The scheme that the leaf of `spec` is signed with, or nothing if that is not known (PEM files).
std::optional<SignatureScheme> LeafSignature(const CertificateSpec& spec);

// Why none of `certificates` can sign for a peer that lists `peer`, with `own` (absent: all) as
// the side's own list: one of the two causes above,
// cert_chain_signature_not_in_peer_sigalgs when a key could sign but its leaf is signed with
// nothing of `peer_for_certificates`; "" when a certificate suits.
std::string SignatureCause(ProtocolVersion version, std::span<const CertificateSpec> certificates,
                           const std::optional<std::vector<SignatureScheme>>& own,
                           std::span<const SignatureScheme> peer,
                           std::span<const SignatureScheme> peer_for_certificates);

}  // namespace shakedown

#endif  // HARNESS_CODES_SIGNATURE_CHOICE_H_
