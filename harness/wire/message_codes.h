// The small registries: the codes that stand inside messages and extensions. As in code_points.h
// the enumerations are open, and each has its rows and NameOf.
#ifndef HARNESS_WIRE_MESSAGE_CODES_H_
#define HARNESS_WIRE_MESSAGE_CODES_H_

#include <cstdint>
#include <span>
#include <string>

#include "harness/wire/code_points.h"

namespace shakedown {

// IANA "TLS Certificate Types" (RFC 7250).
enum class CertificateType : uint8_t {
  kX509 = 0,
  kOpenPgp = 1,
  kRawPublicKey = 2,
  k1609Dot2 = 3,
};

// IANA "TLS ClientCertificateType Identifiers", and those in use outside it: the first two of GOST
// and ibc_params (GM/T 0024).
enum class ClientCertificateType : uint8_t {
  kRsaSign = 1,
  kDssSign = 2,
  kRsaFixedDh = 3,
  kDssFixedDh = 4,
  kRsaEphemeralDh = 5,
  kDssEphemeralDh = 6,
  kFortezzaDms = 20,
  kGostSign94 = 21,
  kGostSign01 = 22,
  kEcdsaSign = 64,
  kRsaFixedEcdh = 65,
  kEcdsaFixedEcdh = 66,
  kGostSign256 = 67,
  kGostSign512 = 68,
  kIbcParams = 80,
};

// IANA "TLS Compression Method Identifiers" (RFC 3749).
enum class CompressionMethod : uint8_t {
  kNull = 0,
  kDeflate = 1,
  kLzs = 64,
};

// IANA "TLS Certificate Compression Algorithm IDs" (RFC 8879).
enum class CertificateCompressionAlgorithm : uint16_t {
  kZlib = 1,
  kBrotli = 2,
  kZstd = 3,
};

// IANA "TLS PskKeyExchangeMode" (RFC 8446 4.2.9).
enum class PskKeyExchangeMode : uint8_t {
  kPskKe = 0,
  kPskDheKe = 1,
};

// IANA "TLS EC Point Formats" (RFC 8422 5.1.2).
enum class EcPointFormat : uint8_t {
  kUncompressed = 0,
  kAnsiX962CompressedPrime = 1,
  kAnsiX962CompressedChar2 = 2,
};

// IANA "TLS EC Curve Types" (RFC 8422 5.4).
enum class EcCurveType : uint8_t {
  kExplicitPrime = 1,
  kExplicitChar2 = 2,
  kNamedCurve = 3,
};

// RFC 8446 4.6.3.
enum class KeyUpdateRequest : uint8_t {
  kUpdateNotRequested = 0,
  kUpdateRequested = 1,
};

// IANA "TLS HashAlgorithm": the first byte of a scheme in TLS 1.2 (RFC 5246 7.4.1.4.1).
enum class HashAlgorithm : uint8_t {
  kNone = 0,
  kMd5 = 1,
  kSha1 = 2,
  kSha224 = 3,
  kSha256 = 4,
  kSha384 = 5,
  kSha512 = 6,
  kIntrinsic = 8,
};

// IANA "TLS SignatureAlgorithm": the second byte of a scheme in TLS 1.2.
enum class SignatureAlgorithm : uint8_t {
  kAnonymous = 0,
  kRsa = 1,
  kDsa = 2,
  kEcdsa = 3,
  kEd25519 = 7,
  kEd448 = 8,
  kGostr34102012256 = 64,
  kGostr34102012512 = 65,
};

// RFC 6066 3.
enum class ServerNameType : uint8_t {
  kHostName = 0,
};

// RFC 6066 4; the names are the lengths.
enum class MaxFragmentLength : uint8_t {
  k512 = 1,
  k1024 = 2,
  k2048 = 3,
  k4096 = 4,
};

// RFC 6066 5.
enum class CertificateChainType : uint8_t {
  kIndividualCerts = 0,
  kPkipath = 1,
};

// RFC 6066 6.
enum class TrustedCaIdentifierType : uint8_t {
  kPreAgreed = 0,
  kKeySha1Hash = 1,
  kX509Name = 2,
  kCertSha1Hash = 3,
};

// IANA "TLS CertificateStatusType" (RFC 6066 8, RFC 6961 2.2).
enum class CertificateStatusType : uint8_t {
  kOcsp = 1,
  kOcspMulti = 2,
};

// IANA "TLS CachedInformationType Values" (RFC 7924 4).
enum class CachedInformationType : uint8_t {
  kCert = 1,
  kCertReq = 2,
};

// IANA "Heartbeat Message Types" (RFC 6520 3).
enum class HeartbeatMessageType : uint8_t {
  kHeartbeatRequest = 1,
  kHeartbeatResponse = 2,
};

// IANA "Heartbeat Modes" (RFC 6520 2).
enum class HeartbeatMode : uint8_t {
  kPeerAllowedToSend = 1,
  kPeerNotAllowedToSend = 2,
};

// IANA "TLS Supplemental Data Formats" (RFC 4681 3, RFC 5878 3.3).
enum class SupplementalDataType : uint16_t {
  kUserMappingData = 0,
  kAuthzData = 16386,
};

// IANA "DTLS-SRTP Protection Profiles" (RFC 5764, RFC 7714, RFC 8269, RFC 8723).
enum class SrtpProtectionProfile : uint16_t {};

// IANA "HPKE KEM Identifiers" (RFC 9180 7.1), as encrypted_client_hello names them.
enum class HpkeKem : uint16_t {};

// RFC 9180 7.2.
enum class HpkeKdf : uint16_t {};

// RFC 9180 7.3.
enum class HpkeAead : uint16_t {};

// draft-ietf-tls-esni 5.
enum class EchClientHelloType : uint8_t {
  kOuter = 0,
  kInner = 1,
};

// The rows of each in ascending order of number.
std::span<const CodePoint> CertificateTypes();
std::span<const CodePoint> ClientCertificateTypes();
std::span<const CodePoint> CompressionMethods();
std::span<const CodePoint> CertificateCompressionAlgorithms();
std::span<const CodePoint> PskKeyExchangeModes();
std::span<const CodePoint> EcPointFormats();
std::span<const CodePoint> EcCurveTypes();
std::span<const CodePoint> KeyUpdateRequests();
std::span<const CodePoint> HashAlgorithms();
std::span<const CodePoint> SignatureAlgorithms();
std::span<const CodePoint> ServerNameTypes();
std::span<const CodePoint> MaxFragmentLengths();
std::span<const CodePoint> CertificateChainTypes();
std::span<const CodePoint> TrustedCaIdentifierTypes();
std::span<const CodePoint> CertificateStatusTypes();
std::span<const CodePoint> CachedInformationTypes();
std::span<const CodePoint> HeartbeatMessageTypes();
std::span<const CodePoint> HeartbeatModes();
std::span<const CodePoint> SupplementalDataTypes();
std::span<const CodePoint> SrtpProtectionProfiles();
std::span<const CodePoint> HpkeKems();
std::span<const CodePoint> HpkeKdfs();
std::span<const CodePoint> HpkeAeads();
std::span<const CodePoint> EchClientHelloTypes();

// The registry that a code belongs to.
inline std::span<const CodePoint> RegistryOf(CertificateType) { return CertificateTypes(); }
inline std::span<const CodePoint> RegistryOf(ClientCertificateType) {
  return ClientCertificateTypes();
}
inline std::span<const CodePoint> RegistryOf(CompressionMethod) { return CompressionMethods(); }
inline std::span<const CodePoint> RegistryOf(CertificateCompressionAlgorithm) {
  return CertificateCompressionAlgorithms();
}
inline std::span<const CodePoint> RegistryOf(PskKeyExchangeMode) { return PskKeyExchangeModes(); }
inline std::span<const CodePoint> RegistryOf(EcPointFormat) { return EcPointFormats(); }
inline std::span<const CodePoint> RegistryOf(EcCurveType) { return EcCurveTypes(); }
inline std::span<const CodePoint> RegistryOf(KeyUpdateRequest) { return KeyUpdateRequests(); }
inline std::span<const CodePoint> RegistryOf(HashAlgorithm) { return HashAlgorithms(); }
inline std::span<const CodePoint> RegistryOf(SignatureAlgorithm) { return SignatureAlgorithms(); }
inline std::span<const CodePoint> RegistryOf(ServerNameType) { return ServerNameTypes(); }
inline std::span<const CodePoint> RegistryOf(MaxFragmentLength) { return MaxFragmentLengths(); }
inline std::span<const CodePoint> RegistryOf(CertificateChainType) {
  return CertificateChainTypes();
}
inline std::span<const CodePoint> RegistryOf(TrustedCaIdentifierType) {
  return TrustedCaIdentifierTypes();
}
inline std::span<const CodePoint> RegistryOf(CertificateStatusType) {
  return CertificateStatusTypes();
}
inline std::span<const CodePoint> RegistryOf(CachedInformationType) {
  return CachedInformationTypes();
}
inline std::span<const CodePoint> RegistryOf(HeartbeatMessageType) {
  return HeartbeatMessageTypes();
}
inline std::span<const CodePoint> RegistryOf(HeartbeatMode) { return HeartbeatModes(); }
inline std::span<const CodePoint> RegistryOf(SupplementalDataType) {
  return SupplementalDataTypes();
}
inline std::span<const CodePoint> RegistryOf(SrtpProtectionProfile) {
  return SrtpProtectionProfiles();
}
inline std::span<const CodePoint> RegistryOf(HpkeKem) { return HpkeKems(); }
inline std::span<const CodePoint> RegistryOf(HpkeKdf) { return HpkeKdfs(); }
inline std::span<const CodePoint> RegistryOf(HpkeAead) { return HpkeAeads(); }
inline std::span<const CodePoint> RegistryOf(EchClientHelloType) { return EchClientHelloTypes(); }

// NameOf returns the name, or the number for what has none: decimal, 16-bit codes as "0x000b".
template <typename Code>
requires requires(Code code) { RegistryOf(code); }
std::string NameOf(Code code) {
  const auto number = static_cast<uint16_t>(code);
  return sizeof(Code) == 1 ? NameOrDecimal(RegistryOf(code), number)
                           : NameOrHex(RegistryOf(code), number);
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_MESSAGE_CODES_H_
