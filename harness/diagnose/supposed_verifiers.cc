#include "harness/diagnose/supposed_verifiers.h"

#include <algorithm>

#include "harness/predict/judge_chain.h"

namespace shakedown {
namespace {

// Any name would do: a verifier trusts it or does not.
constexpr const char* kRoot = "root";
// Of no certificate.
constexpr std::string_view kAnotherName = "-";

// A chain as prediction sees it, and one verifier of it.
struct Trial {
  ChainFacts chain;
  Side verifier;
};

// Gives the trial the fault that `cause` names.
void Suppose(CauseId cause, Trial* trial) {
  FaultSet& faults = trial->chain.faults;
  switch (cause) {
    case CauseId::kSelfSigned:
      return faults.Add(CertificateFault::kSelfSigned);
    case CauseId::kUnknownCa:
      trial->verifier.has.trust.emplace();
      return;
    case CauseId::kIntermediateMissing:
      return faults.Add(CertificateFault::kMissingIntermediate);
    case CauseId::kBasicConstraintsWrong:
      return faults.Add(CertificateFault::kIssuerNotCa);
    case CauseId::kEkuWrong:
      return faults.Add(CertificateFault::kWrongExtendedKeyUsage);
    case CauseId::kKeyUsageWrong:
      return faults.Add(CertificateFault::kWrongKeyUsage);
    case CauseId::kCertSignatureInvalid:
      return faults.Add(CertificateFault::kBadSignature);
    case CauseId::kNotYetValid:
      return faults.Add(CertificateFault::kNotYetValid);
    case CauseId::kRevoked:
      return faults.Add(CertificateFault::kRevoked);
    case CauseId::kHostnameMismatch:
      trial->verifier.checked_name = kAnotherName;
      return;
    case CauseId::kCertValidationOther:
      trial->verifier.has.verify = Verify::kRejectAll;
      return;
    default:
      return;
  }
}

Trial TrialOf(const ShownChain& shown, Role verifier) {
  Trial trial;
  trial.verifier.role = verifier;
  trial.verifier.has.trust = {kRoot};
  trial.chain.root = kRoot;
  const SentCertificate& leaf = shown.leaf();
  if (leaf.key) trial.chain.key = *leaf.key;
  if (leaf.weak_digest) trial.chain.faults.Add(CertificateFault::kSha1Signature);
  for (const SentCertificate& one : shown.certificates) {
    if (one.self_issued()) continue;
    const auto family = one.signed_with ? FamilyOf(*one.signed_with) : std::nullopt;
    KeyFacts issuer;
    if (family) issuer.family = *family;
    trial.chain.issuers.insert(trial.chain.issuers.begin(), issuer);
    if (shown.time && *shown.time > one.not_after) {
      trial.chain.faults.Add(&one == &leaf ? CertificateFault::kExpired
                                           : CertificateFault::kExpiredIntermediate);
    }
  }
  return trial;
}

CauseId CauseIdOf(const ChainFault& fault) {
  return CauseIdByKey(fault.cause).value_or(CauseId::kNone);
}

// Whether a chain is refused for it, and not the handshake.
bool IsOfChains(CauseId cause, const StackProfile& profile) {
  return cause == CauseId::kCertValidationOther ||
         std::ranges::find(profile.chain_checks, cause) != profile.chain_checks.end();
}

// What `trial` comes to, where it is what was seen.
void Judge(const Trial& trial, ProtocolVersion version, double weight,
           std::optional<AlertDescription> alert, CauseWeights* out) {
  const ChainVerdict verdict = JudgeChain(trial.chain, trial.verifier);
  if (verdict.cause == CauseId::kNone) return;
  const AlertChoice sent =
      trial.verifier.profile->AlertFor(verdict.answered_as, trial.verifier.role, version);
  if (sent.known && sent.alert == alert) (*out)[static_cast<size_t>(verdict.cause)] += weight;
}

// The verifier misses the staple (RFC 6066 8) once it has accepted the chain.
void JudgeStaple(const Trial& trial, ProtocolVersion version, double weight,
                 std::optional<AlertDescription> alert, CauseWeights* out) {
  if (JudgeChain(trial.chain, trial.verifier).cause != CauseId::kNone) return;
  const AlertChoice sent =
      trial.verifier.profile->AlertFor(CauseId::kOcspStaplingBad, trial.verifier.role, version);
  if (sent.known && sent.alert == alert) {
    (*out)[static_cast<size_t>(CauseId::kOcspStaplingBad)] += weight;
  }
}

}  // namespace

CauseWeights VerdictsOn(const ShownChain& shown, std::span<const ChainFault> faults,
                        std::span<const LikelyStack> stacks, Role verifier,
                        std::optional<AlertDescription> alert) {
  CauseWeights out{};
  if (shown.certificates.empty()) return out;
  const auto version = shown.facts->version.value_or(ProtocolVersion::kTls12);
  Trial plain = TrialOf(shown, verifier);
  for (const ChainFault& fault : faults) {
    if (fault.weight >= kShownFault) Suppose(CauseIdOf(fault), &plain);
  }
  const bool weak = std::ranges::any_of(faults, [](const ChainFault& fault) {
    return CauseIdOf(fault) == CauseId::kCertWeakKeyOrDigest;
  });
  for (const LikelyStack& stack : stacks) {
    plain.verifier.profile = stack.profile;
    Judge(plain, version, stack.weight, alert, &out);
    if (weak && stack.profile->Has(Trait::kHasSecurityLevels)) {
      // Programs set a level more often than none.
      constexpr double kLevelled = 2;
      Trial strict = plain;
      strict.verifier.security_level = kHighestLevelWithRules;
      Judge(strict, version, kLevelled * stack.weight, alert, &out);
    }
    for (const ChainFault& fault : faults) {
      const CauseId cause = CauseIdOf(fault);
      const double weight = stack.weight * fault.weight;
      if (cause == CauseId::kOcspStaplingBad) {
        JudgeStaple(plain, version, weight, alert, &out);
      } else if (fault.weight < kShownFault && IsOfChains(cause, *stack.profile)) {
        Trial trial = plain;
        Suppose(cause, &trial);
        Judge(trial, version, weight, alert, &out);
      }
    }
    // Not everybody looks at names.
    if (!plain.verifier.checked_name.empty()) {
      constexpr double kUnnamed = 0.1;
      Trial trial = plain;
      trial.verifier.checked_name = {};
      Judge(trial, version, kUnnamed * stack.weight, alert, &out);
    }
  }
  return out;
}

}  // namespace shakedown
