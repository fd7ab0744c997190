// What a client looks at when the ServerHello has come.
#include "harness/predict/common.h"
#include "harness/predict/handshake.h"
#include "harness/predict/judge_chain.h"

namespace shakedown {

void Handshake::ShowServerHello() {
  hello_shown_ = true;
  client_encrypts_ = !client_.profile->Has(Trait::kClientKeysComeLate);
  out_.resumed = taken_up_;
  out_.version = version_;
  out_.alpn = alpn_;
  out_.server_chain = selection_.chain;
  if (selection_.suite != nullptr) out_.cipher_suite = selection_.suite->suite;
  if (selection_.hello_is_out && !tls13()) return;
  out_.group = selection_.group;
  out_.hello_retry_request = selection_.retry;
  if (selection_.hello_is_out || !Signed()) return;
  out_.signature_scheme = selection_.scheme;
}

bool Handshake::OlderDowngradeIsUnheard() {
  // RFC 8446 4.1.3: a server that has TLS 1.3 and comes to less than TLS 1.2 puts another mark into
  // its random than one that comes to TLS 1.2; and this before it takes up a session.
  const bool marked =
      came_to_ < ProtocolVersion::kTls12 && server_->Speaks(ProtocolVersion::kTls13);
  const bool minds = client_.profile->Has(Trait::kHearsOlderDowngrade) &&
                     version_ < ProtocolVersion::kTls12 && version_ < client_.versions.front();
  return !marked || !minds ||
         Fail(StepRule::kVersionAccepted, CauseId::kDowngradeDetected, Role::kClient);
}

bool Handshake::ClientChecks() {
  if (!client_.Speaks(version_)) {
    // RFC 5246 E.1, MUST, protocol_version: the server went below what the client has.
    return Fail(StepRule::kVersionAccepted, CauseId::kVersionMismatch, Role::kClient);
  }
  // RFC 8446 4.1.3, MUST, illegal_parameter: the random tells that both could do better.
  const bool listens =
      client_.Speaks(ProtocolVersion::kTls13) ||
      (client_.has.fallback_scsv && client_.profile->Has(Trait::kFallbackHearsDowngrade));
  const bool both = listens && server_->Speaks(ProtocolVersion::kTls13);
  if (both && !tls13() && !answers_as_older_) {
    return Fail(StepRule::kVersionAccepted, CauseId::kDowngradeDetected, Role::kClient);
  }
  came_to_ = version_;
  return OlderDowngradeIsUnheard();
}

bool Handshake::FipsAllows(Role role) {
  const Side& side = role == Role::kClient ? client_ : *server_;
  if (side.has.fips != Fips::kAtEncryption || selection_.suite->fips) return true;
  out_.Add(StepRule::kFipsEncryption, false);
  // In TLS 1.3 the server encrypts all but its hello.
  if (role == Role::kServer && tls13()) {
    out_.signature_scheme.reset();
    out_.alpn = {};
  }
  if (role == Role::kClient && tls13()) out_.client_signature_scheme.reset();
  SayNothing();
  out_.by = role;
  out_.cause = CauseId::kFipsDisallowsCipher;
  return false;
}

bool Handshake::LacksRoom(const ChainFacts& chain, std::optional<SignatureScheme> scheme) const {
  return scheme && version_ >= ProtocolVersion::kTls12 && !CanSign(chain.key, *scheme, version_);
}

bool Handshake::HoldsFlight() const {
  return server_->profile->Has(tls13() ? Trait::kHoldsFlightInTls13
                                       : Trait::kHoldsFlightBeforeTls13);
}

bool Handshake::ServerSigns() {
  if (selection_.chain == nullptr || !Signed()) return true;
  const bool fails = selection_.chain->signing == Signing::kFails;
  // GnuTLS has the key tried before it finds it too small.
  const bool too_small = tls13() && LacksRoom(*selection_.chain, selection_.scheme) &&
                         !(fails && server_->profile->Has(Trait::kIgnoresPssRoom));
  if (!fails && !too_small) return true;
  HideFrom(HoldsFlight());
  return Fail(StepRule::kServerSignature,
              too_small ? CauseId::kInternalError : CauseId::kPrivateKeyUnavailable, Role::kServer);
}

void Handshake::HideFrom(bool all) {
  out_.signature_scheme.reset();
  if (!tls13()) out_.group.reset();
  if (all || server_->profile->Has(Trait::kHoldsExtensionsInTls13)) out_.alpn = {};
  // A HelloRetryRequest was out before all this.
  if (!all || selection_.retry) return;
  out_.version.reset();
  out_.cipher_suite.reset();
  out_.group.reset();
}

bool Handshake::Signed() const {
  return tls13() || selection_.suite->exchange == SuiteFacts::Exchange::kEcdhe ||
         selection_.suite->exchange == SuiteFacts::Exchange::kDhe;
}

bool Handshake::ChainHolds() {
  if (selection_.chain == nullptr) return true;
  return Accepts(*selection_.chain, client_, StepRule::kServerChain);
}

bool Handshake::Accepts(const ChainFacts& chain, const Side& verifier, StepRule rule) {
  if (!LeafHolds(chain, verifier, rule)) return false;
  const ChainVerdict verdict = JudgeChain(chain, verifier);
  if (verdict.cause == CauseId::kNone) return Pass(rule);
  Fail(rule, verdict.cause, verifier.role);
  SendAs(verdict.answered_as, verifier.role);
  return false;
}

bool Handshake::LeafHolds(const ChainFacts& chain, const Side& verifier, StepRule rule) {
  const auto& curves = verifier.profile->curves;
  if (!curves.empty() && chain.key.curve && !Holds(curves, *chain.key.curve)) {
    const bool unreadable = verifier.profile->Has(Trait::kUnknownCurvesAreMalformed);
    return Fail(rule, unreadable ? CauseId::kMalformedMessage : CauseId::kCertValidationOther,
                verifier.role);
  }
  if (!verifier.profile->Has(Trait::kLooksAtLeafFirst)) return true;
  CauseId cause = CauseId::kNone;
  if (chain.faults.Has(CertificateFault::kWrongKeyUsage) &&
      (tls13() || (verifier.role == Role::kClient && chain.key.curve))) {
    cause = CauseId::kKeyUsageWrong;
  } else if (!tls13() && verifier.role == Role::kClient && chain.key.curve &&
             !Holds(verifier.groups, *chain.key.curve)) {
    cause = CauseId::kCertCurveNotInPeerGroups;
  }
  if (cause == CauseId::kNone) return true;
  Fail(rule, cause, verifier.role);
  SendAs(CauseId::kProtocolViolation, verifier.role);
  return false;
}

bool Handshake::CurveHolds(const ChainFacts& chain, StepRule rule, const Side& verifier) {
  if (version_ != ProtocolVersion::kTls12 || !verifier.profile->Has(Trait::kChecksPeerCurve) ||
      !chain.key.curve) {
    return true;
  }
  const bool listed = Holds(verifier.groups, *chain.key.curve) &&
                      (verifier.role == Role::kClient || client_.groups.empty() ||
                       Holds(client_.groups, *chain.key.curve));
  if (listed) return true;
  Fail(rule, CauseId::kCertCurveNotInPeerGroups, verifier.role);
  SendAs(CauseId::kProtocolViolation, verifier.role);
  return false;
}

bool Handshake::UsageHolds(const ChainFacts& chain, StepRule rule, const Side& verifier) {
  return !verifier.profile->Has(Trait::kKeyUsageBeforeSignature) ||
         !chain.faults.Has(CertificateFault::kWrongKeyUsage) ||
         Fail(rule, CauseId::kKeyUsageWrong, verifier.role);
}

bool Handshake::LateUsageHolds() {
  if (tls13() || selection_.chain == nullptr ||
      !selection_.chain->faults.Has(CertificateFault::kWrongKeyUsage)) {
    return true;
  }
  const SignatureFamily family = selection_.chain->key.family;
  if (family == SignatureFamily::kRsa) {
    if (!client_.profile->Has(Trait::kRsaUsageLateAndSilent)) return true;
    Fail(StepRule::kServerSignature, CauseId::kKeyUsageWrong, Role::kClient);
    SayNothing();
    return false;
  }
  if (family == SignatureFamily::kRsaPss || !client_.profile->Has(Trait::kCurveKeyUsageLate)) {
    return true;
  }
  Fail(StepRule::kServerSignature, CauseId::kKeyUsageWrong, Role::kClient);
  // As for a key of the wrong kind for the suite (RFC 5246 7.4.2).
  SendAs(CauseId::kCertTypeNotUsableWithCipher, Role::kClient);
  return false;
}

bool Handshake::Corrupted(const ChainFacts& chain, const Side& verifier) {
  return chain.signing == Signing::kCorrupts && !(chain.key.family == SignatureFamily::kEd448 &&
                                                  verifier.profile->Has(Trait::kIgnoresEndOfEd448));
}

bool Handshake::GroupHolds() {
  const auto& group = selection_.group;
  if (tls13() || !group || !IsEllipticCurve(*group) || Holds(client_.groups, *group)) return true;
  Fail(StepRule::kGroup, CauseId::kNoCommonGroup, Role::kClient);
  // It names no alert; what was not on a list that was sent is an illegal parameter.
  if (!client_.groups.empty()) SendAs(CauseId::kProtocolViolation, Role::kClient);
  return false;
}

bool Handshake::SignatureHolds() {
  if (!GroupHolds()) return false;
  if (selection_.chain == nullptr) return true;
  if (!UsageHolds(*selection_.chain, StepRule::kServerSignature, client_)) return false;
  if (!Signed()) return true;
  if (CannotTrustSignatures(client_)) {
    Fail(StepRule::kServerSignature, CauseId::kNoCommonSignatureAlgorithm, Role::kClient);
    SendAs(CauseId::kInternalError, Role::kClient);
    return false;
  }
  if (!CurveHolds(*selection_.chain, StepRule::kServerSignature, client_)) return false;
  // GnuTLS shortens the salt where TLS 1.2 leaves too little room; others want it whole.
  const bool short_salt = LacksRoom(*selection_.chain, selection_.scheme) &&
                          !client_.profile->Has(Trait::kIgnoresPssRoom);
  if (Corrupted(*selection_.chain, client_) || short_salt) {
    // RFC 8446 4.4.3, RFC 5246 7.2.2, MUST, decrypt_error.
    return Fail(StepRule::kServerSignature, CauseId::kSignatureVerifyFailed, Role::kClient);
  }
  return Pass(StepRule::kServerSignature);
}

bool Handshake::StapleComes() {
  if (!client_.has.require_ocsp_staple) return true;
  // No side here has a response to staple (RFC 6066 8).
  return Fail(StepRule::kOcspStaple, CauseId::kOcspStaplingBad, Role::kClient);
}

bool Handshake::ServerAuthenticates() {
  if (!ServerSigns()) return false;
  const bool signature_first = client_.profile->Has(tls13() ? Trait::kSignatureBeforeChainInTls13
                                                            : Trait::kSignatureBeforeChainInTls12);
  if (client_.profile->Has(Trait::kStapleAfterSignature)) {
    return ChainHolds() && SignatureHolds() && LateUsageHolds() && StapleComes();
  }
  return (signature_first ? SignatureHolds() && ChainHolds() && StapleComes()
                          : ChainHolds() && StapleComes() && SignatureHolds()) &&
         LateUsageHolds();
}

}  // namespace shakedown
