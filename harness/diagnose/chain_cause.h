// Why a certificate chain was refused, from what the verifier reported, the chain on the wire and
// what was ordered.
#ifndef HARNESS_DIAGNOSE_CHAIN_CAUSE_H_
#define HARNESS_DIAGNOSE_CHAIN_CAUSE_H_

#include <string>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/codes/tables.h"

namespace shakedown {

// One refused chain. `chain` is what `owner` sent, leaf first.
struct RefusedChain {
  Role owner = Role::kServer;
  const std::vector<Bytes>* chain = nullptr;            // may be null
  const Capabilities* owner_capabilities = nullptr;     // may be null
  const Capabilities* verifier_capabilities = nullptr;  // may be null
};

// The cause that a verify result names by itself: X509_V_ERR_* for "boringssl" and "openssl",
// status bits for "gnutls". "" when it names none.
std::string CauseOfVerify(const std::string& stack, int64_t verify, const ErrorTables& tables);

// Makes `cause` exact:
//   unknown_ca          -> self_signed when the chain is one certificate that issued itself (GnuTLS
//                          has no status of its own for that); intermediate_missing when the
//                          verifier trusts the CA the order leads to but not all intermediates
//                          came.
//   self_signed         -> unknown_ca when more than the leaf came.
//   eku_wrong           -> key_usage_wrong when no extendedKeyUsage forbids the role: libcrypto has
//                          one result, X509_V_ERR_INVALID_PURPOSE, for both extensions.
//   anything            -> cert_validation_other when the verifier refuses whatever comes.
std::string RefineChainCause(const std::string& cause, const RefusedChain& refused);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_CHAIN_CAUSE_H_
