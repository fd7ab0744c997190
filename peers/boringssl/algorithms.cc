#include <openssl/crypto.h>
#include <openssl/nid.h>

#include <algorithm>
#include <string>

#include "peers/boringssl/tables.h"
#include "peers/ssl/context.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

bool SetVersions(SSL_CTX* ctx, const Capabilities& has) {
  if (!has.versions) return true;
  if (has.versions->empty()) {
    SSL_CTX_set_options(
        ctx, SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_TLSv1_2 | SSL_OP_NO_TLSv1_3);
    return true;
  }
  const auto [low, high] = std::minmax_element(has.versions->begin(), has.versions->end());
  return SSL_CTX_set_min_proto_version(ctx, static_cast<uint16_t>(*low)) == 1 &&
         SSL_CTX_set_max_proto_version(ctx, static_cast<uint16_t>(*high)) == 1;
}

bool SetSuites(SSL_CTX* ctx, const Capabilities& has) {
  std::string names;
  for (CipherSuite suite : has.cipher_suites.value_or(std::vector<CipherSuite>{})) {
    if (IsTls13Suite(suite)) continue;
    if (!names.empty()) names += ':';
    names += SSL_CIPHER_get_name(SSL_get_cipher_by_value(static_cast<uint16_t>(suite)));
  }
  // With no older suite in the list, no older version is enabled: see LibraryObjection.
  return names.empty() || SSL_CTX_set_strict_cipher_list(ctx, names.c_str()) == 1;
}

bool SetGroups(SSL_CTX* ctx, const Capabilities& has) {
  if (!has.groups || has.groups->empty()) return true;
  std::vector<int> nids;
  for (NamedGroup group : *has.groups) nids.push_back(NidOf(group));
  return SSL_CTX_set1_curves(ctx, nids.data(), nids.size()) == 1;
}

bool SetSchemes(SSL_CTX* ctx, const Capabilities& has) {
  if (!has.signature_schemes || has.signature_schemes->empty()) return true;
  std::vector<uint16_t> schemes;
  for (SignatureScheme scheme : *has.signature_schemes) {
    schemes.push_back(static_cast<uint16_t>(scheme));
  }
  return SSL_CTX_set_verify_algorithm_prefs(ctx, schemes.data(), schemes.size()) == 1 &&
         SSL_CTX_set_signing_algorithm_prefs(ctx, schemes.data(), schemes.size()) == 1;
}

}  // namespace

bool SetAlgorithms(SSL_CTX* ctx, const PeerConfig& config) {
#if defined(SHAKEDOWN_BORINGSSL_POLICY)
  // The policy sets every list; what the configuration narrows further is set after it.
  if (config.capabilities->fips == Fips::kOn &&
      SSL_CTX_set_compliance_policy(ctx, ssl_compliance_policy_fips_202205) != 1) {
    return false;
  }
#endif
  const Capabilities has = UnderPolicy(*config.capabilities);
  return SetVersions(ctx, has) && SetSuites(ctx, has) && SetGroups(ctx, has) &&
         SetSchemes(ctx, has);
}

StackInfo DescribeLibrary() {
  StackInfo info;
  info.name = SHAKEDOWN_BORINGSSL_NAME;
  info.version = SHAKEDOWN_BORINGSSL_VERSION;
  info.library = OpenSSL_version(OPENSSL_VERSION);
  info.versions = {ProtocolVersion::kTls10, ProtocolVersion::kTls11, ProtocolVersion::kTls12,
                   ProtocolVersion::kTls13};
  info.cipher_suites = BoringsslSuites();
  info.groups = BoringsslGroups();
  info.signature_schemes = BoringsslSchemes();
  info.key_types = {KeyType::kRsa1024,   KeyType::kRsa2048,   KeyType::kRsa3072,
                    KeyType::kRsa4096,   KeyType::kSecp256r1, KeyType::kSecp384r1,
                    KeyType::kSecp521r1, KeyType::kEd25519};
  info.cannot = {
      "choose or order TLS 1.3 cipher suites: all three are on, in an order that the processor "
      "decides",
      "choose key shares: the first group's is sent",
      "have no group, no signature scheme or, before TLS 1.3, no cipher suite",
      "leave a gap between versions",
      "send signature_algorithms_cert",
      "switch off extended_master_secret, or use encrypt_then_mac or max_fragment_length",
      "hold anything back by a security level",
      "use id-RSASSA-PSS, Ed448, brainpool or secp256k1 keys, FFDHE groups or CCM suites",
  };
#if defined(SHAKEDOWN_BORINGSSL_POLICY)
  info.fips_policy = true;
#endif
  return info;
}

}  // namespace shakedown
