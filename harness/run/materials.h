// The certificates and trust anchors of all cases, made once, before the workers are forked.
#ifndef HARNESS_RUN_MATERIALS_H_
#define HARNESS_RUN_MATERIALS_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "harness/model/scenario.h"
#include "harness/pki/pki.h"
#include "harness/run/run.h"
#include "harness/stack/stack.h"

namespace shakedown {

// What one side needs in one connection; everything belongs to the Materials.
struct SideMaterial {
  const std::vector<Identity>* identities = nullptr;  // in the order of its certificates
  const std::vector<TrustAnchor>* trust = nullptr;
  const std::vector<TrustAnchor>* ca_names = nullptr;         // server
  std::vector<const std::vector<Identity>*> host_identities;  // server, in the order of hosts
};

struct ConnectionMaterial {
  SideMaterial client, server;
};

class Materials {
 public:
  // Makes what `cases` need. The error names the scenario and what could not be made.
  static tl::expected<Materials, std::string> Make(std::span<const Case> cases, Pki* pki);

  // `resumed`: of the scenario's second connection.
  const ConnectionMaterial& For(const Scenario& scenario, bool resumed) const;

  // The CA name whose certificate has this subject (a DER Name); the common name in it where no CA
  // is known by that.
  std::string CaNameOf(View subject) const;

 private:
  tl::expected<ConnectionMaterial, std::string> Connection(const Capabilities& client,
                                                           const Capabilities& server, Pki* pki);
  tl::expected<const std::vector<Identity>*, std::string> Identities(
      const std::vector<CertificateSpec>& specs, Role role, Pki* pki);
  tl::expected<const std::vector<TrustAnchor>*, std::string> Anchors(
      const std::vector<std::string>& cas, bool with_crl, Pki* pki);

  // Lists are kept by what they are made of, so that many scenarios share them.
  std::map<std::vector<const Identity*>, std::unique_ptr<std::vector<Identity>>> identity_lists_;
  std::map<std::vector<const TrustAnchor*>, std::unique_ptr<std::vector<TrustAnchor>>>
      anchor_lists_;
  std::map<std::string, std::string, std::less<>> ca_by_subject_;
  std::unordered_map<const Scenario*, std::vector<ConnectionMaterial>> connections_;
};

}  // namespace shakedown

#endif  // HARNESS_RUN_MATERIALS_H_
