// The harness' own FIPS policy, for stacks that have none: what a side in FIPS mode still offers
// and accepts.
//
// It is the stricter of two written policies, so that a side under it is compliant by either:
//  - NIST SP 800-52 Rev. 2: 3.1 (TLS 1.2 and 1.3), 3.3.1 (suites), 3.4 (groups, signatures);
//  - BoringSSL's ssl_compliance_policy_fips_202205 (include/openssl/ssl.h): TLS 1.2 and 1.3,
//    ECDHE with AES-GCM, P-256 and P-384, RSA and ECDSA with SHA-256 and up.
// Left out on purpose although SP 800-52 allows them: CBC and CCM suites, finite-field DH, P-521.
#ifndef HARNESS_MODEL_FIPS_H_
#define HARNESS_MODEL_FIPS_H_

#include "harness/model/capabilities.h"

namespace shakedown {

bool FipsApproved(ProtocolVersion version);
bool FipsApproved(CipherSuite suite);
bool FipsApproved(NamedGroup group);
bool FipsApproved(SignatureScheme scheme);

// ApplyFips returns `side` with every list cut to what is approved, in its order; versions, cipher
// suites, groups and signature schemes that are absent become all that is approved. A list of which
// nothing is left is empty: nothing is offered. Hosts are bound likewise, each by its own mode.
// A side whose mode is not Fips::kOn is returned as it is.
Capabilities ApplyFips(const Capabilities& side);

}  // namespace shakedown

#endif  // HARNESS_MODEL_FIPS_H_
