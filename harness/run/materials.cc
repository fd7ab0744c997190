#include "harness/run/materials.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/effective.h"
#include "harness/run/certificate_name.h"
#include "harness/run/stack_name.h"

namespace shakedown {
namespace {

// Calls `each(spec)` for every certificate that `side` may show.
template <typename Each>
void ForCertificates(const Capabilities& side, Each each) {
  for (const CertificateSpec& spec : side.certificates) each(spec);
  for (const VirtualHost& host : side.hosts) {
    for (const CertificateSpec& spec : host.capabilities.certificates) each(spec);
  }
}

bool ShowsRevoked(const Capabilities& side) {
  bool revoked = false;
  ForCertificates(side, [&](const CertificateSpec& spec) {
    revoked |= std::find(spec.faults.begin(), spec.faults.end(), CertificateFault::kRevoked) !=
               spec.faults.end();
  });
  return revoked;
}

}  // namespace

tl::expected<Materials, std::string> Materials::Make(std::span<const Case> cases, Pki* pki) {
  Materials materials;
  for (const Case& one : cases) {
    const Scenario& scenario = *one.scenario;
    std::vector<ConnectionMaterial>& made = materials.connections_[&scenario];
    if (!made.empty()) continue;
    auto first = materials.Connection(scenario.client, scenario.server, pki);
    if (!first) return tl::unexpected(fmt::format("{}: {}", scenario.name, first.error()));
    made.push_back(std::move(*first));
    if (!scenario.resume) continue;
    auto second = materials.Connection(scenario.resume_client, scenario.resume_server, pki);
    if (!second) return tl::unexpected(fmt::format("{}: {}", scenario.name, second.error()));
    made.push_back(std::move(*second));
  }
  return materials;
}

const ConnectionMaterial& Materials::For(const Scenario& scenario, bool resumed) const {
  return connections_.at(&scenario)[resumed ? 1 : 0];
}

std::string Materials::CaNameOf(View subject) const {
  const auto found = ca_by_subject_.find(AsText(subject));
  return found == ca_by_subject_.end() ? CommonName(subject) : found->second;
}

tl::expected<ConnectionMaterial, std::string> Materials::Connection(const Capabilities& client,
                                                                    const Capabilities& server,
                                                                    Pki* pki) {
  ConnectionMaterial out;
  const auto fill = [&](const Capabilities& side, const Capabilities& other, Role role,
                        SideMaterial* material) -> std::string {
    const auto identities = Identities(
        side.stack == kScript ? std::vector<CertificateSpec>() : side.certificates, role, pki);
    if (!identities) return identities.error();
    material->identities = *identities;
    const std::vector<std::string> trusted = TrustOf(side, other);
    const auto trust = Anchors(trusted, ShowsRevoked(other), pki);
    if (!trust) return trust.error();
    material->trust = *trust;
    const auto names = Anchors(side.ca_names.value_or(trusted), false, pki);
    if (!names) return names.error();
    material->ca_names = *names;
    for (const VirtualHost& host : side.hosts) {
      const auto shown = Identities(host.capabilities.certificates, role, pki);
      if (!shown) return shown.error();
      material->host_identities.push_back(*shown);
    }
    return "";
  };
  std::string problem = fill(client, server, Role::kClient, &out.client);
  if (problem.empty()) problem = fill(server, client, Role::kServer, &out.server);
  if (!problem.empty()) return tl::unexpected(problem);
  return out;
}

tl::expected<const std::vector<Identity>*, std::string> Materials::Identities(
    const std::vector<CertificateSpec>& specs, Role role, Pki* pki) {
  std::vector<const Identity*> key;
  for (const CertificateSpec& spec : specs) {
    const auto identity = pki->IdentityFor(spec, role);
    if (!identity) return tl::unexpected(identity.error());
    key.push_back(*identity);
  }
  auto& list = identity_lists_[key];
  if (list == nullptr) {
    list = std::make_unique<std::vector<Identity>>();
    for (const Identity* identity : key) list->push_back(*identity);
  }
  return list.get();
}

tl::expected<const std::vector<TrustAnchor>*, std::string> Materials::Anchors(
    const std::vector<std::string>& cas, bool with_crl, Pki* pki) {
  std::vector<const TrustAnchor*> key;
  for (const std::string& ca : cas) {
    const auto anchor = pki->Anchor(ca, with_crl);
    if (!anchor) return tl::unexpected(anchor.error());
    key.push_back(*anchor);
    ca_by_subject_.emplace(AsText(SubjectOf((*anchor)->certificate)), ca);
  }
  auto& list = anchor_lists_[key];
  if (list == nullptr) {
    list = std::make_unique<std::vector<TrustAnchor>>();
    for (const TrustAnchor* anchor : key) list->push_back(*anchor);
  }
  return list.get();
}

}  // namespace shakedown
