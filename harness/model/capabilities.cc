#include "harness/model/capabilities.h"

#include "harness/model/names.h"

namespace shakedown {

std::span<const Named<KeyType>> KeyTypes() {
  static constexpr Named<KeyType> kNames[] = {
      {KeyType::kRsa1024, "rsa1024"},
      {KeyType::kRsa2048, "rsa2048"},
      {KeyType::kRsa3072, "rsa3072"},
      {KeyType::kRsa4096, "rsa4096"},
      {KeyType::kRsaPss2048, "rsa-pss2048"},
      {KeyType::kSecp256r1, "secp256r1"},
      {KeyType::kSecp384r1, "secp384r1"},
      {KeyType::kSecp521r1, "secp521r1"},
      {KeyType::kEd25519, "ed25519"},
      {KeyType::kEd448, "ed448"},
      {KeyType::kBrainpoolP256r1, "brainpoolP256r1"},
      {KeyType::kSecp256k1, "secp256k1"},
  };
  return kNames;
}

std::span<const Named<CertificateFault>> CertificateFaults() {
  using enum CertificateFault;
  static constexpr Named<CertificateFault> kNames[] = {
      {kExpired, "expired"},
      {kNotYetValid, "not_yet_valid"},
      {kSelfSigned, "self_signed"},
      {kUnknownCa, "unknown_ca"},
      {kMissingIntermediate, "missing_intermediate"},
      {kWrongExtendedKeyUsage, "wrong_extended_key_usage"},
      {kWrongKeyUsage, "wrong_key_usage"},
      {kIssuerNotCa, "issuer_not_ca"},
      {kPathLength, "path_length"},
      {kWrongHostName, "wrong_host_name"},
      {kSha1Signature, "sha1_signature"},
      {kExpiredIntermediate, "expired_intermediate"},
      {kBadSignature, "bad_signature"},
      {kRevoked, "revoked"},
  };
  return kNames;
}

std::span<const Named<Signing>> Signings() {
  static constexpr Named<Signing> kNames[] = {
      {Signing::kWorks, "works"}, {Signing::kFails, "fails"}, {Signing::kCorrupts, "corrupts"}};
  return kNames;
}

std::span<const Named<ClientAuth>> ClientAuths() {
  static constexpr Named<ClientAuth> kNames[] = {{ClientAuth::kNone, "none"},
                                                 {ClientAuth::kRequest, "request"},
                                                 {ClientAuth::kRequire, "require"}};
  return kNames;
}

std::span<const Named<Verify>> Verifies() {
  static constexpr Named<Verify> kNames[] = {{Verify::kChain, "chain"},
                                             {Verify::kAcceptAll, "accept_all"},
                                             {Verify::kRejectAll, "reject_all"}};
  return kNames;
}

std::span<const Named<ServerNamePolicy>> ServerNamePolicies() {
  static constexpr Named<ServerNamePolicy> kNames[] = {
      {ServerNamePolicy::kIgnore, "ignore"},
      {ServerNamePolicy::kMatch, "match"},
      {ServerNamePolicy::kRequire, "require"},
      {ServerNamePolicy::kRequireMatch, "require_match"}};
  return kNames;
}

std::span<const Named<Fips>> FipsModes() {
  static constexpr Named<Fips> kNames[] = {
      {Fips::kOff, "off"}, {Fips::kOn, "on"}, {Fips::kAtEncryption, "at_encryption"}};
  return kNames;
}

std::optional<KeyType> CaKeyType(std::string_view ca) {
  const size_t dot = ca.find('.');
  if (dot != std::string_view::npos) {
    if (dot + 1 == ca.size()) return std::nullopt;
    ca = ca.substr(0, dot);
  }
  constexpr std::string_view kSuffix = "-ca";
  if (!ca.ends_with(kSuffix)) return std::nullopt;
  ca.remove_suffix(kSuffix.size());
  if (ca == "ec") return KeyType::kSecp256r1;
  if (ca == "rsa") return KeyType::kRsa2048;
  return KeyTypeByName(ca);
}

std::optional<KeyType> KeyTypeByName(std::string_view name) { return ByName(KeyTypes(), name); }
const char* NameOf(KeyType type) { return NameIn(KeyTypes(), type); }

std::optional<CertificateFault> CertificateFaultByName(std::string_view name) {
  return ByName(CertificateFaults(), name);
}
const char* NameOf(CertificateFault fault) { return NameIn(CertificateFaults(), fault); }

}  // namespace shakedown
