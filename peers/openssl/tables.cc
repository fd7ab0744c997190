#include "peers/openssl/tables.h"

#include <openssl/obj_mac.h>

#include <map>

#include "peers/ssl/handles.h"

namespace shakedown {
namespace {

struct GroupRow {
  uint16_t number;
  const char* name;
  int nid;
};

// IANA "TLS Supported Groups" as far as OpenSSL 3.0 names them; what a build lacks is probed away.
constexpr GroupRow kGroups[] = {
    {1, "sect163k1", NID_sect163k1},
    {2, "sect163r1", NID_sect163r1},
    {3, "sect163r2", NID_sect163r2},
    {4, "sect193r1", NID_sect193r1},
    {5, "sect193r2", NID_sect193r2},
    {6, "sect233k1", NID_sect233k1},
    {7, "sect233r1", NID_sect233r1},
    {8, "sect239k1", NID_sect239k1},
    {9, "sect283k1", NID_sect283k1},
    {10, "sect283r1", NID_sect283r1},
    {11, "sect409k1", NID_sect409k1},
    {12, "sect409r1", NID_sect409r1},
    {13, "sect571k1", NID_sect571k1},
    {14, "sect571r1", NID_sect571r1},
    {15, "secp160k1", NID_secp160k1},
    {16, "secp160r1", NID_secp160r1},
    {17, "secp160r2", NID_secp160r2},
    {18, "secp192k1", NID_secp192k1},
    {19, "secp192r1", NID_X9_62_prime192v1},
    {20, "secp224k1", NID_secp224k1},
    {21, "secp224r1", NID_secp224r1},
    {22, "secp256k1", NID_secp256k1},
    {23, "secp256r1", NID_X9_62_prime256v1},
    {24, "secp384r1", NID_secp384r1},
    {25, "secp521r1", NID_secp521r1},
    {26, "brainpoolP256r1", NID_brainpoolP256r1},
    {27, "brainpoolP384r1", NID_brainpoolP384r1},
    {28, "brainpoolP512r1", NID_brainpoolP512r1},
    {29, "x25519", NID_X25519},
    {30, "x448", NID_X448},
    {256, "ffdhe2048", NID_ffdhe2048},
    {257, "ffdhe3072", NID_ffdhe3072},
    {258, "ffdhe4096", NID_ffdhe4096},
    {259, "ffdhe6144", NID_ffdhe6144},
    {260, "ffdhe8192", NID_ffdhe8192},
};

struct SchemeRow {
  uint16_t number;
  const char* name;
};

constexpr SchemeRow kSchemes[] = {
    {0x0201, "rsa_pkcs1_sha1"},
    {0x0203, "ECDSA+SHA1"},
    {0x0301, "RSA+SHA224"},
    {0x0303, "ECDSA+SHA224"},
    {0x0401, "rsa_pkcs1_sha256"},
    {0x0403, "ecdsa_secp256r1_sha256"},
    {0x0501, "rsa_pkcs1_sha384"},
    {0x0503, "ecdsa_secp384r1_sha384"},
    {0x0601, "rsa_pkcs1_sha512"},
    {0x0603, "ecdsa_secp521r1_sha512"},
    {0x0804, "rsa_pss_rsae_sha256"},
    {0x0805, "rsa_pss_rsae_sha384"},
    {0x0806, "rsa_pss_rsae_sha512"},
    {0x0807, "ed25519"},
    {0x0808, "ed448"},
    {0x0809, "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512"},
};

// Suites that need a pre-shared key, a password or a GOST certificate: no capability stands for
// those, and the library leaves such suites out of its ClientHello.
bool IsOutOfScope(const SSL_CIPHER* cipher) {
  switch (SSL_CIPHER_get_kx_nid(cipher)) {
    case NID_kx_psk:
    case NID_kx_ecdhe_psk:
    case NID_kx_dhe_psk:
    case NID_kx_rsa_psk:
    case NID_kx_srp:
    case NID_kx_gost:
    case NID_kx_gost18:
      return true;
    default:
      return false;
  }
}

struct Tables {
  std::vector<CipherSuite> suites;
  struct Suite {
    const char* name;
    int authentication;
  };
  std::map<CipherSuite, Suite> suite_rows;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;

  Tables() {
    const ContextHandle ctx(SSL_CTX_new(TLS_method()));
    SSL_CTX_set_ciphersuites(ctx.get(),
                             "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                             "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:"
                             "TLS_AES_128_CCM_8_SHA256");
    SSL_CTX_set_cipher_list(ctx.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(ctx.get());
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
      const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
      if (IsOutOfScope(cipher)) continue;
      const auto suite = static_cast<CipherSuite>(SSL_CIPHER_get_protocol_id(cipher));
      suites.push_back(suite);
      suite_rows.emplace(suite,
                         Suite{SSL_CIPHER_get_name(cipher), SSL_CIPHER_get_auth_nid(cipher)});
    }
    for (const GroupRow& row : kGroups) {
      if (SSL_CTX_set1_groups_list(ctx.get(), row.name) == 1) {
        groups.push_back(static_cast<NamedGroup>(row.number));
      }
    }
    for (const SchemeRow& row : kSchemes) {
      if (SSL_CTX_set1_sigalgs_list(ctx.get(), row.name) == 1) {
        schemes.push_back(static_cast<SignatureScheme>(row.number));
      }
    }
    ERR_clear_error();
  }
};

const Tables& Found() {
  static const Tables& tables = *new Tables;
  return tables;
}

}  // namespace

const std::vector<CipherSuite>& OpensslSuites() { return Found().suites; }
const std::vector<NamedGroup>& OpensslGroups() { return Found().groups; }
const std::vector<SignatureScheme>& OpensslSchemes() { return Found().schemes; }

const char* OpensslName(CipherSuite suite) {
  const auto it = Found().suite_rows.find(suite);
  return it == Found().suite_rows.end() ? nullptr : it->second.name;
}

int AuthenticationOf(CipherSuite suite) {
  const auto it = Found().suite_rows.find(suite);
  return it == Found().suite_rows.end() ? NID_undef : it->second.authentication;
}

const char* OpensslName(NamedGroup group) {
  for (const GroupRow& row : kGroups) {
    if (row.number == static_cast<uint16_t>(group)) return row.name;
  }
  return nullptr;
}

const char* OpensslName(SignatureScheme scheme) {
  for (const SchemeRow& row : kSchemes) {
    if (row.number == static_cast<uint16_t>(scheme)) return row.name;
  }
  return nullptr;
}

bool IsTls13Group(NamedGroup group) {
  const auto number = static_cast<uint16_t>(group);
  return (number >= 23 && number <= 25) || number == 29 || number == 30 || number >= 256;
}

bool IsTls12Group(NamedGroup group) { return static_cast<uint16_t>(group) < 256; }

std::optional<NamedGroup> GroupOfNid(int nid) {
  for (const GroupRow& row : kGroups) {
    if (row.nid == nid) return static_cast<NamedGroup>(row.number);
  }
  return std::nullopt;
}

}  // namespace shakedown
