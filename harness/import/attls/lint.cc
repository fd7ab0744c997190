#include "harness/import/attls/lint.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/match.h"
#include "harness/import/attls/words.h"
#include "harness/wire/names.h"
#include "harness/wire/suite_parts.h"

namespace shakedown::attls {
namespace {

// What the small functions below look at, and where they tell what they find.
struct Look {
  const PolicyRule& rule;
  const Algorithms& algorithms;
  bool client, tls10, tls11, tls12, tls13;
  int fips;  // the level of FIPS140, 0 if it is off
  Findings* findings;

  void Say(std::string_view id, Severity severity, int line, std::string message,
           std::string fix) const {
    findings->push_back({id, severity, line, std::move(message), std::move(fix)});
  }
  template <typename Fits>
  std::vector<CipherSuite> Suites(Fits fits) const {
    std::vector<CipherSuite> out;
    std::ranges::copy_if(algorithms.suites, std::back_inserter(out), fits);
    return out;
  }
  // The line of the suites, or of `other` where the list is the default.
  int SuiteLine(std::string_view other) const {
    for (const std::string_view keyword : {"V3CipherSuites4Char", "V3CipherSuites"}) {
      const auto set = rule.settings.find(keyword);
      if (set != rule.settings.end() && !set->second.empty()) return set->second.front().line;
    }
    return rule.LineOf(other);
  }
};

// The line that names `suite`.
int LineNaming(const Look& look, CipherSuite suite) {
  for (const std::string_view keyword : {"V3CipherSuites4Char", "V3CipherSuites"}) {
    const auto set = look.rule.settings.find(keyword);
    if (set == look.rule.settings.end()) continue;
    for (const Setting& one : set->second) {
      std::vector<CipherSuite> named;
      ReadSuites(one.value, keyword == "V3CipherSuites4Char", one.line, &named, nullptr);
      if (std::ranges::find(named, suite) != named.end()) return one.line;
    }
  }
  return look.rule.line;
}

int LineNaming(const Look& look, std::string_view keyword, NamedGroup group) {
  const auto set = look.rule.settings.find(keyword);
  if (set == look.rule.settings.end()) return look.rule.line;
  for (const Setting& one : set->second) {
    std::vector<NamedGroup> named;
    ReadCurves(keyword, one.value, one.line, &named, nullptr);
    if (std::ranges::find(named, group) != named.end()) return one.line;
  }
  return set->second.back().line;
}

void OldSsl(const Look& look) {
  for (const std::string_view version : {"SSLv2", "SSLv3"}) {
    if (!look.rule.IsOn(version)) continue;
    look.Say("old-version-on", Severity::kWarning, look.rule.LineOf(version),
             fmt::format("{} is on; it is broken, and nobody speaks it any more", version),
             fmt::format("write {} Off", version));
  }
}

void OldTls(const Look& look) {
  for (const std::string_view version : {"TLSv1", "TLSv1.1"}) {
    if (!look.rule.IsOn(version)) continue;
    if (look.rule.Has(version)) {
      look.Say("old-version-on", Severity::kWarning, look.rule.LineOf(version),
               fmt::format("{} is on (RFC 8996: it must not be used)", version),
               fmt::format("write {} Off", version));
    } else {
      look.Say("old-version-by-default", Severity::kWarning, look.rule.line,
               fmt::format("TTLSRule {} does not say {}, which is on by default", look.rule.name,
                           version),
               fmt::format("write {} Off", version));
    }
  }
}

void NewTlsByDefault(const Look& look) {
  if (!look.tls12 && !look.tls13) {
    look.Say("no-modern-version", Severity::kWarning, look.rule.line,
             fmt::format("TTLSRule {} has neither TLSv1.2 nor TLSv1.3 on: current partners refuse "
                         "with protocol_version",
                         look.rule.name),
             "write TLSv1.2 On; it is off by default");
  }
  if (look.tls10 || look.tls11 || look.tls12 || look.tls13 || look.rule.IsOn("SSLv3")) return;
  look.Say("no-version-on", Severity::kError, look.rule.line,
           fmt::format("TTLSRule {} has no version on", look.rule.name), "write TLSv1.2 On");
}

void Tls13WithoutSuite(const Look& look) {
  if (!look.tls13 || !look.Suites(IsTls13Suite).empty()) return;
  look.Say(
      "tls13-without-suite", Severity::kWarning, look.SuiteLine("TLSv1.3"),
      look.algorithms.suites_by_default
          ? "TLSv1.3 is on and no suites are listed; the default list has none of TLS 1.3"
          : "TLSv1.3 is on and no suite of TLS 1.3 is listed: every TLS 1.3 partner is refused",
      "add TLS_AES_128_GCM_SHA256 and TLS_AES_256_GCM_SHA384 (1301, 1302)");
}

void SuitesForVersionsThatAreOff(const Look& look) {
  if (look.algorithms.suites_by_default) return;
  for (const CipherSuite suite : look.algorithms.suites) {
    const std::string_view name = NamesOf(suite).iana;
    if (IsTls13Suite(suite) && !look.tls13) {
      look.Say("suite-without-version", Severity::kWarning, LineNaming(look, suite),
               fmt::format("{} is of TLS 1.3, and TLSv1.3 is off", name),
               "write TLSv1.3 On, or remove the suite");
    } else if (OnlyTls12(suite) && !look.tls12) {
      look.Say("suite-without-version", Severity::kWarning, LineNaming(look, suite),
               fmt::format("{} is of TLS 1.2, and TLSv1.2 is off", name),
               "write TLSv1.2 On, or remove the suite");
    }
  }
}

void VersionsWithoutSuite(const Look& look) {
  if (look.algorithms.suites_by_default || look.algorithms.suites.empty()) return;
  const bool any_older = std::ranges::any_of(
      look.algorithms.suites, [](CipherSuite suite) { return !IsTls13Suite(suite); });
  if (look.tls12 && !any_older) {
    look.Say("version-without-suite", Severity::kWarning, look.SuiteLine("TLSv1.2"),
             "TLSv1.2 is on and only suites of TLS 1.3 are listed",
             "write TLSv1.2 Off, or add a suite of TLS 1.2 such as C02B or C02F");
  }
  const bool any_oldest = std::ranges::any_of(look.algorithms.suites, [](CipherSuite suite) {
    return !IsTls13Suite(suite) && !OnlyTls12(suite);
  });
  for (const std::string_view version : {"TLSv1", "TLSv1.1"}) {
    if (!look.rule.Has(version) || !look.rule.IsOn(version) || any_oldest) continue;
    look.Say("version-without-suite", Severity::kWarning, look.rule.LineOf(version),
             fmt::format("{} is on and no suite of it is listed", version),
             fmt::format("write {} Off", version));
  }
}

void WeakSuites(const Look& look) {
  if (look.algorithms.suites_by_default) return;
  for (const CipherSuite suite : look.algorithms.suites) {
    const std::string_view weakness = WeaknessOf(suite);
    if (weakness.empty()) continue;
    look.Say("weak-suite", Severity::kWarning, LineNaming(look, suite),
             fmt::format("{} has {}", NamesOf(suite).iana, weakness), "remove it");
  }
}

void DefaultSuites(const Look& look) {
  if (!look.algorithms.suites_by_default || look.tls13) return;
  look.Say("default-suites", Severity::kWarning, look.rule.line,
           fmt::format("TTLSRule {} lists no suites; the default list begins with RC4 and has no "
                       "ECDHE",
                       look.rule.name),
           "add TTLSCipherParms with the suites that are wanted");
}

void TwoSuiteLists(const Look& look) {
  if (!look.rule.Has("V3CipherSuites") || !look.rule.Has("V3CipherSuites4Char")) return;
  look.Say("two-suite-lists", Severity::kWarning, look.rule.LineOf("V3CipherSuites"),
           "suites are listed in V3CipherSuites and in V3CipherSuites4Char; their order is not "
           "what it seems",
           "list all in V3CipherSuites4Char");
}

void Ssl2Suites(const Look& look) {
  if (!look.rule.Has("V2CipherSuites")) return;
  look.Say("ssl2-suites", Severity::kWarning, look.rule.LineOf("V2CipherSuites"),
           "V2CipherSuites are suites of SSL 2.0", "remove the line");
}

void FipsSuites(const Look& look) {
  if (!look.fips || look.algorithms.suites_by_default) return;
  for (const CipherSuite suite : look.algorithms.suites) {
    if (AllowedByFips(suite)) continue;
    const bool chacha = SplitSuite(suite).cipher.starts_with("CHACHA20");
    look.Say("fips-suite", Severity::kWarning, LineNaming(look, suite),
             fmt::format("{} is not allowed with FIPS140 {}{}", NamesOf(suite).iana,
                         look.rule.ValueOf("FIPS140"),
                         chacha ? ": ICSF refuses to encrypt and the session ends without an alert"
                                : " and is ignored"),
             "remove the suite, or write FIPS140 Off");
  }
}

// On is Level1. As IBM has it, Level1 wants 80 bits of strength; Level2 wants 112 of what is made
// here (keys and signatures) and takes 80 of what the partner made; Level3 wants 112 of all. How
// strong which algorithm is: NIST SP 800-57 part 1, 5.6.1.
int FipsLevel(const PolicyRule& rule) {
  const std::string_view value = rule.ValueOf("FIPS140");
  return value == "Off" ? 0 : value == "Level2" ? 2 : value == "Level3" ? 3 : 1;
}

// The z/OS 3.1 algorithm table has the NIST curves as allowed and Brainpool as not; of X25519 and
// X448 it says nothing.
void FipsCurves(const Look& look) {
  if (!look.fips) return;
  constexpr NamedGroup kX25519{0x001d}, kX448{0x001e}, kSecp192r1{0x0013};
  constexpr const char* kFix = "list NIST curves: 002300240025";
  struct Row {
    std::string_view keyword;
    const std::vector<NamedGroup>* groups;
  };
  const std::vector<NamedGroup> none;
  const Algorithms& all = look.algorithms;
  const std::string_view level = look.rule.ValueOf("FIPS140");
  if (look.rule.Has("ClientECurves") && !all.client_curves) {
    look.Say("fips-curve", Severity::kWarning, look.rule.LineOf("ClientECurves"),
             "ClientECurves Any has Brainpool curves, which FIPS140 does not allow", kFix);
  }
  const Row client[] = {{"ClientECurves", all.client_curves ? &*all.client_curves : &none},
                        {"ClientKeyShareGroups", &all.client_shares}};
  const Row server[] = {{"ServerKexECurves", &all.server_curves},
                        {"ServerKeyShareGroups", &all.server_shares}};
  for (const Row& row : look.client ? client : server) {
    if (!look.rule.Has(row.keyword)) continue;
    for (const NamedGroup group : *row.groups) {
      if (group == kX25519 || group == kX448) {
        look.Say("fips-curve-unconfirmed", Severity::kNote, LineNaming(look, row.keyword, group),
                 fmt::format("{} has {}; that System SSL takes it with FIPS140 {} is not confirmed",
                             row.keyword, NameOf(group), level),
                 fmt::format("to be sure, {}", kFix));
      } else if (group == kSecp192r1 && look.fips >= 2) {
        look.Say("fips-curve", Severity::kWarning, LineNaming(look, row.keyword, group),
                 fmt::format("{} has {}, of 96 bits of strength; FIPS140 {} wants 112 of keys that "
                             "are made here",
                             row.keyword, NameOf(group), level),
                 kFix);
      }
    }
  }
}

void FipsSignatures(const Look& look) {
  struct Row {
    std::string_view keyword;
    int from_level;  // a client mostly, and a list for certificates always, is about the partner's
    const std::vector<SignatureScheme>* schemes;
  };
  const std::vector<SignatureScheme> none;
  const auto& certificates = look.algorithms.certificate_pairs;
  const Row rows[] = {{"SignaturePairs", look.client ? 3 : 2, &look.algorithms.pairs},
                      {"SignaturePairsCert", 3, certificates ? &*certificates : &none}};
  for (const Row& row : rows) {
    if (look.fips < row.from_level || !look.rule.Has(row.keyword)) continue;
    for (const SignatureScheme scheme : *row.schemes) {
      if (static_cast<uint16_t>(scheme) >> 8 != 2) continue;  // RFC 5246 7.4.1.4.1: SHA-1
      look.Say("fips-signature", Severity::kWarning, look.rule.LineOf(row.keyword),
               fmt::format("{} has {}; a signature with SHA-1 has 80 bits of strength at most, and "
                           "FIPS140 {} wants 112",
                           row.keyword, NameOf(scheme), look.rule.ValueOf("FIPS140")),
               fmt::format("remove {}", SpecOf(scheme)));
    }
  }
}

void FipsVersions(const Look& look) {
  if (!look.fips) return;
  for (const std::string_view version : {"SSLv2", "SSLv3"}) {
    if (!look.rule.IsOn(version)) continue;
    look.Say("fips-version", Severity::kWarning, look.rule.LineOf(version),
             fmt::format("{} is ignored with FIPS140 {}", version, look.rule.ValueOf("FIPS140")),
             fmt::format("write {} Off", version));
  }
}

void FipsSizes(const Look& look) {
  if (!look.fips) return;
  struct Row {
    std::string_view keyword;
    int64_t least, least_at_level3;
  };
  // z/OS 3.1 algorithm table: DH is of 2048 bits in FIPS mode, curves begin at P-192.
  constexpr Row kRows[] = {{"PeerMinDHKeySize", 2048, 2048},
                           {"PeerMinECCKeySize", 192, 224},
                           {"PeerMinRsaKeySize", 1024, 2048},
                           {"PeerMinDsaKeySize", 1024, 2048}};
  for (const Row& row : kRows) {
    if (!look.rule.Has(row.keyword)) continue;
    const int64_t least = look.fips == 3 ? row.least_at_level3 : row.least;
    if (Number(look.rule.ValueOf(row.keyword)).value_or(0) >= least) continue;
    look.Say("fips-key-size", Severity::kWarning, look.rule.LineOf(row.keyword),
             fmt::format("{} {} is less than FIPS140 {} allows", row.keyword,
                         look.rule.ValueOf(row.keyword), look.rule.ValueOf("FIPS140")),
             fmt::format("write {} {}", row.keyword, least));
  }
  const std::string_view size = look.client ? "ClientEDHGroupSize" : "ServerEDHGroupSize";
  const bool dhe = !look.algorithms.suites_by_default &&
                   std::ranges::any_of(look.algorithms.suites, [](CipherSuite suite) {
                     return SplitSuite(suite).key_exchange.starts_with("DHE_");
                   });
  if (dhe && look.rule.ValueOf(size) == "Legacy") {
    look.Say("fips-key-size", Severity::kWarning, look.rule.LineOf(size),
             fmt::format("DHE suites with {} Legacy use groups smaller than FIPS140 allows", size),
             fmt::format("write {} 2048", size));
  }
}

void KeyShares(const Look& look) {
  if (!look.tls13) return;
  const std::string_view keyword = look.client ? "ClientKeyShareGroups" : "ServerKeyShareGroups";
  const auto& shares = look.client ? look.algorithms.client_shares : look.algorithms.server_shares;
  if (look.rule.Has(keyword)) {
    for (const NamedGroup group : shares) {
      // RFC 8446 4.2.7: what is left of the curves in TLS 1.3.
      if (group >= NamedGroup::kSecp256r1 && group != NamedGroup{0x1a} &&
          group != NamedGroup{0x1b} && group != NamedGroup{0x1c}) {
        continue;
      }
      look.Say("key-share-not-in-tls13", Severity::kWarning, LineNaming(look, keyword, group),
               fmt::format("TLS 1.3 has no {}", NamesOf(group).iana),
               "write 0023, 0024, 0025, 0029 or 0030");
    }
  }
  if (!look.client || !look.algorithms.client_curves) return;
  for (const NamedGroup group : shares) {
    if (std::ranges::find(*look.algorithms.client_curves, group) !=
        look.algorithms.client_curves->end()) {
      continue;
    }
    // RFC 8446 4.2.8, MUST: a key share is for a group that is offered.
    const std::string_view said =
        look.rule.Has(keyword) ? keyword : std::string_view("ClientECurves");
    look.Say(
        "key-share-not-offered", Severity::kWarning,
        look.rule.Has(keyword) ? LineNaming(look, keyword, group) : look.rule.LineOf(said),
        fmt::format("{} is in ClientKeyShareGroups but not in ClientECurves", NamesOf(group).iana),
        fmt::format("add {} to ClientECurves", SpecOf(group)));
  }
}

void SignaturesForTls13(const Look& look) {
  if (!look.tls13 || !look.rule.Has("SignaturePairs")) return;
  // RFC 8446 4.2.3: of RSA only PSS signs handshakes.
  const bool any = std::ranges::any_of(look.algorithms.pairs, [](SignatureScheme scheme) {
    const auto code = static_cast<uint16_t>(scheme);
    return code >> 8 == 0x08 || code == 0x0403 || code == 0x0503 || code == 0x0603;
  });
  if (any) return;
  look.Say("tls13-without-signature", Severity::kWarning,
           look.rule.settings.find("SignaturePairs")->second.front().line,
           "TLSv1.3 is on and none of the signature pairs can sign its handshakes",
           "add 0403 and 0804");
}

void P521Label(const Look& look) {
  if (look.client || !look.tls13) return;
  const std::string label = ServerLabelOf(look.rule);
  if (KeyTypeOfLabel(label) != KeyType::kSecp521r1) return;
  const std::string_view keyword =
      look.rule.Has("ServerCertificateLabel") ? "ServerCertificateLabel" : "CertificateLabel";
  look.Say("p521-for-browsers", Severity::kWarning, look.rule.LineOf(keyword),
           fmt::format("{} looks like a P-521 key; browsers do not take its signatures in TLS 1.3",
                       label),
           "use a certificate made with NISTECC SIZE(256) or SIZE(384)");
}

void ClientAuthentication(const Look& look) {
  const Setting* type = look.rule.Find("ClientAuthType");
  const bool asks = look.rule.ValueOf("HandshakeRole") == "ServerWithClientAuth";
  if (type == nullptr) return;
  if (!asks && type->value != "Required") {
    look.Say("client-auth-unused", Severity::kWarning, type->line,
             fmt::format("ClientAuthType {} does nothing with HandshakeRole {}", type->value,
                         look.rule.ValueOf("HandshakeRole")),
             "write HandshakeRole ServerWithClientAuth, or remove the line");
  }
  if (asks && type->value == "PassThru") {
    look.Say("client-auth-not-checked", Severity::kWarning, type->line,
             "with ClientAuthType PassThru a client's certificate is not validated",
             "write Full or Required, unless the application checks it");
  }
}

void SniOfTheOtherSide(const Look& look) {
  constexpr std::string_view kSniKeywords[] = {"HandshakeSNI", "HandshakeSNIMatch",
                                               "HandshakeSNIList"};
  const std::string_view ours = look.client ? "Client" : "Server",
                         theirs = look.client ? "Server" : "Client";
  for (const std::string_view one : kSniKeywords) {
    const std::string keyword = fmt::format("{}{}", theirs, one);
    if (!look.rule.Has(keyword) || look.rule.ValueOf(keyword) == "Off") continue;
    look.Say("keyword-of-other-side", Severity::kWarning, look.rule.LineOf(keyword),
             fmt::format("{} does nothing with HandshakeRole {}", keyword,
                         look.rule.ValueOf("HandshakeRole")),
             fmt::format("write {}{}", ours, one));
  }
}

void SniWithoutList(const Look& look) {
  const std::string side = look.client ? "Client" : "Server";
  const std::string list = side + "HandshakeSNIList", match = side + "HandshakeSNIMatch";
  if (look.rule.Has(list) || look.rule.ValueOf(match) != "Required") return;
  look.Say("sni-without-list", Severity::kWarning, look.rule.LineOf(match),
           fmt::format("{} is Required and there is no {}: no name can match", match, list),
           fmt::format("add {} with the names", list));
}

void ApplicationControl(const Look& look) {
  if (!look.rule.IsOn("ApplicationControlled")) return;
  look.Say("application-controlled", Severity::kNote, look.rule.LineOf("ApplicationControlled"),
           "TLS starts only when the program asks for it (SIOCTTLSCTL); one that does not sends "
           "everything in the clear",
           "write Off unless the program is known to do so, as FTP, TN3270 and CSSMTP are");
}

void ClearTextTrace(const Look& look) {
  if (!look.rule.IsOn("CtraceClearText")) return;
  look.Say("clear-text-trace", Severity::kWarning, look.rule.LineOf("CtraceClearText"),
           "CtraceClearText puts what is encrypted into traces in the clear",
           "write Off when the trace is taken");
}

void RoleAgainstDirection(const Look& look) {
  const std::string_view direction = look.rule.ValueOf("Direction");
  const std::string_view role = look.rule.ValueOf("HandshakeRole");
  const bool odd = (direction == "Inbound" && role == "Client") ||
                   (direction == "Outbound" && role.starts_with("Server"));
  if (!odd) return;
  look.Say("role-against-direction", Severity::kWarning, look.rule.LineOf("Direction"),
           fmt::format("Direction {} with HandshakeRole {}: both ends may take the same role",
                       direction, role),
           fmt::format("write Direction {}", direction == "Inbound" ? "Outbound" : "Inbound"));
}

void SuiteB(const Look& look) {
  if (look.rule.ValueOf("SuiteBProfile") == "Off") return;
  look.Say("suite-b", Severity::kNote, look.rule.LineOf("SuiteBProfile"),
           "SuiteBProfile overrides suites, curves and signature pairs; that is not followed here",
           "list them instead, with SuiteBProfile Off");
}

constexpr void (*kRules[])(const Look&) = {
    OldSsl,
    OldTls,
    NewTlsByDefault,
    Tls13WithoutSuite,
    SuitesForVersionsThatAreOff,
    WeakSuites,
    DefaultSuites,
    VersionsWithoutSuite,
    TwoSuiteLists,
    Ssl2Suites,
    FipsSuites,
    FipsCurves,
    FipsSignatures,
    FipsVersions,
    FipsSizes,
    KeyShares,
    P521Label,
    SignaturesForTls13,
    ClientAuthentication,
    SniOfTheOtherSide,
    SniWithoutList,
    SuiteB,
    ApplicationControl,
    ClearTextTrace,
    RoleAgainstDirection,
};

}  // namespace

std::vector<ProtocolVersion> VersionsOf(const PolicyRule& rule) {
  struct Row {
    std::string_view keyword;
    ProtocolVersion version;
  };
  constexpr Row kRows[] = {{"TLSv1.3", ProtocolVersion::kTls13},
                           {"TLSv1.2", ProtocolVersion::kTls12},
                           {"TLSv1.1", ProtocolVersion::kTls11},
                           {"TLSv1", ProtocolVersion::kTls10},
                           {"SSLv3", ProtocolVersion::kSsl30}};
  std::vector<ProtocolVersion> out;
  for (const Row& row : kRows) {
    if (rule.IsOn(row.keyword)) out.push_back(row.version);
  }
  return out;
}

bool IsClient(const PolicyRule& rule) { return rule.ValueOf("HandshakeRole") == "Client"; }

std::optional<KeyType> KeyTypeOfLabel(std::string_view label) {
  const std::string lower = Lower(label);
  const auto has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  const bool ec =
      has("ec") || has("nist") || has("p-") || has("secp") || has("p5") || has("p3") || has("p2");
  if (has("brainpool") || has("bpecc")) return KeyType::kBrainpoolP256r1;
  if (ec && has("521")) return KeyType::kSecp521r1;
  if (ec && has("384")) return KeyType::kSecp384r1;
  if (has("rsa")) {
    if (has("4096")) return KeyType::kRsa4096;
    if (has("3072")) return KeyType::kRsa3072;
    if (has("1024")) return KeyType::kRsa1024;
    return KeyType::kRsa2048;
  }
  if (ec && (has("256") || has("ecc") || has("ecdsa") || has("nist"))) return KeyType::kSecp256r1;
  return std::nullopt;
}

std::string ServerLabelOf(const PolicyRule& rule) {
  const std::string_view keyword =
      rule.Has("ServerCertificateLabel") ? "ServerCertificateLabel" : "CertificateLabel";
  return std::string(rule.ValueOf(keyword));
}

void Lint(Policy* policy) {
  for (const PolicyRule& rule : policy->rules) {
    if (!rule.Enabled() || !rule.Has("HandshakeRole")) continue;
    const Algorithms algorithms = AlgorithmsOf(rule, &policy->findings);
    const Look look{rule,
                    algorithms,
                    IsClient(rule),
                    rule.IsOn("TLSv1"),
                    rule.IsOn("TLSv1.1"),
                    rule.IsOn("TLSv1.2"),
                    rule.IsOn("TLSv1.3"),
                    FipsLevel(rule),
                    &policy->findings};
    for (const auto check : kRules) check(look);
  }
  LintOrder(*policy, &policy->findings);
  Sort(&policy->findings);
}

}  // namespace shakedown::attls
