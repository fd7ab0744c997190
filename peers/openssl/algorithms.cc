#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <string>

#include "peers/openssl/tables.h"
#include "peers/ssl/context.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

constexpr struct {
  ProtocolVersion version;
  uint64_t off;
} kVersions[] = {
    {ProtocolVersion::kTls10, SSL_OP_NO_TLSv1},
    {ProtocolVersion::kTls11, SSL_OP_NO_TLSv1_1},
    {ProtocolVersion::kTls12, SSL_OP_NO_TLSv1_2},
    {ProtocolVersion::kTls13, SSL_OP_NO_TLSv1_3},
};

template <typename T>
std::string Joined(const std::vector<T>& values) {
  std::string text;
  for (T value : values) {
    if (!text.empty()) text += ':';
    text += OpensslName(value);
  }
  return text;
}

bool SetVersions(SSL_CTX* ctx, const Capabilities& has) {
  if (!has.versions) return true;
  for (const auto& [version, off] : kVersions) {
    if (!Enables(has, version)) SSL_CTX_set_options(ctx, off);
  }
  if (has.versions->empty()) return true;
  const auto [low, high] = std::minmax_element(has.versions->begin(), has.versions->end());
  return SSL_CTX_set_min_proto_version(ctx, static_cast<int>(*low)) == 1 &&
         SSL_CTX_set_max_proto_version(ctx, static_cast<int>(*high)) == 1;
}

bool SetSuites(SSL_CTX* ctx, const Capabilities& has) {
  if (!has.cipher_suites) return true;
  std::vector<CipherSuite> newer, older;
  for (CipherSuite suite : *has.cipher_suites) {
    (IsTls13Suite(suite) ? newer : older).push_back(suite);
  }
  if (SSL_CTX_set_ciphersuites(ctx, Joined(newer).c_str()) != 1) return false;
  if (!older.empty()) return SSL_CTX_set_cipher_list(ctx, Joined(older).c_str()) == 1;
  // The library takes the empty choice and reports it as an error all the same.
  SSL_CTX_set_cipher_list(ctx, "-ALL");
  ERR_clear_error();
  return true;
}

bool SetGroupsAndSchemes(SSL_CTX* ctx, const Capabilities& has) {
  if (has.groups && !has.groups->empty() &&
      SSL_CTX_set1_groups_list(ctx, Joined(*has.groups).c_str()) != 1) {
    return false;
  }
  if (!has.signature_schemes || has.signature_schemes->empty()) return true;
  const std::string schemes = Joined(*has.signature_schemes);
  return SSL_CTX_set1_sigalgs_list(ctx, schemes.c_str()) == 1 &&
         SSL_CTX_set1_client_sigalgs_list(ctx, schemes.c_str()) == 1;
}

void SetSwitches(SSL_CTX* ctx, const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  SSL_CTX_set_security_level(ctx, has.security_level.value_or(0));
  if (!has.extended_master_secret.value_or(true)) {
    SSL_CTX_set_options(ctx, SSL_OP_NO_EXTENDED_MASTER_SECRET);
  }
  if (!has.encrypt_then_mac.value_or(true)) {
    SSL_CTX_set_options(ctx, SSL_OP_NO_ENCRYPT_THEN_MAC);
  }
  if (config.role == Role::kClient) return;
  SSL_CTX_set_dh_auto(ctx, 1);
  // SSL_OP_NO_TICKET alone has TLS 1.3 issue tickets that point into the session cache.
  if (!has.tickets.value_or(true)) SSL_CTX_set_num_tickets(ctx, 0);
}

}  // namespace

StackInfo DescribeLibrary() {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  StackInfo info;
  info.name = "openssl";
  info.version = OpenSSL_version(OPENSSL_VERSION_STRING);
  info.library = OpenSSL_version(OPENSSL_VERSION);
  info.versions = {ProtocolVersion::kTls10, ProtocolVersion::kTls11, ProtocolVersion::kTls12,
                   ProtocolVersion::kTls13};
  info.cipher_suites = OpensslSuites();
  info.groups = OpensslGroups();
  info.signature_schemes = OpensslSchemes();
  info.key_types = {KeyType::kRsa1024,   KeyType::kRsa2048,         KeyType::kRsa3072,
                    KeyType::kRsa4096,   KeyType::kRsaPss2048,      KeyType::kSecp256r1,
                    KeyType::kSecp384r1, KeyType::kSecp521r1,       KeyType::kEd25519,
                    KeyType::kEd448,     KeyType::kBrainpoolP256r1, KeyType::kSecp256k1};
  info.cannot = {
      "send signature_algorithms_cert",
      "choose key shares: the first group's is sent",
      "offer versions with a gap between them as a client",
      "offer TLS 1.3 as a client without a TLS 1.3 suite",
      "hold two certificates of one key type",
      "have Ed25519, Ed448 or RSA-PSS keys fail or corrupt a signature",
      "negotiate FFDHE groups before TLS 1.3",
  };
  return info;
}

bool SetAlgorithms(SSL_CTX* ctx, const PeerConfig& config) {
  SetSwitches(ctx, config);
  return SetVersions(ctx, *config.capabilities) && SetSuites(ctx, *config.capabilities) &&
         SetGroupsAndSchemes(ctx, *config.capabilities);
}

}  // namespace shakedown
