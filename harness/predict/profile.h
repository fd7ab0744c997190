// How one TLS stack decides where the RFCs leave it a choice, and where it does not follow them:
// data, read from harness/predict/data/*.json.
#ifndef HARNESS_PREDICT_PROFILE_H_
#define HARNESS_PREDICT_PROFILE_H_

#include <array>
#include <bitset>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/signature_family.h"
#include "harness/predict/cause_id.h"
#include "harness/predict/security_level.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

// What a server does between a ClientHello and its answer. The order is the stack's.
enum class ServerCheck : uint8_t {
  kFallback,       // RFC 7507
  kServerName,     // RFC 6066 3
  kAlpn,           // RFC 7301
  kSuitesPresent,  // whether the client lists any suite
  kSchemesSent,    // TLS 1.3: whether the client lists signature schemes
  kSchemes,        // whether the lists of signature schemes share any
  kSuite,          // TLS 1.3: the suite alone
  kGroup,          // TLS 1.3: the group alone
  kSelection,      // suite, group, certificate and signature scheme
};

enum class Tls13SuiteChoice : uint8_t {
  kBySetting,  // the client's order, or the server's where server_preference is on
  kPeerOrder,  // the client's order (BoringSSL: on processors with AES instructions)
};

enum class Tls13GroupChoice : uint8_t {
  kBySetting,          // the preferred group in common, whether its share came or not
  kFirstShareElseOwn,  // the client's first share that is accepted, else a retry with the server's
                       // first group in common
};

enum class SchemeChoice : uint8_t {
  kOwnOrder,
  kPeerOrder,
  kBySetting,  // the peer's, but a server's own where server_preference is on
};

enum class CertificateChoice : uint8_t {
  kFirstFitting,  // the first whose key some suite in common and some scheme suits, else the first
  kBySuite,       // for each suite in turn, the first that suits it
  kByScheme,      // for each scheme in turn, the first that can make it; before TLS 1.3 for the
                  // first suite that some key is for, which an RSA key is without any scheme
};

// Ways of a stack that are its own. In a profile by their names: "traits" are all that it has,
// "further_traits" come on top of those of the profile that it extends.
enum class Trait : uint8_t {
  kEnforcesCurve,            // RFC 8422 5.1, MUST: before TLS 1.3 an ECDSA key lies on a curve
                             // that the client listed
  kEnforcesChainSignatures,  // RFC 8446 4.4.2.2: its own chain is signed as the peer accepts
  kEnforcesChainSignaturesBeforeTls13,  // RFC 5246 7.4.2: the same, but not in TLS 1.3
  kNoKindsBeforeTls12,        // before TLS 1.2 a server asks for every kind of key, and a client
                              // does not look at the kinds
  kRsaUsageLateAndSilent,     // before TLS 1.3 a client looks at the key usage of an RSA key when
                              // the server has said all, and goes without an alert
  kClientUsageLateAndSilent,  // likewise a server at that of a client's key, of whatever kind, when
                              // its signature comes
  kCurveKeyUsageLate,         // before TLS 1.3 a client looks at the key usage of an ECDSA or EdDSA
                              // key when the server has said all, whatever it made of the chain
  kUsesNoExpiredCertificate,  // a server whose own certificates have run out has none
  kChecksOwnKeyUsage,         // a server does not use a key that its certificate forbids to sign
  kRefusesSha1WithPss,        // on a certificate, though it takes SHA-1 with other signatures
  kIgnoresEndOfEd448,         // the last byte of an Ed448 signature may be anything
  kSignatureBeforeChainInTls12,  // a client looks at the handshake signature before the chain
  kSignatureBeforeChainInTls13,
  kHelloBeforeSchemeFailure,  // TLS 1.3: the ServerHello is out when no scheme is found
  kChecksOwnEcKeyUsage,       // the same for ECDSA keys alone, before TLS 1.3
  kHoldsFlightBeforeTls13,    // nothing of a server's flight is out before its signature is made
  kHoldsFlightInTls13,
  kClientInsistsOnItsCertificate,  // a client that cannot sign with its certificate gives up
                                   // itself instead of sending none
  kLegacyVersionBelowTls12,        // a server does not look at supported_versions without TLS 1.2
                             // and 1.3, nor without TLS 1.3 where legacy_version is below TLS 1.2
  kNewerVersionsAreSuites,     // a list of versions without a common one is refused as suites are
  kStartsWithoutSuites,        // a client without a suite sends its hello all the same
  kSchemeForRsaExchange,       // TLS 1.2: a server wants a scheme even where it does not sign
  kEmptySuitesAreIllegal,      // a hello without a suite gets illegal_parameter
  kNeedsSuiteOfItsBest,        // a server refuses everybody when no suite of its own is for its
                               // highest version
  kOffersSuitesItsSchemesFit,  // a client leaves out suites whose kind of key it has no scheme for
  kLooksAtLeafFirst,           // key usage, and before TLS 1.3 the curve, of the peer's leaf come
                               // before the chain
  kChecksPeerCurve,  // before TLS 1.3 the peer's ECDSA key lies on a group of its own list
  kUnknownCurvesAreMalformed,  // a key on a curve that is not among `curves` gets decode_error
  kEmptySuitesAreMalformed,    // a hello without a suite gets decode_error
  kSilentWithoutVersions,  // a side left without any version ends the connection, without an alert
  kOffersKindAsked,  // a client without a scheme for the request shows its first certificate of a
                     // kind that was asked for, and fails
  kKeyUsageBeforeSignature,  // the key usage of the peer's leaf is looked at when its signature is
  kHoldsExtensionsInTls13,  // TLS 1.3: EncryptedExtensions are not out before the signature is made
  kIgnoresPssRoom,          // takes a PSS scheme that an RSA key is too small for
  kPrefersNamedCertificate,  // a server looks first among the certificates that name the host asked
                             // for
  kPssKeysFirst,             // a server looks at RSA-PSS keys before RSA keys
  kTakesAnyKeyBeforeTls12,   // a server does not see that EdDSA and PSS keys cannot sign before
                             // TLS 1.2
  kNeedsGroupsList,          // a server has no group for a client that lists none
  kWalksFromRoot,  // signatures and dates of a chain are checked certificate by certificate, the
                   // root's child first
  kServerChecksSignatureFirst,  // TLS 1.3: a server looks at the client's signature before the
                                // chain
  kUpperLinksFirst,  // what is wrong with an intermediate that has expired, or with one of several,
                     // is found before what is wrong with the leaf
  kAsksForEveryKind,  // before TLS 1.3 a server asks for RSA and ECDSA certificates whatever its
                      // schemes
  kStapleAfterSignature,  // a client looks for the OCSP response when the server's flight is whole
  kClientKeysComeLate,    // TLS 1.3: a client's alerts are in clear until the server's flight has
                          // passed
  kEddsaAsksForNothing,   // before TLS 1.3 EdDSA schemes do not make it ask for ECDSA certificates,
                          // as RFC 8422 5.5 has it
  kNoSha1ForTls13Alone,   // a client without older versions lists no SHA-1 scheme
  kOffersGroupsOfItsVersions,  // a client without TLS 1.3 lists no finite field groups
  kGroupsFollowSuites,         // the kinds of groups that a side's suites use, in their order
  kSecp256r1WithoutGroups,  // before TLS 1.3 a server takes secp256r1 where the client lists none
  kSuiteFollowsSession,     // TLS 1.3: a server looks for a suite with the hash of the session
                            // offered, and refuses if there is none; others then start anew
  kSuiteBeforeSession,  // before TLS 1.3 a server chooses suite and certificate first, and resumes
                        // a session of that suite alone
  kSessionForItsName,   // before TLS 1.3 a server resumes a session for the server_name it was
                        // made with alone, and without extended_master_secret starts anew
  kNamesNotLookedAtAgain,  // before TLS 1.3 a resumed session stands whatever server_name says
  kTakesSuiteOfSession,    // a client resumes with a suite that it no longer offers
  kNamesVersionOfSession,  // a client that offers a session from before TLS 1.3, be it of a version
                           // that it has given up, names that one as its highest, and lists no
                           // signature schemes if that one has none
  kSessionsInTheirVersion,    // a server resumes a session from before TLS 1.3 in the session's
                              // version, whatever version comes of the hello
  kMindsLegacyVersion,        // a server refuses a hello whose legacy_version is below all that it
                              // has, whatever supported_versions says
  kHearsOlderDowngrade,       // a client minds the other mark of RFC 8446 4.1.3 too, in whatever it
                              // comes to below TLS 1.2 and below its best
  kSessionsOfOlderVersions,   // a server that has come to TLS 1.3 resumes tickets of TLS 1.2
  kNoGroupsWithoutEcSuite,    // a client without TLS 1.3 and without a suite for ECDHE lists none
  kRetriesBeforeCertificate,  // TLS 1.3: a HelloRetryRequest is out when no certificate is found
  kNamesDheGroup,             // before TLS 1.3 a DHE server uses the groups of RFC 7919
  kHasSecurityLevels,         // as OpenSSL counts: security_level says what is too weak
  kFallbackHearsDowngrade,    // a client that sends TLS_FALLBACK_SCSV minds RFC 8446 4.1.3 as if it
                              // spoke TLS 1.3
  kBindsCurvesInTls12,  // TLS 1.2: an ECDSA scheme is for keys on its curve alone, as it is in
                        // TLS 1.3
  kOffersKindShared,    // a client without a scheme for the request shows a certificate whose
                        // kind some scheme in common is for, and fails
  kChecksOwnCurve,      // before TLS 1.3 a server's ECDSA key lies on a group of its own list
  kRefusesSha1,         // on a certificate, whatever else SHA-1 is taken for
  kHonoursCaNames,      // a client sends a certificate only from a CA that the server named
  kKeepsKeysWithoutKindBack,  // before TLS 1.3 a client keeps EdDSA and RSA-PSS keys back, whose
                              // kind certificate_types cannot name (RFC 8422 5.5 has EdDSA as
                              // ECDSA)
  kOverlooksUnknownGroups,    // before TLS 1.3 a server treats a list of groups that it has never
                              // heard of as none
  kKeepsWrongPurposeBack,     // a client does not send a certificate that is not for clients
};
inline constexpr size_t kTraits = static_cast<size_t>(Trait::kKeepsWrongPurposeBack) + 1;

// What a stack sends for a cause: an alert, or nothing at all.
struct AlertChoice {
  std::optional<AlertDescription> alert;  // nothing: the connection ends without one
  bool known = false;                     // false: the table says nothing
};

struct StackProfile {
  std::string name;          // "boringssl": also the prefix of the stack names it stands for
  std::string title;         // "BoringSSL 14.0.0+r45"
  std::string confidence;    // "measured", "documented", "captured"
  std::string evidence;      // where it comes from, one line
  std::optional<Role> only;  // a browser is a client

  // What is offered and accepted when a capability is absent, in order.
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> cipher_suites;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> signature_schemes;       // offered and accepted
  std::vector<SignatureScheme> signing_schemes;         // made; empty: signature_schemes
  std::vector<SignatureScheme> fips_signature_schemes;  // in FIPS mode, when absent; empty: those
                                                        // approved in the harness's own order
  std::vector<NamedGroup> curves;                       // of certificates' keys; empty: every curve
  std::vector<SignatureFamily> unverifiable;            // issuers' keys that it cannot verify with
  std::vector<ExtensionType> hello_extensions;          // of a client, in the order it writes them;
                                                        // empty: not known
  int key_shares = 1;                                   // how many groups get one
  bool key_shares_differ = true;  // of different kinds only (NIST, Montgomery, finite field)
  bool server_preference = false;
  int security_level = 0;  // when a capability says none

  Tls13SuiteChoice tls13_suite_choice = Tls13SuiteChoice::kBySetting;
  Tls13GroupChoice tls13_group_choice = Tls13GroupChoice::kBySetting;
  SchemeChoice scheme_choice = SchemeChoice::kOwnOrder;
  CertificateChoice certificate_choice = CertificateChoice::kBySuite;
  CertificateChoice certificate_choice_tls13 = CertificateChoice::kByScheme;
  std::vector<ServerCheck> server_checks;        // before TLS 1.3
  std::vector<ServerCheck> server_checks_tls13;  // once the version is known
  std::vector<CauseId> chain_checks;             // the order in which faults of a chain are found
  std::bitset<kTraits> traits;

  // cause x side x {before TLS 1.3, TLS 1.3}
  std::array<std::array<std::array<AlertChoice, 2>, 2>, kCauseIds> alerts;

  bool Has(Trait trait) const { return traits[static_cast<size_t>(trait)]; }

  AlertChoice AlertFor(CauseId cause, Role by, ProtocolVersion version) const {
    return alerts[static_cast<size_t>(cause)][static_cast<size_t>(by)]
                 [version >= ProtocolVersion::kTls13 ? 1 : 0];
  }
};

// Whether `profile` says what the security_level of `side` means, if it has any.
inline bool HasLevelOf(const Capabilities& side, const StackProfile& profile) {
  return side.security_level.value_or(0) == 0 || profile.Has(Trait::kHasSecurityLevels);
}

// Profiles by name.
class Profiles {
 public:
  // Reads the tables: file name ("boringssl.json") to JSON text. The error names file, path and
  // what was allowed.
  static tl::expected<Profiles, std::string> Parse(const std::map<std::string, std::string>& files);

  // The profile of the stack called `name` ("boringssl-debian" falls back to "boringssl"), or null.
  const StackProfile* Find(std::string_view name) const;
  const std::vector<StackProfile>& all() const { return profiles_; }

 private:
  std::vector<StackProfile> profiles_;
};

}  // namespace shakedown

#endif  // HARNESS_PREDICT_PROFILE_H_
