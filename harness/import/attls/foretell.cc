#include "harness/import/attls/foretell.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "harness/model/signature_family.h"
#include "harness/wire/suite_parts.h"

namespace shakedown::attls {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
bool Has(const std::vector<T>& list, const T& item) {
  return std::ranges::find(list, item) != list.end();
}

Json Refused(const char* alert, const char* cause) {
  return {{"outcome", "refused"}, {"by", "server"}, {"alert", alert}, {"cause", cause}};
}

// What the usual side of today has besides TLS 1.3: ECDHE with either certificate, and RSA.
bool IsUsual(CipherSuite suite) {
  const std::string_view key_exchange = SplitSuite(suite).key_exchange;
  return key_exchange == "ECDHE_RSA" || key_exchange == "ECDHE_ECDSA" || key_exchange == "RSA" ||
         key_exchange == "DHE_RSA";
}

// Whether a server with one of `keys` can use `suite` towards the usual client.
bool Fits(CipherSuite suite, const std::vector<KeyType>& keys, bool policy_is_client) {
  if (!IsUsual(suite)) return false;
  const bool ecdsa = SplitSuite(suite).key_exchange == "ECDHE_ECDSA";
  return std::ranges::any_of(keys, [&](KeyType key) {
    if (FamilyOf(key) == SignatureFamily::kRsa) return !ecdsa;
    // RFC 8422 5.1.1: the certificate's curve is one that the client offers.
    const bool known_curve = key == KeyType::kSecp256r1 || key == KeyType::kSecp384r1;
    return ecdsa && (policy_is_client || known_curve);
  });
}

}  // namespace

const std::vector<ProtocolVersion>& UsualVersions() {
  static const std::vector<ProtocolVersion> versions = {ProtocolVersion::kTls13,
                                                        ProtocolVersion::kTls12};
  return versions;
}

const std::vector<NamedGroup>& UsualGroups() {
  static const std::vector<NamedGroup> groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1,
                                                 NamedGroup::kSecp384r1};
  return groups;
}

const std::vector<SignatureScheme>& UsualSchemes() {
  static const std::vector<SignatureScheme> schemes = {
      SignatureScheme::kEcdsaSecp256r1Sha256, SignatureScheme::kRsaPssRsaeSha256,
      SignatureScheme::kRsaPkcs1Sha256,       SignatureScheme::kEcdsaSecp384r1Sha384,
      SignatureScheme::kRsaPssRsaeSha384,     SignatureScheme::kRsaPkcs1Sha384,
      SignatureScheme::kRsaPssRsaeSha512,     SignatureScheme::kRsaPkcs1Sha512};
  return schemes;
}

nlohmann::ordered_json ExpectationOf(const Encounter& encounter) {
  const Json agreed = {{"outcome", "agreed"}};
  const auto version = std::ranges::find_if(
      encounter.versions, [](ProtocolVersion one) { return Has(UsualVersions(), one); });
  // RFC 8446 4.2.1, RFC 5246 E.1, MUST, protocol_version: no version in common.
  if (version == encounter.versions.end()) return Refused("protocol_version", "version_mismatch");
  const auto no_group = [&] {
    return encounter.groups && std::ranges::none_of(*encounter.groups, [](NamedGroup group) {
             return Has(UsualGroups(), group);
           });
  };
  if (*version == ProtocolVersion::kTls13) {
    const auto first = std::ranges::find_if(encounter.suites, IsTls13Suite);
    // RFC 8446 4.1.1, handshake_failure.
    if (first == encounter.suites.end()) {
      return Refused("handshake_failure", "no_tls13_cipher_configured");
    }
    if (no_group()) return Refused("handshake_failure", "no_common_group");
    const bool signs = std::ranges::any_of(encounter.server_keys, [&](KeyType key) {
      const auto scheme = SchemeOfCurve(key);
      if (encounter.policy_is_client) return true;
      return FamilyOf(key) == SignatureFamily::kRsa || (scheme && Has(UsualSchemes(), *scheme));
    });
    // RFC 8446 4.4.3, handshake_failure.
    if (!signs) return Refused("handshake_failure", "no_signature_scheme_for_key");
    if (encounter.refuses_chacha_late && !encounter.policy_is_client &&
        *first == CipherSuite{0x1303}) {
      return {{"outcome", "closed"}, {"by", "server"}, {"cause", "fips_disallows_cipher"}};
    }
    return agreed;
  }
  std::vector<CipherSuite> common;
  std::ranges::copy_if(encounter.suites, std::back_inserter(common), [&](CipherSuite suite) {
    return Fits(suite, encounter.server_keys, encounter.policy_is_client);
  });
  // RFC 5246 7.4.1.3, handshake_failure.
  if (common.empty()) return Refused("handshake_failure", "no_common_cipher");
  const bool needs_group = std::ranges::all_of(common, [](CipherSuite suite) {
    return SplitSuite(suite).key_exchange.starts_with("ECDHE");
  });
  if (needs_group && no_group()) return Refused("handshake_failure", "no_common_group");
  return agreed;
}

}  // namespace shakedown::attls
