#include "harness/model/read_capabilities.h"

#include "harness/model/glob.h"
#include "harness/model/merge.h"
#include "harness/model/read_certificate.h"

namespace shakedown {
namespace {

template <typename E>
void ReadCodes(const Node& node, std::span<const CodePoint> registry, std::string_view kind,
               std::optional<std::vector<E>>* out, const Reading& reading) {
  ReadList(node, &out->emplace(), reading, [&](const Node& each, E* item) {
    return ReadCode(each, registry, kind, item, reading);
  });
}

// A name to send or to check; null and "" both say none.
void ReadNameOrNone(const Node& node, std::optional<std::string>* out, const Reading& reading) {
  if (node.is_null()) {
    out->emplace();
  } else {
    std::string value;
    if (ReadString(node, &value, reading)) *out = std::move(value);
  }
}

// A CA name, or the path of a PEM file, told apart by a slash or the ending ".pem".
void ReadTrust(const Node& node, std::vector<std::string>* out, const Reading& reading) {
  ReadList(node, out, reading, [&](const Node& each, std::string* item) {
    if (!Expect(each, Node::Kind::kString, kCaNameAllowed, reading)) return false;
    if (each.text.find('/') != std::string::npos || each.text.ends_with(".pem")) {
      return ReadPemPath(each, item, reading);
    }
    return ReadCaName(each, item, reading);
  });
}

void ReadFips(const Node& node, Fips* out, const Reading& reading) {
  if (node.kind == Node::Kind::kBoolean) {
    *out = node.boolean ? Fips::kOn : Fips::kOff;
  } else if (Expect(node, Node::Kind::kString, "true, false or \"at_encryption\"", reading)) {
    ReadNamed(node, FipsModes(), "FIPS mode", out, reading);
  }
}

// One entry of a script: "hex:..." or "text:...".
bool ReadScriptEntry(const Node& node, Bytes* out, const Reading& reading) {
  constexpr std::string_view kAllowed = "\"hex:\" and hex digits, or \"text:\" and text";
  if (!Expect(node, Node::Kind::kString, kAllowed, reading)) return false;
  const std::string_view text = node.text;
  if (text.starts_with("text:")) {
    const View bytes = AsView(text.substr(5));
    out->assign(bytes.begin(), bytes.end());
    return true;
  }
  if (text.starts_with("hex:")) {
    if (auto bytes = FromHex(text.substr(4))) {
      *out = std::move(*bytes);
      return true;
    }
  }
  reading.problems->Add(node, "not a script entry:", std::string(kAllowed));
  return false;
}

void ReadScript(const Node& node, std::vector<Bytes>* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kArray, "an array", reading)) return;
  out->clear();
  // The same bytes may well be sent twice, so this is not a list of distinct entries.
  for (const Node& each : node.items) {
    Bytes entry;
    if (ReadScriptEntry(each, &entry, reading)) out->push_back(std::move(entry));
  }
}

void ReadMaxFragmentLength(const Node& node, std::optional<int>* out, const Reading& reading) {
  // RFC 6066 4: max_fragment_length can say 2^9, 2^10, 2^11 and 2^12 and nothing else.
  constexpr std::string_view kAllowed = "512, 1024, 2048 or 4096";
  if (!Expect(node, Node::Kind::kInteger, kAllowed, reading)) return;
  if (node.integer != 512 && node.integer != 1024 && node.integer != 2048 && node.integer != 4096) {
    reading.problems->Add(node, "number out of range:", std::string(kAllowed));
    return;
  }
  *out = static_cast<int>(node.integer);
}

using Side = Capabilities;
using R = Reading;

void ReadHostsInPlace(const Node& node, Side*, const R& reading);

// Whether a pattern of a stack's name, or of its name and version ("openssl-3*"), can fit a stack.
bool IsOfKnownStack(const std::string& pattern, const std::set<std::string>& stacks) {
  return stacks.empty() || pattern == "script" ||
         std::ranges::any_of(stacks, [&pattern](const std::string& name) {
           return GlobMatch(pattern, name) || pattern.starts_with(name + "-");
         });
}

constexpr Field<Side> kCommon[] = {
    {"stack",
     [](const Node& n, Side* c, const R& r) {
       if (!ReadString(n, &c->stack, r)) return;
       if (n.text.empty()) {
         r.problems->Add(n, "empty string", "the name of a stack, or \"script\"");
       } else if (!IsOfKnownStack(n.text, r.options->stacks)) {
         const auto& known = r.options->stacks;
         r.problems->Add(n, "unknown stack", OneOf({known.begin(), known.end()}, n.text));
       }
     }},
    {"versions", [](const Node& n, Side* c,
                    const R& r) { ReadCodes(n, ProtocolVersions(), "version", &c->versions, r); }},
    {"cipher_suites",
     [](const Node& n, Side* c, const R& r) {
       ReadCodes(n, CipherSuites(), "cipher suite", &c->cipher_suites, r);
     }},
    {"groups", [](const Node& n, Side* c,
                  const R& r) { ReadCodes(n, NamedGroups(), "group", &c->groups, r); }},
    {"signature_schemes",
     [](const Node& n, Side* c, const R& r) {
       ReadCodes(n, SignatureSchemes(), "signature scheme", &c->signature_schemes, r);
     }},
    {"certificate_signature_schemes",
     [](const Node& n, Side* c, const R& r) {
       ReadCodes(n, SignatureSchemes(), "signature scheme", &c->certificate_signature_schemes, r);
     }},
    {"certificates",
     [](const Node& n, Side* c, const R& r) { ReadCertificates(n, &c->certificates, r); }},
    {"trust", [](const Node& n, Side* c, const R& r) { ReadTrust(n, &c->trust.emplace(), r); }},
    {"verify", [](const Node& n, Side* c,
                  const R& r) { ReadNamed(n, Verifies(), "way to verify", &c->verify, r); }},
    {"alpn", [](const Node& n, Side* c, const R& r) { ReadStrings(n, &c->alpn.emplace(), r); }},
    {"tickets", [](const Node& n, Side* c, const R& r) { ReadFlag(n, &c->tickets, r); }},
    {"session_ids", [](const Node& n, Side* c, const R& r) { ReadFlag(n, &c->session_ids, r); }},
    {"fips", [](const Node& n, Side* c, const R& r) { ReadFips(n, &c->fips, r); }},
    {"security_level",
     [](const Node& n, Side* c, const R& r) {
       int level = 0;
       if (ReadInt(n, 0, 5, &level, r)) c->security_level = level;
     }},
    {"extended_master_secret",
     [](const Node& n, Side* c, const R& r) { ReadFlag(n, &c->extended_master_secret, r); }},
    {"encrypt_then_mac",
     [](const Node& n, Side* c, const R& r) { ReadFlag(n, &c->encrypt_then_mac, r); }},
    {"script", [](const Node& n, Side* c, const R& r) { ReadScript(n, &c->script, r); }},
    {"script_close", [](const Node& n, Side* c, const R& r) { ReadBool(n, &c->script_close, r); }},
};

constexpr Field<Side> kOfClient[] = {
    {"key_shares", [](const Node& n, Side* c,
                      const R& r) { ReadCodes(n, NamedGroups(), "group", &c->key_shares, r); }},
    {"honour_ca_names",
     [](const Node& n, Side* c, const R& r) { ReadBool(n, &c->honour_ca_names, r); }},
    {"server_name",
     [](const Node& n, Side* c, const R& r) { ReadNameOrNone(n, &c->server_name, r); }, true},
    {"verify_name",
     [](const Node& n, Side* c, const R& r) { ReadNameOrNone(n, &c->verify_name, r); }, true},
    {"fallback_scsv",
     [](const Node& n, Side* c, const R& r) { ReadBool(n, &c->fallback_scsv, r); }},
    {"require_ocsp_staple",
     [](const Node& n, Side* c, const R& r) { ReadBool(n, &c->require_ocsp_staple, r); }},
    {"max_fragment_length",
     [](const Node& n, Side* c, const R& r) {
       ReadMaxFragmentLength(n, &c->max_fragment_length, r);
     }},
};

constexpr Field<Side> kOfServer[] = {
    {"client_auth",
     [](const Node& n, Side* c, const R& r) {
       ReadNamed(n, ClientAuths(), "kind of client authentication", &c->client_auth, r);
     }},
    {"ca_names",
     [](const Node& n, Side* c, const R& r) { ReadTrust(n, &c->ca_names.emplace(), r); }},
    {"server_name_policy",
     [](const Node& n, Side* c, const R& r) {
       ReadNamed(n, ServerNamePolicies(), "server name policy", &c->server_name_policy, r);
     }},
    {"hosts", ReadHostsInPlace},
    {"alpn_required",
     [](const Node& n, Side* c, const R& r) { ReadBool(n, &c->alpn_required, r); }},
    {"ticket_key",
     [](const Node& n, Side* c, const R& r) {
       if (ReadString(n, &c->ticket_key, r) && n.text.empty()) {
         r.problems->Add(n, "empty string", "a name for the key; equal names share the key");
       }
     }},
    {"server_preference",
     [](const Node& n, Side* c, const R& r) { ReadFlag(n, &c->server_preference, r); }},
};

std::vector<Field<Side>> FieldsOf(Role role) {
  std::vector<Field<Side>> fields(std::begin(kCommon), std::end(kCommon));
  if (role == Role::kClient) {
    fields.insert(fields.end(), std::begin(kOfClient), std::end(kOfClient));
  } else {
    fields.insert(fields.end(), std::begin(kOfServer), std::end(kOfServer));
  }
  return fields;
}

// Whether `name` is a field of the other role only.
bool IsOfOther(Role role, std::string_view name) {
  return role == Role::kClient
             ? std::ranges::find(kOfServer, name, &Field<Side>::name) != std::end(kOfServer)
             : std::ranges::find(kOfClient, name, &Field<Side>::name) != std::end(kOfClient);
}

void ReadMembers(const Node& node, Role role, const std::vector<Field<Side>>& fields,
                 std::string_view skip, Side* out, const Reading& reading) {
  for (const Member& member : node.members) {
    if (member.key == skip) continue;
    const auto field = std::ranges::find(fields, member.key, &Field<Side>::name);
    if (field != fields.end()) {
      if (!member.value.is_null() || field->nullable) field->read(member.value, out, reading);
    } else if (IsOfOther(role, member.key)) {
      reading.problems->AddAtKey(
          member, fmt::format("contradictory capabilities: a {} has no field", NameOf(role)),
          fmt::format("only on the {}", NameOf(Other(role))));
    } else {
      std::vector<std::string> names;
      for (const Field<Side>& each : fields) names.emplace_back(each.name);
      UnknownField(member, names, reading);
    }
  }
}

// Host objects as they stand: the capabilities here are judged alone and thrown away, since what
// they are laid over is known only when the whole server is.
void ReadHostsInPlace(const Node& node, Side*, const R& reading) {
  static const std::vector<Field<Side>> fields = [] {
    auto all = FieldsOf(Role::kServer);
    // What is of the server as a whole.
    std::erase_if(all, [](const Field<Side>& field) {
      constexpr std::string_view kOfTheServer[] = {"hosts", "stack", "script", "script_close",
                                                   "fips"};
      return std::ranges::find(kOfTheServer, field.name) != std::end(kOfTheServer);
    });
    return all;
  }();
  if (!Expect(node, Node::Kind::kArray, "an array of hosts", reading)) return;
  std::vector<std::string> names;
  for (const Node& host : node.items) {
    if (!Expect(host, Node::Kind::kObject, "a host: {\"name\": ..., ...}", reading)) continue;
    Capabilities scratch;
    ReadMembers(host, Role::kServer, fields, "name", &scratch, reading);
    const Node* name = host.FindSet("name");
    std::string text;
    if (name == nullptr) {
      if (!reading.partial) {
        reading.problems->Add(host, "missing field", "", "\"name\" in every host");
      }
    } else if (ReadString(*name, &text, reading)) {
      if (text.empty()) {
        reading.problems->Add(*name, "empty string", "a host name");
      } else if (std::ranges::find(names, text) != names.end()) {
        reading.problems->Add(*name, "contradictory capabilities: duplicate host",
                              "each host name once");
      }
      names.push_back(text);
    }
  }
}

}  // namespace

Node HostNode(const Node& server, const Node& host) {
  Node out = Merge(server, host);
  out.Remove("hosts");
  out.Remove("name");
  return out;
}

Capabilities ReadCapabilities(const Node& node, Role role, const Reading& reading) {
  static const std::vector<Field<Side>> client = FieldsOf(Role::kClient);
  static const std::vector<Field<Side>> server = FieldsOf(Role::kServer);
  Capabilities out;
  if (!Expect(node, Node::Kind::kObject, "an object", reading)) return out;
  ReadMembers(node, role, role == Role::kClient ? client : server, "", &out, reading);
  const bool script = out.stack == "script";
  // A server shows a certificate unless told otherwise.
  if (role == Role::kServer && !script && node.FindSet("certificates") == nullptr) {
    out.certificates.emplace_back();
  }
  const Node* hosts = role == Role::kServer ? node.FindSet("hosts") : nullptr;
  if (hosts != nullptr && hosts->is_array()) {
    for (const Node& host : hosts->items) {
      const Node* name = host.FindSet("name");
      if (name == nullptr || !name->is_string()) continue;
      out.hosts.push_back({name->text, ReadCapabilities(HostNode(node, host), role, reading)});
    }
  }
  return out;
}

}  // namespace shakedown
