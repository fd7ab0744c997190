// Versions of DTLS and what they are made after.
#ifndef HARNESS_INSPECT_DTLS_VERSION_H_
#define HARNESS_INSPECT_DTLS_VERSION_H_

#include "harness/wire/code_points.h"

namespace shakedown {

// The version whose rules a DTLS version follows (RFC 4347 1, RFC 6347 1, RFC 9147 1); others stay
// as they are.
constexpr ProtocolVersion TlsVersion(ProtocolVersion version) {
  switch (static_cast<uint16_t>(version)) {
    case 0xfeff:
      return ProtocolVersion::kTls11;
    case 0xfefd:
      return ProtocolVersion::kTls12;
    case 0xfefc:
      return ProtocolVersion::kTls13;
    default:
      return version;
  }
}

}  // namespace shakedown

#endif  // HARNESS_INSPECT_DTLS_VERSION_H_
