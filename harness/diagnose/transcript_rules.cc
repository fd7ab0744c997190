#include "harness/diagnose/transcript_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/diagnose/alert_fit.h"
#include "harness/diagnose/chain_faults.h"
#include "harness/diagnose/handshake_signature.h"
#include "harness/diagnose/hello_words.h"
#include "harness/diagnose/likely_stacks.h"
#include "harness/diagnose/supposed_verifiers.h"
#include "harness/model/fips.h"
#include "harness/predict/common.h"
#include "harness/predict/hello_side.h"

namespace shakedown {
namespace {

using enum AlertDescription;
using enum HandshakeType;

constexpr double kPlain = 1;

bool SpokeTls(const WireFacts& facts, Role role) {
  return std::ranges::any_of(facts.messages,
                             [&](const WireMessage& message) { return message.from == role; });
}

void AddHello(const TranscriptScene& scene, std::string_view cause, double weight,
              Candidates* out) {
  Words words;
  if (scene.facts.client_hello) words = HelloWords(cause, *scene.facts.client_hello);
  out->Add(cause, weight, std::move(words.why), words.clause);
}

// RFC 8446 9.2: a ClientHello for TLS 1.3 without a PSK carries signature_algorithms, and
// supported_groups together with key_share.
bool LacksMandatoryExtension(const ClientHelloFacts& hello) {
  const auto has = [&hello](ExtensionType type) {
    return Holds(hello.extensions, static_cast<uint16_t>(type));
  };
  return has(ExtensionType::kSupportedVersions) && !has(ExtensionType::kPreSharedKey) &&
         OfferedVersions(hello) == std::vector{ProtocolVersion::kTls13} &&
         !(has(ExtensionType::kSignatureAlgorithms) && has(ExtensionType::kSupportedGroups) &&
           has(ExtensionType::kKeyShare));
}

// Of a key that can sign nothing that `list` has: what it is called.
std::string_view WhyNoScheme(const KeyFacts& key, const std::vector<SignatureScheme>& list) {
  return WantsAnotherOfItsKind(key, list) ? "no_signature_scheme_for_key"
                                          : "no_common_signature_algorithm";
}

// How usual a client's key of this kind is.
struct UsualKey {
  KeyType type;
  double weight;
};
constexpr UsualKey kUsualKeys[] = {
    {KeyType::kSecp256r1, 0.35}, {KeyType::kRsa2048, 0.35},    {KeyType::kSecp384r1, 0.1},
    {KeyType::kSecp521r1, 0.08}, {KeyType::kRsaPss2048, 0.04}, {KeyType::kEd25519, 0.05},
    {KeyType::kEd448, 0.03},
};

// What a client's key lacks to sign for the CertificateRequest, or "": a scheme that the server
// accepts, or one that the client itself has.
std::string_view WhyCannotSign(const KeyFacts& key, const TranscriptScene& scene,
                               ProtocolVersion version) {
  const std::vector<SignatureScheme>& asked = scene.facts.request_schemes;
  std::vector<SignatureScheme> fit;
  std::ranges::copy_if(asked, std::back_inserter(fit),
                       [&](SignatureScheme scheme) { return CanSign(key, scheme, version); });
  if (fit.empty()) return WhyNoScheme(key, asked);
  const auto& hello = scene.facts.client_hello;
  if (!hello || hello->signature_schemes.empty()) return "";
  const auto stacks = LikelyClients(*hello, scene.profiles);
  const SigningList own = SigningListOf(*hello, stacks);
  if (stacks.empty() || !own.configured) return "";
  const bool signs =
      std::ranges::any_of(fit, [&](SignatureScheme scheme) { return Holds(own.schemes, scheme); });
  return signs ? "" : "no_common_signature_algorithm";
}

// The causes for a client's key that signs with none of the schemes in the CertificateRequest: the
// more usual the keys that do not, the likelier.
void AddKeysWithoutScheme(const TranscriptScene& scene, double weight, Candidates* out) {
  const std::vector<SignatureScheme>& schemes = scene.facts.request_schemes;
  if (schemes.empty()) return;
  const auto version = scene.facts.version.value_or(ProtocolVersion::kTls12);
  for (const UsualKey& usual : kUsualKeys) {
    const KeyFacts key = FactsOf(usual.type);
    const std::string_view why = WhyCannotSign(key, scene, version);
    if (why.empty()) continue;
    out->Add(why, weight * usual.weight,
             fmt::format("the client may have a key ({}, say) that signs with none of the {} "
                         "schemes that the server accepts",
                         NameOf(key), schemes.size()),
             "RFC 8446 4.3.2");
  }
}

std::vector<LikelyStack> LikelyEnders(const TranscriptScene& scene) {
  if (scene.by() == Role::kServer) return LikelyServers(scene.facts, scene.profiles);
  const auto& hello = scene.facts.client_hello;
  return hello ? LikelyClients(*hello, scene.profiles) : std::vector<LikelyStack>();
}

bool AllHave(const std::vector<LikelyStack>& stacks, Trait trait) {
  return !stacks.empty() && std::ranges::all_of(stacks, [trait](const LikelyStack& one) {
    return one.profile->Has(trait);
  });
}

// What is found in a leaf or in the handshake, and not by judging the chain.
bool IsBesideChain(std::string_view cause) {
  return cause == "key_usage_wrong" || cause == "cert_curve_not_in_peer_groups" ||
         cause == "peer_used_unoffered_sigalg";
}

}  // namespace

void ClearText(const TranscriptScene& scene, Candidates* out) {
  for (const Role role : {Role::kClient, Role::kServer}) {
    if (!scene.facts.not_tls[static_cast<size_t>(role)] || SpokeTls(scene.facts, role)) continue;
    if (scene.ending.by == role && scene.ending.alert) continue;
    if (role == Role::kClient) {
      out->Add("plaintext_to_tls_port", kPlain, "what the client sent is no TLS record",
               "RFC 8446 5.1");
    } else {
      out->Add("tls_to_plaintext_port", kPlain, "what the server answered is no TLS record",
               "RFC 8446 5.1");
    }
    return;
  }
}

void SameRoles(const TranscriptScene& scene, Candidates* out) {
  const bool two_clients = scene.Passed(Role::kServer, kClientHello);
  if (!two_clients && !scene.Passed(Role::kClient, kServerHello)) return;
  out->Add("both_ends_same_role", kPlain,
           two_clients ? "both ends sent a ClientHello" : "both ends sent a ServerHello",
           "RFC 8446 4.1");
}

void Stalled(const TranscriptScene& scene, Candidates* out) {
  const Rest rest = scene.transcript.rest;
  if (scene.ending.kind != OutcomeKind::kStalled || rest == Rest::kMissing) return;
  out->Add("handshake_timeout", kPlain,
           rest == Rest::kSeen
               ? "each side waits for the other, or the rest was not taken"
               : "taking ended just then, with the connection open: each side waits for the other, "
                 "or the rest was not taken");
}

void NamedByAlert(const TranscriptScene& scene, Candidates* out) {
  const auto alert = scene.alert();
  if (!alert) return;
  const auto& hello = scene.facts.client_hello;
  const bool by_server = scene.by() == Role::kServer;
  const bool named = hello && hello->server_name;
  switch (*alert) {
    case kProtocolVersion:
      if (by_server) AddHello(scene, "version_mismatch", kPlain, out);
      return;
    case kInappropriateFallback:
      AddHello(scene, by_server ? "inappropriate_fallback" : "downgrade_detected", kPlain, out);
      return;
    case kUnrecognizedName:
      // Of a hello whose bytes are not known nothing is known to lack.
      AddHello(scene, named || !hello ? "sni_unrecognized" : "sni_required", kPlain, out);
      return;
    case kNoApplicationProtocol:
      AddHello(scene, "alpn_mismatch", kPlain, out);
      return;
    case kMissingExtension:
      AddHello(scene,
               by_server && hello && !named && !LacksMandatoryExtension(*hello)
                   ? "sni_required"
                   : "missing_mandatory_extension",
               kPlain, out);
      return;
    case kUnsupportedExtension:
      out->Add("unsolicited_extension", kPlain,
               "the answer holds an extension that was not asked for", "RFC 8446 4.2");
      return;
    case kBadCertificateStatusResponse:
      out->Add("ocsp_stapling_bad", kPlain,
               "the client wants an OCSP response and got none that is good", "RFC 6066 8");
      return;
    case kUnknownPskIdentity:
      out->Add("psk_unknown", kPlain, "the server does not know the pre-shared key",
               "RFC 8446 4.2.11");
      return;
    case kBadRecordMac:
      out->Add("record_corrupted", kPlain, "a record does not open under its key", "RFC 8446 5.2");
      return;
    case kRecordOverflow:
      out->Add("record_too_long", kPlain, "a record is longer than allowed", "RFC 8446 5.1");
      return;
    case kUserCanceled:
      out->Add("user_canceled", kPlain, "the handshake was cancelled", "RFC 8446 6.1");
      return;
    default:
      return;
  }
}

// --- a server before the client's second flight ---

void NothingOffered(const TranscriptScene& scene, Candidates* out) {
  const auto& hello = scene.facts.client_hello;
  if (scene.by() != Role::kServer || !hello || scene.Passed(Role::kServer, kServerHello)) return;
  constexpr CipherSuite kRenegotiation{0x00ff}, kFallback{0x5600};
  const bool offers = std::ranges::any_of(hello->cipher_suites, [&](CipherSuite suite) {
    return suite != kRenegotiation && suite != kFallback && !IsGrease(static_cast<uint16_t>(suite));
  });
  if (!offers) {
    out->Add("no_common_cipher", kPlain, "the client offers no cipher suite", "RFC 8446 4.1.2");
  }
}

void HelloWithoutSuites(const TranscriptScene& scene, Candidates* out) {
  const WireFacts& facts = scene.facts;
  if (scene.by() != Role::kServer || facts.client_hello ||
      facts.client_hello_fault != "ClientHello.cipher_suites") {
    return;
  }
  // RFC 8446 4.1.2: the list holds one at least. Stacks that read an empty one find nothing in it
  // that they share.
  const char* why = "the ClientHello's list of cipher suites is empty or cut short";
  const auto alert = scene.alert();
  if (alert == kHandshakeFailure || alert == kIllegalParameter) {
    out->Add("no_common_cipher", 0.8, why, "RFC 8446 4.1.2");
  }
  if (alert == kDecodeError) out->Add("malformed_message", kPlain, why, "RFC 8446 6.2");
  if (alert == kIllegalParameter) out->Add("protocol_violation", 0.2, why, "RFC 8446 6.2");
}

void ServerCannotSign(const TranscriptScene& scene, Candidates* out) {
  const auto& hello = scene.facts.client_hello;
  if (scene.by() != Role::kServer || !hello || !scene.Passed(Role::kServer, kCertificate) ||
      scene.facts.server_signature || scene.Passed(Role::kServer, kCertificateVerify) ||
      scene.Passed(Role::kServer, HandshakeType::kServerKeyExchange) ||
      scene.Passed(Role::kClient, kClientKeyExchange) ||
      scene.Passed(Role::kServer, kServerHelloDone)) {
    return;
  }
  const ShownChain shown = ShownBy(Role::kServer, scene.facts, scene.transcript.time);
  const auto version = scene.facts.version.value_or(ProtocolVersion::kTls12);
  if (!shown.certificates.empty() && shown.leaf().key && version >= ProtocolVersion::kTls12) {
    const KeyFacts& key = *shown.leaf().key;
    const bool signs = std::ranges::any_of(hello->signature_schemes, [&](SignatureScheme scheme) {
      return CanSign(key, scheme, version);
    });
    if (!signs) {
      out->Add(WhyNoScheme(key, hello->signature_schemes), kPlain,
               fmt::format("the server's key ({}) makes none of the signatures that the client "
                           "accepts",
                           NameOf(key)),
               "RFC 8446 4.4.3");
      return;
    }
  }
  if (!shown.certificates.empty() && shown.leaf().key &&
      !IsForVersion(*shown.leaf().key, version)) {
    out->Add("cert_type_not_usable_with_cipher", kPlain,
             fmt::format("the server's key ({}) makes no signatures in {}",
                         NameOf(*shown.leaf().key), NameOf(version)),
             "RFC 8422 5.10, RFC 8446 4.2.3");
    return;
  }
  out->Add("private_key_unavailable", 0.9,
           "the server sent its certificate and then could not sign", "RFC 8446 4.4.3");
  if (scene.alert() == kHandshakeFailure) {
    const char* why = "the server has no scheme that the client accepts";
    out->Add("no_common_signature_algorithm", 1, why, "RFC 8446 4.2.3");
    // Of a key that it would rather have used, and did not show.
    out->Add("no_signature_scheme_for_key", 0.1, why, "RFC 8446 4.2.3");
  }
}

void SilentlyClosed(const TranscriptScene& scene, Candidates* out) {
  if (scene.ending.kind != OutcomeKind::kClosed || scene.by() != Role::kServer) return;
  // A filter in between, another service, a server that died: any of them does this, and more often
  // than a stack that has a reason and keeps it to itself.
  out->Add("peer_closed_no_alert", out->empty() ? kPlain : 2 * out->weight(),
           "the bytes do not show why; a filter or a dead server would do the same");
}

void LacksExtendedMasterSecret(const TranscriptScene& scene, Candidates* out) {
  const auto& hello = scene.facts.client_hello;
  if (scene.alert() != kHandshakeFailure || !hello || out->empty() ||
      Holds(hello->extensions, static_cast<uint16_t>(ExtensionType::kExtendedMasterSecret)) ||
      std::ranges::all_of(OfferedVersions(*hello),
                          [](ProtocolVersion one) { return one >= ProtocolVersion::kTls13; })) {
    return;
  }
  constexpr double kSessionsOffered = 0.03;
  out->Add("ems_required", kSessionsOffered * out->weight(),
           "the client does not extend the master secret; a session that it offers may have been "
           "made with that",
           "RFC 7627 5.3");
}

void FailedWithin(const TranscriptScene& scene, Candidates* out) {
  if (scene.alert() != kInternalError) return;
  out->Add("internal_error", out->empty() ? kPlain : out->weight() / 2,
           "the server failed for a reason of its own", "RFC 8446 6.2");
}

void HelloRefusedByAlert(const TranscriptScene& scene, Candidates* out) {
  const auto alert = scene.alert();
  if (scene.by() != Role::kServer || !alert || scene.Passed(Role::kServer, kServerHello)) return;
  switch (*alert) {
    case kHandshakeFailure:
    case kInsufficientSecurity:
      AddHello(scene, "no_common_cipher", 0.4, out);
      AddHello(scene, "cert_type_not_usable_with_cipher", 0.2, out);
      AddHello(scene, "no_common_signature_algorithm", 0.2, out);
      AddHello(scene, "no_common_group", 0.2, out);
      return;
    case kInternalError:
      AddHello(scene, "internal_error", 0.6, out);
      AddHello(scene, "private_key_unavailable", 0.4, out);
      return;
    case kIllegalParameter:
      out->Add("protocol_violation", kPlain, "the server finds a value that must not be",
               "RFC 8446 6.2");
      return;
    case kDecodeError:
      out->Add("malformed_message", kPlain, "the server cannot parse the ClientHello",
               "RFC 8446 6.2");
      return;
    case kUnexpectedMessage:
      out->Add("out_of_order_message", kPlain, "the server expected another message",
               "RFC 8446 6.2");
      return;
    default:
      return;
  }
}

// --- a client ---

void AnsweredInTheDark(const TranscriptScene& scene, Candidates* out) {
  const WireFacts& facts = scene.facts;
  if (scene.by() != Role::kClient || scene.alert() != kUnexpectedMessage ||
      !facts.hello_retry_request ||
      facts.unopened_records[static_cast<size_t>(Role::kServer)] == 0) {
    return;
  }
  const auto hellos = std::ranges::count_if(
      facts.messages, [](const WireMessage& message) { return message.type == kServerHello; });
  if (hellos > 1) return;
  const char* why =
      "the server answered the second ClientHello with an encrypted record and no ServerHello: it "
      "had chosen its keys, and what it said with them was mostly an alert";
  out->Add("private_key_unavailable", 0.5, why, "RFC 8446 4.1.4");
  out->Add("internal_error", 0.4, why, "RFC 8446 4.1.4");
  out->Add("out_of_order_message", 0.1, why, "RFC 8446 4.1.4");
}

void VersionRefused(const TranscriptScene& scene, Candidates* out) {
  const auto& hello = scene.facts.client_hello;
  if (scene.by() != Role::kClient || !hello || !scene.facts.version) return;
  const std::vector<ProtocolVersion> offered = OfferedVersions(*hello);
  const ProtocolVersion chosen = *scene.facts.version;
  // RFC 7507 4: who sends the SCSV has better, though this hello leaves it out.
  const bool tls13 =
      Holds(offered, ProtocolVersion::kTls13) || Holds(hello->cipher_suites, CipherSuite{0x5600});
  // RFC 8446 4.1.3, MUST, illegal_parameter.
  if (scene.facts.downgrade_marker && tls13 && chosen < ProtocolVersion::kTls13 &&
      (scene.alert() == kIllegalParameter || !scene.alert())) {
    out->Add("downgrade_detected", kPlain,
             fmt::format("the server chose {} and its random says that it has better, as the "
                         "client has",
                         NameOf(chosen)),
             "RFC 8446 4.1.3");
  }
  if (scene.alert() == kProtocolVersion || !Holds(offered, chosen)) {
    out->Add("version_mismatch", kPlain,
             fmt::format("the server chose {}, which the client does not take", NameOf(chosen)),
             "RFC 5246 E.1");
  }
  // Signatures of TLS 1.0 and 1.1 rest on MD5 and SHA-1, which libraries refuse by default.
  if (scene.alert() == kInternalError && chosen < ProtocolVersion::kTls12) {
    out->Add("version_mismatch", 0.6,
             fmt::format("the server chose {}, whose signatures are too weak for the client",
                         NameOf(chosen)),
             "RFC 8996 2");
  }
}

void ChoiceRefused(const TranscriptScene& scene, Candidates* out) {
  const auto& hello = scene.facts.client_hello;
  if (scene.by() != Role::kClient || !hello || !scene.Passed(Role::kServer, kServerHello)) return;
  const WireFacts& facts = scene.facts;
  if (facts.cipher_suite && !Holds(hello->cipher_suites, *facts.cipher_suite)) {
    out->Add("peer_used_unoffered_cipher", kPlain, NameOf(*facts.cipher_suite) + " was not offered",
             "RFC 8446 4.1.3");
  }
  if (facts.group && !hello->groups.empty() && !Holds(hello->groups, *facts.group) &&
      !(scene.before_tls13() && static_cast<uint16_t>(*facts.group) >= 0x0100)) {
    out->Add("peer_used_unoffered_group", kPlain, NameOf(*facts.group) + " was not offered",
             "RFC 8446 4.2.8");
  }
  const bool dhe =
      facts.cipher_suite && FactsOf(*facts.cipher_suite).exchange == SuiteFacts::Exchange::kDhe;
  const auto alert = scene.alert();
  if (dhe && scene.before_tls13() &&
      (alert == kInsufficientSecurity || alert == kHandshakeFailure ||
       alert == kIllegalParameter)) {
    out->Add("dh_too_small", alert == kInsufficientSecurity ? kPlain : 0.5,
             "the server's Diffie-Hellman prime does not suit the client", "RFC 7919 4");
  }
}

void ClientCannotSign(const TranscriptScene& scene, Candidates* out) {
  const WireFacts& facts = scene.facts;
  if (scene.by() != Role::kClient || !facts.certificate_requested || facts.client_signature) return;
  const auto alert = scene.alert();
  if (alert && *alert != kInternalError && *alert != kHandshakeFailure) return;
  const bool shown = facts.client_certificate_seen;
  out->Add("private_key_unavailable", alert == kHandshakeFailure ? 0.01 : 0.5,
           shown ? "the client sent its certificate and then could not sign"
                 : "the server asked for a certificate and the client could not sign with its own",
           "RFC 8446 4.4.3");
  if (!shown) {
    const bool own_usage = AllHave(LikelyEnders(scene), Trait::kChecksOwnKeyUsage);
    if (own_usage && alert == kInternalError && scene.before_tls13()) {
      out->Add("key_usage_wrong", 0.4,
               "the key usage of the client's certificate may not allow it to sign",
               "RFC 5280 4.2.1.3");
    }
    return AddKeysWithoutScheme(scene, 1, out);
  }
  const ShownChain chain = ShownBy(Role::kClient, facts, std::nullopt);
  if (chain.certificates.empty() || !chain.leaf().key || facts.request_schemes.empty()) return;
  const KeyFacts& key = *chain.leaf().key;
  // Some clients hold a scheme to its curve in TLS 1.2, too; of those that are measured, none.
  const bool measured = std::ranges::any_of(LikelyEnders(scene), [](const LikelyStack& one) {
    return one.profile->confidence == "measured";
  });
  const bool strict = !facts.version || (key.curve && !measured);
  const auto version = strict ? ProtocolVersion::kTls13 : *facts.version;
  const std::string_view why = WhyCannotSign(key, scene, version);
  if (why.empty()) return;
  out->Add(why, 2,
           fmt::format("the client's key ({}) signs with none of the {} schemes that the server "
                       "accepts",
                       NameOf(key), facts.request_schemes.size()),
           "RFC 8446 4.3.2");
}

void ClientNeverStarted(const TranscriptScene& scene, Candidates* out) {
  if (scene.by() != Role::kClient || scene.facts.client_hello ||
      SpokeTls(scene.facts, Role::kClient)) {
    return;
  }
  const char* why = "the client had nothing to offer and said nothing";
  const bool version = scene.alert() == kProtocolVersion;
  out->Add("no_common_cipher", version ? 0.02 : 0.7, why);
  out->Add("fips_disallows_cipher", version ? 0.01 : 0.2, why);
  out->Add("version_mismatch", version ? kPlain : 0.1, why);
}

// --- certificates ---

void ChainRefused(const TranscriptScene& scene, Candidates* out) {
  const Role owner = Other(scene.by());
  if (!scene.Passed(owner, kCertificate)) return;
  const ShownChain shown = ShownBy(owner, scene.facts, scene.transcript.time);
  std::vector<ChainFault> faults = FaultsOf(shown);
  const auto stacks = LikelyEnders(scene);
  CauseWeights verdicts = VerdictsOn(shown, faults, stacks, scene.by(), scene.alert());
  const bool judged = std::ranges::any_of(verdicts, [](double weight) { return weight > 0; });
  for (ChainFault& fault : faults) {
    double weight = fault.weight * AlertFit(fault.cause, scene.alert());
    const auto cause = CauseIdByKey(fault.cause);
    if (judged && cause && !IsBesideChain(fault.cause)) {
      // What stacks do counts for more than what they might.
      constexpr double kUnknownWays = 0.02;
      weight *= kUnknownWays;
      weight += std::exchange(verdicts[static_cast<size_t>(*cause)], 0);
    }
    out->Add(fault.cause, weight, std::move(fault.why), fault.clause);
  }
}

void SignatureRefused(const TranscriptScene& scene, Candidates* out) {
  const Role owner = Other(scene.by());
  const bool signed_at_all = std::ranges::any_of(
      scene.facts.signatures, [owner](const WireSignature& one) { return one.from == owner; });
  const double fit = AlertFit("signature_verify_failed", scene.alert());
  if (signed_at_all) {
    switch (CheckHandshakeSignature(scene.facts, owner)) {
      case SignatureVerdict::kBad:
        out->Add(
            "signature_verify_failed", kPlain * fit,
            fmt::format("the {}'s handshake signature does not verify with its certificate",
                        NameOf(owner)),
            owner == Role::kServer && scene.before_tls13() ? "RFC 5246 7.4.3" : "RFC 8446 4.4.3");
        return;
      case SignatureVerdict::kGood:
        return;
      case SignatureVerdict::kUnknown:
        out->Add("signature_verify_failed", 0.1 * fit,
                 fmt::format("the {}'s handshake signature may not verify", NameOf(owner)),
                 "RFC 8446 4.4.3");
        return;
    }
  }
  if (scene.alert() == kDecryptError && scene.facts.version) {
    out->Add("signature_verify_failed", 0.02, "a signature or Finished does not verify",
             "RFC 8446 4.4.4");
  }
}

void NoClientCertificate(const TranscriptScene& scene, Candidates* out) {
  const WireFacts& facts = scene.facts;
  if (scene.by() != Role::kServer || !facts.certificate_requested ||
      !facts.client_certificate_seen || !facts.client_chain.empty()) {
    return;
  }
  out->Add("client_cert_missing", 0.3, "the server demands a certificate and the client sent none",
           "RFC 8446 4.4.2.4, RFC 5246 7.4.6");
  if (!facts.ca_names.empty()) {
    out->Add("client_cert_not_in_ca_list", 0.05,
             fmt::format("the server names {} CAs and the client may have a certificate of none "
                         "of them",
                         facts.ca_names.size()),
             "RFC 8446 4.2.4, RFC 5246 7.4.4");
  }
  AddKeysWithoutScheme(scene, 0.7, out);
}

// --- the rest ---

void StoppedByFips(const TranscriptScene& scene, Candidates* out) {
  const auto& suite = scene.facts.cipher_suite;
  if (scene.ending.kind != OutcomeKind::kClosed || !suite || FipsApproved(*suite)) return;
  // The chain was accepted by a client that goes as far as to encrypt; it may not have been looked
  // at where nothing was encrypted yet.
  out->Add("fips_disallows_cipher", 0.5,
           fmt::format("{} was chosen, which FIPS mode does not approve, and the {} stopped where "
                       "it would have had to encrypt",
                       NameOf(*suite), NameOf(scene.by())),
           "SP 800-52 3.3.1");
}

void LastResort(const TranscriptScene& scene, Candidates* out) {
  const auto alert = scene.alert();
  if (!alert) {
    out->Add("peer_closed_no_alert", kPlain, "the bytes do not show why");
    return;
  }
  switch (*alert) {
    case kDecodeError:
      out->Add("malformed_message", kPlain, "a message cannot be parsed", "RFC 8446 6.2");
      return;
    case kUnexpectedMessage:
      out->Add("out_of_order_message", kPlain, "a message came where another was due",
               "RFC 8446 6.2");
      return;
    case kIllegalParameter:
      out->Add("protocol_violation", kPlain, "a value must not be there", "RFC 8446 6.2");
      return;
    case kInternalError:
      out->Add("internal_error", kPlain, "its sender failed for a reason of its own",
               "RFC 8446 6.2");
      return;
    case kProtocolVersion:
      out->Add("version_mismatch", kPlain, "its sender does not take the version", "RFC 8446 6.2");
      return;
    case kCertificateRequired:
      out->Add("client_cert_missing", kPlain, "the server demands a certificate", "RFC 8446 6.2");
      return;
    default:
      out->Add("peer_rejected_unknown_alert", kPlain,
               "nothing has passed that this alert could be about", "RFC 8446 6.2");
  }
}

}  // namespace shakedown
