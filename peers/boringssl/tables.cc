#include "peers/boringssl/tables.h"

#include <openssl/nid.h>

#include <algorithm>
#include <iterator>

#include "peers/ssl/library.h"

namespace shakedown {
namespace {

struct GroupRow {
  NamedGroup group;
  int nid;
};

// Those that it can make a key share for: a name alone it has for P256Kyber768 as well.
constexpr GroupRow kGroups[] = {
    {static_cast<NamedGroup>(0x0015), NID_secp224r1},
    {NamedGroup::kSecp256r1, NID_X9_62_prime256v1},
    {NamedGroup::kSecp384r1, NID_secp384r1},
    {NamedGroup::kSecp521r1, NID_secp521r1},
    {NamedGroup::kX25519, NID_X25519},
#ifdef NID_CECPQ2
    {static_cast<NamedGroup>(0x4138), NID_CECPQ2},
#endif
#ifdef NID_X25519Kyber768
    {static_cast<NamedGroup>(0x6399), NID_X25519Kyber768},
#endif
};

// Every suite with a certificate or none that some BoringSSL has had; the rest is probed away.
constexpr uint16_t kSuites[] = {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
                                0xcca9, 0xcca8, 0xc009, 0xc013, 0xc023, 0xc027, 0xc00a,
                                0xc014, 0x009c, 0x009d, 0x002f, 0x003c, 0x0035, 0x000a};

constexpr uint16_t kSchemes[] = {0x0201, 0x0203, 0x0401, 0x0403, 0x0501, 0x0503, 0x0601, 0x0603,
                                 0x0804, 0x0805, 0x0806, 0x0807, 0x0809, 0x080a, 0x080b};

struct Tables {
  std::vector<CipherSuite> suites;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;

  Tables() {
    const ContextHandle ctx(SSL_CTX_new(TLS_method()));
    for (uint16_t suite : kSuites) {
      if (SSL_get_cipher_by_value(suite) != nullptr) {
        suites.push_back(static_cast<CipherSuite>(suite));
      }
    }
    for (const GroupRow& row : kGroups) {
      if (SSL_CTX_set1_curves(ctx.get(), &row.nid, 1) == 1) groups.push_back(row.group);
    }
    for (uint16_t scheme : kSchemes) {
      if (SSL_CTX_set_verify_algorithm_prefs(ctx.get(), &scheme, 1) == 1) {
        schemes.push_back(static_cast<SignatureScheme>(scheme));
      }
    }
    ERR_clear_error();
  }
};

const Tables& Found() {
  static const Tables& tables = *new Tables;
  return tables;
}

#if defined(SHAKEDOWN_BORINGSSL_POLICY)
// fips_202205 of ssl_lib.cc, after NIST SP 800-52r2.
const std::vector<ProtocolVersion> kFipsVersions = {ProtocolVersion::kTls12,
                                                    ProtocolVersion::kTls13};
const std::vector<CipherSuite> kFipsSuites = {CipherSuite{0x1301}, CipherSuite{0x1302},
                                              CipherSuite{0xc02b}, CipherSuite{0xc02f},
                                              CipherSuite{0xc02c}, CipherSuite{0xc030}};
const std::vector<NamedGroup> kFipsGroups = {NamedGroup::kSecp256r1, NamedGroup::kSecp384r1};
const std::vector<SignatureScheme> kFipsSchemes = {
    SignatureScheme::kRsaPkcs1Sha256,       SignatureScheme::kRsaPkcs1Sha384,
    SignatureScheme::kRsaPkcs1Sha512,       SignatureScheme::kEcdsaSecp256r1Sha256,
    SignatureScheme::kEcdsaSecp384r1Sha384, SignatureScheme::kRsaPssRsaeSha256,
    SignatureScheme::kRsaPssRsaeSha384,     SignatureScheme::kRsaPssRsaeSha512};

template <typename T>
void Narrow(std::optional<std::vector<T>>* list, const std::vector<T>& approved) {
  if (!*list) return;
  std::erase_if(**list, [&](T value) {
    return std::find(approved.begin(), approved.end(), value) == approved.end();
  });
}
#endif

}  // namespace

const std::vector<CipherSuite>& BoringsslSuites() { return Found().suites; }
const std::vector<NamedGroup>& BoringsslGroups() { return Found().groups; }
const std::vector<SignatureScheme>& BoringsslSchemes() { return Found().schemes; }

int NidOf(NamedGroup group) {
  for (const GroupRow& row : kGroups) {
    if (row.group == group) return row.nid;
  }
  return NID_undef;
}

const std::vector<NamedGroup>& DefaultGroups() {
  static const auto& groups = *new std::vector<NamedGroup>{
      NamedGroup::kX25519, NamedGroup::kSecp256r1, NamedGroup::kSecp384r1};
  return groups;
}

bool IsPostQuantum(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  return number == 0x4138 || number == 0x6399;
}

Capabilities UnderPolicy(const Capabilities& capabilities) {
  Capabilities has = capabilities;
#if defined(SHAKEDOWN_BORINGSSL_POLICY)
  if (has.fips == Fips::kOn) {
    Narrow(&has.versions, kFipsVersions);
    Narrow(&has.cipher_suites, kFipsSuites);
    Narrow(&has.groups, kFipsGroups);
    Narrow(&has.signature_schemes, kFipsSchemes);
    if (!has.versions) has.versions = kFipsVersions;
    if (!has.groups) has.groups = kFipsGroups;
  }
#endif
  return has;
}

std::optional<std::vector<SignatureScheme>> SigningSchemes(const Capabilities& capabilities) {
#if defined(SHAKEDOWN_BORINGSSL_POLICY)
  if (capabilities.fips == Fips::kOn && !capabilities.signature_schemes) return kFipsSchemes;
#endif
  return UnderPolicy(capabilities).signature_schemes;
}

size_t Tls13SuiteCount(const Capabilities& capabilities) {
#if defined(SHAKEDOWN_BORINGSSL_POLICY)
  if (capabilities.fips == Fips::kOn) return 2;
#else
  (void)capabilities;
#endif
  return 3;
}

}  // namespace shakedown
