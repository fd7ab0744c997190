#include "peers/gnutls/algorithms.h"

namespace shakedown::gnutls {
namespace {

struct VersionRow {
  ProtocolVersion version;
  gnutls_protocol_t id;
};

constexpr VersionRow kVersions[] = {
    {ProtocolVersion::kTls10, GNUTLS_TLS1_0},
    {ProtocolVersion::kTls11, GNUTLS_TLS1_1},
    {ProtocolVersion::kTls12, GNUTLS_TLS1_2},
    {ProtocolVersion::kTls13, GNUTLS_TLS1_3},
};

struct GroupRow {
  NamedGroup group;
  gnutls_group_t id;
};

constexpr GroupRow kGroups[] = {
    {NamedGroup{0x0013}, GNUTLS_GROUP_SECP192R1},
    {NamedGroup{0x0015}, GNUTLS_GROUP_SECP224R1},
    {NamedGroup::kSecp256r1, GNUTLS_GROUP_SECP256R1},
    {NamedGroup::kSecp384r1, GNUTLS_GROUP_SECP384R1},
    {NamedGroup::kSecp521r1, GNUTLS_GROUP_SECP521R1},
    {NamedGroup::kX25519, GNUTLS_GROUP_X25519},
    {NamedGroup::kX448, GNUTLS_GROUP_X448},
    {NamedGroup::kFfdhe2048, GNUTLS_GROUP_FFDHE2048},
    {NamedGroup::kFfdhe3072, GNUTLS_GROUP_FFDHE3072},
    {NamedGroup::kFfdhe4096, GNUTLS_GROUP_FFDHE4096},
    {NamedGroup::kFfdhe6144, GNUTLS_GROUP_FFDHE6144},
    {NamedGroup::kFfdhe8192, GNUTLS_GROUP_FFDHE8192},
};

struct SchemeRow {
  SignatureScheme scheme;
  gnutls_sign_algorithm_t id;
};

constexpr SchemeRow kSchemes[] = {
    {SignatureScheme::kRsaPkcs1Sha1, GNUTLS_SIGN_RSA_SHA1},
    {SignatureScheme{0x0202}, GNUTLS_SIGN_DSA_SHA1},
    {SignatureScheme::kEcdsaSha1, GNUTLS_SIGN_ECDSA_SHA1},
    {SignatureScheme::kRsaPkcs1Sha256, GNUTLS_SIGN_RSA_SHA256},
    {SignatureScheme::kEcdsaSecp256r1Sha256, GNUTLS_SIGN_ECDSA_SHA256},
    {SignatureScheme::kEcdsaSecp256r1Sha256, GNUTLS_SIGN_ECDSA_SECP256R1_SHA256},
    {SignatureScheme::kRsaPkcs1Sha384, GNUTLS_SIGN_RSA_SHA384},
    {SignatureScheme::kEcdsaSecp384r1Sha384, GNUTLS_SIGN_ECDSA_SHA384},
    {SignatureScheme::kEcdsaSecp384r1Sha384, GNUTLS_SIGN_ECDSA_SECP384R1_SHA384},
    {SignatureScheme::kRsaPkcs1Sha512, GNUTLS_SIGN_RSA_SHA512},
    {SignatureScheme::kEcdsaSecp521r1Sha512, GNUTLS_SIGN_ECDSA_SHA512},
    {SignatureScheme::kEcdsaSecp521r1Sha512, GNUTLS_SIGN_ECDSA_SECP521R1_SHA512},
    {SignatureScheme::kRsaPssRsaeSha256, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256},
    {SignatureScheme::kRsaPssRsaeSha384, GNUTLS_SIGN_RSA_PSS_RSAE_SHA384},
    {SignatureScheme::kRsaPssRsaeSha512, GNUTLS_SIGN_RSA_PSS_RSAE_SHA512},
    {SignatureScheme::kEd25519, GNUTLS_SIGN_EDDSA_ED25519},
    {SignatureScheme::kEd448, GNUTLS_SIGN_EDDSA_ED448},
    {SignatureScheme::kRsaPssPssSha256, GNUTLS_SIGN_RSA_PSS_SHA256},
    {SignatureScheme::kRsaPssPssSha384, GNUTLS_SIGN_RSA_PSS_SHA384},
    {SignatureScheme::kRsaPssPssSha512, GNUTLS_SIGN_RSA_PSS_SHA512},
};

std::vector<SuiteParts> ReadSuites() {
  std::vector<SuiteParts> suites;
  for (size_t i = 0;; ++i) {
    unsigned char id[2];
    SuiteParts parts{};
    if (gnutls_cipher_suite_info(i, id, &parts.key_exchange, &parts.cipher, &parts.mac,
                                 &parts.min_version) == nullptr) {
      return suites;
    }
    parts.suite = CipherSuite(id[0] << 8 | id[1]);
    suites.push_back(parts);
  }
}

}  // namespace

std::span<const SuiteParts> AllSuites() {
  static const std::vector<SuiteParts> suites = ReadSuites();
  return suites;
}

const SuiteParts* PartsOf(CipherSuite suite) {
  for (const SuiteParts& parts : AllSuites()) {
    if (parts.suite == suite) return &parts;
  }
  return nullptr;
}

bool UsesCertificates(const SuiteParts& parts) {
  switch (parts.key_exchange) {
    case GNUTLS_KX_UNKNOWN:  // TLS 1.3
    case GNUTLS_KX_RSA:
    case GNUTLS_KX_DHE_RSA:
    case GNUTLS_KX_DHE_DSS:
    case GNUTLS_KX_ECDHE_RSA:
    case GNUTLS_KX_ECDHE_ECDSA:
      return true;
    default:
      return false;
  }
}

gnutls_protocol_t ToLibrary(ProtocolVersion version) {
  for (const VersionRow& row : kVersions) {
    if (row.version == version) return row.id;
  }
  return GNUTLS_VERSION_UNKNOWN;
}

std::optional<ProtocolVersion> FromLibrary(gnutls_protocol_t version) {
  for (const VersionRow& row : kVersions) {
    if (row.id == version) return row.version;
  }
  return std::nullopt;
}

gnutls_group_t ToLibrary(NamedGroup group) {
  for (const GroupRow& row : kGroups) {
    if (row.group == group) return row.id;
  }
  return GNUTLS_GROUP_INVALID;
}

std::optional<NamedGroup> FromLibrary(gnutls_group_t group) {
  for (const GroupRow& row : kGroups) {
    if (row.id == group) return row.group;
  }
  return std::nullopt;
}

std::vector<gnutls_sign_algorithm_t> ToLibrary(SignatureScheme scheme) {
  std::vector<gnutls_sign_algorithm_t> ids;
  for (const SchemeRow& row : kSchemes) {
    if (row.scheme == scheme) ids.push_back(row.id);
  }
  return ids;
}

std::optional<SignatureScheme> FromLibrary(gnutls_sign_algorithm_t algorithm) {
  for (const SchemeRow& row : kSchemes) {
    if (row.id == algorithm) return row.scheme;
  }
  return std::nullopt;
}

std::vector<NamedGroup> AllGroups() {
  std::vector<NamedGroup> groups;
  for (const GroupRow& row : kGroups) groups.push_back(row.group);
  return groups;
}

std::vector<SignatureScheme> AllSignatureSchemes() {
  std::vector<SignatureScheme> schemes;
  for (const SchemeRow& row : kSchemes) {
    if (schemes.empty() || schemes.back() != row.scheme) schemes.push_back(row.scheme);
  }
  return schemes;
}

}  // namespace shakedown::gnutls
