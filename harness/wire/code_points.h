// The TLS registries the harness speaks of: numbers with their IANA names, looked up both ways.
// Enumerations are open: any number of the underlying width is a legal value, named or not.
#ifndef HARNESS_WIRE_CODE_POINTS_H_
#define HARNESS_WIRE_CODE_POINTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shakedown {

// RFC 8446 4.1.2 and predecessors: legacy_version / selected_version.
enum class ProtocolVersion : uint16_t {
  kSsl20 = 0x0002,
  kSsl30 = 0x0300,
  kTls10 = 0x0301,
  kTls11 = 0x0302,
  kTls12 = 0x0303,
  kTls13 = 0x0304,
  kDtls13 = 0xfefc,
  kDtls12 = 0xfefd,
  kDtls10 = 0xfeff,
};

// RFC 8446 5.1 and the IANA "TLS ContentType" registry.
enum class ContentType : uint8_t {
  kChangeCipherSpec = 20,
  kAlert = 21,
  kHandshake = 22,
  kApplicationData = 23,
  kHeartbeat = 24,
  kTls12Cid = 25,
  kAck = 26,
  kReturnRoutabilityCheck = 27,
};

// RFC 8446 6 and the IANA "TLS Alerts" registry.
enum class AlertLevel : uint8_t { kWarning = 1, kFatal = 2 };
enum class AlertDescription : uint8_t {
  kCloseNotify = 0,
  kUnexpectedMessage = 10,
  kBadRecordMac = 20,
  kRecordOverflow = 22,
  kHandshakeFailure = 40,
  kBadCertificate = 42,
  kUnsupportedCertificate = 43,
  kCertificateRevoked = 44,
  kCertificateExpired = 45,
  kCertificateUnknown = 46,
  kIllegalParameter = 47,
  kUnknownCa = 48,
  kAccessDenied = 49,
  kDecodeError = 50,
  kDecryptError = 51,
  kProtocolVersion = 70,
  kInsufficientSecurity = 71,
  kInternalError = 80,
  kInappropriateFallback = 86,
  kUserCanceled = 90,
  kNoRenegotiation = 100,
  kMissingExtension = 109,
  kUnsupportedExtension = 110,
  kUnrecognizedName = 112,
  kBadCertificateStatusResponse = 113,
  kUnknownPskIdentity = 115,
  kCertificateRequired = 116,
  kNoApplicationProtocol = 120,
};

// RFC 8446 4, its predecessors and the IANA "TLS HandshakeType" registry; NextProtocol and
// ChannelID are in use outside it. HelloRetryRequest has a number of its own in drafts of TLS 1.3
// only.
enum class HandshakeType : uint8_t {
  kHelloRequest = 0,
  kClientHello = 1,
  kServerHello = 2,
  kHelloVerifyRequest = 3,
  kNewSessionTicket = 4,
  kEndOfEarlyData = 5,
  kHelloRetryRequest = 6,
  kEncryptedExtensions = 8,
  kRequestConnectionId = 9,
  kNewConnectionId = 10,
  kCertificate = 11,
  kServerKeyExchange = 12,
  kCertificateRequest = 13,
  kServerHelloDone = 14,
  kCertificateVerify = 15,
  kClientKeyExchange = 16,
  kClientCertificateRequest = 17,
  kFinished = 20,
  kCertificateUrl = 21,
  kCertificateStatus = 22,
  kSupplementalData = 23,
  kKeyUpdate = 24,
  kCompressedCertificate = 25,
  kEktKey = 26,
  kNextProtocol = 67,
  kChannelId = 203,
  kMessageHash = 254,
};

// IANA "TLS ExtensionType Values", and those in use outside it (next_protocol_negotiation,
// application_settings, channel_id).
enum class ExtensionType : uint16_t {
  kServerName = 0,
  kMaxFragmentLength = 1,
  kClientCertificateUrl = 2,
  kTrustedCaKeys = 3,
  kTruncatedHmac = 4,
  kStatusRequest = 5,
  kUserMapping = 6,
  kClientAuthz = 7,
  kServerAuthz = 8,
  kCertType = 9,
  kSupportedGroups = 10,
  kEcPointFormats = 11,
  kSrp = 12,
  kSignatureAlgorithms = 13,
  kUseSrtp = 14,
  kHeartbeat = 15,
  kAlpn = 16,
  kStatusRequestV2 = 17,
  kSignedCertificateTimestamp = 18,
  kClientCertificateType = 19,
  kServerCertificateType = 20,
  kPadding = 21,
  kEncryptThenMac = 22,
  kExtendedMasterSecret = 23,
  kTokenBinding = 24,
  kCachedInfo = 25,
  kTlsLts = 26,
  kCompressCertificate = 27,
  kRecordSizeLimit = 28,
  kPwdProtect = 29,
  kPwdClear = 30,
  kPasswordSalt = 31,
  kTicketPinning = 32,
  kTlsCertWithExternPsk = 33,
  kDelegatedCredential = 34,
  kSessionTicket = 35,
  kTlmsp = 36,
  kTlmspProxying = 37,
  kTlmspDelegate = 38,
  kSupportedEktCiphers = 39,
  kPreSharedKey = 41,
  kEarlyData = 42,
  kSupportedVersions = 43,
  kCookie = 44,
  kPskKeyExchangeModes = 45,
  kCertificateAuthorities = 47,
  kOidFilters = 48,
  kPostHandshakeAuth = 49,
  kSignatureAlgorithmsCert = 50,
  kKeyShare = 51,
  kTransparencyInfo = 52,
  kConnectionIdDeprecated = 53,
  kConnectionId = 54,
  kExternalIdHash = 55,
  kExternalSessionId = 56,
  kQuicTransportParameters = 57,
  kTicketRequest = 58,
  kDnssecChain = 59,
  kSequenceNumberEncryptionAlgorithms = 60,
  kReturnRoutabilityCheck = 61,
  kTlsFlags = 62,
  kNextProtocolNegotiation = 13172,
  kApplicationSettings = 17513,
  kApplicationSettingsNew = 17613,
  kChannelId = 30032,
  kEchOuterExtensions = 64768,
  kEncryptedClientHello = 65037,
  kRenegotiationInfo = 65281,
};

// IANA "TLS Cipher Suites"; the names are in the table.
enum class CipherSuite : uint16_t {};

// IANA "TLS Supported Groups".
enum class NamedGroup : uint16_t {
  kSecp256r1 = 0x0017,
  kSecp384r1 = 0x0018,
  kSecp521r1 = 0x0019,
  kX25519 = 0x001d,
  kX448 = 0x001e,
  kFfdhe2048 = 0x0100,
  kFfdhe3072 = 0x0101,
  kFfdhe4096 = 0x0102,
  kFfdhe6144 = 0x0103,
  kFfdhe8192 = 0x0104,
};

// IANA "TLS SignatureScheme".
enum class SignatureScheme : uint16_t {
  kRsaPkcs1Sha1 = 0x0201,
  kEcdsaSha1 = 0x0203,
  kRsaPkcs1Sha256 = 0x0401,
  kEcdsaSecp256r1Sha256 = 0x0403,
  kRsaPkcs1Sha384 = 0x0501,
  kEcdsaSecp384r1Sha384 = 0x0503,
  kRsaPkcs1Sha512 = 0x0601,
  kEcdsaSecp521r1Sha512 = 0x0603,
  kRsaPssRsaeSha256 = 0x0804,
  kRsaPssRsaeSha384 = 0x0805,
  kRsaPssRsaeSha512 = 0x0806,
  kEd25519 = 0x0807,
  kEd448 = 0x0808,
  kRsaPssPssSha256 = 0x0809,
  kRsaPssPssSha384 = 0x080a,
  kRsaPssPssSha512 = 0x080b,
};

// One row of a registry.
struct CodePoint {
  uint16_t number;
  std::string_view name;  // IANA's spelling; versions are "TLS 1.2", handshake types are the
                          // message names of the RFCs: "ClientHello"
};

// The rows of each registry in ascending order of number.
std::span<const CodePoint> ProtocolVersions();
std::span<const CodePoint> CipherSuites();
std::span<const CodePoint> NamedGroups();
std::span<const CodePoint> SignatureSchemes();
std::span<const CodePoint> AlertDescriptions();
std::span<const CodePoint> HandshakeTypes();
std::span<const CodePoint> ExtensionTypes();

// NameOf returns the IANA name, or "0x11ec" (alerts and handshake types: decimal) for what has
// none.
std::string NameOf(ProtocolVersion value);
std::string NameOf(CipherSuite value);
std::string NameOf(NamedGroup value);
std::string NameOf(SignatureScheme value);
std::string NameOf(AlertDescription value);
std::string NameOf(HandshakeType value);
std::string NameOf(ExtensionType value);

// NameIn returns the name of `number` in `registry`, which lives for ever; empty if it has none.
std::string_view NameIn(std::span<const CodePoint> registry, uint16_t number);

// NumberOf finds `name` in `registry` (exact spelling, but the "_RESERVED" of a retired alert may
// be left out), or reads "0x" and up to four hex digits.
std::optional<uint16_t> NumberOf(std::span<const CodePoint> registry, std::string_view name);

// IsTls13Suite holds for the suites of RFC 8446 B.4 (0x13xx), which name neither key exchange nor
// authentication.
inline bool IsTls13Suite(CipherSuite suite) { return static_cast<uint16_t>(suite) >> 8 == 0x13; }

// IsGrease holds for the reserved values of RFC 8701 (0x0a0a, 0x1a1a, ...).
inline bool IsGrease(uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_CODE_POINTS_H_
