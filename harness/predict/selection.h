// What a server makes of a ClientHello: version, suite, group, certificate and signature scheme,
// or why there is none. One small function a rule.
#ifndef HARNESS_PREDICT_SELECTION_H_
#define HARNESS_PREDICT_SELECTION_H_

#include <optional>

#include "harness/predict/prediction.h"
#include "harness/predict/side.h"

namespace shakedown {

// RFC 8446 4.2.1, RFC 5246 E.1: the highest version in common. Without supported_versions the hello
// names a maximum alone, and the server may go below what the client has.
std::optional<ProtocolVersion> SelectVersion(const Side& client, const Side& server);

// Whether the client's legacy_version is below all that the server has, and the server minds.
bool IsLegacyVersionTooLow(const Side& client, const Side& server);

// Whether the stack sees in all the server's certificates, those of hosts not counted, a key usage
// without digitalSignature (RFC 8446 4.4.2.2). GnuTLS then has no TLS 1.3, and with no older
// version either refuses before it looks at anything else.
bool NoKeyMaySign(const Side& server);

// RFC 6066 3: the host of `server` that the client's server_name chooses, else the server itself.
const Side& AnsweringHost(const Side& client, const Side& server);

// RFC 7919 2: what is not in the range of the finite fields.
bool IsEllipticCurve(NamedGroup group);

// The group for ECDHE or DHE before TLS 1.3.
std::optional<NamedGroup> SelectEcGroup(const Side& client, const Side& server);

struct GroupSelection {
  std::optional<NamedGroup> group;
  bool retry = false;  // its share did not come: HelloRetryRequest
};
GroupSelection SelectTls13Group(const Side& client, const Side& server);

// The scheme that `key` of `signer` signs with for `verifier`, or nothing.
std::optional<SignatureScheme> SelectScheme(const Side& signer, const Side& verifier,
                                            const KeyFacts& key, ProtocolVersion version);

struct Selection {
  const SuiteFacts* suite = nullptr;  // null: refused
  std::optional<NamedGroup> group;
  bool retry = false;
  const ChainFacts* chain = nullptr;
  std::optional<SignatureScheme> scheme;
  CauseId refused = CauseId::kNone;
  CauseId answered_as = CauseId::kNone;  // whose alert is sent; kNone: that of `refused`
  bool hello_is_out = false;             // refused after the ServerHello
};

// The rest of the choice, in a version that is settled. `server` is the host that answers, `asked`
// the client with what its FIPS mode withheld.
Selection Select(const Side& client, const Side& server, ProtocolVersion version);

// Why nothing can be selected, in the order a server finds out: certificate, suite, key type,
// group, curve, scheme, chain. kNone: by the RFC it can.
CauseId WhyNothing(const Side& client, const Side& server, ProtocolVersion version);

// Why no group is shared, FIPS mode told apart; kNone: one is.
CauseId WhyNoGroup(const Side& client, const Side& server);

// Why none of the signer's certificates can sign for `verifier`: the scheme of the key, or that of
// the chain. kNone: one can.
CauseId WhyNoSignature(const Side& signer, const Side& verifier, ProtocolVersion version);

// Why a server that found a suite cannot sign: of the certificates that serve a suite in common, or
// where none does, of all.
CauseId WhyNoSchemeServes(const Side& client, const Side& server, ProtocolVersion version);

// WhyNoSignature for a client's certificates. The signatures on its chain are no ground to withhold
// one: no stack does.
CauseId WhyNoClientSignature(const Side& client, const Side& server, ProtocolVersion version);

// Whether the lists of signature schemes have anything in common that `version` may use.
bool SharesScheme(const Side& client, const Side& server, ProtocolVersion version);

// Whether the order of the server's own list decides on the suite of TLS 1.3.
bool TakesOwnTls13Suite(const Side& server);

// The suite of TLS 1.3; null: none is shared.
const SuiteFacts* SelectTls13Suite(const Side& client, const Side& server);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_SELECTION_H_
