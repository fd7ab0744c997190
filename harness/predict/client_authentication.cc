// The client's certificate, and what the server makes of it.
#include <algorithm>

#include "harness/predict/common.h"
#include "harness/predict/handshake.h"

namespace shakedown {

namespace {

// RFC 8422 5.5 counts EdDSA keys as ecdsa_sign; a server that does not asks for them only beside
// ECDSA.
bool IsEdwardsUnasked(const ChainFacts& chain, const Side& server) {
  const bool edwards =
      chain.key.family == SignatureFamily::kEd25519 || chain.key.family == SignatureFamily::kEd448;
  return edwards && server.profile->Has(Trait::kEddsaAsksForNothing) &&
         std::ranges::all_of(server.schemes, [](SignatureScheme scheme) {
           return IsRsaScheme(scheme) || IsEdwardsScheme(scheme);
         });
}

}  // namespace

bool Handshake::ClientAuthenticates() {
  client_encrypts_ = true;
  if (server_->has.client_auth == ClientAuth::kNone) return FipsAllows(Role::kClient);
  if (!SomeKindIsAsked()) {
    // RFC 5246 7.4.4: certificate_types holds one type at least.
    return Fail(StepRule::kClientCertificate, CauseId::kUnsupportedCertType, Role::kClient);
  }
  const ChainFacts* chain = ClientChain();
  if (gave_up_) return false;
  if (chain == nullptr) return NoClientCertificate();
  out_.client_chain = chain;
  if (!ClientSigns(*chain) || !FipsAllows(Role::kClient)) return false;
  if (tls13() && server_->profile->Has(Trait::kServerChecksSignatureFirst)) {
    return ClientSignatureHolds(*chain) && Accepts(*chain, *server_, StepRule::kClientChain);
  }
  return Accepts(*chain, *server_, StepRule::kClientChain) && ClientSignatureHolds(*chain);
}

bool Handshake::ClientSigns(const ChainFacts& chain) {
  if (!OwnUsageHolds(chain)) return false;
  if (chain.signing == Signing::kFails) {
    return Fail(StepRule::kClientSignature, CauseId::kPrivateKeyUnavailable, Role::kClient);
  }
  if (version_ < ProtocolVersion::kTls12) return true;
  if (tls13() && LacksRoom(chain, client_scheme_)) {
    return Fail(StepRule::kClientSignature, CauseId::kInternalError, Role::kClient);
  }
  out_.client_signature_scheme = client_scheme_;
  return Pass(StepRule::kClientSignatureScheme, Number(*client_scheme_));
}

bool Handshake::NamedByServer(const ChainFacts& chain) const {
  // RFC 5246 7.4.4, RFC 8446 4.2.4: an empty list asks for nothing.
  const auto& names = server_->has.ca_names;
  if (!names || names->empty()) return true;
  // Without its intermediate no certificate of the chain shows the root's name.
  return Holds(*names, chain.root) && !chain.faults.Has(CertificateFault::kMissingIntermediate);
}

const ChainFacts* Handshake::ClientChain() {
  if (CannotTrustSignatures(client_)) return nullptr;
  for (const ChainFacts& chain : client_.chains) {
    if (client_.has.honour_ca_names && !NamedByServer(chain)) continue;
    if (client_.profile->Has(Trait::kKeepsWrongPurposeBack) &&
        chain.faults.Has(CertificateFault::kWrongExtendedKeyUsage)) {
      continue;
    }
    if (!tls13() && HasSchemesOfItsOwn(chain.key) &&
        client_.profile->Has(Trait::kKeepsKeysWithoutKindBack)) {
      continue;
    }
    if (version_ < ProtocolVersion::kTls12) {
      const bool asked = SendsUnasked() || IsKindAsked(chain);
      if (asked && IsForVersion(chain.key, version_)) return &chain;
      continue;
    }
    // RFC 5246 7.4.4: a client with a choice to make looks at the kinds too.
    const bool chooses =
        !tls13() && !SendsUnasked() && !client_.profile->Has(Trait::kOffersKindAsked);
    if (chooses && IsEdwardsUnasked(chain, *server_)) continue;
    client_scheme_ = SelectScheme(client_, *server_, chain.key, version_);
    if (client_scheme_) return &chain;
  }
  const bool insists = client_.chains.size() == 1 && !client_.has.honour_ca_names &&
                       client_.profile->Has(Trait::kClientInsistsOnItsCertificate);
  const ChainFacts* shown = client_.profile->Has(Trait::kOffersKindShared) ? OfKindShared()
                            : !tls13() && client_.profile->Has(Trait::kOffersKindAsked)
                                ? OfKindAsked()
                                : nullptr;
  if (insists || shown != nullptr) {
    gave_up_ = true;
    if (version_ < ProtocolVersion::kTls12) {
      // Before TLS 1.2 there are no schemes that the key could be held to.
      Fail(StepRule::kClientSignatureScheme, CauseId::kNoCommonSignatureAlgorithm, Role::kClient);
      return nullptr;
    }
    if (shown != nullptr && !OwnUsageHolds(*shown)) return nullptr;
    const CauseId why = WhyNoClientSignature(client_, *server_, version_);
    Fail(StepRule::kClientSignatureScheme,
         why == CauseId::kNone ? CauseId::kNoCommonSignatureAlgorithm : why, Role::kClient);
  }
  return nullptr;
}

bool Handshake::SomeKindIsAsked() const {
  return version_ != ProtocolVersion::kTls12 ||
         !server_->profile->Has(Trait::kEddsaAsksForNothing) ||
         !client_.profile->Has(Trait::kOffersKindAsked) || server_->schemes.empty() ||
         !std::ranges::all_of(server_->schemes, IsEdwardsScheme);
}

bool Handshake::IsKindAsked(const ChainFacts& chain) const {
  if (HasSchemesOfItsOwn(chain.key)) return false;
  if (server_->profile->Has(Trait::kAsksForEveryKind)) return true;
  const bool no_kinds = server_->profile->Has(Trait::kNoKindsBeforeTls12) ||
                        client_.profile->Has(Trait::kNoKindsBeforeTls12);
  if (version_ < ProtocolVersion::kTls12 && no_kinds) return true;
  return std::ranges::any_of(server_->schemes, [&](SignatureScheme scheme) {
    const bool asks =
        !IsEdwardsScheme(scheme) || !server_->profile->Has(Trait::kEddsaAsksForNothing);
    return asks && IsRsaScheme(scheme) == (chain.key.family == SignatureFamily::kRsa);
  });
}

const ChainFacts* Handshake::OfKindAsked() const {
  const auto found = std::ranges::find_if(client_.chains, [this](const ChainFacts& chain) {
    return (!client_.has.honour_ca_names || NamedByServer(chain)) && IsKindAsked(chain);
  });
  return found == client_.chains.end() ? nullptr : &*found;
}

const ChainFacts* Handshake::OfKindShared() const {
  if (version_ < ProtocolVersion::kTls12) return nullptr;
  const auto is_shared = [this](const ChainFacts& chain) {
    if (client_.has.honour_ca_names && !NamedByServer(chain)) return false;
    return std::ranges::any_of(server_->schemes, [&](SignatureScheme scheme) {
      return Holds(client_.signing, scheme) && CanSign(chain.key, scheme, ProtocolVersion::kTls12);
    });
  };
  const auto found = std::ranges::find_if(client_.chains, is_shared);
  return found == client_.chains.end() ? nullptr : &*found;
}

bool Handshake::SendsUnasked() const {
  return client_.chains.size() == 1 && !client_.has.honour_ca_names &&
         !client_.profile->Has(Trait::kOffersKindAsked);
}

bool Handshake::OwnUsageHolds(const ChainFacts& chain) {
  if (tls13() || !client_.profile->Has(Trait::kChecksOwnKeyUsage) ||
      !chain.faults.Has(CertificateFault::kWrongKeyUsage)) {
    return true;
  }
  return Fail(StepRule::kClientSignature, CauseId::kKeyUsageWrong, Role::kClient);
}

bool Handshake::IsForWantOfKind() const {
  return !tls13() && client_.profile->Has(Trait::kKeepsKeysWithoutKindBack) &&
         std::ranges::all_of(client_.chains, [this](const ChainFacts& chain) {
           return HasSchemesOfItsOwn(chain.key) && NamedByServer(chain);
         });
}

bool Handshake::NoClientCertificate() {
  if (!FipsAllows(Role::kClient)) return false;
  if (server_->has.client_auth == ClientAuth::kRequest) return true;
  CauseId cause = CauseId::kClientCertMissing;
  if (!client_.chains.empty()) {
    const CauseId why = version_ >= ProtocolVersion::kTls12
                            ? WhyNoClientSignature(client_, *server_, version_)
                            : CauseId::kNone;
    if (why != CauseId::kNone) {
      cause = why;
    } else if (client_.has.honour_ca_names && server_->has.ca_names &&
               !server_->has.ca_names->empty() && !IsForWantOfKind()) {
      cause = CauseId::kClientCertNotInCaList;
    }
  }
  Fail(StepRule::kClientCertificate, cause, Role::kServer);
  // Whatever kept the certificate back, the server sees that none came.
  SendAs(CauseId::kClientCertMissing, Role::kServer);
  return false;
}

bool Handshake::ClientSignatureHolds(const ChainFacts& chain) {
  if (!tls13() && server_->profile->Has(Trait::kClientUsageLateAndSilent) &&
      chain.faults.Has(CertificateFault::kWrongKeyUsage)) {
    Fail(StepRule::kClientSignature, CauseId::kKeyUsageWrong, Role::kServer);
    SayNothing();
    return false;
  }
  if (!UsageHolds(chain, StepRule::kClientSignature, *server_)) return false;
  if (!CurveHolds(chain, StepRule::kClientSignature, *server_)) return false;
  const bool short_salt =
      LacksRoom(chain, client_scheme_) && !server_->profile->Has(Trait::kIgnoresPssRoom);
  if (Corrupted(chain, *server_) || short_salt) {
    return Fail(StepRule::kClientSignature, CauseId::kSignatureVerifyFailed, Role::kServer);
  }
  return Pass(StepRule::kClientSignature);
}

}  // namespace shakedown
