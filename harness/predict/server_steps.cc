// What a server looks at before it answers a ClientHello.
#include <algorithm>

#include "harness/predict/common.h"
#include "harness/predict/handshake.h"

namespace shakedown {

bool Handshake::ServerChecks() {
  if (ListsNoSuite() && server_->profile->Has(Trait::kEmptySuitesAreMalformed)) {
    return Fail(StepRule::kCipherSuite, CauseId::kMalformedMessage, Role::kServer);
  }
  if (server_->versions.empty()) return NoVersions(*server_);
  if (!HasSuiteOfItsBest() || !CheckVersion()) return false;
  if (ListsNoSuite() && server_->profile->Has(Trait::kEmptySuitesAreIllegal)) {
    Fail(StepRule::kCipherSuite, CauseId::kNoCommonCipher, Role::kServer);
    SendAs(CauseId::kProtocolViolation, Role::kServer);
    return false;
  }
  const bool only_tls13 = whole_.versions.back() >= ProtocolVersion::kTls13;
  if (NoKeyMaySign(whole_) && only_tls13) return RefuseTls13();
  if (!ConsiderSession()) return false;
  const StackProfile& profile = *server_->profile;
  return std::ranges::all_of(tls13() ? profile.server_checks_tls13 : profile.server_checks,
                             [this](ServerCheck check) { return Check(check); });
}

bool Handshake::HasSuiteOfItsBest() {
  if (!server_->profile->Has(Trait::kNeedsSuiteOfItsBest) || server_->versions.empty()) {
    return true;
  }
  const ProtocolVersion best = server_->versions.front();
  const bool has = std::ranges::any_of(
      server_->suites, [best](const SuiteFacts& suite) { return suite.UsableIn(best); });
  if (has) return true;
  const auto version = SelectVersion(client_, *server_);
  version_ = version.value_or(best);
  // Of a client that lists no suite there is nothing more to say.
  Refuse(ListsNoSuite() ? CauseId::kNoCommonCipher
         : version      ? WhyNothing(client_, AnsweringHost(client_, *server_), *version)
                        : CauseId::kVersionMismatch);
  return false;
}

bool Handshake::CheckSchemes() {
  if (client_.schemes.empty() || SharesScheme(client_, *server_, version_)) return true;
  if (server_->chains.empty()) return Refuse(CauseId::kNoLocalCertificate);
  return Refuse(WhyNoSchemeServes(client_, *server_, version_));
}

bool Handshake::Check(ServerCheck check) {
  switch (check) {
    case ServerCheck::kFallback:
      return CheckFallback();
    case ServerCheck::kServerName:
      return CheckServerName();
    case ServerCheck::kAlpn:
      return CheckAlpn();
    case ServerCheck::kSuitesPresent:
      return !ListsNoSuite() ||
             Fail(StepRule::kCipherSuite, CauseId::kMalformedMessage, Role::kServer);
    case ServerCheck::kSchemesSent:
      // RFC 8446 9.2, MUST, missing_extension.
      return session_ != nullptr || !client_.schemes.empty() ||
             Fail(StepRule::kSignatureScheme, CauseId::kMissingMandatoryExtension, Role::kServer);
    case ServerCheck::kSchemes:
      return CheckSchemes();
    case ServerCheck::kSuite:
      return SelectTls13Suite(client_, *server_) != nullptr || RefuseSelection();
    case ServerCheck::kGroup:
      return CheckGroup();
    case ServerCheck::kSelection:
      return session_ != nullptr ? TakeUp()
             : mistakes_session_ ? MistakeSession()
                                 : CheckSelection();
  }
  return true;
}

bool Handshake::ConsiderSession() {
  if (session_ == nullptr) return true;
  const Session& session = *session_;
  if (!IsKept(session, client_, *server_)) return StartAnew();
  const bool in_its_own = session.version < ProtocolVersion::kTls13 && (!tls13() || no_version_) &&
                          server_->profile->Has(Trait::kSessionsInTheirVersion);
  if (session.version != version_ && !in_its_own) {
    const bool mistaken = tls13() && session.ticket && session.version < version_ &&
                          server_->profile->Has(Trait::kSessionsOfOlderVersions);
    mistakes_session_ = mistaken;
    return StartAnew();
  }
  if (tls13() && !in_its_own) {
    const bool follows = server_->profile->Has(Trait::kSuiteFollowsSession);
    return follows || SuiteForSession(session, client_, *server_) != nullptr || StartAnew();
  }
  const bool own_name = server_->profile->Has(Trait::kSessionForItsName);
  if (own_name && !IsSameName(session.server_name, client_.sent_name)) return StartAnew();
  const bool extends = ExtendsMasterSecret(client_, *server_);
  if (extends == session.extended_master_secret) return true;
  if (extends || own_name) return StartAnew();
  return server_->profile->Has(Trait::kSuiteBeforeSession) || MissMasterSecret();
}

bool Handshake::MissMasterSecret() {
  // RFC 7627 5.3, MUST: a session with an extended master secret is not resumed without.
  return Fail(StepRule::kResumption, CauseId::kEmsRequired, Role::kServer);
}

bool Handshake::StartAnew() {
  session_ = nullptr;
  return true;
}

bool Handshake::MistakeSession() {
  if (!CheckSelection()) return false;
  ShowServerHello();
  out_.signature_scheme.reset();
  return Fail(StepRule::kResumption, CauseId::kOutOfOrderMessage, Role::kClient);
}

bool Handshake::TakeUp() {
  came_to_ = version_;
  version_ = session_->version;
  if (tls13()) {
    const GroupSelection group = SelectTls13Group(client_, *server_);
    selection_.suite = SuiteForSession(*session_, client_, *server_);
    selection_.group = group.group;
    selection_.retry = group.retry;
    if (selection_.suite == nullptr) {
      const CauseId why = WhyNothing(client_, *server_, version_);
      Refuse(why == CauseId::kNone ? CauseId::kNoCommonCipher : why);
      SendAs(CauseId::kNoCommonCipher, Role::kServer);
      return false;
    }
    if (!group.group) return Refuse(WhyNoGroup(client_, *server_));
  } else if (server_->profile->Has(Trait::kSuiteBeforeSession)) {
    const Selection anew = Select(client_, *server_, version_);
    const bool lost = session_->extended_master_secret && !ExtendsMasterSecret(client_, *server_);
    if (anew.suite != nullptr && lost) return MissMasterSecret();
    if (anew.suite == nullptr || anew.suite->suite != session_->suite.suite) {
      StartAnew();
      return CheckSelection();
    }
  } else if (!server_->profile->Has(Trait::kSuiteFollowsSession) &&
             !Holds(client_.suites, session_->suite.suite)) {
    // RFC 5246 7.4.1.2, MUST: the client lists the suite of the session that it offers.
    return Fail(StepRule::kResumption, CauseId::kProtocolViolation, Role::kServer);
  }
  if (!tls13()) selection_.suite = &session_->suite;
  taken_up_ = true;
  return Pass(StepRule::kResumption);
}

bool Handshake::ClientTakesUp() {
  // RFC 5246 E.1, MUST, protocol_version: the session's version is one that the client has.
  if (!client_.Speaks(version_)) {
    return Fail(StepRule::kVersionAccepted, CauseId::kVersionMismatch, Role::kClient);
  }
  if (!OlderDowngradeIsUnheard()) return false;
  // RFC 5246 7.4.1.3: the suite is one that the client offered.
  if (!Holds(client_.suites, selection_.suite->suite) &&
      !client_.profile->Has(Trait::kTakesSuiteOfSession)) {
    return Fail(StepRule::kCipherSuite, CauseId::kPeerUsedUnofferedCipher, Role::kClient);
  }
  return !tls13() || !client_.profile->Has(Trait::kStapleAfterSignature) || StapleComes();
}

bool Handshake::RefuseSelection() {
  Refuse(WhyNothing(client_, *server_, version_));
  SendAs(CauseId::kNoCommonCipher, Role::kServer);
  return false;
}

bool Handshake::CheckGroup() {
  const CauseId why = WhyNoGroup(client_, *server_);
  return why == CauseId::kNone || Fail(StepRule::kGroup, why, Role::kServer);
}

bool Handshake::CheckVersion() {
  server_ = &AnsweringHost(client_, whole_);
  is_host_ = server_ != &whole_;
  if (const auto version = SelectVersion(client_, whole_)) {
    version_ = *version;
    answers_as_older_ = NoKeyMaySign(whole_);
    return Pass(StepRule::kVersion, Number(version_));
  }
  version_ = whole_.versions.empty() ? ProtocolVersion::kTls12 : whole_.versions.front();
  if (!client_.versions.empty() &&
      (client_.lists_versions || client_.HighestBeforeTls13() >= ProtocolVersion::kTls12) &&
      !IsLegacyVersionTooLow(client_, whole_) &&
      whole_.profile->Has(Trait::kNewerVersionsAreSuites)) {
    no_version_ = true;  // found out when the suite is chosen
    answers_as_older_ = true;
    return true;
  }
  const bool no_key = NoKeyMaySign(whole_) || NoKeyMaySign(*server_);
  if (no_key && !whole_.versions.empty() && whole_.versions.back() >= ProtocolVersion::kTls13) {
    no_version_ = true;
    return RefuseTls13();
  }
  // RFC 5246 E.1, RFC 8446 D.2, MUST, protocol_version.
  return Fail(StepRule::kVersion, CauseId::kVersionMismatch, Role::kServer);
}

bool Handshake::CheckFallback() {
  if (!client_.has.fallback_scsv) return true;
  // RFC 7507 3, MUST, inappropriate_fallback: the server has a version above the client's best.
  // Of TLS 1.3 a server without a key for its signatures has nothing.
  const bool no_key = NoKeyMaySign(*server_);
  const auto above = [&](ProtocolVersion version) {
    return version > client_.versions.front() && !(no_key && version >= ProtocolVersion::kTls13);
  };
  if (!client_.versions.empty() && std::ranges::any_of(server_->versions, above)) {
    return Fail(StepRule::kFallback, CauseId::kInappropriateFallback, Role::kServer);
  }
  return Pass(StepRule::kFallback);
}

bool Handshake::CheckServerName() {
  if (session_ != nullptr && !tls13() && server_->profile->Has(Trait::kNamesNotLookedAtAgain)) {
    return true;
  }
  const ServerNamePolicy policy = server_->has.server_name_policy;
  const bool must_match =
      policy == ServerNamePolicy::kMatch || policy == ServerNamePolicy::kRequireMatch;
  const bool must_come =
      policy == ServerNamePolicy::kRequire || policy == ServerNamePolicy::kRequireMatch;
  if (!must_match && !must_come) return true;
  if (client_.sent_name.empty()) {
    // RFC 8446 9.2, SHOULD, missing_extension; before TLS 1.3 unrecognized_name serves.
    if (must_come) return Fail(StepRule::kServerName, CauseId::kSniRequired, Role::kServer);
    return Pass(StepRule::kServerName);
  }
  const bool known = is_host_ || std::ranges::any_of(server_->chains, [&](const auto& chain) {
                       return IsNamed(chain.names, client_.sent_name);
                     });
  // RFC 6066 3, SHOULD, unrecognized_name: a server that does not go on with the name.
  if (must_match && !known) {
    return Fail(StepRule::kServerName, CauseId::kSniUnrecognized, Role::kServer);
  }
  return Pass(StepRule::kServerName);
}

bool Handshake::CheckAlpn() {
  const auto& offered = client_.has.alpn;
  const auto& own = server_->has.alpn;
  if (!offered || offered->empty() || !own || own->empty()) return true;
  for (const std::string& protocol : *own) {
    if (Holds(*offered, protocol)) {
      alpn_ = protocol;
      return Pass(StepRule::kAlpn);
    }
  }
  // RFC 7301 3.2, SHALL, no_application_protocol.
  if (server_->has.alpn_required) {
    return Fail(StepRule::kAlpn, CauseId::kAlpnMismatch, Role::kServer);
  }
  return Pass(StepRule::kAlpn);
}

void Handshake::ShowRetry() {
  const GroupSelection group = SelectTls13Group(client_, *server_);
  const SuiteFacts* suite = SelectTls13Suite(client_, *server_);
  if (!group.retry || suite == nullptr) return;
  out_.version = version_;
  out_.cipher_suite = suite->suite;
  out_.group = group.group;
  out_.hello_retry_request = true;
}

bool Handshake::CheckSelection() {
  if (no_version_ || (NoKeyMaySign(whole_) && tls13())) return RefuseTls13();
  if (OwnCertificatesExpired()) return Refuse(CauseId::kKeyLabelMissing);
  selection_ = Select(client_, *server_, version_);
  if (selection_.refused == CauseId::kNone && selection_.suite != nullptr) {
    if (CannotTrustSignatures(*server_)) {
      Fail(StepRule::kVersion, CauseId::kVersionMismatch, Role::kServer);
      SendAs(CauseId::kInternalError, Role::kServer);
      return false;
    }
    Pass(StepRule::kCipherSuite, Number(selection_.suite->suite));
    if (selection_.group) Pass(StepRule::kGroup, Number(*selection_.group));
    if (selection_.scheme) Pass(StepRule::kSignatureScheme, Number(*selection_.scheme));
    return true;
  }
  if (selection_.hello_is_out) {
    // The protocol is chosen with the hello that is on its way.
    if (!tls13() && !CheckAlpn()) return false;
    ShowServerHello();
  }
  if (tls13() && selection_.refused == CauseId::kNoLocalCertificate &&
      server_->profile->Has(Trait::kRetriesBeforeCertificate)) {
    ShowRetry();
  }
  Refuse(selection_.refused);
  if (selection_.answered_as != CauseId::kNone) SendAs(selection_.answered_as, Role::kServer);
  return false;
}

bool Handshake::RefuseTls13() {
  if (!no_version_) return Refuse(WhyNothing(client_, *server_, version_));
  return Refuse(ListsNoSuite() ? CauseId::kNoCommonCipher : CauseId::kVersionMismatch);
}

bool Handshake::OwnCertificatesExpired() const {
  const auto expired = [](const ChainFacts& chain) {
    return chain.faults.Has(CertificateFault::kExpired);
  };
  return server_->profile->Has(Trait::kUsesNoExpiredCertificate) && !server_->chains.empty() &&
         std::ranges::all_of(server_->chains, expired);
}

bool Handshake::Refuse(CauseId cause) {
  switch (cause) {
    case CauseId::kNoLocalCertificate:
    case CauseId::kKeyLabelMissing:
      return Fail(StepRule::kServerCertificate, cause, Role::kServer);
    case CauseId::kNoCommonGroup:
    case CauseId::kFipsDisallowsCurve:
      return Fail(StepRule::kGroup, cause, Role::kServer);
    case CauseId::kMissingMandatoryExtension:
    case CauseId::kNoCommonSignatureAlgorithm:
    case CauseId::kNoSignatureSchemeForKey:
    case CauseId::kCertCurveNotInPeerGroups:
      return Fail(StepRule::kSignatureScheme, cause, Role::kServer);
    case CauseId::kCertChainSignatureNotInPeerSigalgs:
      return Fail(StepRule::kChainSignatures, cause, Role::kServer);
    case CauseId::kVersionMismatch:
      Fail(StepRule::kVersion, CauseId::kVersionMismatch, Role::kServer);
      SendAs(CauseId::kNoCommonCipher, Role::kServer);
      return false;
    case CauseId::kNone:
      // By the RFC the server could go on; this one cannot, and says so as of a suite.
      return Fail(StepRule::kCipherSuite, CauseId::kNoCommonCipher, Role::kServer);
    default:
      return Fail(StepRule::kCipherSuite, cause, Role::kServer);
  }
}

}  // namespace shakedown
