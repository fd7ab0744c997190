#include "harness/predict/selection.h"

#include <algorithm>

#include "harness/model/fips.h"
#include "harness/predict/common.h"

namespace shakedown {
namespace {

using Exchange = SuiteFacts::Exchange;
using Authentication = SuiteFacts::Authentication;

// RFC 8446 4.2.7: what may stand in a key share.
bool IsForTls13(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  return (number >= 23 && number <= 25) || number >= 29;
}

bool PrefersOwn(const Side& server) {
  return server.has.server_preference.value_or(server.profile->server_preference);
}

bool ChoosesOwnScheme(const Side& signer) {
  switch (signer.profile->scheme_choice) {
    case SchemeChoice::kOwnOrder:
      return true;
    case SchemeChoice::kPeerOrder:
      return false;
    case SchemeChoice::kBySetting:
      return signer.role == Role::kServer && PrefersOwn(signer);
  }
  return false;
}

bool Offered(const Side& client, const SuiteFacts& suite) {
  return Holds(client.suites, suite.suite);
}

// RFC 8422 5.1, MUST: a server's ECDSA key lies on a curve that the client listed.
bool CurveListed(const Side& client, const KeyFacts& key) {
  return !key.curve || client.groups.empty() || Holds(client.groups, *key.curve);
}

bool ChainAccepted(const Side& verifier, const ChainFacts& chain) {
  return std::ranges::all_of(chain.signatures, [&](const auto& signature) {
    return !signature || Holds(verifier.chain_schemes, *signature);
  });
}

// CanSign, with what the stack itself asks of its keys.
bool MaySign(const Side& signer, const KeyFacts& key, SignatureScheme scheme,
             ProtocolVersion version) {
  if (!CanSign(key, scheme, version)) return false;
  const bool names_curve = scheme == SignatureScheme::kEcdsaSecp256r1Sha256 ||
                           scheme == SignatureScheme::kEcdsaSecp384r1Sha384 ||
                           scheme == SignatureScheme::kEcdsaSecp521r1Sha512;
  return !names_curve || !signer.profile->Has(Trait::kBindsCurvesInTls12) ||
         CanSign(key, scheme, ProtocolVersion::kTls13);
}

// Whether the server's own rules let it use `chain` with this suite, whatever the certificate says
// of its key.
bool SuitsByKey(const Side& client, const Side& server, const ChainFacts& chain,
                const SuiteFacts& suite, ProtocolVersion version) {
  if (!CanAuthenticate(chain.key, suite)) return false;
  const bool tls13 = version >= ProtocolVersion::kTls13;
  if (!tls13 && server.profile->Has(Trait::kEnforcesCurve) && !CurveListed(client, chain.key)) {
    return false;
  }
  if (!tls13 && server.profile->Has(Trait::kChecksOwnCurve) && chain.key.curve &&
      !Holds(server.groups, *chain.key.curve)) {
    return false;
  }
  if (server.profile->Has(Trait::kChecksOwnKeyUsage) &&
      chain.faults.Has(CertificateFault::kWrongKeyUsage)) {
    return false;
  }
  const bool chain_counts =
      server.profile->Has(Trait::kEnforcesChainSignatures) ||
      (!tls13 && server.profile->Has(Trait::kEnforcesChainSignaturesBeforeTls13));
  if (chain_counts && !ChainAccepted(client, chain)) return false;
  return IsForVersion(chain.key, version) || server.profile->Has(Trait::kTakesAnyKeyBeforeTls12);
}

// The same, and the certificate lets the key sign where the stack looks at that.
bool Suits(const Side& client, const Side& server, const ChainFacts& chain, const SuiteFacts& suite,
           ProtocolVersion version) {
  const bool forbidden = server.profile->Has(Trait::kChecksOwnEcKeyUsage) &&
                         version < ProtocolVersion::kTls13 && chain.key.curve &&
                         chain.faults.Has(CertificateFault::kWrongKeyUsage);
  return !forbidden && SuitsByKey(client, server, chain, suite, version);
}

// RFC 5246 7.4.1.4.1: what a key signs with where the peer lists no schemes.
SignatureScheme UsualScheme(const KeyFacts& key) {
  return key.family == SignatureFamily::kEc ? SignatureScheme::kEcdsaSha1
                                            : SignatureScheme::kRsaPkcs1Sha1;
}

bool NeedsScheme(const Side& server, const SuiteFacts& suite, ProtocolVersion version) {
  if (version < ProtocolVersion::kTls12 || suite.authentication == Authentication::kNone) {
    return false;
  }
  return suite.exchange != Exchange::kRsa || server.profile->Has(Trait::kSchemeForRsaExchange);
}

// Whether `chain` has a scheme where one is needed; `*scheme` is set to it.
bool HasScheme(const Side& client, const Side& server, const ChainFacts& chain,
               const SuiteFacts& suite, ProtocolVersion version,
               std::optional<SignatureScheme>* scheme) {
  scheme->reset();
  if (!NeedsScheme(server, suite, version)) return true;
  *scheme = SelectScheme(server, client, chain.key, version);
  return scheme->has_value();
}

// The certificate that does for the suites in common, before any suite is chosen.
const ChainFacts* FirstFitting(const Side& client, const Side& server, ProtocolVersion version) {
  const auto fits = [&](const ChainFacts& chain) {
    const bool suite_fits = std::ranges::any_of(server.suites, [&](const SuiteFacts& suite) {
      return suite.UsableIn(version) && Offered(client, suite) && CanAuthenticate(chain.key, suite);
    });
    if (!suite_fits) return false;
    if (version < ProtocolVersion::kTls12) return IsForVersion(chain.key, version);
    return SelectScheme(server, client, chain.key, version).has_value();
  };
  const auto found = std::ranges::find_if(server.chains, fits);
  if (found != server.chains.end()) return &*found;
  return server.chains.empty() ? nullptr : &server.chains.front();
}

// The first certificate for `suite`, in the order that the stack's ways make of them.
bool SelectInTurn(const Side& client, const Side& server, const SuiteFacts& suite,
                  ProtocolVersion version, Selection* out) {
  const bool by_name = server.profile->Has(Trait::kPrefersNamedCertificate);
  for (bool named : {true, false}) {
    if (named && !(by_name && !client.sent_name.empty())) continue;
    for (const ChainFacts& chain : server.chains) {
      if (named && !IsNamed(chain.names, client.sent_name)) continue;
      if (Suits(client, server, chain, suite, version) &&
          HasScheme(client, server, chain, suite, version, &out->scheme)) {
        out->chain = &chain;
        return true;
      }
    }
  }
  return false;
}

// Whether the stack takes `chain` for a suite before it looks for a scheme: an RSA key always,
// since it may only have to decrypt, other keys where a scheme that is shared is for their kind.
bool OpensSuite(const Side& client, const Side& server, const ChainFacts& chain,
                const SuiteFacts& suite, ProtocolVersion version) {
  if (!Suits(client, server, chain, suite, version)) return false;
  return chain.key.family == SignatureFamily::kRsa ||
         SelectScheme(server, client, chain.key, version).has_value();
}

// CertificateChoice::kByScheme where a scheme is needed.
bool SelectByScheme(const Side& client, const Side& server, const SuiteFacts& suite,
                    ProtocolVersion version, Selection* out) {
  const bool tls13 = version >= ProtocolVersion::kTls13;
  const auto opens = [&](const ChainFacts& chain) {
    return OpensSuite(client, server, chain, suite, version);
  };
  if (!tls13 && std::ranges::none_of(server.chains, opens)) return false;
  const bool own = ChoosesOwnScheme(server);
  const auto& order = own ? server.signing : client.schemes;
  const auto& other = own ? client.schemes : server.signing;
  if (client.schemes.empty() && !tls13) {
    for (const ChainFacts& chain : server.chains) {
      out->scheme = SelectScheme(server, client, chain.key, version);
      if (out->scheme && SuitsByKey(client, server, chain, suite, version)) {
        out->chain = &chain;
        return true;
      }
    }
    out->scheme.reset();
  }
  for (SignatureScheme scheme : order) {
    if (!Holds(other, scheme)) continue;
    for (const ChainFacts& chain : server.chains) {
      if (MaySign(server, chain.key, scheme, version) &&
          SuitsByKey(client, server, chain, suite, version)) {
        out->chain = &chain;
        out->scheme = scheme;
        return true;
      }
    }
  }
  if (tls13) return false;
  // The suite stands, and nothing signs for it.
  out->refused = WhyNoSchemeServes(client, server, version);
  return true;
}

// Gives `*out` the certificate and scheme for `suite`; false: there is none.
bool SelectChain(const Side& client, const Side& server, const SuiteFacts& suite,
                 ProtocolVersion version, Selection* out) {
  if (suite.authentication == Authentication::kNone) return true;
  const bool tls13 = version >= ProtocolVersion::kTls13;
  switch (tls13 ? server.profile->certificate_choice_tls13 : server.profile->certificate_choice) {
    case CertificateChoice::kFirstFitting: {
      const ChainFacts* chain = FirstFitting(client, server, version);
      if (chain == nullptr || !Suits(client, server, *chain, suite, version)) return false;
      out->chain = chain;
      if (HasScheme(client, server, *chain, suite, version, &out->scheme)) return true;
      // The suite stands; the signature fails after it.
      out->refused = WhyNoSchemeServes(client, server, version);
      out->hello_is_out = server.profile->Has(Trait::kHelloBeforeSchemeFailure);
      return true;
    }
    case CertificateChoice::kBySuite:
      return SelectInTurn(client, server, suite, version, out);
    case CertificateChoice::kByScheme: {
      if (!NeedsScheme(server, suite, version)) {
        return SelectInTurn(client, server, suite, version, out);
      }
      return SelectByScheme(client, server, suite, version, out);
    }
  }
  return false;
}

// RFC 8422 5.1.1 and RFC 7919: the groups that JSSE of Java 17 has names for. Brainpool's (RFC
// 7027, RFC 8734) and those with a KEM are not among them.
bool IsOldGroup(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  return number <= 25 || number == 29 || number == 30 || (number >= 0x0100 && number <= 0x0104);
}

bool IsFinite(NamedGroup group) { return !IsEllipticCurve(group); }

// RFC 7919 4: the first finite field group in common; without any on the client's list, the
// server's own first.
std::optional<NamedGroup> SelectFiniteGroup(const Side& client, const Side& server) {
  const auto group = PrefersOwn(server) ? FirstCommon(server.groups, client.groups, IsFinite)
                                        : FirstCommon(client.groups, server.groups, IsFinite);
  return group ? group : FirstCommon(server.groups, server.groups, IsFinite);
}

Selection Refused(CauseId cause, CauseId answered_as) {
  Selection out;
  out.refused = cause;
  out.answered_as = answered_as;
  return out;
}

Selection SelectInTls13(const Side& client, const Side& server) {
  Selection out;
  const ProtocolVersion version = ProtocolVersion::kTls13;
  out.suite = SelectTls13Suite(client, server);
  const GroupSelection group = SelectTls13Group(client, server);
  out.group = group.group;
  out.retry = group.retry;
  const bool all =
      out.suite != nullptr && out.group && SelectChain(client, server, *out.suite, version, &out);
  if (all && out.refused == CauseId::kNone) return out;
  if (out.hello_is_out) return out;
  Selection refused;
  refused.refused = WhyNothing(client, server, version);
  // That the certificate is missing comes out after suite and group.
  if (out.suite == nullptr || !out.group) {
    refused.answered_as = CauseId::kNoCommonCipher;
  } else if (server.profile->Has(Trait::kHelloBeforeSchemeFailure) &&
             server.profile->certificate_choice_tls13 != CertificateChoice::kFirstFitting) {
    refused.suite = out.suite;
    refused.group = out.group;
    refused.retry = out.retry;
    refused.hello_is_out = true;
  }
  return refused;
}

Selection SelectBeforeTls13(const Side& client, const Side& server, ProtocolVersion version) {
  const bool own = PrefersOwn(server);
  const auto& order = own ? server.suites : client.suites;
  const auto& other = own ? client.suites : server.suites;
  const std::optional<NamedGroup> ec_group = SelectEcGroup(client, server);
  for (const SuiteFacts& suite : order) {
    if (!suite.UsableIn(version) || !Holds(other, suite.suite)) continue;
    Selection out;
    if (suite.exchange == Exchange::kEcdhe) {
      if (!ec_group) continue;
      out.group = ec_group;
    }
    const bool names_group =
        suite.exchange == Exchange::kDhe && server.profile->Has(Trait::kNamesDheGroup);
    if (names_group) {
      out.group = SelectFiniteGroup(client, server);
      // RFC 7919 4: a client that lists such groups is held to them.
      if (!out.group && std::ranges::any_of(client.groups, IsFinite)) continue;
    }
    if (!SelectChain(client, server, suite, version, &out)) continue;
    if (names_group && !out.group) {
      const bool unusable = out.chain != nullptr && !IsForVersion(out.chain->key, version) &&
                            WhyNoGroup(client, server) == CauseId::kNone;
      return Refused(unusable ? CauseId::kCertTypeNotUsableWithCipher : CauseId::kNoCommonGroup,
                     CauseId::kInternalError);
    }
    if (out.chain != nullptr && !IsForVersion(out.chain->key, version) &&
        suite.exchange != Exchange::kRsa) {
      const CauseId why = WhyNothing(client, server, version);
      out.refused = why == CauseId::kNone ? CauseId::kCertTypeNotUsableWithCipher : why;
      out.answered_as = CauseId::kNoCommonCipher;
      out.hello_is_out = server.profile->Has(Trait::kHelloBeforeSchemeFailure);
      if (out.hello_is_out) out.suite = &suite;
      return out;
    }
    out.suite = &suite;
    return out;
  }
  Selection out;
  out.refused = WhyNothing(client, server, version);
  return out;
}

// Whether FIPS mode is why nothing is in common: the server's own list would have served what the
// client offers, or all that both lists share is what the client withheld.
bool FipsTookSuites(const Side& client, const Side& server, ProtocolVersion version) {
  const auto asked = [&](const SuiteFacts& suite) {
    return suite.UsableIn(version) && Holds(client.suites, suite.suite);
  };
  if (server.fips && std::ranges::any_of(server.asked_suites, asked)) return true;
  if (!client.fips || !server.has.cipher_suites) return false;
  bool common = false, approved = false;
  for (const SuiteFacts& suite : server.asked_suites) {
    if (!Holds(client.asked_suites, suite.suite)) continue;
    common = true;
    approved = approved || suite.fips;
  }
  return common && !approved;
}

bool FipsTookGroups(const Side& client, const Side& server) {
  const auto any = [](NamedGroup) { return true; };
  if (server.fips && FirstCommon(client.groups, server.asked_groups, any)) return true;
  if (!client.fips || !server.has.groups) return false;
  return FirstCommon(client.asked_groups, server.asked_groups, any) &&
         !FirstCommon(client.asked_groups, server.asked_groups,
                      [](NamedGroup group) { return FipsApproved(group); });
}

// WhyNoSignature, of the certificates that are `usable` otherwise.
template <typename Usable>
CauseId WhyNoneSigns(const Side& signer, const Side& verifier, ProtocolVersion version,
                     Usable usable) {
  bool chain_only = false;
  bool this_key = false;
  for (const ChainFacts& chain : signer.chains) {
    if (!usable(chain)) continue;
    bool suits = false;
    bool peer_would = false;
    for (SignatureScheme scheme : verifier.schemes) {
      if (!MaySign(signer, chain.key, scheme, version)) continue;
      peer_would = true;
      suits = suits || !signer.has.signature_schemes || Holds(signer.signing, scheme);
    }
    if (suits) {
      if (ChainAccepted(verifier, chain)) return CauseId::kNone;
      chain_only = true;
    } else if (!peer_would) {
      this_key = this_key || WantsAnotherOfItsKind(chain.key, verifier.schemes);
    }
  }
  if (chain_only) return CauseId::kCertChainSignatureNotInPeerSigalgs;
  return this_key ? CauseId::kNoSignatureSchemeForKey : CauseId::kNoCommonSignatureAlgorithm;
}

}  // namespace

bool IsEllipticCurve(NamedGroup group) { return static_cast<uint16_t>(group) < 0x0100; }

const Side& AnsweringHost(const Side& client, const Side& server) {
  if (!client.sent_name.empty()) {
    for (const HostSide& host : server.hosts) {
      if (IsSameName(host.name, client.sent_name)) return *host.side;
    }
  }
  return server;
}

std::optional<ProtocolVersion> SelectVersion(const Side& client, const Side& server) {
  if (client.versions.empty()) return std::nullopt;
  const ProtocolVersion highest = client.HighestBeforeTls13();
  const bool old = !server.Speaks(ProtocolVersion::kTls13) &&
                   (!server.Speaks(ProtocolVersion::kTls12) || highest < ProtocolVersion::kTls12);
  const bool listed =
      client.lists_versions && !(old && server.profile->Has(Trait::kLegacyVersionBelowTls12));
  if (IsLegacyVersionTooLow(client, server)) return std::nullopt;
  const auto found = [&](bool tls13) {
    const auto at = std::ranges::find_if(server.versions, [&](ProtocolVersion version) {
      return (tls13 || version < ProtocolVersion::kTls13) &&
             (listed ? client.Speaks(version) : version <= highest);
    });
    return at == server.versions.end() ? std::nullopt : std::optional(*at);
  };
  if (NoKeyMaySign(server)) {
    if (const auto older = found(false)) return older;
  }
  return found(true);
}

bool IsLegacyVersionTooLow(const Side& client, const Side& server) {
  const ProtocolVersion highest = client.HighestBeforeTls13();
  return server.profile->Has(Trait::kMindsLegacyVersion) && highest < ProtocolVersion::kTls12 &&
         !server.versions.empty() && highest < server.versions.back();
}

bool NoKeyMaySign(const Side& server) {
  return server.profile->Has(Trait::kChecksOwnKeyUsage) && !server.chains.empty() &&
         std::ranges::all_of(server.chains, [](const ChainFacts& chain) {
           return chain.faults.Has(CertificateFault::kWrongKeyUsage);
         });
}

std::optional<NamedGroup> SelectEcGroup(const Side& client, const Side& server) {
  // RFC 8422 4: a client that sends no list leaves the curve to the server.
  if (client.groups.empty()) {
    if (server.profile->Has(Trait::kSecp256r1WithoutGroups)) return NamedGroup::kSecp256r1;
    const bool none = server.groups.empty() || server.profile->Has(Trait::kNeedsGroupsList);
    return none ? std::nullopt : std::optional(server.groups.front());
  }
  const bool overlooked = server.profile->Has(Trait::kOverlooksUnknownGroups) &&
                          std::ranges::none_of(client.groups, IsOldGroup);
  if (overlooked && !server.groups.empty()) return server.groups.front();
  return PrefersOwn(server) ? FirstCommon(server.groups, client.groups, IsEllipticCurve)
                            : FirstCommon(client.groups, server.groups, IsEllipticCurve);
}

GroupSelection SelectTls13Group(const Side& client, const Side& server) {
  const auto by_setting = [&] {
    return PrefersOwn(server) ? FirstCommon(server.groups, client.groups, IsForTls13)
                              : FirstCommon(client.groups, server.groups, IsForTls13);
  };
  if (server.profile->tls13_group_choice == Tls13GroupChoice::kBySetting) {
    const auto group = by_setting();
    return {group, group && !Holds(client.key_shares, *group)};
  }
  const auto shared = FirstCommon(client.key_shares, server.groups, IsForTls13);
  if (shared) return {shared, false};
  const auto group = FirstCommon(server.groups, client.groups, IsForTls13);
  return {group, group.has_value()};
}

std::optional<SignatureScheme> SelectScheme(const Side& signer, const Side& verifier,
                                            const KeyFacts& key, ProtocolVersion version) {
  KeyFacts taken_for = key;
  if (key.family == SignatureFamily::kRsa && signer.profile->Has(Trait::kIgnoresPssRoom)) {
    taken_for.bits = 2048;
  }
  const auto fits = [&](SignatureScheme scheme) {
    return MaySign(signer, taken_for, scheme, version);
  };
  if (verifier.schemes.empty() && version == ProtocolVersion::kTls12) {
    // RFC 5246 7.4.1.4.1: without the extension it is SHA-1 with the kind of the key.
    const SignatureScheme usual = UsualScheme(key);
    return fits(usual) && Holds(signer.signing, usual) ? std::optional(usual) : std::nullopt;
  }
  return ChoosesOwnScheme(signer) ? FirstCommon(signer.signing, verifier.schemes, fits)
                                  : FirstCommon(verifier.schemes, signer.signing, fits);
}

bool TakesOwnTls13Suite(const Side& server) {
  return server.profile->tls13_suite_choice == Tls13SuiteChoice::kBySetting && PrefersOwn(server);
}

const SuiteFacts* SelectTls13Suite(const Side& client, const Side& server) {
  const bool own = TakesOwnTls13Suite(server);
  const auto& order = own ? server.suites : client.suites;
  const auto& other = own ? client.suites : server.suites;
  for (const SuiteFacts& suite : order) {
    if (suite.tls13 && Holds(other, suite.suite)) return &suite;
  }
  return nullptr;
}

Selection Select(const Side& client, const Side& server, ProtocolVersion version) {
  return version >= ProtocolVersion::kTls13 ? SelectInTls13(client, server)
                                            : SelectBeforeTls13(client, server, version);
}

CauseId WhyNoSignature(const Side& signer, const Side& verifier, ProtocolVersion version) {
  return WhyNoneSigns(signer, verifier, version, [](const ChainFacts&) { return true; });
}

CauseId WhyNoSchemeServes(const Side& client, const Side& server, ProtocolVersion version) {
  const CauseId why = WhyNothing(client, server, version);
  const bool of_signatures = why == CauseId::kNoCommonSignatureAlgorithm ||
                             why == CauseId::kMissingMandatoryExtension ||
                             why == CauseId::kNoSignatureSchemeForKey ||
                             why == CauseId::kCertChainSignatureNotInPeerSigalgs;
  if (of_signatures) return why;
  const CauseId of_all = WhyNoSignature(server, client, version);
  // Another certificate could sign, but serves no suite.
  return of_all == CauseId::kNone ? CauseId::kNoCommonSignatureAlgorithm : of_all;
}

bool SharesScheme(const Side& client, const Side& server, ProtocolVersion version) {
  // RFC 8446 4.2.3: SHA-1 and SHA-224 are for certificates only.
  const auto fits = [&](SignatureScheme scheme) {
    return version < ProtocolVersion::kTls13 || static_cast<uint16_t>(scheme) >= 0x0400;
  };
  return version < ProtocolVersion::kTls12 || FirstCommon(client.schemes, server.signing, fits);
}

CauseId WhyNoClientSignature(const Side& client, const Side& server, ProtocolVersion version) {
  const CauseId why = WhyNoSignature(client, server, version);
  return why == CauseId::kCertChainSignatureNotInPeerSigalgs ? CauseId::kNone : why;
}

CauseId WhyNoGroup(const Side& client, const Side& server) {
  const auto any = [](NamedGroup) { return true; };
  if (client.groups.empty() || FirstCommon(client.groups, server.groups, any)) {
    return CauseId::kNone;
  }
  return FipsTookGroups(client, server) ? CauseId::kFipsDisallowsCurve : CauseId::kNoCommonGroup;
}

CauseId WhyNothing(const Side& client, const Side& server, ProtocolVersion version) {
  // A server that overlooked the client's list of versions meets a client that has another.
  if (client.lists_versions && !client.Speaks(version)) return CauseId::kVersionMismatch;
  if (server.chains.empty()) return CauseId::kNoLocalCertificate;
  const bool tls13 = version >= ProtocolVersion::kTls13;
  const auto shared = [&](const SuiteFacts& suite) {
    return suite.UsableIn(version) && Offered(client, suite);
  };
  if (std::ranges::none_of(server.suites, shared)) {
    const bool none_listed = tls13 && server.has.cipher_suites && !server.asked_suites.empty() &&
                             std::ranges::none_of(server.asked_suites, &SuiteFacts::tls13);
    if (none_listed) return CauseId::kNoTls13CipherConfigured;
    return FipsTookSuites(client, server, version) ? CauseId::kFipsDisallowsCipher
                                                   : CauseId::kNoCommonCipher;
  }
  const auto left_over = [&](auto usable) {
    return std::ranges::any_of(server.suites, [&](const SuiteFacts& suite) {
      return shared(suite) && std::ranges::any_of(server.chains, [&](const ChainFacts& chain) {
               return CanAuthenticate(chain.key, suite) && IsForVersion(chain.key, version) &&
                      usable(chain, suite);
             });
    });
  };
  if (!left_over([](const auto&, const auto&) { return true; })) {
    return CauseId::kCertTypeNotUsableWithCipher;
  }
  // RFC 8422 4: a client that sends no list leaves the curve to the server.
  const bool group = client.groups.empty() ||
                     FirstCommon(client.groups, server.groups,
                                 [&](NamedGroup one) { return tls13 || IsEllipticCurve(one); });
  const auto with_group = [&](const ChainFacts&, const SuiteFacts& suite) {
    if (suite.exchange == Exchange::kDhe && server.profile->Has(Trait::kNamesDheGroup)) {
      return SelectFiniteGroup(client, server).has_value();
    }
    return group || (suite.exchange != Exchange::kEcdhe && suite.exchange != Exchange::kAny);
  };
  if (!left_over(with_group)) {
    const CauseId why = WhyNoGroup(client, server);
    return why == CauseId::kNone ? CauseId::kNoCommonGroup : why;
  }
  const auto with_curve = [&](const ChainFacts& chain, const SuiteFacts& suite) {
    return with_group(chain, suite) && CurveListed(client, chain.key);
  };
  if (!tls13 && !left_over(with_curve)) return CauseId::kCertCurveNotInPeerGroups;
  // RFC 5246 7.4.1.4.1: signature algorithms are negotiated from TLS 1.2 on.
  if (version < ProtocolVersion::kTls12) return CauseId::kNone;
  // And without the extension the server may take SHA-1 with any key.
  if (client.schemes.empty()) {
    // RFC 8446 9.2, MUST: a hello that leads to TLS 1.3 lists its schemes.
    return tls13 ? CauseId::kMissingMandatoryExtension : CauseId::kNone;
  }
  return WhyNoneSigns(server, client, version, [&](const ChainFacts& chain) {
    return std::ranges::any_of(server.suites, [&](const SuiteFacts& suite) {
      return shared(suite) && CanAuthenticate(chain.key, suite) && with_group(chain, suite) &&
             (tls13 || CurveListed(client, chain.key));
    });
  });
}

}  // namespace shakedown
