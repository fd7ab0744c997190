#include "harness/diagnose/chain_faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/diagnose/der.h"
#include "harness/diagnose/signature_check.h"
#include "harness/predict/chain_facts.h"
#include "harness/predict/common.h"
#include "harness/wire/calendar.h"

namespace shakedown {
namespace {

using Faults = std::vector<ChainFault>;

std::string Subject(const SentCertificate& certificate) {
  return fmt::format("the certificate of \"{}\"", certificate.subject_text);
}

ProtocolVersion VersionOf(const ShownChain& shown) {
  return shown.facts->version.value_or(ProtocolVersion::kTls12);
}

// --- what the certificates say ---

void Dates(const ShownChain& shown, Faults* out) {
  if (!shown.time) return;
  for (const SentCertificate& one : shown.certificates) {
    if (*shown.time > one.not_after) {
      out->push_back({"expired", 1,
                      fmt::format("{} expired on {}", Subject(one), DateOf(one.not_after)),
                      "RFC 5280 4.1.2.5"});
    } else if (*shown.time < one.not_before) {
      out->push_back(
          {"not_yet_valid", 1,
           fmt::format("{} is not valid before {}", Subject(one), DateOf(one.not_before)),
           "RFC 5280 4.1.2.5"});
    }
  }
}

void SelfSigned(const ShownChain& shown, Faults* out) {
  const SentCertificate& leaf = shown.leaf();
  if (shown.certificates.size() != 1 || !leaf.self_issued()) return;
  out->push_back({"self_signed", 1, Subject(leaf) + " is its own issuer", "RFC 5280 6.1"});
}

void Purpose(const ShownChain& shown, Faults* out) {
  for (const SentCertificate& one : shown.certificates) {
    if (one.AllowsRole(shown.owner)) continue;
    const bool leaf = &one == &shown.certificates.front();
    out->push_back({"eku_wrong", leaf ? 1.0 : 0.3,
                    fmt::format("{} has an extended key usage without {}", Subject(one),
                                shown.owner == Role::kServer ? "serverAuth" : "clientAuth"),
                    "RFC 5280 4.2.1.12"});
  }
}

void Usage(const ShownChain& shown, Faults* out) {
  const bool rsa_exchange =
      shown.owner == Role::kServer && shown.facts->cipher_suite &&
      FactsOf(*shown.facts->cipher_suite).exchange == SuiteFacts::Exchange::kRsa;
  const uint16_t needed = rsa_exchange ? kKeyEncipherment : kDigitalSignature;
  if (shown.leaf().AllowsUsage(needed)) return;
  out->push_back({"key_usage_wrong", 1,
                  fmt::format("the key usage of {} lacks {}", Subject(shown.leaf()),
                              rsa_exchange ? "keyEncipherment" : "digitalSignature"),
                  rsa_exchange ? "RFC 5246 7.4.2" : "RFC 8446 4.4.2.2"});
}

void Constraints(const ShownChain& shown, Faults* out) {
  uint32_t authorities_below = 0;
  for (size_t i = 1; i < shown.certificates.size(); ++i) {
    const SentCertificate& issuer = shown.certificates[i];
    if (!issuer.ca || !issuer.AllowsUsage(kKeyCertSign)) {
      out->push_back({"basic_constraints_wrong", 1, Subject(issuer) + " issues but is no CA",
                      "RFC 5280 4.2.1.9"});
    } else if (issuer.path_length && authorities_below > *issuer.path_length) {
      out->push_back({"basic_constraints_wrong", 1,
                      fmt::format("{} allows {} CAs below it and there are {}", Subject(issuer),
                                  *issuer.path_length, authorities_below),
                      "RFC 5280 4.2.1.9"});
    }
    if (!issuer.self_issued()) ++authorities_below;
  }
}

void Name(const ShownChain& shown, Faults* out) {
  if (shown.owner != Role::kServer || !shown.facts->client_hello) return;
  const auto& asked = shown.facts->client_hello->server_name;
  const SentCertificate& leaf = shown.leaf();
  if (!asked) {
    out->push_back({"hostname_mismatch", 0.08,
                    fmt::format("the client may have checked for another name than {}",
                                leaf.names.empty() ? leaf.subject_text : leaf.names.front()),
                    "RFC 6125 6.4"});
    return;
  }
  if (IsNamed(leaf.names, *asked)) {
    out->push_back({"hostname_mismatch", 0.08,
                    fmt::format("the client may have checked for another name than \"{}\", which "
                                "it asked for",
                                *asked),
                    "RFC 6125 6.4"});
    return;
  }
  const bool common_name = leaf.names.empty() && IsSameName(leaf.subject_text, *asked);
  out->push_back({"hostname_mismatch", common_name ? 0.3 : 0.9,
                  fmt::format("the client asked for \"{}\" and the certificate is for {}", *asked,
                              leaf.names.empty() ? "\"" + leaf.subject_text + "\""
                                                 : fmt::format("{}", fmt::join(leaf.names, ", "))),
                  "RFC 6125 6.4"});
}

void Signatures(const ShownChain& shown, Faults* out) {
  for (size_t i = 0; i < shown.certificates.size(); ++i) {
    const SentCertificate& one = shown.certificates[i];
    const bool own = one.self_issued();
    const SentCertificate* issuer = own                                 ? &one
                                    : i + 1 < shown.certificates.size() ? &shown.certificates[i + 1]
                                                                        : nullptr;
    if (issuer == nullptr || !der::Same(one.issuer, issuer->subject)) continue;
    if (CheckSignature(issuer->public_key, one.signed_with, one.to_be_signed, one.signature) !=
        SignatureVerdict::kBad) {
      continue;
    }
    out->push_back({"cert_signature_invalid", 1,
                    "the signature on " + Subject(one) + " does not verify", "RFC 5280 6.1.3"});
  }
}

void Strength(const ShownChain& shown, Faults* out) {
  constexpr int kLeastRsaBits = 2048;
  for (const SentCertificate& one : shown.certificates) {
    const bool rsa = one.key && (one.key->family == SignatureFamily::kRsa ||
                                 one.key->family == SignatureFamily::kRsaPss);
    if (rsa && one.key->bits < kLeastRsaBits) {
      out->push_back({"cert_weak_key_or_digest", 0.1,
                      fmt::format("{} has an RSA key of {} bits", Subject(one), one.key->bits),
                      "RFC 9325 4.5"});
    }
    if (one.weak_digest && !one.self_issued()) {
      out->push_back({"cert_weak_key_or_digest", 0.5, Subject(one) + " is signed with SHA-1 or MD5",
                      "RFC 8446 4.4.2.4"});
    }
  }
}

// --- against the lists of the other side ---

const std::vector<SignatureScheme>& SchemesForChain(const ShownChain& shown) {
  static const std::vector<SignatureScheme> kNone;
  if (shown.owner == Role::kClient) return shown.facts->request_schemes;
  const auto& hello = shown.facts->client_hello;
  if (!hello) return kNone;
  return hello->certificate_signature_schemes.empty() ? hello->signature_schemes
                                                      : hello->certificate_signature_schemes;
}

bool IsListed(SignatureScheme scheme, const std::vector<SignatureScheme>& list) {
  if (Holds(list, scheme)) return true;
  // RFC 8446 4.2.3: rsa_pss_rsae signs with the same algorithm, by an rsaEncryption key.
  const auto code = static_cast<uint16_t>(scheme);
  return code >= 0x0809 && code <= 0x080b &&
         Holds(list, SignatureScheme{static_cast<uint16_t>(code - 5)});
}

void ChainSignatures(const ShownChain& shown, Faults* out) {
  const auto& list = SchemesForChain(shown);
  if (list.empty()) return;
  for (const SentCertificate& one : shown.certificates) {
    if (one.self_issued() || !one.signed_with || IsListed(*one.signed_with, list)) continue;
    out->push_back({"cert_chain_signature_not_in_peer_sigalgs", 0.15,
                    fmt::format("{} is signed with {}, which was not offered", Subject(one),
                                NameOf(*one.signed_with)),
                    "RFC 8446 4.4.2.2"});
  }
}

void Curve(const ShownChain& shown, Faults* out) {
  if (shown.owner != Role::kServer || VersionOf(shown) >= ProtocolVersion::kTls13) return;
  const auto& hello = shown.facts->client_hello;
  const auto& key = shown.leaf().key;
  if (!hello || !key || !key->curve) return;
  const bool listed = hello->groups.empty() || Holds(hello->groups, *key->curve);
  out->push_back(
      {"cert_curve_not_in_peer_groups", listed ? 0.02 : 1.0,
       fmt::format("the key of {} lies on {}, which {}", Subject(shown.leaf()), NameOf(*key->curve),
                   listed ? "the client may not take" : "the client did not list"),
       "RFC 8422 5.1"});
}

void ClientCurve(const ShownChain& shown, Faults* out) {
  if (shown.owner != Role::kClient || VersionOf(shown) >= ProtocolVersion::kTls13) return;
  const auto& key = shown.leaf().key;
  if (!key || !key->curve) return;
  out->push_back(
      {"cert_curve_not_in_peer_groups", 0.2,
       fmt::format("the key of {} lies on {}, which may not be among the server's groups",
                   Subject(shown.leaf()), NameOf(*key->curve)),
       "RFC 8422 5.1"});
}

void HandshakeScheme(const ShownChain& shown, Faults* out) {
  const bool server = shown.owner == Role::kServer;
  const auto& used = server ? shown.facts->server_signature : shown.facts->client_signature;
  const auto& hello = shown.facts->client_hello;
  if (!used || (server && !hello)) return;
  const auto& list = server ? hello->signature_schemes : shown.facts->request_schemes;
  if (list.empty() || Holds(list, *used)) return;
  out->push_back(
      {"peer_used_unoffered_sigalg", 1,
       fmt::format("the handshake is signed with {}, which was not offered", NameOf(*used)),
       "RFC 8446 4.4.3"});
}

void KeyKind(const ShownChain& shown, Faults* out) {
  const SentCertificate& leaf = shown.leaf();
  if (leaf.key && (leaf.key->family != SignatureFamily::kEc || leaf.key->curve)) return;
  out->push_back({"unsupported_cert_type", 0.8, Subject(leaf) + " has an unusual kind of key",
                  "RFC 8446 4.4.2.2"});
}

// --- what the bytes cannot show ---

// Whether a name is one that CAs below a root are given.
bool SoundsIntermediate(std::string name) {
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name.find("root") != std::string::npos) return false;
  constexpr std::string_view kWords[] = {"intermediate", "issuing", "sub ca", "subca",
                                         "subordinate"};
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

void Anchor(const ShownChain& shown, Faults* out) {
  const SentCertificate& top = shown.certificates.back();
  if (top.self_issued()) {
    if (shown.certificates.size() == 1) return;
    out->push_back({"unknown_ca", 0.3,
                    fmt::format("the chain ends in \"{}\", which is not trusted", top.subject_text),
                    "RFC 5280 6.1"});
    return;
  }
  const bool named = Holds(shown.facts->ca_names, Bytes(top.issuer.begin(), top.issuer.end()));
  const bool trusted = shown.owner == Role::kClient && named;
  const bool intermediate = SoundsIntermediate(top.issuer_text) || top.tells_issuer;
  out->push_back({"unknown_ca",
                  trusted        ? 0.02
                  : intermediate ? 0.1
                                 : 0.3,
                  fmt::format("the chain leads to \"{}\", which is not trusted", top.issuer_text),
                  "RFC 5280 6.1"});
  out->push_back(
      {"intermediate_missing",
       trusted        ? 0.001
       : intermediate ? 0.3
                      : 0.01,
       fmt::format("\"{}\", which issued {}, was not sent", top.issuer_text, Subject(top)),
       "RFC 8446 4.4.2"});
}

void Order(const ShownChain& shown, Faults* out) {
  for (size_t i = 0; i + 1 < shown.certificates.size(); ++i) {
    const SentCertificate& one = shown.certificates[i];
    if (one.self_issued() || der::Same(one.issuer, shown.certificates[i + 1].subject)) continue;
    const bool elsewhere = std::ranges::any_of(
        shown.certificates,
        [&](const SentCertificate& other) { return der::Same(other.subject, one.issuer); });
    out->push_back(
        {"intermediate_missing", 0.5,
         fmt::format("\"{}\", which issued {}, {}", one.issuer_text, Subject(one),
                     elsewhere ? "stands in another place of the chain" : "was not sent"),
         "RFC 8446 4.4.2"});
  }
}

// Kinds of keys that some verifiers have no code for.
void Issuers(const ShownChain& shown, Faults* out) {
  for (const SentCertificate& one : shown.certificates) {
    const auto family = one.signed_with ? FamilyOf(*one.signed_with) : std::nullopt;
    if (family != SignatureFamily::kRsaPss && family != SignatureFamily::kEd448) continue;
    out->push_back({"cert_validation_other", 0.3,
                    fmt::format("{} is signed with {}, which not every verifier knows",
                                Subject(one), NameOf(*one.signed_with)),
                    "RFC 8446 4.4.2.2"});
    return;
  }
}

void Hidden(const ShownChain& shown, Faults* out) {
  const SentCertificate& top = shown.certificates.back();
  out->push_back({"revoked", 0.02, Subject(shown.leaf()) + " may be revoked", "RFC 5280 6.3"});
  out->push_back({"cert_validation_other", 0.02,
                  "nothing in the chain shows why; the application may refuse it",
                  "RFC 8446 4.4.2.4"});
  if (!top.self_issued()) {
    out->push_back({"cert_signature_invalid", 0.03,
                    fmt::format("the signature of \"{}\" on {} may not verify: the issuer's key "
                                "did not pass",
                                top.issuer_text, Subject(top)),
                    "RFC 5280 6.1.3"});
  }
  const auto& hello = shown.facts->client_hello;
  if (shown.owner == Role::kServer && hello &&
      Holds(hello->extensions, static_cast<uint16_t>(ExtensionType::kStatusRequest))) {
    out->push_back({"ocsp_stapling_bad", 0.02,
                    "the client asked for an OCSP response and may want "
                    "one",
                    "RFC 6066 8"});
  }
}

}  // namespace

ShownChain ShownBy(Role owner, const WireFacts& facts, std::optional<int64_t> time) {
  ShownChain shown;
  shown.owner = owner;
  shown.facts = &facts;
  shown.time = time;
  for (const Bytes& der : owner == Role::kServer ? facts.server_chain : facts.client_chain) {
    auto certificate = ReadCertificate(der);
    shown.unreadable = !certificate;
    if (!certificate) break;
    shown.certificates.push_back(std::move(*certificate));
  }
  return shown;
}

std::vector<ChainFault> FaultsOf(const ShownChain& shown) {
  std::vector<ChainFault> out;
  if (shown.unreadable) {
    out.push_back({"cert_parse_error", 1,
                   fmt::format("certificate {} of the chain cannot be decoded",
                               shown.certificates.size() + 1),
                   "RFC 5280 4.1"});
  }
  if (shown.certificates.empty()) return out;
  for (const auto rule :
       {SelfSigned, Order, Anchor, Constraints, Purpose, Usage, Name, Signatures, Dates, Curve,
        ClientCurve, HandshakeScheme, KeyKind, Strength, ChainSignatures, Issuers, Hidden}) {
    rule(shown, &out);
  }
  return out;
}

}  // namespace shakedown
