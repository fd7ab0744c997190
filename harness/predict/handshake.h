// One handshake on its way from configuration to outcome: what predict.h promises, step by step.
// Of use to Predict alone.
#ifndef HARNESS_PREDICT_HANDSHAKE_H_
#define HARNESS_PREDICT_HANDSHAKE_H_

#include <optional>
#include <string_view>

#include "harness/predict/predict.h"
#include "harness/predict/selection.h"

namespace shakedown {

// Every step returns false when the handshake ends there. All is borrowed.
class Handshake {
 public:
  Handshake(const Side& client, const Side& server, const Session* session, Prediction* out)
      : client_(client), whole_(server), server_(&server), session_(session), out_(*out) {}

  void Run();

 private:
  bool tls13() const { return version_ >= ProtocolVersion::kTls13; }
  // OpenSSL does not take such a certificate when it is configured.
  static bool OwnCertificateIsTooWeak(const Side& side);
  // RFC 5246 7.4.3: before TLS 1.2 all signatures are over MD5 or SHA-1.
  bool CannotTrustSignatures(const Side& side) const;
  template <typename E>
  static uint16_t Number(E value) {
    return static_cast<uint16_t>(value);
  }
  // Tells that `rule` holds, with what it chose; true.
  bool Pass(StepRule rule, std::optional<uint16_t> chosen = std::nullopt);
  // Tells that `rule` fails, and sends what `by` has for `cause`; false.
  bool Fail(StepRule rule, CauseId cause, Role by);
  // Takes the alert back.
  void SayNothing();
  // The alert is that for `cause`.
  void SendAs(CauseId cause, Role by);

  // The client, before it says anything.

  bool ClientStarts();
  // TLS_FALLBACK_SCSV stands in the list too.
  bool ListsNoSuite() const { return client_.suites.empty() && !client_.has.fallback_scsv; }
  bool NoVersions(const Side& side);

  // The server, before it answers.

  bool ServerChecks();
  // OpenSSL looks whether its own list has a suite for its highest version before it reads a hello.
  bool HasSuiteOfItsBest();
  bool CheckSchemes();
  bool Check(ServerCheck check);
  // Forgets a session that this connection cannot take up.
  bool ConsiderSession();
  bool StartAnew();
  // The session has an extended master secret, and this connection has none.
  bool MissMasterSecret();
  // RFC 8446 4.2.11: a ticket of TLS 1.2 is no PSK for TLS 1.3. A server that takes it for one
  // skips its certificate, which the client waits for.
  bool MistakeSession();
  // The server goes on with the session.
  bool TakeUp();
  // The rest of a resumed handshake: nobody authenticates anew.
  bool ClientTakesUp();
  bool RefuseSelection();
  bool CheckGroup();
  bool CheckVersion();
  bool CheckFallback();
  bool CheckServerName();
  bool CheckAlpn();
  // What of the flight stands when nothing can be selected after a HelloRetryRequest.
  void ShowRetry();
  bool CheckSelection();
  // A server that has no version for this client, or no key for TLS 1.3, finds no suite.
  bool RefuseTls13();
  bool OwnCertificatesExpired() const;
  // Ends the handshake for want of something to select.
  bool Refuse(CauseId cause);

  // The client, when the ServerHello has come.

  void ShowServerHello();
  bool ClientChecks();
  // RFC 8446 4.1.3, of clients without TLS 1.3.
  bool OlderDowngradeIsUnheard();
  // The side's first use of the suite: what FIPS mode refuses then ends without an alert.
  bool FipsAllows(Role role);
  // A scheme that was taken although the key has no room for it.
  bool LacksRoom(const ChainFacts& chain, std::optional<SignatureScheme> scheme) const;
  bool HoldsFlight() const;
  bool ServerSigns();
  // The server's flight ends before its signature, or never left.
  void HideFrom(bool all);
  bool Signed() const;
  bool ChainHolds();
  bool Accepts(const ChainFacts& chain, const Side& verifier, StepRule rule);
  // What is found in a leaf before the chain is looked at: a curve that the stack has no code for;
  // with BoringSSL also the key usage (RFC 8446 4.4.2.2), and before TLS 1.3 a curve that is not
  // among its own groups.
  bool LeafHolds(const ChainFacts& chain, const Side& verifier, StepRule rule);
  // OpenSSL holds the curve of the peer's ECDSA key to its own list of groups in TLS 1.2, and a
  // client's also to the client's list. The answer is illegal_parameter.
  bool CurveHolds(const ChainFacts& chain, StepRule rule, const Side& verifier);
  bool UsageHolds(const ChainFacts& chain, StepRule rule, const Side& verifier);
  // BoringSSL and OpenSSL ask whether the key may do what the suite wants when they are about to
  // answer, the one of RSA keys, the other of those on curves.
  bool LateUsageHolds();
  // What corrupts flips is in a signature's last byte. RFC 8032 5.2.7: of an Ed448 signature the
  // last byte belongs to S and must make it less than the order; GnuTLS 3.7 does not look at it.
  static bool Corrupted(const ChainFacts& chain, const Side& verifier);
  // RFC 8422 5.4: the curve of the ServerKeyExchange is one that the client supports.
  bool GroupHolds();
  bool SignatureHolds();
  bool StapleComes();
  bool ServerAuthenticates();

  // Client authentication.

  bool ClientAuthenticates();
  bool ClientSigns(const ChainFacts& chain);
  bool NamedByServer(const ChainFacts& chain) const;
  // RFC 8446 4.4.2.3, RFC 5246 7.4.6: the first certificate that suits what the server asks for.
  const ChainFacts* ClientChain();
  // Whether the certificate_types of the server's request are more than an empty list, as far as
  // the client looks at them.
  bool SomeKindIsAsked() const;
  // Whether the certificate_types of the request, which tell RSA from ECDSA (RFC 5246 7.4.4), ask
  // for the kind of this key.
  bool IsKindAsked(const ChainFacts& chain) const;
  // The client's first certificate of a kind that is asked for; or null.
  const ChainFacts* OfKindAsked() const;
  // Likewise of a kind that some scheme of both lists is for.
  const ChainFacts* OfKindShared() const;
  // With one certificate and no choice to make, most stacks send it whatever is asked for.
  bool SendsUnasked() const;
  // Whether the client's stack lets it sign with what the certificate says of its key.
  bool OwnUsageHolds(const ChainFacts& chain);
  // Whether all certificates are kept back because their kind has no name.
  bool IsForWantOfKind() const;
  bool NoClientCertificate();
  bool ClientSignatureHolds(const ChainFacts& chain);

  const Side& client_;
  const Side& whole_;
  const Side* server_;      // the host once it is known
  const Session* session_;  // that the client offers; null: none, or not taken up
  Prediction& out_;
  ProtocolVersion version_ = ProtocolVersion::kTls12;
  ProtocolVersion came_to_ = ProtocolVersion::kTls12;  // of the hello, before a session is taken up
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

}  // namespace shakedown

#endif  // HARNESS_PREDICT_HANDSHAKE_H_
