#include "harness/model/effective.h"

#include <algorithm>

#include "harness/model/fips.h"

namespace shakedown {
namespace {

void AddIssuers(const std::vector<CertificateSpec>& certificates,
                std::vector<std::string>* issuers) {
  for (const CertificateSpec& spec : certificates) {
    if (!spec.chain_file.empty()) continue;
    if (std::find(issuers->begin(), issuers->end(), spec.issuer) == issuers->end()) {
      issuers->push_back(spec.issuer);
    }
  }
}

void Fill(const Capabilities& other, Role role, Capabilities* side) {
  if (!side->trust) side->trust = TrustOf(*side, other);
  if (role == Role::kClient) {
    if (!side->server_name) side->server_name = kDefaultServerName;
    if (!side->verify_name) side->verify_name = side->server_name;
  } else if (side->client_auth != ClientAuth::kNone && !side->ca_names) {
    side->ca_names = side->trust;
  }
}

}  // namespace

std::vector<std::string> TrustOf(const Capabilities& side, const Capabilities& other) {
  if (side.trust) return *side.trust;
  std::vector<std::string> issuers;
  AddIssuers(other.certificates, &issuers);
  for (const VirtualHost& host : other.hosts) AddIssuers(host.capabilities.certificates, &issuers);
  return issuers;
}

Capabilities Effective(const Capabilities& side, const Capabilities& other, Role role,
                       bool apply_fips) {
  Capabilities out = apply_fips ? ApplyFips(side) : side;
  Fill(other, role, &out);
  for (VirtualHost& host : out.hosts) Fill(other, role, &host.capabilities);
  return out;
}

}  // namespace shakedown
