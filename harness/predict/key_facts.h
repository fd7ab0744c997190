// What a public key can do in TLS, whatever certificate it stands in.
#ifndef HARNESS_PREDICT_KEY_FACTS_H_
#define HARNESS_PREDICT_KEY_FACTS_H_

#include <optional>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/signature_family.h"
#include "harness/predict/suite_facts.h"

namespace shakedown {

struct KeyFacts {
  SignatureFamily family = SignatureFamily::kEc;
  int bits = 0;                     // of the modulus or of the curve's field
  std::optional<NamedGroup> curve;  // EC keys

  bool operator==(const KeyFacts&) const = default;
};

KeyFacts FactsOf(KeyType key);

// "RSA 2048", "secp521r1", "Ed25519".
std::string NameOf(const KeyFacts& key);

// Whether the key can make a handshake signature of `scheme` in `version`: RFC 8446 4.2.3 from
// TLS 1.3 on, RFC 5246 7.4.1.4.1 with RFC 8422 5.1.3 in TLS 1.2. Older versions name no scheme.
bool CanSign(const KeyFacts& key, SignatureScheme scheme, ProtocolVersion version);

// Whether the key can authenticate `suite`: any key does for TLS 1.3, none for anonymous suites.
bool CanAuthenticate(const KeyFacts& key, const SuiteFacts& suite);

// Whether the key can sign at all in `version`: EdDSA and PSS came with the signature algorithms of
// TLS 1.2 (RFC 8422 5.10, RFC 8446 4.2.3).
bool IsForVersion(const KeyFacts& key, ProtocolVersion version);

// Whether RSA keys, with either padding, make signatures of `scheme`.
bool IsRsaScheme(SignatureScheme scheme);
bool IsEdwardsScheme(SignatureScheme scheme);

// Whether the key is of a kind that has schemes of its own alone: EdDSA and RSA-PSS.
bool HasSchemesOfItsOwn(const KeyFacts& key);

// Whether another key of this kind would do for a peer that lists `peer`: it names the family, and
// only the curve or size is wrong. A key of a kind that has schemes of its own alone (Ed25519,
// Ed448, RSA-PSS, curves outside NIST's) never suits but as it is, so for it any list will do.
bool WantsAnotherOfItsKind(const KeyFacts& key, const std::vector<SignatureScheme>& peer);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_KEY_FACTS_H_
