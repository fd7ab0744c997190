// Whether the signature that a side put on its handshake is right.
#ifndef HARNESS_DIAGNOSE_HANDSHAKE_SIGNATURE_H_
#define HARNESS_DIAGNOSE_HANDSHAKE_SIGNATURE_H_

#include "harness/diagnose/signature_check.h"
#include "harness/wire/handshake_facts.h"
#include "harness/wire/role.h"

namespace shakedown {

// CheckHandshakeSignature verifies the ServerKeyExchange or CertificateVerify of `role` by the leaf
// that it sent (RFC 8446 4.4.3, RFC 5246 7.4.3 and 7.4.8). kUnknown also where none passed.
SignatureVerdict CheckHandshakeSignature(const WireFacts& facts, Role role);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_HANDSHAKE_SIGNATURE_H_
