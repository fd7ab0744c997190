#include "harness/import/attls/to_scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/foretell.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/scenario_text.h"
#include "harness/import/attls/words.h"
#include "harness/model/fips.h"
#include "harness/wire/names.h"
#include "harness/wire/suite_parts.h"

namespace shakedown::attls {
namespace {

using Json = nlohmann::ordered_json;

// Keywords that show in the sides themselves, so that no note is needed of what they say.
constexpr std::string_view kInTheSides[] = {"HandshakeRole",
                                            "TLSv1",
                                            "TLSv1.1",
                                            "TLSv1.2",
                                            "TLSv1.3",
                                            "SSLv3",
                                            "V3CipherSuites",
                                            "V3CipherSuites4Char",
                                            "ClientECurves",
                                            "SignaturePairs",
                                            "SignaturePairsCert",
                                            "ClientKeyShareGroups",
                                            "ServerKexECurves",
                                            "ServerKeyShareGroups"};

// Those of them that show by their default where nothing is said.
constexpr std::string_view kVersionKeywords[] = {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSLv3"};

template <typename T>
bool Has(const std::vector<T>& list, const T& item) {
  return std::ranges::find(list, item) != list.end();
}

template <typename Code>
Json Names(const std::vector<Code>& codes) {
  Json out = Json::array();
  for (const Code code : codes) out.push_back(NameOf(code));
  return out;
}

template <typename Code>
Json Specs(const std::vector<Code>& codes) {
  Json out = Json::array();
  for (const Code code : codes) out.push_back(std::string(SpecOf(code)));
  return out;
}

Json Certificate(KeyType key) {
  const bool rsa = std::string_view(NameOf(key)).starts_with("rsa");
  return {{"key", NameOf(key)}, {"issuer", rsa ? "rsa-ca" : "ec-ca"}};
}

// The keys of the certificates that a label may stand for.
std::vector<KeyType> KeysOf(std::string_view label) {
  if (const auto key = KeyTypeOfLabel(label)) return {*key};
  return {KeyType::kSecp256r1, KeyType::kRsa2048};
}

Json Certificates(const std::vector<KeyType>& keys) {
  Json out = Json::array();
  for (const KeyType key : keys) out.push_back(Certificate(key));
  return out;
}

// Builds one case.
class CaseBuilder {
 public:
  explicit CaseBuilder(const PolicyRule& rule)
      : rule_(rule),
        client_(IsClient(rule)),
        versions_(VersionsOf(rule)),
        algorithms_(AlgorithmsOf(rule, nullptr)),
        tls13_(rule.IsOn("TLSv1.3")) {}

  Json Build(const std::string& name);

 private:
  template <typename Code>
  void NoteList(std::string_view keyword, const std::vector<Code>& whole,
                const std::vector<Code>& played);
  void Suites();
  void Groups();
  void Schemes();
  void Fips();
  void OurCertificates();
  void Further();
  void ServerNames();
  void OtherSide();
  void Notes();

  const PolicyRule& rule_;
  const bool client_;
  const std::vector<ProtocolVersion> versions_;
  const Algorithms algorithms_;
  const bool tls13_;
  Json ours_, theirs_, notes_;
  Encounter encounter_;
  std::vector<std::string> defaults_;
};

// Says what the rule's list is where the scenario cannot hold all of it.
template <typename Code>
void CaseBuilder::NoteList(std::string_view keyword, const std::vector<Code>& whole,
                           const std::vector<Code>& played) {
  if (!rule_.Has(keyword)) {
    defaults_.emplace_back(keyword);
  } else if (whole != played) {
    notes_[std::string(keyword)] = Specs(whole);
  }
}

void CaseBuilder::Suites() {
  std::vector<CipherSuite> suites = algorithms_.suites;
  if (rule_.ValueOf("FIPS140") != "Off") {
    // System SSL in FIPS mode passes over what is not allowed, but for TLS 1.3.
    std::erase_if(suites,
                  [](CipherSuite suite) { return !AllowedByFips(suite) && !IsTls13Suite(suite); });
  }
  suites = Playable(suites, versions_);
  if (algorithms_.suites_by_default) {
    defaults_.emplace_back("V3CipherSuites4Char");
  } else if (suites != algorithms_.suites) {
    notes_["V3CipherSuites4Char"] = Specs(algorithms_.suites);
  }
  encounter_.suites = suites;
  ours_["cipher_suites"] = Names(suites);
}

void CaseBuilder::Groups() {
  std::vector<NamedGroup> groups;
  if (client_) {
    if (!algorithms_.client_curves) {
      notes_["ClientECurves"] = "Any";
      if (tls13_) NoteList("ClientKeyShareGroups", algorithms_.client_shares, {});
      return;
    }
    groups = Playable(*algorithms_.client_curves);
    NoteList("ClientECurves", *algorithms_.client_curves, groups);
    if (tls13_) {
      std::vector<NamedGroup> shares;
      // RFC 8446 4.2.8, MUST: a share is for a group that is offered.
      std::ranges::copy_if(algorithms_.client_shares, std::back_inserter(shares),
                           [&](NamedGroup group) { return Has(groups, group); });
      NoteList("ClientKeyShareGroups", algorithms_.client_shares, shares);
      ours_["groups"] = Names(groups);
      ours_["key_shares"] = Names(shares);
    }
  } else {
    // What TLS 1.3 takes and what TLS 1.2 takes are two lists; a scenario has one.
    const bool older = std::ranges::any_of(
        versions_, [](ProtocolVersion version) { return version != ProtocolVersion::kTls13; });
    if (tls13_) groups = algorithms_.server_shares;
    if (older) {
      for (const NamedGroup group : algorithms_.server_curves) {
        if (!Has(groups, group)) groups.push_back(group);
      }
    }
    groups = Playable(groups);
    if (tls13_) NoteList("ServerKeyShareGroups", algorithms_.server_shares, groups);
    if (older) NoteList("ServerKexECurves", algorithms_.server_curves, groups);
  }
  ours_["groups"] = Names(groups);
  encounter_.groups = groups;
}

void CaseBuilder::Schemes() {
  const auto schemes = Playable(algorithms_.pairs);
  NoteList("SignaturePairs", algorithms_.pairs, schemes);
  encounter_.schemes = schemes;
  ours_["signature_schemes"] = Names(schemes);
  if (!algorithms_.certificate_pairs) return;
  const auto certificate_schemes = Playable(*algorithms_.certificate_pairs);
  NoteList("SignaturePairsCert", *algorithms_.certificate_pairs, certificate_schemes);
  ours_["certificate_signature_schemes"] = Names(certificate_schemes);
}

void CaseBuilder::Fips() {
  if (rule_.ValueOf("FIPS140") == "Off") return;
  constexpr CipherSuite kChaCha20{0x1303};
  std::vector<CipherSuite> suites = encounter_.suites;
  if (!Has(suites, kChaCha20)) return;
  std::erase(suites, kChaCha20);
  // What System SSL does with ChaCha20: agree on it, and end without an alert when ICSF refuses to
  // encrypt. A scenario can say so of a side whose other suites are approved by its own policy.
  const bool others_approved =
      std::ranges::all_of(suites, [](CipherSuite suite) { return FipsApproved(suite); });
  if (others_approved) {
    ours_["fips"] = "at_encryption";
    encounter_.refuses_chacha_late = true;
  } else {
    notes_["V3CipherSuites4Char"] = Specs(algorithms_.suites);
    encounter_.suites = suites;
    ours_["cipher_suites"] = Names(suites);
  }
}

void CaseBuilder::OurCertificates() {
  if (client_) {
    const std::string_view label = rule_.ValueOf("CertificateLabel");
    if (!label.empty()) ours_["certificates"] = Certificates({KeysOf(label).front()});
    encounter_.server_keys = {KeyType::kSecp256r1, KeyType::kRsa2048};
    return;
  }
  const std::string label = ServerLabelOf(rule_);
  encounter_.server_keys = KeysOf(label);
  ours_["certificates"] = Certificates(encounter_.server_keys);
  if (!KeyTypeOfLabel(label)) {
    notes_["certificate"] =
        "the policy does not tell the type of the server's key; one of P-256 and one of RSA 2048 "
        "stand for it";
  }
}

// SNI lists hold NAME/LABEL, one or more a line.
std::vector<std::pair<std::string, std::string>> NamesAndLabels(const PolicyRule& rule,
                                                                std::string_view keyword) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto set = rule.settings.find(keyword);
  if (set == rule.settings.end()) return out;
  std::set<std::string> seen;
  for (const Setting& one : set->second) {
    std::string text = one.value;
    std::ranges::replace(text, ',', ' ');
    for (const std::string_view word : Words(text)) {
      const size_t slash = word.find('/');
      std::string name = Lower(word.substr(0, slash));
      const bool plain =
          !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
      if (!plain || !seen.insert(name).second) continue;
      out.emplace_back(std::move(name), slash == std::string_view::npos
                                            ? std::string()
                                            : std::string(word.substr(slash + 1)));
    }
  }
  return out;
}

void CaseBuilder::ServerNames() {
  const std::string side = client_ ? "Client" : "Server";
  const std::string_view sni = rule_.ValueOf(side + "HandshakeSNI");
  const auto names = NamesAndLabels(rule_, side + "HandshakeSNIList");
  if (client_) {
    const std::string name = sni == "Off" || names.empty() ? "" : names[0].first;
    ours_["server_name"] = name;
    // The host's name is compared where the policy says with what.
    const std::string_view checked = rule_.ValueOf("HostReferenceIdDNS");
    ours_["verify_name"] = Words(checked).empty() ? "" : Lower(Words(checked)[0]);
    Json carried = Json::array();
    for (const std::string& each : {name, ours_["verify_name"].get<std::string>()}) {
      if (!each.empty() && !Has(carried.get<std::vector<std::string>>(), each)) {
        carried.push_back(each);
      }
    }
    if (!carried.empty()) {
      for (Json& one : theirs_["certificates"]) one["names"] = carried;
    }
    return;
  }
  if (sni == "Off" || sni.empty()) return;
  const bool match = rule_.ValueOf("ServerHandshakeSNIMatch") == "Required";
  ours_["server_name_policy"] =
      sni == "Required" ? (match ? "require_match" : "require") : (match ? "match" : "ignore");
  for (const auto& [name, label] : names) {
    Json certificates = Certificates(KeysOf(label));
    for (Json& one : certificates) one["names"] = Json::array({name});
    ours_["hosts"].push_back({{"name", name}, {"certificates", certificates}});
  }
  if (!names.empty()) theirs_["server_name"] = names[0].first;
}

void CaseBuilder::Further() {
  const std::string side = client_ ? "Client" : "Server";
  const std::string master = side + "ExtendedMasterSecret";
  if (rule_.Has(master)) ours_["extended_master_secret"] = rule_.ValueOf(master) != "Off";
  const std::string tickets =
      client_ ? "GSK_SESSION_TICKET_CLIENT_ENABLE" : "GSK_SESSION_TICKET_SERVER_ENABLE";
  if (rule_.Has(tickets)) ours_["tickets"] = rule_.ValueOf(tickets) == "On";
  if (rule_.Has("GSK_V3_SESSION_TIMEOUT") && rule_.ValueOf("GSK_V3_SESSION_TIMEOUT") == "0") {
    ours_["session_ids"] = false;
  }
  if (client_ && rule_.ValueOf("ClientMaxSSLFragment") != "Off" &&
      rule_.Has("ClientMaxSSLFragmentLength")) {
    ours_["max_fragment_length"] =
        Number(rule_.ValueOf("ClientMaxSSLFragmentLength")).value_or(4096);
  }
  if (client_) return;
  ours_["server_preference"] = true;
  if (rule_.ValueOf("HandshakeRole") != "ServerWithClientAuth") return;
  const std::string_view type = rule_.ValueOf("ClientAuthType");
  ours_["client_auth"] = type == "PassThru" || type == "Full" ? "request" : "require";
  if (type == "PassThru") ours_["verify"] = "accept_all";
}

void CaseBuilder::OtherSide() {
  theirs_["versions"] = Names(UsualVersions());
  if (client_) {
    theirs_["certificates"] = Certificates({KeyType::kSecp256r1, KeyType::kRsa2048});
    return;
  }
  theirs_["groups"] = Names(UsualGroups());
  theirs_["signature_schemes"] = Names(UsualSchemes());
  if (!ours_.contains("client_auth")) return;
  const bool ec = Has(encounter_.schemes, SignatureScheme::kEcdsaSecp256r1Sha256);
  theirs_["certificates"] = Certificates({ec ? KeyType::kSecp256r1 : KeyType::kRsa2048});
}

void CaseBuilder::Notes() {
  const auto note = [&](std::string_view keyword, const std::vector<Setting>& values) {
    if (std::ranges::find(kInTheSides, keyword) != std::end(kInTheSides)) return;
    if (FindKeyword(keyword)->kind == ValueKind::kPairs) {
      std::vector<SignatureScheme> pairs;
      for (const Setting& one : values) ReadPairs(one.value, one.line, &pairs, nullptr);
      notes_[std::string(keyword)] = Specs(pairs);
      return;
    }
    if (values.size() == 1) {
      notes_[std::string(keyword)] = values[0].value;
      return;
    }
    Json all = Json::array();
    for (const Setting& one : values) all.push_back(one.value);
    notes_[std::string(keyword)] = std::move(all);
  };
  for (const auto& [keyword, values] : rule_.conditions) note(keyword, values);
  for (const auto& [keyword, values] : rule_.settings) note(keyword, values);
  // Curves and shares of the other role do not show.
  for (const std::string_view keyword :
       {"ClientECurves", "ClientKeyShareGroups", "ServerKexECurves", "ServerKeyShareGroups"}) {
    const bool of_client = keyword.starts_with("Client");
    const bool unseen = of_client != client_ ||
                        (!tls13_ && keyword.find("KeyShare") != std::string_view::npos) ||
                        (keyword == "ServerKexECurves" && versions_.size() == 1 && tls13_);
    const auto set = rule_.settings.find(keyword);
    if (!unseen || set == rule_.settings.end()) continue;
    if (SameWord(set->second.back().value, "Any")) {
      notes_[std::string(keyword)] = "Any";
      continue;
    }
    std::vector<NamedGroup> groups;
    for (const Setting& one : set->second) {
      ReadCurves(keyword, one.value, one.line, &groups, nullptr);
    }
    notes_[std::string(keyword)] = Specs(groups);
  }
  for (const std::string_view keyword : kVersionKeywords) {
    if (!rule_.Has(keyword)) defaults_.emplace_back(keyword);
  }
  if (!client_ && !rule_.Has("ClientAuthType") &&
      rule_.ValueOf("HandshakeRole") == "ServerWithClientAuth") {
    defaults_.emplace_back("ClientAuthType");
  }
  std::ranges::sort(defaults_);
  if (defaults_.empty()) return;
  for (std::string& keyword : defaults_) {
    const std::string_view standard = FindKeyword(keyword)->standard;
    const bool list = FindKeyword(keyword)->repeats;
    if (!standard.empty() && !list) keyword += fmt::format(" {}", standard);
  }
  notes_["defaults"] = defaults_;
}

Json CaseBuilder::Build(const std::string& name) {
  notes_[std::string(kSideNote)] = client_ ? "client" : "server";
  notes_["rule"] = rule_.name;
  ours_["versions"] = Names(versions_);
  Suites();
  Groups();
  Schemes();
  Fips();
  OurCertificates();
  Further();
  OtherSide();
  ServerNames();
  Notes();
  encounter_.policy_is_client = client_;
  encounter_.versions = versions_;
  Json out;
  out["name"] = name;
  out["about"] = fmt::format(
      "AT-TLS rule {}: the {} is what the rule makes of it, the {} {}.", rule_.name,
      client_ ? "client" : "server", client_ ? "server" : "client",
      client_ ? "a usual one of today (TLS 1.3 and 1.2, certificates of P-256 and RSA)"
              : "a usual one of today (TLS 1.3 and 1.2, groups and signatures as browsers have)");
  out["notes"] = std::move(notes_);
  out["client"] = client_ ? ours_ : theirs_;
  out["server"] = client_ ? theirs_ : ours_;
  out["expect"] = ExpectationOf(encounter_);
  return out;
}

}  // namespace

std::vector<CipherSuite> Playable(const std::vector<CipherSuite>& suites,
                                  const std::vector<ProtocolVersion>& versions) {
  std::vector<CipherSuite> out;
  const bool tls13 = Has(versions, ProtocolVersion::kTls13);
  const bool older = versions.size() > (tls13 ? 1 : 0);
  for (const CipherSuite suite : suites) {
    if (IsTls13Suite(suite)) {
      if (tls13) out.push_back(suite);
      continue;
    }
    if (!older && std::ranges::any_of(suites, IsTls13Suite)) continue;
    const std::string_view exchange = SplitSuite(suite).key_exchange;
    const bool usual = exchange == "RSA" || exchange == "DHE_RSA" || exchange == "ECDHE_RSA" ||
                       exchange == "ECDHE_ECDSA";
    if (usual && WeaknessOf(suite).empty()) out.push_back(suite);
  }
  return out;
}

std::vector<NamedGroup> Playable(const std::vector<NamedGroup>& groups) {
  std::vector<NamedGroup> out = groups;
  std::erase_if(out, [](NamedGroup group) {
    return group == NamedGroup{0x0013} || group == NamedGroup{0x0015};  // secp192r1, secp224r1
  });
  return out.empty() ? groups : out;
}

std::vector<SignatureScheme> Playable(const std::vector<SignatureScheme>& schemes) {
  std::vector<SignatureScheme> out = schemes;
  std::erase_if(out, [](SignatureScheme scheme) {
    // RFC 5246 7.4.1.4.1: the hash in front, 3 for SHA-224, the key behind, 2 for DSA.
    const auto code = static_cast<uint16_t>(scheme);
    return code >> 8 == 3 || ((code & 0xff) == 2 && code >> 8 < 8);
  });
  return out.empty() ? schemes : out;
}

nlohmann::ordered_json CaseOf(const PolicyRule& rule, const std::string& name) {
  return CaseBuilder(rule).Build(name);
}

std::string ScenarioOf(const std::vector<const PolicyRule*>& rules, size_t* cases) {
  Json file;
  file["cases"] = Json::array();
  std::set<std::string> names;
  for (const PolicyRule* rule : rules) {
    if (!rule->Enabled() || !rule->Has("HandshakeRole")) continue;
    const std::string name =
        NewCaseName(rule->case_name.empty() ? rule->name : rule->case_name, "rule", &names);
    file["cases"].push_back(CaseOf(*rule, name));
  }
  *cases = file["cases"].size();
  return ScenarioText(file);
}

}  // namespace shakedown::attls
