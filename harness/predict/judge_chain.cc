#include "harness/predict/judge_chain.h"

#include <algorithm>

#include "harness/predict/common.h"
#include "harness/predict/security_level.h"

namespace shakedown {
namespace {

using enum CertificateFault;

bool Trusts(const Side& verifier, const std::string& ca) {
  return !ca.empty() && verifier.has.trust && Holds(*verifier.has.trust, ca);
}

// Whether `chain` has what `cause` names, for this verifier.
bool Shows(CauseId cause, const ChainFacts& chain, const Side& verifier) {
  const FaultSet& faults = chain.faults;
  switch (cause) {
    // RFC 5280 6.1: a path leads to a trust anchor, through certificates that are at hand.
    case CauseId::kSelfSigned:
      return faults.Has(kSelfSigned);
    case CauseId::kIntermediateMissing:
      return faults.Has(kMissingIntermediate) && Trusts(verifier, chain.root);
    case CauseId::kUnknownCa:
      return !faults.Has(kSelfSigned) && !Trusts(verifier, chain.root);
    // RFC 5280 4.2.1.9: an issuer is a CA, with no more CAs below it than it says.
    case CauseId::kBasicConstraintsWrong:
      return faults.Has(kIssuerNotCa) || faults.Has(kPathLength);
    case CauseId::kEkuWrong:  // RFC 5280 4.2.1.12
      return faults.Has(kWrongExtendedKeyUsage);
    case CauseId::kKeyUsageWrong:  // RFC 8446 4.4.2.2, RFC 5280 4.2.1.3
      return faults.Has(kWrongKeyUsage);
    case CauseId::kCertSignatureInvalid:  // RFC 5280 6.1.3 (a)(1)
      return faults.Has(kBadSignature);
    case CauseId::kExpired:  // RFC 5280 4.1.2.5
      return faults.Has(kExpired) || faults.Has(kExpiredIntermediate);
    case CauseId::kNotYetValid:
      return faults.Has(kNotYetValid);
    case CauseId::kRevoked:  // RFC 5280 6.3
      return faults.Has(kRevoked);
    case CauseId::kHostnameMismatch:  // RFC 6125 6.4
      return verifier.role == Role::kClient && !verifier.checked_name.empty() &&
             !IsNamed(chain.names, verifier.checked_name);
    case CauseId::kCertWeakKeyOrDigest:
      return IsTooWeakAboveLeaf(chain, verifier.security_level) ||
             (verifier.profile->Has(Trait::kRefusesSha1) && faults.Has(kSha1Signature));
    default:
      return false;
  }
}

// Whether a certificate of the chain is signed with a kind of key that the stack has no code for.
bool CannotVerify(const ChainFacts& chain, const Side& verifier) {
  return std::ranges::any_of(chain.issuers, [&](const KeyFacts& key) {
    return Holds(verifier.profile->unverifiable, key.family);
  });
}

bool IsSha1WithPss(const ChainFacts& chain) {
  return chain.faults.Has(kSha1Signature) && !chain.issuers.empty() &&
         chain.issuers.back().family == SignatureFamily::kRsaPss;
}

// Whether a stack that stops at the first bad link below the root does so above the leaf.
bool UpperLinkFails(const ChainFacts& chain, const Side& verifier) {
  if (!verifier.profile->Has(Trait::kUpperLinksFirst)) return false;
  return chain.faults.Has(kExpiredIntermediate) ||
         (chain.issuers.size() > 2 && Shows(CauseId::kBasicConstraintsWrong, chain, verifier));
}

// Each certificate below the root in turn: the signature on it, then its dates.
ChainVerdict WalkFromRoot(const ChainFacts& chain, const Side& verifier) {
  const size_t leaf = chain.issuers.empty() ? 0 : chain.issuers.size() - 1;
  for (size_t i = 0; i <= leaf; ++i) {
    if (i < chain.issuers.size() &&
        Holds(verifier.profile->unverifiable, chain.issuers[i].family)) {
      return {CauseId::kCertValidationOther, CauseId::kCertWeakKeyOrDigest};
    }
    if (i < leaf && i == 0 && chain.faults.Has(kExpiredIntermediate)) {
      return {CauseId::kExpired, CauseId::kExpired};
    }
    if (i < leaf) continue;
    for (CauseId cause :
         {CauseId::kCertSignatureInvalid, CauseId::kNotYetValid, CauseId::kExpired}) {
      if (Shows(cause, chain, verifier)) return {cause, cause};
    }
  }
  return {};
}

}  // namespace

ChainVerdict JudgeChain(const ChainFacts& chain, const Side& verifier) {
  const auto as_itself = [](CauseId cause) { return ChainVerdict{cause, cause}; };
  if (verifier.has.verify == Verify::kRejectAll) return as_itself(CauseId::kCertValidationOther);
  if (verifier.has.verify == Verify::kAcceptAll) return {};
  if (IsTooWeak(chain.key, verifier.security_level)) {
    return as_itself(CauseId::kCertWeakKeyOrDigest);
  }
  for (CauseId cause : verifier.profile->chain_checks) {
    if (cause == CauseId::kCertSignatureInvalid && verifier.profile->Has(Trait::kWalksFromRoot)) {
      const ChainVerdict verdict = WalkFromRoot(chain, verifier);
      if (verdict.cause != CauseId::kNone) return verdict;
    } else if (cause == CauseId::kCertSignatureInvalid && UpperLinkFails(chain, verifier)) {
      return as_itself(chain.faults.Has(kExpiredIntermediate) ? CauseId::kExpired
                                                              : CauseId::kBasicConstraintsWrong);
    } else if (cause == CauseId::kCertSignatureInvalid && chain.faults.Has(kBadSignature) &&
               IsSha1WithPss(chain) && verifier.profile->Has(Trait::kRefusesSha1WithPss)) {
      return as_itself(CauseId::kCertValidationOther);
    } else if (cause == CauseId::kRevoked && IsSha1WithPss(chain) &&
               verifier.profile->Has(Trait::kRefusesSha1WithPss)) {
      return as_itself(CauseId::kCertValidationOther);
    } else if (cause == CauseId::kRevoked && CannotVerify(chain, verifier) &&
               chain.faults.Has(kRevoked)) {
      // The list of the revoked cannot be verified either.
      return {CauseId::kCertValidationOther, CauseId::kCertWeakKeyOrDigest};
    } else if (cause == CauseId::kCertValidationOther) {
      if (CannotVerify(chain, verifier)) return {cause, CauseId::kCertWeakKeyOrDigest};
    } else if (Shows(cause, chain, verifier)) {
      return as_itself(cause);
    }
  }
  return {};
}

}  // namespace shakedown
