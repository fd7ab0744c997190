#include "harness/predict/predict.h"

#include <algorithm>

#include "harness/predict/common.h"
#include "harness/predict/judge_chain.h"
#include "harness/predict/security_level.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

template <typename E>
uint16_t Number(E value) {
  return static_cast<uint16_t>(value);
}

// One handshake on its way. Every step returns false when the handshake ends there.
class Handshake {
 public:
  Handshake(const Side& client, const Side& server, const Session* session, Prediction* out)
      : client_(client), whole_(server), server_(&server), session_(session), out_(*out) {}

  void Run() {
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
      ClientChecks() && ServerAuthenticates() && RsaUsageHolds() && ClientAuthenticates() &&
          FipsAllows(Role::kServer);
    }
  }

 private:
  bool tls13() const { return version_ >= ProtocolVersion::kTls13; }

  // OpenSSL does not take such a certificate when it is configured.
  static bool OwnCertificateIsTooWeak(const Side& side) {
    return std::ranges::any_of(side.chains, [level = side.security_level](const auto& chain) {
      return IsTooWeak(chain.key, level) ||
             (!chain.signatures.empty() && chain.signatures.front() &&
              IsTooWeak(*chain.signatures.front(), level));
    });
  }

  // RFC 5246 7.4.3: before TLS 1.2 all signatures are over MD5 or SHA-1.
  bool CannotTrustSignatures(const Side& side) const {
    return version_ < ProtocolVersion::kTls12 && side.security_level > 0;
  }

  bool Pass(StepRule rule, std::optional<uint16_t> chosen = std::nullopt) {
    out_.Add(rule, true, chosen);
    return true;
  }

  bool Fail(StepRule rule, CauseId cause, Role by) {
    out_.Add(rule, false);
    out_.by = by;
    out_.cause = cause;
    SendAs(cause, by);
    // In TLS 1.3 an alert after the ServerHello is encrypted, which FIPS mode may refuse.
    const bool encrypted = hello_shown_ && tls13() && (by == Role::kServer || client_encrypts_);
    if (encrypted && !FipsAllows(by)) stopped_ = true;
    return false;
  }

  void SayNothing() {
    out_.alert.reset();
    out_.outcome = OutcomeKind::kClosed;
  }

  // The alert is that for `cause`.
  void SendAs(CauseId cause, Role by) {
    if (stopped_) return;
    const Side& side = by == Role::kClient ? client_ : *server_;
    const ProtocolVersion version =
        answers_as_older_ ? std::min(version_, ProtocolVersion::kTls12) : version_;
    const AlertChoice choice = side.profile->AlertFor(cause, by, version);
    out_.alert = choice.alert;
    out_.outcome = choice.alert ? OutcomeKind::kRefused : OutcomeKind::kClosed;
    if (!choice.known) out_.beyond_rules = "the stack's profile has no alert for this cause";
  }

  // --- the client, before it says anything ---

  bool ClientStarts() {
    if (client_.versions.empty()) return NoVersions(client_);
    version_ = client_.versions.front();
    if (!client_.suites.empty() || client_.profile->Has(Trait::kStartsWithoutSuites)) return true;
    return Fail(StepRule::kCipherSuite,
                client_.fips && !client_.asked_suites.empty() ? CauseId::kFipsDisallowsCipher
                                                              : CauseId::kNoCommonCipher,
                Role::kClient);
  }

  // TLS_FALLBACK_SCSV stands in the list too.
  bool ListsNoSuite() const { return client_.suites.empty() && !client_.has.fallback_scsv; }

  bool NoVersions(const Side& side) {
    Fail(StepRule::kVersion, CauseId::kVersionMismatch, side.role);
    if (side.profile->Has(Trait::kSilentWithoutVersions)) SayNothing();
    return false;
  }

  // --- the server, before it answers ---

  bool ServerChecks() {
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

  // OpenSSL looks whether its own list has a suite for its highest version before it reads a hello.
  bool HasSuiteOfItsBest() {
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

  bool CheckSchemes() {
    if (client_.schemes.empty() || SharesScheme(client_, *server_, version_)) return true;
    if (server_->chains.empty()) return Refuse(CauseId::kNoLocalCertificate);
    return Refuse(WhyNoSchemeServes(client_, *server_, version_));
  }

  bool Check(ServerCheck check) {
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

  // Forgets a session that this connection cannot take up.
  bool ConsiderSession() {
    if (session_ == nullptr) return true;
    const Session& session = *session_;
    if (!IsKept(session, client_, *server_)) return StartAnew();
    if (session.version != version_) {
      const bool mistaken = tls13() && session.ticket && session.version < version_ &&
                            server_->profile->Has(Trait::kSessionsOfOlderVersions);
      mistakes_session_ = mistaken;
      return StartAnew();
    }
    if (tls13()) {
      const bool follows = server_->profile->Has(Trait::kSuiteFollowsSession);
      return follows || SuiteForSession(session, client_, *server_) != nullptr || StartAnew();
    }
    const bool own_name = server_->profile->Has(Trait::kSessionForItsName);
    if (own_name && !IsSameName(session.server_name, client_.sent_name)) return StartAnew();
    const bool extends = ExtendsMasterSecret(client_, *server_);
    if (extends == session.extended_master_secret) return true;
    if (extends || own_name) return StartAnew();
    // RFC 7627 5.3, MUST: a session with an extended master secret is not resumed without.
    return Fail(StepRule::kResumption, CauseId::kEmsRequired, Role::kServer);
  }

  bool StartAnew() {
    session_ = nullptr;
    return true;
  }

  // RFC 8446 4.2.11: a ticket of TLS 1.2 is no PSK for TLS 1.3. A server that takes it for one
  // skips its certificate, which the client waits for.
  bool MistakeSession() {
    if (!CheckSelection()) return false;
    ShowServerHello();
    out_.signature_scheme.reset();
    return Fail(StepRule::kResumption, CauseId::kOutOfOrderMessage, Role::kClient);
  }

  // The server goes on with the session.
  bool TakeUp() {
    if (tls13()) {
      const GroupSelection group = SelectTls13Group(client_, *server_);
      selection_.suite = SuiteForSession(*session_, client_, *server_);
      selection_.group = group.group;
      selection_.retry = group.retry;
      if (selection_.suite == nullptr) return Refuse(CauseId::kNoCommonCipher);
      if (!group.group) return Refuse(WhyNoGroup(client_, *server_));
    } else if (server_->profile->Has(Trait::kSuiteBeforeSession)) {
      const Selection anew = Select(client_, *server_, version_);
      const bool refused = anew.suite == nullptr && !anew.hello_is_out;
      if (refused || anew.suite == nullptr || anew.suite->suite != session_->suite.suite) {
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

  // The rest of a resumed handshake: nobody authenticates anew.
  bool ClientTakesUp() {
    // RFC 5246 7.4.1.3: the suite is one that the client offered.
    if (!Holds(client_.suites, selection_.suite->suite) &&
        !client_.profile->Has(Trait::kTakesSuiteOfSession)) {
      return Fail(StepRule::kCipherSuite, CauseId::kPeerUsedUnofferedCipher, Role::kClient);
    }
    return !tls13() || !client_.profile->Has(Trait::kStapleAfterSignature) || StapleComes();
  }

  bool RefuseSelection() {
    Refuse(WhyNothing(client_, *server_, version_));
    SendAs(CauseId::kNoCommonCipher, Role::kServer);
    return false;
  }

  bool CheckGroup() {
    const CauseId why = WhyNoGroup(client_, *server_);
    return why == CauseId::kNone || Fail(StepRule::kGroup, why, Role::kServer);
  }

  bool CheckVersion() {
    server_ = &AnsweringHost(client_, whole_);
    is_host_ = server_ != &whole_;
    if (const auto version = SelectVersion(client_, whole_)) {
      version_ = *version;
      answers_as_older_ = NoKeyMaySign(whole_);
      return Pass(StepRule::kVersion, Number(version_));
    }
    version_ = whole_.versions.empty() ? ProtocolVersion::kTls12 : whole_.versions.front();
    if (!client_.versions.empty() && client_.versions.front() >= ProtocolVersion::kTls12 &&
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

  bool CheckFallback() {
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

  bool CheckServerName() {
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

  bool CheckAlpn() {
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

  // What of the flight stands when nothing can be selected after a HelloRetryRequest.
  void ShowRetry() {
    const GroupSelection group = SelectTls13Group(client_, *server_);
    const SuiteFacts* suite = SelectTls13Suite(client_, *server_);
    if (!group.retry || suite == nullptr) return;
    out_.version = version_;
    out_.cipher_suite = suite->suite;
    out_.group = group.group;
    out_.hello_retry_request = true;
  }

  bool CheckSelection() {
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

  // A server that has no version for this client, or no key for TLS 1.3, finds no suite.
  bool RefuseTls13() {
    if (!no_version_) return Refuse(WhyNothing(client_, *server_, version_));
    return Refuse(ListsNoSuite() ? CauseId::kNoCommonCipher : CauseId::kVersionMismatch);
  }

  bool OwnCertificatesExpired() const {
    const auto expired = [](const ChainFacts& chain) {
      return chain.faults.Has(CertificateFault::kExpired);
    };
    return server_->profile->Has(Trait::kUsesNoExpiredCertificate) && !server_->chains.empty() &&
           std::ranges::all_of(server_->chains, expired);
  }

  // Ends the handshake for want of something to select.
  bool Refuse(CauseId cause) {
    switch (cause) {
      case CauseId::kNoLocalCertificate:
      case CauseId::kKeyLabelMissing:
        return Fail(StepRule::kServerCertificate, cause, Role::kServer);
      case CauseId::kNoCommonGroup:
      case CauseId::kFipsDisallowsCurve:
        return Fail(StepRule::kGroup, cause, Role::kServer);
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

  // --- the client, when the ServerHello has come ---

  void ShowServerHello() {
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

  bool ClientChecks() {
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
    return true;
  }

  // The side's first use of the suite: what FIPS mode refuses then ends without an alert.
  bool FipsAllows(Role role) {
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

  // A scheme that was taken although the key has no room for it.
  bool LacksRoom(const ChainFacts& chain, std::optional<SignatureScheme> scheme) const {
    return scheme && version_ >= ProtocolVersion::kTls12 && !CanSign(chain.key, *scheme, version_);
  }

  bool HoldsFlight() const {
    return server_->profile->Has(tls13() ? Trait::kHoldsFlightInTls13
                                         : Trait::kHoldsFlightBeforeTls13);
  }

  bool ServerSigns() {
    if (selection_.chain == nullptr || !Signed()) return true;
    const bool fails = selection_.chain->signing == Signing::kFails;
    // GnuTLS has the key tried before it finds it too small.
    const bool too_small = tls13() && LacksRoom(*selection_.chain, selection_.scheme) &&
                           !(fails && server_->profile->Has(Trait::kIgnoresPssRoom));
    if (!fails && !too_small) return true;
    HideFrom(HoldsFlight());
    return Fail(StepRule::kServerSignature,
                too_small ? CauseId::kInternalError : CauseId::kPrivateKeyUnavailable,
                Role::kServer);
  }

  // The server's flight ends before its signature, or never left.
  void HideFrom(bool all) {
    out_.signature_scheme.reset();
    if (!tls13()) out_.group.reset();
    if (all || server_->profile->Has(Trait::kHoldsExtensionsInTls13)) out_.alpn = {};
    // A HelloRetryRequest was out before all this.
    if (!all || selection_.retry) return;
    out_.version.reset();
    out_.cipher_suite.reset();
    out_.group.reset();
  }

  bool Signed() const {
    return tls13() || selection_.suite->exchange == SuiteFacts::Exchange::kEcdhe ||
           selection_.suite->exchange == SuiteFacts::Exchange::kDhe;
  }

  bool ChainHolds() {
    if (selection_.chain == nullptr) return true;
    return Accepts(*selection_.chain, client_, StepRule::kServerChain);
  }

  bool Accepts(const ChainFacts& chain, const Side& verifier, StepRule rule) {
    if (!LeafHolds(chain, verifier, rule)) return false;
    const ChainVerdict verdict = JudgeChain(chain, verifier);
    if (verdict.cause == CauseId::kNone) return Pass(rule);
    Fail(rule, verdict.cause, verifier.role);
    SendAs(verdict.answered_as, verifier.role);
    return false;
  }

  // What is found in a leaf before the chain is looked at: a curve that the stack has no code for;
  // with BoringSSL also the key usage (RFC 8446 4.4.2.2), and before TLS 1.3 a curve that is not
  // among its own groups.
  bool LeafHolds(const ChainFacts& chain, const Side& verifier, StepRule rule) {
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

  // OpenSSL holds the curve of the peer's ECDSA key to its own list of groups in TLS 1.2, and a
  // client's also to the client's list. The answer is illegal_parameter.
  bool CurveHolds(const ChainFacts& chain, StepRule rule, const Side& verifier) {
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

  bool UsageHolds(const ChainFacts& chain, StepRule rule, const Side& verifier) {
    return !verifier.profile->Has(Trait::kKeyUsageBeforeSignature) ||
           !chain.faults.Has(CertificateFault::kWrongKeyUsage) ||
           Fail(rule, CauseId::kKeyUsageWrong, verifier.role);
  }

  // BoringSSL asks whether the key may do what the suite wants when it is about to answer.
  bool RsaUsageHolds() {
    if (selection_.chain == nullptr || selection_.chain->key.family != SignatureFamily::kRsa ||
        !selection_.chain->faults.Has(CertificateFault::kWrongKeyUsage) ||
        !client_.profile->Has(Trait::kRsaUsageLateAndSilent)) {
      return true;
    }
    Fail(StepRule::kServerSignature, CauseId::kKeyUsageWrong, Role::kClient);
    SayNothing();
    return false;
  }

  // What corrupts flips is in a signature's last byte. RFC 8032 5.2.7: of an Ed448 signature the
  // last byte belongs to S and must make it less than the order; GnuTLS 3.7 does not look at it.
  static bool Corrupted(const ChainFacts& chain, const Side& verifier) {
    return chain.signing == Signing::kCorrupts &&
           !(chain.key.family == SignatureFamily::kEd448 &&
             verifier.profile->Has(Trait::kIgnoresEndOfEd448));
  }

  // RFC 8422 5.4: the curve of the ServerKeyExchange is one that the client supports.
  bool GroupHolds() {
    const auto& group = selection_.group;
    if (tls13() || !group || !IsEllipticCurve(*group) || Holds(client_.groups, *group)) return true;
    Fail(StepRule::kGroup, CauseId::kNoCommonGroup, Role::kClient);
    // It names no alert; what was not on a list that was sent is an illegal parameter.
    if (!client_.groups.empty()) SendAs(CauseId::kProtocolViolation, Role::kClient);
    return false;
  }

  bool SignatureHolds() {
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

  bool StapleComes() {
    if (!client_.has.require_ocsp_staple) return true;
    // No side here has a response to staple (RFC 6066 8).
    return Fail(StepRule::kOcspStaple, CauseId::kOcspStaplingBad, Role::kClient);
  }

  bool ServerAuthenticates() {
    if (!ServerSigns()) return false;
    const bool signature_first = client_.profile->Has(
        tls13() ? Trait::kSignatureBeforeChainInTls13 : Trait::kSignatureBeforeChainInTls12);
    if (client_.profile->Has(Trait::kStapleAfterSignature)) {
      return ChainHolds() && SignatureHolds() && StapleComes();
    }
    return signature_first ? SignatureHolds() && ChainHolds() && StapleComes()
                           : ChainHolds() && StapleComes() && SignatureHolds();
  }

  // --- client authentication ---

  bool ClientAuthenticates() {
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

  bool ClientSigns(const ChainFacts& chain) {
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

  bool NamedByServer(const ChainFacts& chain) const {
    // RFC 5246 7.4.4, RFC 8446 4.2.4: an empty list asks for nothing.
    const auto& names = server_->has.ca_names;
    if (!names || names->empty()) return true;
    // Without its intermediate no certificate of the chain shows the root's name.
    return Holds(*names, chain.root) && !chain.faults.Has(CertificateFault::kMissingIntermediate);
  }

  // RFC 8446 4.4.2.3, RFC 5246 7.4.6: the first certificate that suits what the server asks for.
  const ChainFacts* ClientChain() {
    if (CannotTrustSignatures(client_)) return nullptr;
    for (const ChainFacts& chain : client_.chains) {
      if (client_.has.honour_ca_names && !NamedByServer(chain)) continue;
      if (client_.profile->Has(Trait::kKeepsWrongPurposeBack) &&
          chain.faults.Has(CertificateFault::kWrongExtendedKeyUsage)) {
        continue;
      }
      if (version_ < ProtocolVersion::kTls12) {
        const bool asked = SendsUnasked() || IsKindAsked(chain);
        if (asked && IsForVersion(chain.key, version_)) return &chain;
        continue;
      }
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

  // Whether the certificate_types of the server's request are more than an empty list, as far as
  // the client looks at them.
  bool SomeKindIsAsked() const {
    return version_ != ProtocolVersion::kTls12 ||
           !server_->profile->Has(Trait::kEddsaAsksForNothing) ||
           !client_.profile->Has(Trait::kOffersKindAsked) || server_->schemes.empty() ||
           !std::ranges::all_of(server_->schemes, IsEdwardsScheme);
  }

  // Whether the certificate_types of the request, which tell RSA from ECDSA (RFC 5246 7.4.4), ask
  // for the kind of this key.
  bool IsKindAsked(const ChainFacts& chain) const {
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

  // The client's first certificate of a kind that is asked for; or null.
  const ChainFacts* OfKindAsked() const {
    const auto found = std::ranges::find_if(client_.chains, [this](const ChainFacts& chain) {
      return (!client_.has.honour_ca_names || NamedByServer(chain)) && IsKindAsked(chain);
    });
    return found == client_.chains.end() ? nullptr : &*found;
  }

  // Likewise of a kind that some scheme of both lists is for.
  const ChainFacts* OfKindShared() const {
    if (version_ < ProtocolVersion::kTls12) return nullptr;
    const auto is_shared = [this](const ChainFacts& chain) {
      if (client_.has.honour_ca_names && !NamedByServer(chain)) return false;
      return std::ranges::any_of(server_->schemes, [&](SignatureScheme scheme) {
        return Holds(client_.signing, scheme) &&
               CanSign(chain.key, scheme, ProtocolVersion::kTls12);
      });
    };
    const auto found = std::ranges::find_if(client_.chains, is_shared);
    return found == client_.chains.end() ? nullptr : &*found;
  }

  // With one certificate and no choice to make, most stacks send it whatever is asked for.
  bool SendsUnasked() const {
    return client_.chains.size() == 1 && !client_.has.honour_ca_names &&
           !client_.profile->Has(Trait::kOffersKindAsked);
  }

  // Whether the client's stack lets it sign with what the certificate says of its key.
  bool OwnUsageHolds(const ChainFacts& chain) {
    if (tls13() || !client_.profile->Has(Trait::kChecksOwnKeyUsage) ||
        !chain.faults.Has(CertificateFault::kWrongKeyUsage)) {
      return true;
    }
    return Fail(StepRule::kClientSignature, CauseId::kKeyUsageWrong, Role::kClient);
  }

  bool NoClientCertificate() {
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
                 !server_->has.ca_names->empty()) {
        cause = CauseId::kClientCertNotInCaList;
      }
    }
    Fail(StepRule::kClientCertificate, cause, Role::kServer);
    // Whatever kept the certificate back, the server sees that none came.
    SendAs(CauseId::kClientCertMissing, Role::kServer);
    return false;
  }

  bool ClientSignatureHolds(const ChainFacts& chain) {
    if (!UsageHolds(chain, StepRule::kClientSignature, *server_)) return false;
    if (!CurveHolds(chain, StepRule::kClientSignature, *server_)) return false;
    const bool short_salt =
        LacksRoom(chain, client_scheme_) && !server_->profile->Has(Trait::kIgnoresPssRoom);
    if (Corrupted(chain, *server_) || short_salt) {
      return Fail(StepRule::kClientSignature, CauseId::kSignatureVerifyFailed, Role::kServer);
    }
    return Pass(StepRule::kClientSignature);
  }

  const Side& client_;
  const Side& whole_;
  const Side* server_;      // the host once it is known
  const Session* session_;  // that the client offers; null: none, or not taken up
  Prediction& out_;
  ProtocolVersion version_ = ProtocolVersion::kTls12;
  Selection selection_;
  std::string_view alpn_;
  std::optional<SignatureScheme> client_scheme_;
  bool is_host_ = false;
  bool no_version_ = false;
  bool answers_as_older_ = false;  // the server's alerts are those of TLS 1.2
  bool gave_up_ = false;
  bool taken_up_ = false;          // the session
  bool mistakes_session_ = false;  // the server takes it for one of TLS 1.3
  bool hello_shown_ = false;
  bool client_encrypts_ = false;  // also its alerts
  bool stopped_ = false;          // by FIPS mode, whatever comes after
};

}  // namespace

Prediction Predict(const Side& client, const Side& server, const Session* session) {
  Prediction out;
  Handshake(client, server, session, &out).Run();
  return out;
}

}  // namespace shakedown
