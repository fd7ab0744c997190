#include "harness/predict/predict.h"

#include <algorithm>

#include "harness/predict/handshake.h"
#include "harness/predict/security_level.h"

namespace shakedown {

void Handshake::Run() {
  if (OwnCertificateIsTooWeak(client_) || OwnCertificateIsTooWeak(whole_)) {
    out_.beyond_rules = "a certificate too weak for its own side's security_level";
    return;
  }
  if (!ClientStarts() || !ServerChecks()) return;
  ShowServerHello();
  if (taken_up_) {
    ClientTakesUp();
    return;
  }
  // Before TLS 1.3 the server has signed before anybody can answer its ServerHello. A flight that
  // waits for its signature shows the client nothing before.
  if ((!tls13() || HoldsFlight()) && !ServerSigns()) return;
  if (tls13()) {
    ClientChecks() && FipsAllows(Role::kServer) && ServerAuthenticates() && ClientAuthenticates();
  } else {
    ClientChecks() && ServerAuthenticates() && ClientAuthenticates() && FipsAllows(Role::kServer);
  }
}

bool Handshake::OwnCertificateIsTooWeak(const Side& side) {
  return std::ranges::any_of(side.chains, [level = side.security_level](const auto& chain) {
    return IsTooWeak(chain.key, level) || (!chain.signatures.empty() && chain.signatures.front() &&
                                           IsTooWeak(*chain.signatures.front(), level));
  });
}

bool Handshake::CannotTrustSignatures(const Side& side) const {
  return version_ < ProtocolVersion::kTls12 && side.security_level > 0;
}

bool Handshake::Pass(StepRule rule, std::optional<uint16_t> chosen) {
  out_.Add(rule, true, chosen);
  return true;
}

bool Handshake::Fail(StepRule rule, CauseId cause, Role by) {
  out_.Add(rule, false);
  out_.by = by;
  out_.cause = cause;
  SendAs(cause, by);
  // In TLS 1.3 an alert after the ServerHello is encrypted, which FIPS mode may refuse.
  const bool encrypted = hello_shown_ && tls13() && (by == Role::kServer || client_encrypts_);
  if (encrypted && !FipsAllows(by)) stopped_ = true;
  return false;
}

void Handshake::SayNothing() {
  out_.alert.reset();
  out_.outcome = OutcomeKind::kClosed;
}

void Handshake::SendAs(CauseId cause, Role by) {
  if (stopped_) return;
  const Side& side = by == Role::kClient ? client_ : *server_;
  const ProtocolVersion version =
      answers_as_older_ ? std::min(version_, ProtocolVersion::kTls12) : version_;
  const AlertChoice choice = side.profile->AlertFor(cause, by, version);
  out_.alert = choice.alert;
  out_.outcome = choice.alert ? OutcomeKind::kRefused : OutcomeKind::kClosed;
  if (!choice.known) out_.beyond_rules = "the stack's profile has no alert for this cause";
}

bool Handshake::ClientStarts() {
  if (client_.versions.empty()) return NoVersions(client_);
  version_ = client_.versions.front();
  if (!client_.suites.empty() || client_.profile->Has(Trait::kStartsWithoutSuites)) return true;
  return Fail(StepRule::kCipherSuite,
              client_.fips && !client_.asked_suites.empty() ? CauseId::kFipsDisallowsCipher
                                                            : CauseId::kNoCommonCipher,
              Role::kClient);
}

bool Handshake::NoVersions(const Side& side) {
  Fail(StepRule::kVersion, CauseId::kVersionMismatch, side.role);
  if (side.profile->Has(Trait::kSilentWithoutVersions)) SayNothing();
  return false;
}

Prediction Predict(const Side& client, const Side& server, const Session* session) {
  Prediction out;
  Handshake(client, server, session, &out).Run();
  return out;
}

}  // namespace shakedown
