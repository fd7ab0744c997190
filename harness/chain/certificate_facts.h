// What an X.509 certificate says of itself (RFC 5280), as far as a handshake depends on it.
#ifndef HARNESS_CHAIN_CERTIFICATE_FACTS_H_
#define HARNESS_CHAIN_CERTIFICATE_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/predict/key_facts.h"
#include "harness/wire/bytes.h"

namespace shakedown {

struct CertificateFacts {
  Bytes der;

  std::string subject, issuer;      // as text: "CN=server.example,O=Example"
  Bytes subject_name, issuer_name;  // DER Names
  int64_t not_before = 0;           // seconds since 1970, UTC
  int64_t not_after = 0;            // inclusive
  std::optional<KeyFacts> key;      // absent: a kind of key that TLS does not know
  std::string key_name;             // "secp521r1", "RSA 2048", or the OID of what is not known
  std::optional<SignatureScheme> signature;  // over this certificate; absent: none of TLS's
  std::string signature_name;                // "ecdsa_secp256r1_sha256", or the OID
  bool is_ca = false;                        // basicConstraints cA
  std::optional<int> path_length;            // pathLenConstraint
  std::optional<uint16_t> key_usage;         // the extension's bits, digitalSignature is 0x8000
  std::optional<std::vector<std::string>> purposes;  // extendedKeyUsage, OIDs as dotted text
  std::vector<std::string> names;          // dNSNames and iPAddresses of subjectAltName, as text
  Bytes subject_key_id, authority_key_id;  // empty: not there

  bool SelfIssued() const { return subject_name == issuer_name; }
  bool ForPurpose(Role role) const;  // RFC 5280 4.2.1.12: absent or anyExtendedKeyUsage fits all
};

inline constexpr uint16_t kDigitalSignatureBit = 0x8000;  // RFC 5280 4.2.1.3
inline constexpr uint16_t kKeyCertSignBit = 0x0400;

// Reads one certificate. The error says which part of it cannot be read.
tl::expected<CertificateFacts, std::string> ReadCertificateFacts(View der);

// Whether `issuer` can have issued `subject`, by names and key identifiers; the signature is not
// looked at.
bool MayHaveIssued(const CertificateFacts& issuer, const CertificateFacts& subject);

}  // namespace shakedown

#endif  // HARNESS_CHAIN_CERTIFICATE_FACTS_H_
