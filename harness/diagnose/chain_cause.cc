#include "harness/diagnose/chain_cause.h"

#include <algorithm>

#include "harness/diagnose/certificate_names.h"

namespace shakedown {
namespace {

// Whether the verifier trusts the root that `spec` was ordered from.
bool TrustsRoot(const CertificateSpec& spec, const Capabilities* verifier) {
  if (std::find(spec.faults.begin(), spec.faults.end(), CertificateFault::kUnknownCa) !=
      spec.faults.end()) {
    return false;
  }
  if (verifier == nullptr || !verifier->trust) return true;  // absent: the other side's roots
  return std::find(verifier->trust->begin(), verifier->trust->end(), spec.issuer) !=
         verifier->trust->end();
}

// Whether `leaf` may be that of `spec`: the names of intermediates begin with their root's.
bool MayBe(View leaf, const CertificateSpec& spec) {
  const auto names = CertificateNamesOf(leaf);
  const std::string intermediate = spec.issuer + ".intermediate-";
  return !names || std::search(names->issuer.begin(), names->issuer.end(), intermediate.begin(),
                               intermediate.end()) != names->issuer.end();
}

// Whether the chain with this leaf, or where none is known any of the owner's, was ordered without
// its intermediate from a root that the verifier trusts.
bool LacksIntermediate(const Capabilities& owner, const Capabilities* verifier, const Bytes* leaf) {
  return std::ranges::any_of(owner.certificates,
                             [&](const CertificateSpec& spec) {
                               const bool ordered =
                                   std::ranges::find(spec.faults,
                                                     CertificateFault::kMissingIntermediate) !=
                                   spec.faults.end();
                               return ordered && TrustsRoot(spec, verifier) &&
                                      (leaf == nullptr || MayBe(*leaf, spec));
                             }) ||
         std::ranges::any_of(owner.hosts, [&](const VirtualHost& host) {
           return LacksIntermediate(host.capabilities, verifier, leaf);
         });
}

}  // namespace

std::string CauseOfVerify(const std::string& stack, int64_t verify, const ErrorTables& tables) {
  if (verify == 0) return "";
  if (stack == "gnutls") {
    for (const ErrorRow& row : tables.gnutls_status) {
      if ((verify & row.code) != 0) return row.cause;
    }
    return "";
  }
  const std::vector<ErrorRow>& rows =
      stack == "boringssl" ? tables.boringssl_verify : tables.openssl_verify;
  for (const ErrorRow& row : rows) {
    if (row.code == verify) return row.cause;
  }
  return "";
}

std::string RefineChainCause(const std::string& cause, const RefusedChain& refused) {
  if (refused.verifier_capabilities != nullptr &&
      refused.verifier_capabilities->verify == Verify::kRejectAll) {
    return "cert_validation_other";
  }
  bool has_leaf = refused.chain != nullptr && !refused.chain->empty();
  if (cause == "unknown_ca") {
    if (has_leaf && refused.chain->size() == 1 && IsSelfIssued(refused.chain->front())) {
      return "self_signed";
    }
    if (refused.owner_capabilities != nullptr &&
        LacksIntermediate(*refused.owner_capabilities, refused.verifier_capabilities,
                          has_leaf ? &refused.chain->front() : nullptr)) {
      return "intermediate_missing";
    }
  }
  if (cause == "self_signed" && has_leaf && refused.chain->size() > 1) return "unknown_ca";
  if (cause == "eku_wrong" && has_leaf &&
      !ExtendedKeyUsageForbids(refused.chain->front(), refused.owner)) {
    return "key_usage_wrong";
  }
  return cause;
}

}  // namespace shakedown
