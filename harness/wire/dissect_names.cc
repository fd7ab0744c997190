#include <array>

#include "harness/wire/dissect_parts.h"

namespace shakedown {
namespace {

std::string GreaseOr(std::span<const CodePoint> registry, uint16_t code) {
  return IsGrease(code) ? "GREASE" : std::string(NameIn(registry, code));
}

// IANA "TLS Compression Method Identifiers".
constexpr CodePoint kCompressions[] = {{0, "null"}, {1, "DEFLATE"}, {64, "LZS"}};
// IANA "TLS EC Point Formats".
constexpr CodePoint kPointFormats[] = {
    {0, "uncompressed"}, {1, "ansiX962_compressed_prime"}, {2, "ansiX962_compressed_char2"}};
// IANA "TLS Certificate Types".
constexpr CodePoint kCertificateTypes[] = {
    {0, "X509"}, {1, "OpenPGP_RESERVED"}, {2, "RawPublicKey"}, {3, "1609Dot2"}};
// IANA "TLS ClientCertificateType Identifiers".
constexpr CodePoint kClientCertificateTypes[] = {{1, "rsa_sign"},
                                                 {2, "dss_sign"},
                                                 {3, "rsa_fixed_dh"},
                                                 {4, "dss_fixed_dh"},
                                                 {5, "rsa_ephemeral_dh_RESERVED"},
                                                 {6, "dss_ephemeral_dh_RESERVED"},
                                                 {20, "fortezza_dms_RESERVED"},
                                                 {21, "gost_sign256"},
                                                 {22, "gost_sign512"},
                                                 {64, "ecdsa_sign"},
                                                 {65, "rsa_fixed_ecdh"},
                                                 {66, "ecdsa_fixed_ecdh"}};
// RFC 6066 8, RFC 6961 2.2.
constexpr CodePoint kStatusTypes[] = {{1, "ocsp"}, {2, "ocsp_multi_RESERVED"}};
// IANA "TLS Certificate Compression Algorithm IDs".
constexpr CodePoint kCertificateCompressions[] = {{1, "zlib"}, {2, "brotli"}, {3, "zstd"}};

}  // namespace

std::string VersionText(uint16_t code) {
  switch (code) {
    case 0x0002:
      return "SSL 2.0";
    case 0xfeff:
      return "DTLS 1.0";
    case 0xfefd:
      return "DTLS 1.2";
    case 0xfefc:
      return "DTLS 1.3";
    default:
      break;
  }
  // RFC 8446's drafts named themselves so.
  if (code >> 8 == 0x7f) return "TLS 1.3 draft " + std::to_string(code & 0xff);
  return std::string(NameIn(ProtocolVersions(), code));
}

std::string VersionName(uint16_t code) { return IsGrease(code) ? "GREASE" : VersionText(code); }
std::string SuiteName(uint16_t code) { return GreaseOr(CipherSuites(), code); }
std::string GroupName(uint16_t code) { return GreaseOr(NamedGroups(), code); }
std::string SchemeName(uint16_t code) { return GreaseOr(SignatureSchemes(), code); }
std::string ExtensionName(uint16_t code) { return GreaseOr(ExtensionTypes(), code); }
std::string AlertName(uint16_t code) { return std::string(NameIn(AlertDescriptions(), code)); }
std::string HandshakeName(uint16_t code) { return std::string(NameIn(HandshakeTypes(), code)); }
std::string CompressionName(uint16_t code) { return std::string(NameIn(kCompressions, code)); }
std::string PointFormatName(uint16_t code) { return std::string(NameIn(kPointFormats, code)); }
std::string CertificateTypeName(uint16_t code) {
  return std::string(NameIn(kCertificateTypes, code));
}
std::string ClientCertificateTypeName(uint16_t code) {
  return std::string(NameIn(kClientCertificateTypes, code));
}
std::string StatusTypeName(uint16_t code) { return std::string(NameIn(kStatusTypes, code)); }
std::string CertificateCompressionName(uint16_t code) {
  return GreaseOr(kCertificateCompressions, code);
}

}  // namespace shakedown
