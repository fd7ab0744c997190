// What a DER certificate says of itself, as far as a handshake can fail on it (RFC 5280 4.1, 4.2).
#ifndef HARNESS_DIAGNOSE_SENT_CERTIFICATE_H_
#define HARNESS_DIAGNOSE_SENT_CERTIFICATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/predict/key_facts.h"
#include "harness/wire/bytes.h"
#include "harness/wire/role.h"

namespace shakedown {

// Views borrow the certificate.
struct SentCertificate {
  View to_be_signed;  // what the signature covers
  View signature;
  View issuer, subject;                        // DER Names
  View public_key;                             // SubjectPublicKeyInfo
  int64_t not_before = 0, not_after = 0;       // seconds since 1970
  std::optional<KeyFacts> key;                 // absent: a kind that is not known here
  std::optional<SignatureScheme> signed_with;  // ECDSA schemes name the hash alone
  bool weak_digest = false;                    // MD5 or SHA-1

  bool ca = false;  // basicConstraints
  std::optional<uint32_t> path_length;
  std::optional<uint16_t> key_usage;  // bit 0 (digitalSignature) is the highest
  bool names_purposes = false;        // has an extendedKeyUsage
  bool for_server = false, for_client = false, for_any = false;
  bool tells_issuer = false;              // authorityInfoAccess says where to find the issuer
  std::vector<std::string> names;         // dNSNames and iPAddresses as text
  std::string subject_text, issuer_text;  // "CN=server.example", or the last attribute's value

  bool self_issued() const;
  // RFC 5280 4.2.1.3. Without the extension everything is allowed.
  bool AllowsUsage(uint16_t bit) const { return !key_usage || (*key_usage & bit) != 0; }
  // RFC 5280 4.2.1.12, likewise.
  bool AllowsRole(Role role) const {
    return !names_purposes || for_any || (role == Role::kServer ? for_server : for_client);
  }
};

inline constexpr uint16_t kDigitalSignature = 0x8000;
inline constexpr uint16_t kKeyEncipherment = 0x2000;
inline constexpr uint16_t kKeyCertSign = 0x0400;

// Nothing: the DER is broken.
std::optional<SentCertificate> ReadCertificate(View der);

// The key in a SubjectPublicKeyInfo; nothing for a kind that is not known here.
std::optional<KeyFacts> KeyOfPublicKey(View public_key);

// The common name in a DER Name, else its last attribute; "" when it has none that is text.
std::string NameText(View name);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_SENT_CERTIFICATE_H_
