#include "harness/model/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/certificate_rules.h"
#include "harness/model/read_capabilities.h"

namespace shakedown {
namespace {

struct Place {
  const Node& node;
  const std::string& subject;
  Problems* problems;

  // Reports at the field `name`, or at the whole object where it is not written.
  void Contradiction(std::string_view name, std::string_view message,
                     std::string_view allowed) const {
    const Node* at = node.FindSet(name);
    problems->Add(at == nullptr ? node : *at,
                  fmt::format("contradictory capabilities in {}: {}:", subject, message),
                  std::string(allowed));
  }
};

template <typename T>
bool Has(const std::vector<T>& list, const T& item) {
  return std::ranges::find(list, item) != list.end();
}

void CheckCertificate(const CertificateSpec& spec, const Place& place) {
  if (spec.chain_file.empty() != spec.key_file.empty()) {
    place.Contradiction(spec.chain_file.empty() ? "key_file" : "chain_file",
                        "one file without the other", "\"chain_file\" and \"key_file\" together");
  }
  if (!spec.chain_file.empty() || !spec.key_file.empty()) {
    for (const Member& member : place.node.members) {
      if (member.key == "chain_file" || member.key == "key_file" || member.value.is_null())
        continue;
      place.Contradiction(member.key, "a certificate from files is not made to order",
                          "\"chain_file\" and \"key_file\" alone");
    }
    return;
  }
  for (const CertificateContradiction& broken : ContradictionsIn(spec)) {
    place.Contradiction(broken.field, broken.message, broken.allowed);
  }
}

void CheckScript(const Capabilities& side, const Place& place) {
  if (side.stack != "script") {
    for (const char* name : {"script", "script_close"}) {
      if (place.node.FindSet(name) != nullptr) {
        place.Contradiction(name, "a script without \"stack\": \"script\"",
                            "\"script\" fields with \"stack\": \"script\" only");
      }
    }
    return;
  }
  if (place.node.FindSet("script") == nullptr) {
    place.Contradiction("stack", "a scripted side without a script",
                        "\"script\" with \"stack\": \"script\"");
  }
  for (const Member& member : place.node.members) {
    if (member.key == "stack" || member.key == "script" || member.key == "script_close" ||
        member.value.is_null()) {
      continue;
    }
    place.Contradiction(member.key, "a scripted side has no capabilities",
                        "\"stack\", \"script\" and \"script_close\"");
  }
}

void CheckLists(const Capabilities& side, const Place& place) {
  if (side.key_shares && side.groups) {
    for (const NamedGroup share : *side.key_shares) {
      if (Has(*side.groups, share)) continue;
      // RFC 8446 4.2.8, MUST: a key share is for a group that supported_groups lists.
      place.Contradiction("key_shares",
                          fmt::format("key share {} is not among the groups", NameOf(share)),
                          "key shares out of \"groups\"");
    }
  }
  if (side.versions && side.cipher_suites && !side.cipher_suites->empty() &&
      !Has(*side.versions, ProtocolVersion::kTls13) &&
      std::ranges::all_of(*side.cipher_suites, IsTls13Suite)) {
    // RFC 8446 B.4: these suites are of no use in earlier versions.
    place.Contradiction("cipher_suites",
                        "suites of TLS 1.3 only, and no TLS 1.3 among the versions",
                        "\"TLS 1.3\" among the versions, or a suite of an earlier version");
  }
}

}  // namespace

void CheckSide(const Capabilities& side, const Node& node, Role role, const std::string& subject,
               Problems* problems) {
  const Place place{node, subject, problems};
  CheckScript(side, place);
  CheckLists(side, place);
  if (role == Role::kServer && side.ca_names && side.client_auth == ClientAuth::kNone) {
    place.Contradiction("ca_names", "CA names without client authentication",
                        "\"client_auth\": \"request\" or \"require\"");
  }
  const Node* certificates = node.FindSet("certificates");
  if (certificates != nullptr && certificates->items.size() == side.certificates.size()) {
    for (size_t i = 0; i < side.certificates.size(); ++i) {
      CheckCertificate(side.certificates[i], {certificates->items[i], subject, problems});
    }
  }
  const Node* hosts = node.FindSet("hosts");
  if (hosts == nullptr) return;
  std::vector<std::string> names;
  for (const Node& host : hosts->items) {
    const Node* name = host.FindSet("name");
    if (name == nullptr || !name->is_string()) continue;
    if (Has(names, name->text)) {
      problems->Add(*name, fmt::format("contradictory capabilities in {}: duplicate host", subject),
                    "each host name once");
    }
    names.push_back(name->text);
    const auto read = std::ranges::find(side.hosts, name->text, &VirtualHost::name);
    if (read != side.hosts.end()) {
      CheckSide(read->capabilities, HostNode(node, host), role, subject, problems);
    }
  }
}

bool LacksTrust(const Capabilities& verifier, const Capabilities& shower, Role verifier_role) {
  const bool insists =
      verifier_role == Role::kClient || verifier.client_auth == ClientAuth::kRequire;
  return insists && verifier.verify == Verify::kChain && !verifier.trust &&
         !shower.certificates.empty() && shower.hosts.empty() &&
         std::ranges::none_of(shower.certificates,
                              [](auto& spec) { return spec.chain_file.empty(); });
}

void ReportLackOfTrust(const Node& shower, Role verifier_role, const std::string& subject,
                       Problems* problems) {
  const Node* certificates = shower.FindSet("certificates");
  if (certificates == nullptr || certificates->items.empty()) return;
  const Node& first = certificates->items.front();
  const Node* file = first.FindSet("chain_file");
  const char* verifier = NameOf(verifier_role);
  problems->Add(file == nullptr ? first : *file,
                fmt::format("contradictory capabilities in {}: the {} is to agree, but trusts no "
                            "root of a chain from a file unless told to:",
                            subject, verifier),
                fmt::format("\"trust\" of the {}, such as [\"root.pem\"], or \"verify\": "
                            "\"accept_all\"",
                            verifier));
}

}  // namespace shakedown
