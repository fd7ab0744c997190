#include <algorithm>

#include "harness/import/attls/export.h"

namespace shakedown::attls {
namespace {

// Whether a field of `a` says something else than that of `b`. An optional one that is absent says
// nothing.
template <typename T>
bool Differs(const T& a, const T& b) {
  return !(a == b);
}
template <typename T>
bool Differs(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() && a != b;
}

struct Field {
  const char* name;
  bool (*differs)(const Capabilities& a, const Capabilities& b);
};

#define SHAKEDOWN_FIELD(field)                                                                     \
  {                                                                                                \
#field, [](const Capabilities& a, const Capabilities& b) { return Differs(a.field, b.field); } \
  }

constexpr Field kFields[] = {
    SHAKEDOWN_FIELD(stack),
    SHAKEDOWN_FIELD(versions),
    SHAKEDOWN_FIELD(cipher_suites),
    SHAKEDOWN_FIELD(groups),
    SHAKEDOWN_FIELD(key_shares),
    SHAKEDOWN_FIELD(signature_schemes),
    SHAKEDOWN_FIELD(certificate_signature_schemes),
    SHAKEDOWN_FIELD(trust),
    SHAKEDOWN_FIELD(verify),
    SHAKEDOWN_FIELD(client_auth),
    SHAKEDOWN_FIELD(ca_names),
    SHAKEDOWN_FIELD(honour_ca_names),
    SHAKEDOWN_FIELD(server_name),
    SHAKEDOWN_FIELD(verify_name),
    SHAKEDOWN_FIELD(server_name_policy),
    SHAKEDOWN_FIELD(alpn),
    SHAKEDOWN_FIELD(alpn_required),
    SHAKEDOWN_FIELD(tickets),
    SHAKEDOWN_FIELD(session_ids),
    SHAKEDOWN_FIELD(ticket_key),
    SHAKEDOWN_FIELD(fips),
    SHAKEDOWN_FIELD(security_level),
    SHAKEDOWN_FIELD(server_preference),
    SHAKEDOWN_FIELD(fallback_scsv),
    SHAKEDOWN_FIELD(extended_master_secret),
    SHAKEDOWN_FIELD(encrypt_then_mac),
    SHAKEDOWN_FIELD(require_ocsp_staple),
    SHAKEDOWN_FIELD(max_fragment_length),
    SHAKEDOWN_FIELD(script),
    SHAKEDOWN_FIELD(script_close),
};

#undef SHAKEDOWN_FIELD

// A host has what its server has besides what is its own, and may leave open what that leaves open.
bool HostsDiffer(const std::vector<VirtualHost>& a, const std::vector<VirtualHost>& b) {
  return !std::ranges::equal(a, b, [](const VirtualHost& x, const VirtualHost& y) {
    return x.name == y.name && Differences(x.capabilities, y.capabilities).empty();
  });
}

}  // namespace

std::vector<std::string> Differences(const Capabilities& a, const Capabilities& b) {
  std::vector<std::string> out;
  for (const Field& field : kFields) {
    if (field.differs(a, b)) out.emplace_back(field.name);
  }
  if (HostsDiffer(a.hosts, b.hosts)) out.emplace_back("hosts");
  // A side that lists no certificates leaves them open.
  if (!a.certificates.empty() && a.certificates != b.certificates) {
    out.emplace_back("certificates");
  }
  return out;
}

}  // namespace shakedown::attls
