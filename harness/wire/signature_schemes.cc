// The signature schemes with all their names: IANA "TLS SignatureScheme", and the hash and
// signature pairs of RFC 5246 7.4.1.4.1 and RFC 9189 that never became a scheme: they have names
// here in the style of the registry.
#include "harness/wire/names.h"
#include "harness/wire/registry.h"

namespace shakedown {
namespace {

constexpr SignatureSchemeNames kSignatureSchemes[] = {
    {SignatureScheme{0x0101}, "rsa_pkcs1_md5", "", "RSA-MD5"},
    {SignatureScheme{0x0201}, "rsa_pkcs1_sha1", "rsa_pkcs1_sha1", "RSA-SHA1", "0201",
     "TLS_SIGALG_SHA1_WITH_RSA"},
    {SignatureScheme{0x0202}, "dsa_sha1", "DSA+SHA1", "DSA-SHA1", "0202",
     "TLS_SIGALG_SHA1_WITH_DSA"},
    {SignatureScheme{0x0203}, "ecdsa_sha1", "ECDSA+SHA1", "ECDSA-SHA1", "0203",
     "TLS_SIGALG_SHA1_WITH_ECDSA"},
    {SignatureScheme{0x0301}, "rsa_pkcs1_sha224", "rsa_pkcs1_sha224", "RSA-SHA224", "0301",
     "TLS_SIGALG_SHA224_WITH_RSA"},
    {SignatureScheme{0x0302}, "dsa_sha224", "DSA+SHA224", "DSA-SHA224", "0302",
     "TLS_SIGALG_SHA224_WITH_DSA"},
    {SignatureScheme{0x0303}, "ecdsa_sha224", "ECDSA+SHA224", "ECDSA-SHA224", "0303",
     "TLS_SIGALG_SHA224_WITH_ECDSA"},
    {SignatureScheme{0x0401}, "rsa_pkcs1_sha256", "rsa_pkcs1_sha256", "RSA-SHA256", "0401",
     "TLS_SIGALG_SHA256_WITH_RSA"},
    {SignatureScheme{0x0402}, "dsa_sha256", "DSA+SHA256", "DSA-SHA256", "0402",
     "TLS_SIGALG_SHA256_WITH_DSA"},
    {SignatureScheme{0x0403}, "ecdsa_secp256r1_sha256", "ecdsa_secp256r1_sha256",
     "ECDSA-SECP256R1-SHA256", "0403", "TLS_SIGALG_SHA256_WITH_ECDSA"},
    {SignatureScheme{0x0420}, "rsa_pkcs1_sha256_legacy"},
    {SignatureScheme{0x0501}, "rsa_pkcs1_sha384", "rsa_pkcs1_sha384", "RSA-SHA384", "0501",
     "TLS_SIGALG_SHA384_WITH_RSA"},
    {SignatureScheme{0x0502}, "dsa_sha384", "DSA+SHA384", "DSA-SHA384"},
    {SignatureScheme{0x0503}, "ecdsa_secp384r1_sha384", "ecdsa_secp384r1_sha384",
     "ECDSA-SECP384R1-SHA384", "0503", "TLS_SIGALG_SHA384_WITH_ECDSA"},
    {SignatureScheme{0x0520}, "rsa_pkcs1_sha384_legacy"},
    {SignatureScheme{0x0601}, "rsa_pkcs1_sha512", "rsa_pkcs1_sha512", "RSA-SHA512", "0601",
     "TLS_SIGALG_SHA512_WITH_RSA"},
    {SignatureScheme{0x0602}, "dsa_sha512", "DSA+SHA512", "DSA-SHA512"},
    {SignatureScheme{0x0603}, "ecdsa_secp521r1_sha512", "ecdsa_secp521r1_sha512",
     "ECDSA-SECP521R1-SHA512", "0603", "TLS_SIGALG_SHA512_WITH_ECDSA"},
    {SignatureScheme{0x0620}, "rsa_pkcs1_sha512_legacy"},
    {SignatureScheme{0x0704}, "eccsi_sha256"},
    {SignatureScheme{0x0705}, "iso_ibs1"},
    {SignatureScheme{0x0706}, "iso_ibs2"},
    {SignatureScheme{0x0707}, "iso_chinese_ibs"},
    {SignatureScheme{0x0708}, "sm2sig_sm3"},
    {SignatureScheme{0x0709}, "gostr34102012_256a"},
    {SignatureScheme{0x070a}, "gostr34102012_256b"},
    {SignatureScheme{0x070b}, "gostr34102012_256c"},
    {SignatureScheme{0x070c}, "gostr34102012_256d"},
    {SignatureScheme{0x070d}, "gostr34102012_512a"},
    {SignatureScheme{0x070e}, "gostr34102012_512b"},
    {SignatureScheme{0x070f}, "gostr34102012_512c"},
    {SignatureScheme{0x0804}, "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha256", "RSA-PSS-RSAE-SHA256",
     "0804", "TLS_SIGALG_SHA256_WITH_RSASSA_PSS"},
    {SignatureScheme{0x0805}, "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha384", "RSA-PSS-RSAE-SHA384",
     "0805", "TLS_SIGALG_SHA384_WITH_RSASSA_PSS"},
    {SignatureScheme{0x0806}, "rsa_pss_rsae_sha512", "rsa_pss_rsae_sha512", "RSA-PSS-RSAE-SHA512",
     "0806", "TLS_SIGALG_SHA512_WITH_RSASSA_PSS"},
    {SignatureScheme{0x0807}, "ed25519", "ed25519", "EdDSA-Ed25519"},
    {SignatureScheme{0x0808}, "ed448", "ed448", "EdDSA-Ed448"},
    {SignatureScheme{0x0809}, "rsa_pss_pss_sha256", "rsa_pss_pss_sha256", "RSA-PSS-SHA256"},
    {SignatureScheme{0x080a}, "rsa_pss_pss_sha384", "rsa_pss_pss_sha384", "RSA-PSS-SHA384"},
    {SignatureScheme{0x080b}, "rsa_pss_pss_sha512", "rsa_pss_pss_sha512", "RSA-PSS-SHA512"},
    {SignatureScheme{0x081a}, "ecdsa_brainpoolP256r1tls13_sha256",
     "ecdsa_brainpoolP256r1tls13_sha256"},
    {SignatureScheme{0x081b}, "ecdsa_brainpoolP384r1tls13_sha384",
     "ecdsa_brainpoolP384r1tls13_sha384"},
    {SignatureScheme{0x081c}, "ecdsa_brainpoolP512r1tls13_sha512",
     "ecdsa_brainpoolP512r1tls13_sha512"},
    {SignatureScheme{0x0840}, "gostr34102012_256", "", "GOSTR341012-256"},
    {SignatureScheme{0x0841}, "gostr34102012_512", "", "GOSTR341012-512"},
    {SignatureScheme{0x0904}, "mldsa44", "mldsa44", "ML-DSA-44"},
    {SignatureScheme{0x0905}, "mldsa65", "mldsa65", "ML-DSA-65"},
    {SignatureScheme{0x0906}, "mldsa87", "mldsa87", "ML-DSA-87"},
    {SignatureScheme{0x0911}, "slhdsa_sha2_128s"},
    {SignatureScheme{0x0912}, "slhdsa_sha2_128f"},
    {SignatureScheme{0x0913}, "slhdsa_sha2_192s"},
    {SignatureScheme{0x0914}, "slhdsa_sha2_192f"},
    {SignatureScheme{0x0915}, "slhdsa_sha2_256s"},
    {SignatureScheme{0x0916}, "slhdsa_sha2_256f"},
    {SignatureScheme{0x0917}, "slhdsa_shake_128s"},
    {SignatureScheme{0x0918}, "slhdsa_shake_128f"},
    {SignatureScheme{0x0919}, "slhdsa_shake_192s"},
    {SignatureScheme{0x091a}, "slhdsa_shake_192f"},
    {SignatureScheme{0x091b}, "slhdsa_shake_256s"},
    {SignatureScheme{0x091c}, "slhdsa_shake_256f"},
};

constexpr auto kCodePoints = CodePointsOf(kSignatureSchemes, &SignatureSchemeNames::scheme);
static_assert(Ascends(kCodePoints));

}  // namespace

std::span<const CodePoint> SignatureSchemes() { return kCodePoints; }
std::span<const SignatureSchemeNames> SignatureSchemeTable() { return kSignatureSchemes; }

}  // namespace shakedown
