// The rules that read a cause off a transcript, one function each. A rule that has something to say
// adds to the candidates.
#ifndef HARNESS_DIAGNOSE_TRANSCRIPT_RULES_H_
#define HARNESS_DIAGNOSE_TRANSCRIPT_RULES_H_

#include "harness/diagnose/candidates.h"
#include "harness/diagnose/ending.h"
#include "harness/predict/profile.h"

namespace shakedown {

// One transcript while rules look at it.
struct TranscriptScene {
  const Transcript& transcript;
  const WireFacts& facts;
  Ending ending;
  const Profiles& profiles;

  Role by() const { return ending.by.value_or(Role::kServer); }
  std::optional<AlertDescription> alert() const {
    return ending.alert ? std::optional(ending.alert->description) : std::nullopt;
  }
  bool Passed(Role role, HandshakeType type) const {
    return shakedown::Passed(facts, ending, role, type);
  }
  bool before_tls13() const { return facts.version && *facts.version < ProtocolVersion::kTls13; }
};

// --- what is no handshake at all ---

// A side sent bytes that are no TLS where TLS was due.
void ClearText(const TranscriptScene& scene, Candidates* out);
// Both ends said ClientHello, or both ServerHello.
void SameRoles(const TranscriptScene& scene, Candidates* out);
// Nothing more came, as far as that is known.
void Stalled(const TranscriptScene& scene, Candidates* out);

// --- alerts that name their cause, whenever they come ---

void NamedByAlert(const TranscriptScene& scene, Candidates* out);

// --- a server that ends it before the client has said more than hello ---

// The hello has no cipher suite.
void NothingOffered(const TranscriptScene& scene, Candidates* out);
// The hello cannot be read for its list of suites.
void HelloWithoutSuites(const TranscriptScene& scene, Candidates* out);
// The chain is out, and its key can make no signature that the client takes, or none at all.
void ServerCannotSign(const TranscriptScene& scene, Candidates* out);
// It said nothing more at all.
void SilentlyClosed(const TranscriptScene& scene, Candidates* out);
// RFC 7627 5.3: a hello without extended_master_secret that may take up a session made with it.
void LacksExtendedMasterSecret(const TranscriptScene& scene, Candidates* out);
// internal_error names no cause.
void FailedWithin(const TranscriptScene& scene, Candidates* out);
// Nothing is known but the hello and the alert.
void HelloRefusedByAlert(const TranscriptScene& scene, Candidates* out);

// --- a client that ends it ---

// A record of the server's came encrypted where its ServerHello was due.
void AnsweredInTheDark(const TranscriptScene& scene, Candidates* out);
// RFC 8446 4.1.3, RFC 5246 E.1: the version of the ServerHello.
void VersionRefused(const TranscriptScene& scene, Candidates* out);
// What else a ServerHello or ServerKeyExchange settles on.
void ChoiceRefused(const TranscriptScene& scene, Candidates* out);
// It was asked for a certificate and could not sign.
void ClientCannotSign(const TranscriptScene& scene, Candidates* out);
// It gave up before it said anything.
void ClientNeverStarted(const TranscriptScene& scene, Candidates* out);

// --- certificates ---

// The chain of the other side, judged by itself.
void ChainRefused(const TranscriptScene& scene, Candidates* out);
// Its signature over the handshake.
void SignatureRefused(const TranscriptScene& scene, Candidates* out);
// The server asked for a certificate and got an empty message.
void NoClientCertificate(const TranscriptScene& scene, Candidates* out);

// --- the rest ---

// A side stopped where it would have had to use a suite that FIPS mode does not approve.
void StoppedByFips(const TranscriptScene& scene, Candidates* out);
// What the alert says at the least, or that there was none.
void LastResort(const TranscriptScene& scene, Candidates* out);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_TRANSCRIPT_RULES_H_
