#include "harness/cli/predict_sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/cli/certificate_file.h"
#include "harness/model/effective.h"
#include "harness/predict/hello_side.h"
#include "harness/wire/calendar.h"

namespace shakedown {
namespace {

using Certificates = std::vector<CertificateFacts>;

tl::unexpected<std::string> Error(std::string text) { return tl::unexpected(std::move(text)); }

bool IsPath(const std::string& ca) { return ca.find('/') != std::string::npos; }

class Preparation {
 public:
  Preparation(const SideRequest& client, const SideRequest& server, int64_t now)
      : client_(client), server_(server), now_(now) {}

  tl::expected<PreparedSides, std::string> Run() {
    for (SideRequest* side : {&client_, &server_}) {
      if (auto wrong = ReadTrust(side)) return Error(*wrong);
      if (HostsHaveFiles(side->capabilities)) {
        return Error(
            "certificates from files are not read for virtual hosts: give each host's "
            "chain in a prediction of its own");
      }
    }
    // The server's chain first: it may tell the name that the client asks for.
    tl::expected<std::vector<OwnChain>, std::string> server_chains = Judge(Role::kServer);
    if (!server_chains) return Error(server_chains.error());
    tl::expected<std::vector<OwnChain>, std::string> client_chains = Judge(Role::kClient);
    if (!client_chains) return Error(client_chains.error());
    AssumeName(*server_chains);
    Make();
    Give(Role::kServer, *server_chains);
    Give(Role::kClient, *client_chains);
    return PreparedSides{out_client_, out_server_, std::move(notes_)};
  }

 private:
  SideRequest& request(Role role) { return role == Role::kClient ? client_ : server_; }
  Certificates& trusted(Role role) { return role == Role::kClient ? client_trust_ : server_trust_; }

  static bool HostsHaveFiles(const Capabilities& side) {
    return std::ranges::any_of(side.hosts, [](const VirtualHost& host) {
      return std::ranges::any_of(host.capabilities.certificates,
                                 [](const auto& spec) { return !spec.chain_file.empty(); });
    });
  }

  // Turns paths in a side's trust into the names of the CAs in those files.
  std::optional<std::string> ReadTrust(SideRequest* side) {
    if (!side->capabilities.trust) return std::nullopt;
    const Role role = side == &client_ ? Role::kClient : Role::kServer;
    std::vector<std::string> names;
    for (const std::string& ca : *side->capabilities.trust) {
      if (!IsPath(ca)) {
        names.push_back(ca);
        continue;
      }
      auto certificates = ReadCertificateFile(ca);
      if (!certificates) return certificates.error();
      for (const CertificateFacts& one : *certificates) {
        if (now_ > one.not_after) {
          notes_.push_back(
              fmt::format("{}: {} expired on {}", ca, one.subject, DateOf(one.not_after)));
        }
      }
      for (std::string& name : TrustNames(*certificates)) names.push_back(std::move(name));
      std::move(certificates->begin(), certificates->end(), std::back_inserter(trusted(role)));
    }
    side->capabilities.trust = std::move(names);
    return std::nullopt;
  }

  // The chains that `role` has in files, in their order.
  tl::expected<std::vector<OwnChain>, std::string> Judge(Role role) {
    std::vector<OwnChain> chains;
    SideRequest& verifier = request(role == Role::kClient ? Role::kServer : Role::kClient);
    for (const CertificateSpec& spec : request(role).capabilities.certificates) {
      if (spec.chain_file.empty()) continue;
      auto certificates = ReadCertificateFile(spec.chain_file);
      if (!certificates) return Error(certificates.error());
      const ChainQuestion question = {
          role, now_,
          verifier.capabilities.trust
              ? &trusted(role == Role::kClient ? Role::kServer : Role::kClient)
              : nullptr};
      auto chain = JudgeOwnChain(std::move(*certificates), question);
      if (!chain) return Error(fmt::format("{}: {}", spec.chain_file, chain.error()));
      for (const std::string& problem : chain->problems) {
        notes_.push_back(fmt::format("{}: {}", spec.chain_file, problem));
      }
      chain->facts.signing = spec.signing;
      chains.push_back(std::move(*chain));
    }
    if (!chains.empty() && !verifier.capabilities.trust) Assume(chains, &verifier);
    return chains;
  }

  // Without a file of trust, the chains' roots are taken as trusted.
  void Assume(const std::vector<OwnChain>& chains, SideRequest* verifier) {
    std::vector<std::string> roots;
    for (const OwnChain& chain : chains) {
      if (!chain.facts.root.empty()) roots.push_back(chain.facts.root);
    }
    if (!roots.empty()) {
      notes_.push_back(fmt::format("without --trust, the {} is taken to trust {}",
                                   NameOf(verifier == &client_ ? Role::kClient : Role::kServer),
                                   fmt::join(roots, ", ")));
    }
    verifier->capabilities.trust = std::move(roots);
  }

  // A client that says no name asks for the first that the server's own chain is for.
  void AssumeName(const std::vector<OwnChain>& chains) {
    if (client_.hello || client_.capabilities.server_name || chains.empty()) return;
    std::string name;
    for (const std::string& one : chains.front().facts.names) {
      if (one.find('*') == std::string::npos && name.empty()) name = one;
    }
    client_.capabilities.server_name = name;
    if (!name.empty()) notes_.push_back("without --name, the client asks for " + name);
  }

  void Make() {
    const Capabilities client =
        Effective(client_.capabilities, server_.capabilities, Role::kClient, false);
    if (client_.hello) {
      out_client_ = SideOfHello(*client_.hello, *client_.profile);
      Capabilities& has = out_client_->has;
      has.trust = client.trust;
      has.verify = client.verify;
      has.certificates = client.certificates;
      // A hello without a name may still be of a client that checks one.
      has.honour_ca_names = client.honour_ca_names || client_.profile->Has(Trait::kHonoursCaNames);
      has.require_ocsp_staple = client.require_ocsp_staple;
      has.verify_name = client_.capabilities.verify_name ? client_.capabilities.verify_name
                        : client_.hello->server_name
                            ? has.server_name
                            : client_.capabilities.server_name.value_or("");
      out_client_->checked_name = *has.verify_name;
      for (const CertificateSpec& spec : has.certificates) {
        if (spec.chain_file.empty()) out_client_->chains.push_back(FactsOf(spec, Role::kClient));
      }
      // A hello tells what its client signs with where the stack has one list for both.
      if (!client_.profile->signing_schemes.empty()) {
        out_client_->signing = client_.profile->signing_schemes;
      }
      if (client_.profile->Has(Trait::kHasSecurityLevels)) {
        out_client_->security_level =
            client.security_level.value_or(client_.profile->security_level);
      }
    } else {
      out_client_ = Changeable(MakeSide(client, Role::kClient, *client_.profile));
    }
    out_server_ = Changeable(
        MakeSide(Effective(server_.capabilities, client_.capabilities, Role::kServer, false),
                 Role::kServer, *server_.profile));
  }

  // MakeSide makes it for this caller alone.
  static std::shared_ptr<Side> Changeable(const std::shared_ptr<const Side>& side) {
    return std::const_pointer_cast<Side>(side);
  }

  // Puts what was read where the capabilities name it.
  void Give(Role role, std::vector<OwnChain>& chains) {
    if (chains.empty()) return;
    Side& side = role == Role::kClient ? *out_client_ : *out_server_;
    side.chains.clear();
    size_t next = 0;
    for (const CertificateSpec& spec : request(role).capabilities.certificates) {
      side.chains.push_back(spec.chain_file.empty() ? FactsOf(spec, role)
                                                    : std::move(chains[next++].facts));
    }
  }

  SideRequest client_, server_;
  const int64_t now_;
  Certificates client_trust_, server_trust_;
  std::vector<std::string> notes_;
  std::shared_ptr<Side> out_client_, out_server_;
};

}  // namespace

tl::expected<PreparedSides, std::string> PrepareSides(const SideRequest& client,
                                                      const SideRequest& server, int64_t now) {
  return Preparation(client, server, now).Run();
}

}  // namespace shakedown
