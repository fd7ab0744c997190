// What this BoringSSL has, by code point, and what its FIPS policy leaves of a configuration.
#ifndef PEERS_BORINGSSL_TABLES_H_
#define PEERS_BORINGSSL_TABLES_H_

#include <vector>

#include "harness/model/capabilities.h"
#include "peers/ssl/handles.h"

// SSL_CTX_set_compliance_policy came between the two releases the project builds against.
#if BORINGSSL_API_VERSION >= 19
#define SHAKEDOWN_BORINGSSL_POLICY 1
#endif

namespace shakedown {

const std::vector<CipherSuite>& BoringsslSuites();
const std::vector<NamedGroup>& BoringsslGroups();
const std::vector<SignatureScheme>& BoringsslSchemes();

// The NID that SSL_CTX_set1_curves takes for `group`; NID_undef if it knows none.
int NidOf(NamedGroup group);

// The groups in force when none are chosen.
const std::vector<NamedGroup>& DefaultGroups();

// Whether a group counts as post-quantum: of a list, the first group of either kind gets a share.
bool IsPostQuantum(NamedGroup group);

// `capabilities` as they are in force: with Fips::kOn, and where this BoringSSL has the policy
// (fips_202205), each list without what the policy does not approve.
Capabilities UnderPolicy(const Capabilities& capabilities);

// How many TLS 1.3 suites are in force.
size_t Tls13SuiteCount(const Capabilities& capabilities);

}  // namespace shakedown

#endif  // PEERS_BORINGSSL_TABLES_H_
