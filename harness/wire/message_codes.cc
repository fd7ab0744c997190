#include "harness/wire/message_codes.h"

#include "harness/wire/registry.h"

namespace shakedown {
namespace {

constexpr CodePoint kCertificateTypes[] = {
    {0, "X509"},
    {1, "OpenPGP"},
    {2, "Raw Public Key"},
    {3, "1609Dot2"},
};
static_assert(Ascends(kCertificateTypes));

constexpr CodePoint kClientCertificateTypes[] = {
    {1, "rsa_sign"},
    {2, "dss_sign"},
    {3, "rsa_fixed_dh"},
    {4, "dss_fixed_dh"},
    {5, "rsa_ephemeral_dh_RESERVED"},
    {6, "dss_ephemeral_dh_RESERVED"},
    {20, "fortezza_dms_RESERVED"},
    {21, "gost_sign94"},
    {22, "gost_sign01"},
    {64, "ecdsa_sign"},
    {65, "rsa_fixed_ecdh"},
    {66, "ecdsa_fixed_ecdh"},
    {67, "gost_sign256"},
    {68, "gost_sign512"},
    {80, "ibc_params"},
};
static_assert(Ascends(kClientCertificateTypes));

constexpr CodePoint kCompressionMethods[] = {
    {0, "NULL"},
    {1, "DEFLATE"},
    {64, "LZS"},
};
static_assert(Ascends(kCompressionMethods));

constexpr CodePoint kCertificateCompressionAlgorithms[] = {
    {0x0001, "zlib"},
    {0x0002, "brotli"},
    {0x0003, "zstd"},
};
static_assert(Ascends(kCertificateCompressionAlgorithms));

constexpr CodePoint kPskKeyExchangeModeNames[] = {
    {0, "psk_ke"},
    {1, "psk_dhe_ke"},
};
static_assert(Ascends(kPskKeyExchangeModeNames));

constexpr CodePoint kEcPointFormatNames[] = {
    {0, "uncompressed"},
    {1, "ansiX962_compressed_prime"},
    {2, "ansiX962_compressed_char2"},
};
static_assert(Ascends(kEcPointFormatNames));

constexpr CodePoint kEcCurveTypes[] = {
    {1, "explicit_prime"},
    {2, "explicit_char2"},
    {3, "named_curve"},
};
static_assert(Ascends(kEcCurveTypes));

constexpr CodePoint kKeyUpdateRequests[] = {
    {0, "update_not_requested"},
    {1, "update_requested"},
};
static_assert(Ascends(kKeyUpdateRequests));

constexpr CodePoint kHashAlgorithms[] = {
    {0, "none"},   {1, "md5"},    {2, "sha1"},   {3, "sha224"},
    {4, "sha256"}, {5, "sha384"}, {6, "sha512"}, {8, "Intrinsic"},
};
static_assert(Ascends(kHashAlgorithms));

constexpr CodePoint kSignatureAlgorithmNames[] = {
    {0, "anonymous"},
    {1, "rsa"},
    {2, "dsa"},
    {3, "ecdsa"},
    {7, "ed25519"},
    {8, "ed448"},
    {64, "gostr34102012_256"},
    {65, "gostr34102012_512"},
};
static_assert(Ascends(kSignatureAlgorithmNames));

constexpr CodePoint kServerNameTypes[] = {
    {0, "host_name"},
};
static_assert(Ascends(kServerNameTypes));

constexpr CodePoint kMaxFragmentLengths[] = {
    {1, "512"},
    {2, "1024"},
    {3, "2048"},
    {4, "4096"},
};
static_assert(Ascends(kMaxFragmentLengths));

constexpr CodePoint kCertificateChainTypes[] = {
    {0, "individual_certs"},
    {1, "pkipath"},
};
static_assert(Ascends(kCertificateChainTypes));

constexpr CodePoint kTrustedCaIdentifierTypes[] = {
    {0, "pre_agreed"},
    {1, "key_sha1_hash"},
    {2, "x509_name"},
    {3, "cert_sha1_hash"},
};
static_assert(Ascends(kTrustedCaIdentifierTypes));

constexpr CodePoint kCertificateStatusTypes[] = {
    {1, "ocsp"},
    {2, "ocsp_multi"},
};
static_assert(Ascends(kCertificateStatusTypes));

constexpr CodePoint kCachedInformationTypes[] = {
    {1, "cert"},
    {2, "cert_req"},
};
static_assert(Ascends(kCachedInformationTypes));

constexpr CodePoint kHeartbeatMessageTypes[] = {
    {1, "heartbeat_request"},
    {2, "heartbeat_response"},
};
static_assert(Ascends(kHeartbeatMessageTypes));

constexpr CodePoint kHeartbeatModes[] = {
    {1, "peer_allowed_to_send"},
    {2, "peer_not_allowed_to_send"},
};
static_assert(Ascends(kHeartbeatModes));

constexpr CodePoint kSupplementalDataTypes[] = {
    {0x0000, "user_mapping_data"},
    {0x4002, "authz_data"},
};
static_assert(Ascends(kSupplementalDataTypes));

constexpr CodePoint kSrtpProtectionProfiles[] = {
    {0x0001, "SRTP_AES128_CM_HMAC_SHA1_80"},
    {0x0002, "SRTP_AES128_CM_HMAC_SHA1_32"},
    {0x0005, "SRTP_NULL_HMAC_SHA1_80"},
    {0x0006, "SRTP_NULL_HMAC_SHA1_32"},
    {0x0007, "SRTP_AEAD_AES_128_GCM"},
    {0x0008, "SRTP_AEAD_AES_256_GCM"},
    {0x0009, "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM"},
    {0x000a, "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM"},
    {0x000b, "SRTP_ARIA_128_CTR_HMAC_SHA1_80"},
    {0x000c, "SRTP_ARIA_128_CTR_HMAC_SHA1_32"},
    {0x000d, "SRTP_ARIA_256_CTR_HMAC_SHA1_80"},
    {0x000e, "SRTP_ARIA_256_CTR_HMAC_SHA1_32"},
    {0x000f, "SRTP_AEAD_ARIA_128_GCM"},
    {0x0010, "SRTP_AEAD_ARIA_256_GCM"},
};
static_assert(Ascends(kSrtpProtectionProfiles));

constexpr CodePoint kHpkeKems[] = {
    {0x0010, "DHKEM(P-256, HKDF-SHA256)"}, {0x0011, "DHKEM(P-384, HKDF-SHA384)"},
    {0x0012, "DHKEM(P-521, HKDF-SHA512)"}, {0x0020, "DHKEM(X25519, HKDF-SHA256)"},
    {0x0021, "DHKEM(X448, HKDF-SHA512)"},
};
static_assert(Ascends(kHpkeKems));

constexpr CodePoint kHpkeKdfs[] = {
    {0x0001, "HKDF-SHA256"},
    {0x0002, "HKDF-SHA384"},
    {0x0003, "HKDF-SHA512"},
};
static_assert(Ascends(kHpkeKdfs));

constexpr CodePoint kHpkeAeads[] = {
    {0x0001, "AES-128-GCM"},
    {0x0002, "AES-256-GCM"},
    {0x0003, "ChaCha20Poly1305"},
    {0xffff, "Export-only"},
};
static_assert(Ascends(kHpkeAeads));

constexpr CodePoint kEchClientHelloTypes[] = {
    {0, "outer"},
    {1, "inner"},
};
static_assert(Ascends(kEchClientHelloTypes));

}  // namespace

std::span<const CodePoint> CertificateTypes() { return kCertificateTypes; }
std::span<const CodePoint> ClientCertificateTypes() { return kClientCertificateTypes; }
std::span<const CodePoint> CompressionMethods() { return kCompressionMethods; }
std::span<const CodePoint> CertificateCompressionAlgorithms() {
  return kCertificateCompressionAlgorithms;
}
std::span<const CodePoint> PskKeyExchangeModes() { return kPskKeyExchangeModeNames; }
std::span<const CodePoint> EcPointFormats() { return kEcPointFormatNames; }
std::span<const CodePoint> EcCurveTypes() { return kEcCurveTypes; }
std::span<const CodePoint> KeyUpdateRequests() { return kKeyUpdateRequests; }
std::span<const CodePoint> HashAlgorithms() { return kHashAlgorithms; }
std::span<const CodePoint> SignatureAlgorithms() { return kSignatureAlgorithmNames; }
std::span<const CodePoint> ServerNameTypes() { return kServerNameTypes; }
std::span<const CodePoint> MaxFragmentLengths() { return kMaxFragmentLengths; }
std::span<const CodePoint> CertificateChainTypes() { return kCertificateChainTypes; }
std::span<const CodePoint> TrustedCaIdentifierTypes() { return kTrustedCaIdentifierTypes; }
std::span<const CodePoint> CertificateStatusTypes() { return kCertificateStatusTypes; }
std::span<const CodePoint> CachedInformationTypes() { return kCachedInformationTypes; }
std::span<const CodePoint> HeartbeatMessageTypes() { return kHeartbeatMessageTypes; }
std::span<const CodePoint> HeartbeatModes() { return kHeartbeatModes; }
std::span<const CodePoint> SupplementalDataTypes() { return kSupplementalDataTypes; }
std::span<const CodePoint> SrtpProtectionProfiles() { return kSrtpProtectionProfiles; }
std::span<const CodePoint> HpkeKems() { return kHpkeKems; }
std::span<const CodePoint> HpkeKdfs() { return kHpkeKdfs; }
std::span<const CodePoint> HpkeAeads() { return kHpkeAeads; }
std::span<const CodePoint> EchClientHelloTypes() { return kEchClientHelloTypes; }

}  // namespace shakedown
