#include "harness/model/write_scenario.h"

#include "harness/model/names.h"
#include "harness/wire/bytes.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json NamesOf(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(NameOf(value));
  return out;
}

template <typename T>
void PutNames(const char* field, const std::optional<std::vector<T>>& values, Json* out) {
  if (values) (*out)[field] = NamesOf(*values);
}

template <typename T>
void PutSet(const char* field, const std::optional<T>& value, Json* out) {
  if (value) (*out)[field] = *value;
}

template <typename T>
void PutName(const char* field, const std::optional<T>& value, Json* out) {
  if (value) (*out)[field] = NameOf(*value);
}

template <typename E>
void PutNamed(const char* field, std::span<const Named<E>> names, E value, E usual, Json* out) {
  if (value != usual) (*out)[field] = NameIn(names, value);
}

// A name that may be "none": null.
void PutNameOrNone(const char* field, const std::optional<std::string>& name, Json* out) {
  if (name) (*out)[field] = name->empty() ? Json() : Json(*name);
}

Json CertificateJson(const CertificateSpec& spec) {
  Json out = Json::object();
  if (!spec.chain_file.empty()) {
    out["chain_file"] = spec.chain_file;
    out["key_file"] = spec.key_file;
  } else {
    out["key"] = NameOf(spec.key);
    out["issuer"] = spec.issuer;
    if (!spec.intermediates.empty()) out["intermediates"] = NamesOf(spec.intermediates);
    PutName("signature", spec.signature, &out);
    if (!spec.names.empty()) out["names"] = spec.names;
    if (!spec.faults.empty()) out["faults"] = NamesOf(spec.faults);
  }
  PutNamed("signing", Signings(), spec.signing, Signing::kWorks, &out);
  return out;
}

// `over` as what must be laid over `base` to become it: a field that only the base has is null.
Json LaidOver(const Json& base, Json over) {
  for (const auto& [field, value] : base.items()) {
    if (!over.contains(field)) {
      over[field] = nullptr;
    } else if (over[field] == value) {
      over.erase(field);
    }
  }
  return over;
}

void PutOfClient(const Capabilities& side, Json* out) {
  PutNames("key_shares", side.key_shares, out);
  if (side.honour_ca_names) (*out)["honour_ca_names"] = true;
  PutNameOrNone("server_name", side.server_name, out);
  PutNameOrNone("verify_name", side.verify_name, out);
  if (side.fallback_scsv) (*out)["fallback_scsv"] = true;
  if (side.require_ocsp_staple) (*out)["require_ocsp_staple"] = true;
  PutSet("max_fragment_length", side.max_fragment_length, out);
}

void PutOfServer(const Capabilities& side, Json* out) {
  PutNamed("client_auth", ClientAuths(), side.client_auth, ClientAuth::kNone, out);
  PutSet("ca_names", side.ca_names, out);
  PutNamed("server_name_policy", ServerNamePolicies(), side.server_name_policy,
           ServerNamePolicy::kIgnore, out);
  if (!side.alpn_required) (*out)["alpn_required"] = false;
  if (side.ticket_key != "a") (*out)["ticket_key"] = side.ticket_key;
  PutSet("server_preference", side.server_preference, out);
  Json hosts = Json::array();
  for (const VirtualHost& host : side.hosts) {
    Json one = {{"name", host.name}};
    one.update(LaidOver(*out, CapabilitiesJson(host.capabilities, Role::kServer)));
    hosts.push_back(std::move(one));
  }
  if (!hosts.empty()) (*out)["hosts"] = std::move(hosts);
}

}  // namespace

Json CapabilitiesJson(const Capabilities& side, Role role) {
  Json out = Json::object();
  if (!side.stack.empty()) out["stack"] = side.stack;
  PutNames("versions", side.versions, &out);
  PutNames("cipher_suites", side.cipher_suites, &out);
  PutNames("groups", side.groups, &out);
  PutNames("signature_schemes", side.signature_schemes, &out);
  PutNames("certificate_signature_schemes", side.certificate_signature_schemes, &out);
  // A server shows a certificate unless told otherwise, a client none.
  if (!side.certificates.empty() || role == Role::kServer) {
    out["certificates"] = Json::array();
    for (const CertificateSpec& spec : side.certificates) {
      out["certificates"].push_back(CertificateJson(spec));
    }
  }
  PutSet("trust", side.trust, &out);
  PutNamed("verify", Verifies(), side.verify, Verify::kChain, &out);
  PutSet("alpn", side.alpn, &out);
  PutSet("tickets", side.tickets, &out);
  PutSet("session_ids", side.session_ids, &out);
  if (side.fips == Fips::kOn) out["fips"] = true;
  if (side.fips == Fips::kAtEncryption) out["fips"] = NameIn(FipsModes(), side.fips);
  PutSet("security_level", side.security_level, &out);
  PutSet("extended_master_secret", side.extended_master_secret, &out);
  PutSet("encrypt_then_mac", side.encrypt_then_mac, &out);
  for (const Bytes& entry : side.script) out["script"].push_back("hex:" + ToHex(entry));
  if (side.script_close) out["script_close"] = true;
  role == Role::kClient ? PutOfClient(side, &out) : PutOfServer(side, &out);
  return out;
}

Json ExpectationJson(const Expectation& expect) {
  Json out = Json::object();
  PutName("outcome", expect.outcome, &out);
  PutName("by", expect.by, &out);
  PutName("alert", expect.alert, &out);
  PutSet("cause", expect.cause, &out);
  PutSet("phase", expect.phase, &out);
  PutName("version", expect.version, &out);
  PutName("cipher_suite", expect.cipher_suite, &out);
  PutName("group", expect.group, &out);
  PutName("signature_scheme", expect.signature_scheme, &out);
  PutName("client_signature_scheme", expect.client_signature_scheme, &out);
  PutNameOrNone("alpn", expect.alpn, &out);
  PutSet("resumed", expect.resumed, &out);
  PutSet("hello_retry_request", expect.hello_retry_request, &out);
  return out;
}

Json ScenarioJson(const Scenario& scenario) {
  Json out = Json::object();
  if (!scenario.about.empty()) out["about"] = scenario.about;
  out["client"] = CapabilitiesJson(scenario.client, Role::kClient);
  out["server"] = CapabilitiesJson(scenario.server, Role::kServer);
  if (scenario.resume) {
    out["resume"] = {{"client", LaidOver(out["client"],
                                         CapabilitiesJson(scenario.resume_client, Role::kClient))},
                     {"server", LaidOver(out["server"],
                                         CapabilitiesJson(scenario.resume_server, Role::kServer))}};
  }
  const Json expect = ExpectationJson(scenario.expect);
  if (!expect.empty()) out["expect"] = expect;
  return out;
}

}  // namespace shakedown
