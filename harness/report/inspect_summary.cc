#include "harness/report/inspect_summary.h"

#include <fmt/format.h>

#include <vector>

namespace shakedown {
namespace {

std::string Plural(size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

// The names of a list's code points, reserved ones left out; those beyond `most` are counted.
std::string Names(const Field& list, size_t most) {
  std::vector<std::string> names;
  size_t more = 0;
  for (const Field& item : list.children) {
    if (item.text == "GREASE") continue;
    if (names.size() == most) {
      ++more;
      continue;
    }
    names.push_back(item.text == "unknown" && item.number ? fmt::format("{:#06x}", *item.number)
                                                          : item.text);
  }
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (more != 0) text += fmt::format(" and {} more", more);
  return text;
}

const Field* Extension(const Field& tree, std::string_view name, std::string_view part) {
  return FindField(tree, {"extensions", name, "extension_data", part});
}

void AddNames(std::vector<std::string>* parts, const Field* list, size_t most) {
  if (list == nullptr) return;
  const std::string names = Names(*list, most);
  if (!names.empty()) parts->push_back(names);
}

void AddText(std::vector<std::string>* parts, const Field* field) {
  if (field != nullptr && !field->text.empty()) parts->push_back(field->text);
}

std::string Join(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string ClientHelloLine(const Field& tree) {
  std::vector<std::string> parts;
  const Field* versions = Extension(tree, "supported_versions", "versions");
  if (versions != nullptr) {
    AddNames(&parts, versions, 4);
  } else {
    AddText(&parts, FindField(tree, {"legacy_version"}));
  }
  if (const Field* suites = FindField(tree, {"cipher_suites"})) {
    size_t count = 0;
    for (const Field& suite : suites->children) count += suite.text != "GREASE";
    parts.push_back(Plural(count, "suite"));
  }
  AddNames(&parts, Extension(tree, "supported_groups", "named_group_list"), 3);
  if (const Field* names = Extension(tree, "server_name", "server_name_list")) {
    if (!names->children.empty()) AddText(&parts, FindField(names->children[0], {"host_name"}));
  }
  AddNames(&parts, Extension(tree, "application_layer_protocol_negotiation", "protocol_name_list"),
           3);
  if (Extension(tree, "pre_shared_key", "identities") != nullptr) parts.emplace_back("with a PSK");
  return Join(parts);
}

std::string ServerHelloLine(const Field& tree) {
  std::vector<std::string> parts;
  const Field* version = Extension(tree, "supported_versions", "selected_version");
  AddText(&parts, version != nullptr ? version : FindField(tree, {"legacy_version"}));
  AddText(&parts, FindField(tree, {"cipher_suite"}));
  const Field* share = Extension(tree, "key_share", "server_share");
  AddText(&parts, share != nullptr ? FindField(*share, {"group"})
                                   : Extension(tree, "key_share", "selected_group"));
  if (Extension(tree, "pre_shared_key", "selected_identity") != nullptr) {
    parts.emplace_back("with the PSK");
  }
  return Join(parts);
}

std::string CertificateLine(const Field& tree) {
  const Field* key = FindField(tree, {"ASN.1_subjectPublicKeyInfo"});
  if (key == nullptr) {
    key = FindField(tree, {"certificate_list", "CertificateEntry", "ASN1_subjectPublicKeyInfo"});
  }
  if (key != nullptr && key->number.value_or(0) != 0) {
    return fmt::format("a raw public key of {} bytes", *key->number);
  }
  const Field* list = FindField(tree, {"certificate_list"});
  if (list == nullptr || list->children.empty()) return "no certificate";
  std::vector<std::string> sizes;
  for (const Field& entry : list->children) {
    const Field* data = entry.name == "cert_data" ? &entry : FindField(entry, {"cert_data"});
    if (data != nullptr && data->number) sizes.push_back(std::to_string(*data->number));
  }
  return fmt::format("{} of {} bytes", Plural(sizes.size(), "certificate"), fmt::join(sizes, ", "));
}

std::string KeyExchangeLine(const Field& tree) {
  std::vector<std::string> parts;
  AddText(&parts, FindField(tree, {"namedcurve"}));
  if (const Field* prime = FindField(tree, {"dh_p"}); prime != nullptr && prime->number) {
    const Field* group = FindField(*prime, {"group"});
    parts.push_back(group != nullptr ? group->text
                                     : fmt::format("a prime of {} bits", *prime->number * 8));
  }
  AddText(&parts, FindField(tree, {"algorithm"}));
  return Join(parts);
}

std::string RequestLine(const Field& tree) {
  std::vector<std::string> parts;
  const Field* schemes = FindField(tree, {"supported_signature_algorithms"});
  if (schemes == nullptr) {
    schemes = Extension(tree, "signature_algorithms", "supported_signature_algorithms");
  }
  AddNames(&parts, schemes, 2);
  const Field* names = FindField(tree, {"certificate_authorities"});
  if (names == nullptr) names = Extension(tree, "certificate_authorities", "authorities");
  if (names != nullptr) parts.push_back(Plural(names->children.size(), "authority name"));
  return Join(parts);
}

std::string AlertLine(const Field& tree) {
  const Field* level = FindField(tree, {"level"});
  const Field* description = FindField(tree, {"description"});
  if (level == nullptr || description == nullptr || !description->number) return "";
  return fmt::format("{} {} ({})", level->text, description->text, *description->number);
}

}  // namespace

const Field* FindField(const Field& tree, std::initializer_list<std::string_view> path) {
  const Field* at = &tree;
  for (const std::string_view name : path) {
    const Field* next = nullptr;
    for (const Field& child : at->children) {
      if (child.name == name || (child.name == "Extension" && child.text == name)) {
        next = &child;
        break;
      }
    }
    if (next == nullptr) return nullptr;
    at = next;
  }
  return at;
}

std::string Summarise(const InspectedItem& item) {
  const Field& tree = item.tree;
  if (item.type == "ClientHello") return ClientHelloLine(tree);
  if (item.type == "ServerHello" || item.type == "HelloRetryRequest") return ServerHelloLine(tree);
  if (item.type == "Certificate") return CertificateLine(tree);
  if (item.type == "ServerKeyExchange") return KeyExchangeLine(tree);
  if (item.type == "CertificateRequest") return RequestLine(tree);
  if (item.type == "alert") return AlertLine(tree);
  std::vector<std::string> parts;
  if (item.type == "CertificateVerify") AddText(&parts, FindField(tree, {"algorithm"}));
  if (item.type == "CompressedCertificate") AddText(&parts, FindField(tree, {"algorithm"}));
  if (item.type == "KeyUpdate") AddText(&parts, FindField(tree, {"request_update"}));
  if (item.type == "SSLv2 ClientHello") AddText(&parts, FindField(tree, {"version"}));
  if (item.type == "EncryptedExtensions") {
    AddNames(&parts,
             Extension(tree, "application_layer_protocol_negotiation", "protocol_name_list"), 1);
  }
  return Join(parts);
}

}  // namespace shakedown
