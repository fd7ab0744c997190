// What a cipher suite asks of version, key exchange and certificate.
#ifndef HARNESS_PREDICT_SUITE_FACTS_H_
#define HARNESS_PREDICT_SUITE_FACTS_H_

#include "harness/wire/code_points.h"

namespace shakedown {

struct SuiteFacts {
  enum class Exchange : uint8_t { kAny, kEcdhe, kDhe, kRsa, kOther };
  enum class Authentication : uint8_t { kAny, kRsa, kEcdsa, kNone, kOther };

  CipherSuite suite{};
  Exchange exchange = Exchange::kOther;  // kAny: TLS 1.3, which names neither
  Authentication authentication = Authentication::kOther;
  bool tls13 = false;       // of TLS 1.3 alone (RFC 8446 B.4)
  bool from_tls12 = false;  // not before TLS 1.2: AEAD, or a MAC with SHA-256 or SHA-384
                            // (RFC 5288 4, RFC 5289 4, RFC 5246 A.5)
  bool fips = false;        // FipsApproved
  bool sha384 = false;      // the hash of the transcript, TLS 1.3 (RFC 8446 4.4.1)
  bool chacha20 = false;

  bool UsableIn(ProtocolVersion version) const {
    if (tls13) return version >= ProtocolVersion::kTls13;
    return version < ProtocolVersion::kTls13 && (!from_tls12 || version == ProtocolVersion::kTls12);
  }
};

SuiteFacts FactsOf(CipherSuite suite);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_SUITE_FACTS_H_
