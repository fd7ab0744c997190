#include "harness/import/attls/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/scenario_text.h"
#include "harness/import/attls/to_scenario.h"
#include "harness/import/attls/words.h"
#include "harness/model/load.h"
#include "harness/wire/names.h"

namespace shakedown::attls {
namespace {

constexpr const char* kPlaceholderRing = "START1/RING";

// The notes that are no keywords.
bool IsRemark(std::string_view note) {
  return note == kSideNote || note == "rule" || note == "defaults" || note == "certificate";
}

std::string_view NameInItsFile(const Scenario& scenario) {
  return std::string_view(scenario.name).substr(scenario.name.rfind('/') + 1);
}

// The case that `rule` gives when it is imported; nothing if it gives none.
std::optional<Scenario> ImportedBack(const PolicyRule& rule) {
  size_t cases = 0;
  const std::string text = ScenarioOf({&rule}, &cases);
  if (cases != 1) return std::nullopt;
  const auto loaded = LoadScenarios(
      "policy.json",
      [&text](const std::string&, std::string*) { return std::optional<std::string>(text); }, {});
  if (!loaded || loaded->size() != 1) return std::nullopt;
  return loaded->front();
}

template <typename Code>
std::string Joined(const std::vector<Code>& codes) {
  std::string out;
  for (const Code code : codes) out += SpecOf(code);
  return out;
}

class RuleMaker {
 public:
  RuleMaker(const Scenario& scenario, Role role)
      : scenario_(scenario),
        side_(role == Role::kClient ? scenario.client : scenario.server),
        client_(role == Role::kClient) {}

  ExportedRule Make();

 private:
  void Set(std::string_view keyword, std::string value) {
    const Keyword* known = FindKeyword(keyword);
    Settings& into = IsCondition(known->name) ? out_.rule.conditions : out_.rule.settings;
    into[known->name] = {{std::move(value), 0, Scope::kConnection}};
    back_known_ = false;
  }
  void Unset(std::string_view keyword) {
    out_.rule.settings.erase(FindKeyword(keyword)->name);
    back_known_ = false;
  }
  // An empty list of a keyword, to be filled.
  std::vector<Setting>& NewList(std::string_view keyword) {
    back_known_ = false;
    std::vector<Setting>& list = out_.rule.settings[FindKeyword(keyword)->name];
    list.clear();
    return list;
  }
  void Told(std::string text) { out_.told.push_back(scenario_.name + ": " + std::move(text)); }
  void Lost(std::string text) { out_.lost.push_back(scenario_.name + ": " + std::move(text)); }

  // Whether the rule as it is now gives this field of the side back.
  bool Gives(std::string_view field);
  bool ByDefault(std::string_view keyword) const;
  const Capabilities& SideOf(const Scenario& scenario) const {
    return client_ ? scenario.client : scenario.server;
  }

  void Name();
  void FromNotes();
  void Conditions();
  void Role_();
  void Versions();
  void Suites();
  void Groups();
  void Schemes();
  void Certificates();
  void Further();
  void ServerNames();
  void Compare();

  const Scenario& scenario_;
  const Capabilities& side_;
  const bool client_;
  ExportedRule out_;
  // What the rule as it is now gives when it is imported, if anything; known once somebody asks.
  bool back_known_ = false;
  std::optional<Scenario> back_;
};

bool RuleMaker::Gives(std::string_view field) {
  if (!back_known_) back_ = ImportedBack(out_.rule);
  back_known_ = true;
  if (!back_) return false;
  const auto differences = Differences(side_, SideOf(*back_));
  return std::ranges::find(differences, field) == differences.end();
}

// Whether the policy that the case came from left this keyword to its default.
bool RuleMaker::ByDefault(std::string_view keyword) const {
  const auto defaults = scenario_.notes.find("defaults");
  if (defaults == scenario_.notes.end()) return false;
  return std::ranges::any_of(defaults->second, [&](const std::string& one) {
    const auto words = Words(one);
    return !words.empty() && SameWord(words[0], keyword);
  });
}

void RuleMaker::Name() {
  const auto noted = scenario_.notes.find("rule");
  std::string name = noted == scenario_.notes.end() || noted->second.empty()
                         ? std::string(NameInItsFile(scenario_))
                         : noted->second[0];
  const std::string wanted = name;
  for (char& c : name) {
    const bool fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      c == '_' || c == '-' || c == '.' || c == '$' || c == '@' || c == '#' ||
                      c == '~';
    if (!fine) c = '_';
  }
  if (name.empty()) name = "rule";
  if (name[0] == '#') name[0] = '_';
  name.resize(std::min(name.size(), kLongestName));
  if (name != wanted && noted != scenario_.notes.end()) {
    Lost(fmt::format("notes.rule: {} cannot be a rule's name", Quoted(wanted)));
  }
  out_.rule.name = name;
}

void RuleMaker::FromNotes() {
  for (const auto& [note, values] : scenario_.notes) {
    if (IsRemark(note)) continue;
    const Keyword* keyword = FindKeyword(note);
    if (keyword == nullptr || keyword->kind == ValueKind::kReference) {
      Told(fmt::format("notes.{}: no keyword of a policy, left out", note));
      continue;
    }
    Settings& into = IsCondition(keyword->name) ? out_.rule.conditions : out_.rule.settings;
    for (const std::string& value : values) {
      Findings findings;
      std::string spelled;
      const bool plain = std::ranges::all_of(value, [](char c) { return c >= ' '; });
      if (!plain || value.find(" #") != std::string::npos ||
          !Judge(*keyword, Trim(value), 0, &findings, &spelled)) {
        Lost(fmt::format("notes.{}: {} cannot stand in a policy", note, Quoted(value)));
        continue;
      }
      std::vector<Setting>& list = into[keyword->name];
      if (!keyword->repeats) list.clear();
      list.push_back({std::move(spelled), 0, Scope::kConnection});
    }
  }
}

void RuleMaker::Conditions() {
  if (!out_.rule.Has("Direction")) {
    Set("Direction", client_ ? "Outbound" : "Inbound");
    Told(fmt::format("Direction {} assumed", client_ ? "Outbound" : "Inbound"));
  }
  const bool any = std::ranges::any_of(out_.rule.conditions, [](const auto& one) {
    return one.first != "Direction" && one.first != "Priority";
  });
  if (!any) {
    const char* port = client_ ? "RemotePortRange" : "LocalPortRange";
    Set(port, "443");
    Told(fmt::format("{} 443 assumed", port));
  }
  if (!out_.rule.Has("TTLSEnabled")) Set("TTLSEnabled", "On");
  if (!out_.rule.Has("Keyring")) {
    Set("Keyring", kPlaceholderRing);
    Told(fmt::format("Keyring {} assumed", kPlaceholderRing));
  }
}

void RuleMaker::Role_() {
  if (client_) {
    Set("HandshakeRole", "Client");
    return;
  }
  const bool asks = side_.client_auth != ClientAuth::kNone;
  Set("HandshakeRole", asks ? "ServerWithClientAuth" : "Server");
  if (!asks || (Gives("client_auth") && Gives("verify"))) return;
  Set("ClientAuthType", side_.verify == Verify::kAcceptAll          ? "PassThru"
                        : side_.client_auth == ClientAuth::kRequest ? "Full"
                                                                    : "Required");
}

void RuleMaker::Versions() {
  struct Row {
    std::string_view keyword;
    ProtocolVersion version;
  };
  constexpr Row kRows[] = {{"SSLv3", ProtocolVersion::kSsl30},
                           {"TLSv1", ProtocolVersion::kTls10},
                           {"TLSv1.1", ProtocolVersion::kTls11},
                           {"TLSv1.2", ProtocolVersion::kTls12},
                           {"TLSv1.3", ProtocolVersion::kTls13}};
  std::vector<ProtocolVersion> versions = {ProtocolVersion::kTls13, ProtocolVersion::kTls12};
  if (side_.versions) {
    versions = *side_.versions;
  } else {
    Told("versions: left open; TLSv1.2 and TLSv1.3 On assumed");
  }
  const bool noted = scenario_.notes.contains("defaults");
  for (const Row& row : kRows) {
    const bool on = std::ranges::find(versions, row.version) != versions.end();
    const std::string value = on ? "On" : "Off";
    const bool standard = FindKeyword(row.keyword)->standard == value;
    const bool leave_out = noted ? ByDefault(row.keyword) : row.keyword == "SSLv3";
    if (!standard || !leave_out) Set(row.keyword, value);
  }
}

void RuleMaker::Suites() {
  constexpr std::string_view kKeyword = "V3CipherSuites4Char";
  std::vector<CipherSuite> suites;
  if (side_.cipher_suites) {
    // What the notes or the default give, if it gives the same; else what is asked for.
    if ((out_.rule.Has(kKeyword) || ByDefault(kKeyword)) && Gives("cipher_suites")) return;
    suites = *side_.cipher_suites;
  } else {
    if (out_.rule.IsOn("TLSv1.3")) suites = {CipherSuite{0x1301}, CipherSuite{0x1302}};
    if (out_.rule.IsOn("TLSv1.2")) {
      for (const uint16_t code : {0xc02b, 0xc02f, 0xc02c, 0xc030}) {
        suites.push_back(CipherSuite{code});
      }
    }
    if (suites.empty()) return;
    Told("cipher_suites: left open; AES-GCM with ECDHE assumed");
  }
  Unset("V3CipherSuites");
  std::vector<Setting>& list = NewList(kKeyword);
  for (const CipherSuite suite : suites) {
    if (SpecOf(suite).empty()) {
      Lost(fmt::format("cipher_suites: System SSL has no {}", NameOf(suite)));
    } else {
      list.push_back({std::string(NamesOf(suite).iana), 0, Scope::kConnection});
    }
  }
  if (list.empty()) Unset(kKeyword);
}

void RuleMaker::Groups() {
  if (!side_.groups && !side_.key_shares) return;
  // Written as it is by default: it is no default then.
  constexpr std::string_view kShares = "ClientKeyShareGroups";
  const bool written = scenario_.notes.contains("defaults") && !ByDefault(kShares);
  if (client_ && side_.key_shares && written && !out_.rule.Has(kShares) &&
      out_.rule.IsOn("TLSv1.3")) {
    std::string specs;
    for (const NamedGroup group : *side_.key_shares) specs += SpecOf(group);
    if (!specs.empty()) Set(kShares, specs);
  }
  if (Gives("groups") && Gives("key_shares")) return;
  const auto set = [&](std::string_view keyword, const std::vector<NamedGroup>& groups) {
    std::vector<NamedGroup> known;
    for (const NamedGroup group : groups) {
      if (SpecOf(group).empty()) {
        Lost(fmt::format("{}: System SSL has no {}",
                         keyword == "ClientKeyShareGroups" ? "key_shares" : "groups",
                         NameOf(group)));
      } else {
        known.push_back(group);
      }
    }
    if (!known.empty()) Set(keyword, Joined(known));
  };
  const bool tls13 = out_.rule.IsOn("TLSv1.3");
  const bool older = VersionsOf(out_.rule).size() > (tls13 ? 1 : 0);
  // What was left to its default stays so if that gives the same.
  for (const bool keep_defaults : {true, false}) {
    const auto wanted = [&](std::string_view keyword) {
      return !keep_defaults || !ByDefault(keyword);
    };
    if (client_) {
      if (side_.groups && wanted("ClientECurves")) set("ClientECurves", *side_.groups);
      if (tls13 && side_.key_shares && wanted("ClientKeyShareGroups")) {
        set("ClientKeyShareGroups", *side_.key_shares);
      }
    } else if (side_.groups) {
      if (tls13 && wanted("ServerKeyShareGroups")) set("ServerKeyShareGroups", *side_.groups);
      if (older && wanted("ServerKexECurves")) set("ServerKexECurves", *side_.groups);
    }
    if (Gives("groups") && Gives("key_shares")) return;
  }
}

void RuleMaker::Schemes() {
  const auto set = [&](std::string_view field, std::string_view keyword,
                       const std::optional<std::vector<SignatureScheme>>& schemes) {
    if (!schemes || Gives(field)) return;
    std::vector<SignatureScheme> known;
    for (const SignatureScheme scheme : *schemes) {
      if (SpecOf(scheme).empty()) {
        Lost(fmt::format("{}: System SSL has no {}", field, NameOf(scheme)));
      } else {
        known.push_back(scheme);
      }
    }
    if (!known.empty()) Set(keyword, Joined(known));
  };
  set("signature_schemes", "SignaturePairs", side_.signature_schemes);
  set("certificate_signature_schemes", "SignaturePairsCert", side_.certificate_signature_schemes);
}

void RuleMaker::Certificates() {
  if (side_.certificates.empty() || Gives("certificates")) return;
  std::string label;
  switch (side_.certificates.front().key) {
    case KeyType::kSecp256r1:
      label = "NISTECC256";
      break;
    case KeyType::kSecp384r1:
      label = "NISTECC384";
      break;
    case KeyType::kSecp521r1:
      label = "NISTECC521";
      break;
    case KeyType::kBrainpoolP256r1:
      label = "BPECC256";
      break;
    case KeyType::kRsa1024:
    case KeyType::kRsa2048:
    case KeyType::kRsa3072:
    case KeyType::kRsa4096:
      label = NameOf(side_.certificates.front().key);
      break;
    default:
      return;
  }
  for (char& c : label) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const char* keyword = client_ ? "CertificateLabel" : "ServerCertificateLabel";
  Set(keyword, label);
  Told(fmt::format("{} {} assumed for the certificate", keyword, label));
}

void RuleMaker::ServerNames() {
  if (client_) {
    if (side_.server_name && !Gives("server_name")) {
      if (side_.server_name->empty()) {
        Set("ClientHandshakeSNI", "Off");
      } else {
        Set("ClientHandshakeSNI", "Required");
        Set("ClientHandshakeSNIList", *side_.server_name);
      }
    }
    if (side_.verify_name && !side_.verify_name->empty() && !Gives("verify_name")) {
      Set("HostReferenceIdDNS", *side_.verify_name);
    }
    return;
  }
  if (Gives("server_name_policy") && Gives("hosts")) return;
  const ServerNamePolicy policy = side_.server_name_policy;
  const bool require =
      policy == ServerNamePolicy::kRequire || policy == ServerNamePolicy::kRequireMatch;
  const bool match =
      policy == ServerNamePolicy::kMatch || policy == ServerNamePolicy::kRequireMatch;
  Set("ServerHandshakeSNI", require ? "Required" : "Optional");
  Set("ServerHandshakeSNIMatch", match ? "Required" : "Optional");
  if (side_.hosts.empty()) return;
  std::vector<Setting>& list = NewList("ServerHandshakeSNIList");
  for (const VirtualHost& host : side_.hosts) {
    const auto& certificates = host.capabilities.certificates;
    const std::string key = certificates.empty() ? "secp256r1" : NameOf(certificates[0].key);
    list.push_back({fmt::format("{}/{}", host.name, key), 0, Scope::kConnection});
  }
}

void RuleMaker::Further() {
  if (!Gives("extended_master_secret")) {
    Set(client_ ? "ClientExtendedMasterSecret" : "ServerExtendedMasterSecret",
        *side_.extended_master_secret ? "On" : "Off");
  }
  if (!Gives("tickets")) {
    Set(client_ ? "GSK_SESSION_TICKET_CLIENT_ENABLE" : "GSK_SESSION_TICKET_SERVER_ENABLE",
        *side_.tickets ? "On" : "Off");
  }
  if (!Gives("session_ids") && !*side_.session_ids) Set("GSK_V3_SESSION_TIMEOUT", "0");
  if (client_ && !Gives("max_fragment_length")) {
    Set("ClientMaxSSLFragment", "Required");
    Set("ClientMaxSSLFragmentLength", fmt::format("{}", *side_.max_fragment_length));
  }
  if (side_.fips != Fips::kOff && !out_.rule.Has("FIPS140")) {
    Set("FIPS140", "On");
  }
}

void RuleMaker::Compare() {
  // An error would stop the policy agent, too.
  Policy policy;
  policy.rules.push_back(out_.rule);
  Lint(&policy);
  for (const Finding& finding : policy.findings) {
    if (finding.severity == Severity::kError) Lost(finding.message);
  }
  const auto back = ImportedBack(out_.rule);
  if (!back) {
    Lost("what the case says gives no rule");
    return;
  }
  for (const std::string& field : Differences(side_, SideOf(*back))) {
    Lost(fmt::format("{}.{} cannot be said in a policy", client_ ? "client" : "server", field));
  }
  const Capabilities& other = client_ ? scenario_.server : scenario_.client;
  const Capabilities& other_back = client_ ? back->server : back->client;
  const auto others = Differences(other, other_back);
  if (!others.empty()) {
    Told(fmt::format("{}: no part of a policy, which is about the {} only ({})",
                     client_ ? "server" : "client", client_ ? "client" : "server",
                     fmt::join(others, ", ")));
  }
  if (!scenario_.link.empty()) Lost("link: a policy has no faults on the link");
  if (scenario_.resume) Told("resume: no part of a policy");
  for (const auto& [note, values] : scenario_.notes) {
    if (note == "defaults" || note == "certificate" || FindKeyword(note) == nullptr) continue;
    const auto found = back->notes.find(note);
    if (found == back->notes.end() || found->second != values) {
      Told(fmt::format("notes.{}: reads otherwise in the policy", note));
    }
  }
}

ExportedRule RuleMaker::Make() {
  Name();
  FromNotes();
  Conditions();
  // Enough for the rule to be imported, which the following steps try again and again.
  Set("HandshakeRole", client_ ? "Client" : "Server");
  Versions();
  Role_();
  Suites();
  Groups();
  Schemes();
  Certificates();
  Further();
  ServerNames();
  Findings ignored;
  ParseConditions(&out_.rule, &ignored);
  Compare();
  return std::move(out_);
}

}  // namespace

ExportedRule RuleOf(const Scenario& scenario, std::optional<Role> side) {
  Role role = side.value_or(Role::kServer);
  const auto noted = scenario.notes.find(kSideNote);
  if (noted != scenario.notes.end() && !noted->second.empty()) {
    role = noted->second[0] == "client" ? Role::kClient : Role::kServer;
  }
  return RuleMaker(scenario, role).Make();
}

std::vector<ExportedRule> RulesOf(const std::vector<Scenario>& scenarios,
                                  std::optional<Role> side) {
  std::vector<ExportedRule> out;
  std::set<std::string> names, cases;
  for (const Scenario& scenario : scenarios) {
    ExportedRule& exported = out.emplace_back(RuleOf(scenario, side));
    PolicyRule& rule = exported.rule;
    const std::string name = NewName(rule.name, &names);
    if (name != rule.name && scenario.notes.contains("rule")) {
      exported.told.push_back(fmt::format("{}: notes.rule: another rule is called {}; this one {}",
                                          scenario.name, rule.name, name));
    }
    rule.name = name;
    const std::string wanted = NewCaseName(NameInItsFile(scenario), "case", &cases);
    std::set<std::string> none;
    if (NewCaseName(rule.name, "rule", &none) != wanted) rule.case_name = wanted;
  }
  return out;
}

}  // namespace shakedown::attls
