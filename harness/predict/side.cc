#include "harness/predict/side.h"

#include <algorithm>

#include "harness/model/fips.h"
#include "harness/predict/security_level.h"

namespace shakedown {
namespace {

// Groups come in three kinds; a client with several key shares sends one of each (GnuTLS).
int KindOf(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  if (number >> 8 == 1) return 0;
  return group == NamedGroup::kX25519 || group == NamedGroup::kX448 ? 1 : 2;
}

bool IsSha1(SignatureScheme scheme) {
  return scheme == SignatureScheme::kRsaPkcs1Sha1 || scheme == SignatureScheme::kEcdsaSha1;
}

// Which groups a ClientHello of TLS 1.3 may use (RFC 8446 4.2.7).
bool IsTls13Group(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  return (number >= 23 && number <= 25) || number >= 29;
}

std::vector<NamedGroup> DefaultShares(const std::vector<NamedGroup>& groups,
                                      const StackProfile& profile) {
  std::vector<NamedGroup> shares;
  for (NamedGroup group : groups) {
    if (shares.size() >= static_cast<size_t>(profile.key_shares)) break;
    const bool taken = std::ranges::any_of(
        shares, [&](NamedGroup share) { return KindOf(share) == KindOf(group); });
    if (IsTls13Group(group) && !taken) shares.push_back(group);
  }
  return shares;
}

std::vector<SuiteFacts> Suites(const std::optional<std::vector<CipherSuite>>& asked,
                               const StackProfile& profile) {
  std::vector<SuiteFacts> suites;
  for (CipherSuite suite : asked ? *asked : profile.cipher_suites) {
    suites.push_back(FactsOf(suite));
  }
  return suites;
}

void DropWeak(std::vector<SignatureScheme>* schemes, int level) {
  std::erase_if(*schemes, [level](SignatureScheme scheme) { return IsTooWeak(scheme, level); });
}

// Suites whose kind of key none of the side's schemes is for.
void DropUnsigned(Side* side) {
  const auto any = [&](auto of_kind) { return std::ranges::any_of(side->schemes, of_kind); };
  const bool rsa = any(IsRsaScheme);
  const bool ec = any([](SignatureScheme scheme) { return !IsRsaScheme(scheme); });
  std::erase_if(side->suites, [&](const SuiteFacts& suite) {
    return (suite.authentication == SuiteFacts::Authentication::kRsa && !rsa) ||
           (suite.authentication == SuiteFacts::Authentication::kEcdsa && !ec);
  });
}

// Without TLS 1.3, GnuTLS lists elliptic curves only where it has a suite for ECDHE, finite fields
// only where it has one for DHE; and always those first whose suites are.
void FitGroupsToSuites(Side* side) {
  using Kind = SuiteFacts::Exchange;
  const auto is_finite = [](NamedGroup group) { return KindOf(group) == 0; };
  const auto first = std::ranges::find_if(side->suites, [side](const SuiteFacts& suite) {
    const bool usable = std::ranges::any_of(
        side->versions, [&](ProtocolVersion version) { return suite.UsableIn(version); });
    return usable && (suite.exchange == Kind::kEcdhe || suite.exchange == Kind::kDhe);
  });
  if (first != side->suites.end() && first->exchange == Kind::kDhe) {
    std::stable_partition(side->groups.begin(), side->groups.end(), is_finite);
  }
  if (side->role == Role::kServer || side->Speaks(ProtocolVersion::kTls13)) return;
  const auto has = [&](Kind exchange) {
    return std::ranges::any_of(
        side->suites, [exchange](const SuiteFacts& suite) { return suite.exchange == exchange; });
  };
  const bool ec = has(Kind::kEcdhe);
  const bool finite = has(Kind::kDhe);
  std::erase_if(side->groups, [&](NamedGroup group) { return is_finite(group) ? !finite : !ec; });
}

// GnuTLS lets each RSA-PSS key change places with the first RSA key added before it, so that the
// one that can do less is asked first.
void PutPssBeforeRsa(std::vector<ChainFacts>* chains) {
  for (auto pss = chains->begin(); pss != chains->end(); ++pss) {
    if (pss->key.family != SignatureFamily::kRsaPss) continue;
    const auto rsa = std::find_if(chains->begin(), pss, [](const ChainFacts& chain) {
      return chain.key.family == SignatureFamily::kRsa;
    });
    if (rsa != pss) std::swap(*rsa, *pss);
  }
}

}  // namespace

bool Side::Speaks(ProtocolVersion version) const {
  return std::find(versions.begin(), versions.end(), version) != versions.end();
}

ProtocolVersion Side::HighestBeforeTls13() const {
  return legacy_version.value_or(std::min(versions.front(), ProtocolVersion::kTls12));
}

std::shared_ptr<const Side> MakeSide(const Capabilities& capabilities, Role role,
                                     const StackProfile& profile) {
  auto side = std::make_shared<Side>();
  side->role = role;
  side->profile = &profile;
  side->has = ApplyFips(capabilities);
  side->fips = capabilities.fips == Fips::kOn;
  if (profile.Has(Trait::kHonoursCaNames)) side->has.honour_ca_names = true;
  const Capabilities& has = side->has;

  side->versions = has.versions.value_or(profile.versions);
  std::sort(side->versions.rbegin(), side->versions.rend());
  // Stacks send supported_versions when TLS 1.3 is on offer.
  side->lists_versions = role == Role::kClient && side->Speaks(ProtocolVersion::kTls13);
  side->suites = Suites(has.cipher_suites, profile);
  side->schemes = has.signature_schemes.value_or(profile.signature_schemes);
  const bool fips_schemes =
      side->fips && !capabilities.signature_schemes && !profile.fips_signature_schemes.empty();
  if (fips_schemes) side->schemes = profile.fips_signature_schemes;
  if (profile.Has(Trait::kHasSecurityLevels)) {
    side->security_level = has.security_level.value_or(profile.security_level);
  }
  DropWeak(&side->schemes, side->security_level);
  side->asked_suites = side->fips ? Suites(capabilities.cipher_suites, profile) : side->suites;
  if (role == Role::kClient && profile.Has(Trait::kNoSha1ForTls13Alone) &&
      !side->versions.empty() && side->versions.back() >= ProtocolVersion::kTls13) {
    std::erase_if(side->schemes, IsSha1);
  }
  if (role == Role::kClient) {
    if (profile.Has(Trait::kOffersSuitesItsSchemesFit)) DropUnsigned(side.get());
    // A suite that no version on offer can use is not offered.
    std::erase_if(side->suites, [&](const SuiteFacts& suite) {
      return std::ranges::none_of(side->versions,
                                  [&](ProtocolVersion version) { return suite.UsableIn(version); });
    });
  }
  side->groups = has.groups.value_or(profile.groups);
  side->asked_groups = side->fips ? capabilities.groups.value_or(profile.groups) : side->groups;
  if (role == Role::kClient && profile.Has(Trait::kOffersGroupsOfItsVersions) &&
      !side->Speaks(ProtocolVersion::kTls13)) {
    std::erase_if(side->groups, [](NamedGroup group) { return KindOf(group) == 0; });
  }
  if (profile.Has(Trait::kGroupsFollowSuites)) FitGroupsToSuites(side.get());
  const bool uses_curves = side->Speaks(ProtocolVersion::kTls13) ||
                           std::ranges::any_of(side->suites, [](const SuiteFacts& suite) {
                             return suite.exchange == SuiteFacts::Exchange::kEcdhe;
                           });
  if (role == Role::kClient && !uses_curves && profile.Has(Trait::kNoGroupsWithoutEcSuite)) {
    side->groups.clear();
  }
  side->key_shares = has.key_shares.value_or(DefaultShares(side->groups, profile));
  side->chain_schemes = has.certificate_signature_schemes.value_or(side->schemes);
  side->signing = fips_schemes                      ? side->schemes
                  : has.signature_schemes           ? *has.signature_schemes
                  : profile.signing_schemes.empty() ? profile.signature_schemes
                                                    : profile.signing_schemes;
  DropWeak(&side->chain_schemes, side->security_level);
  DropWeak(&side->signing, side->security_level);
  for (const CertificateSpec& spec : has.certificates) {
    if (spec.chain_file.empty()) side->chains.push_back(FactsOf(spec, role));
  }
  if (role == Role::kServer && profile.Has(Trait::kPssKeysFirst)) PutPssBeforeRsa(&side->chains);
  if (has.server_name) side->sent_name = *has.server_name;
  if (has.verify_name) side->checked_name = *has.verify_name;
  for (const VirtualHost& host : capabilities.hosts) {
    side->hosts.push_back({host.name, MakeSide(host.capabilities, role, profile)});
  }
  return side;
}

std::shared_ptr<Side> CopyOf(const Side& side) {
  auto copy = std::make_shared<Side>(side);
  copy->sent_name = copy->has.server_name ? std::string_view(*copy->has.server_name) : "";
  copy->checked_name = copy->has.verify_name ? std::string_view(*copy->has.verify_name) : "";
  return copy;
}

}  // namespace shakedown
