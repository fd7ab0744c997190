#include "harness/inspect/dissect_parts.h"
#include "harness/wire/message_codes.h"

namespace shakedown {
namespace {

std::string GreaseOr(std::span<const CodePoint> registry, uint16_t code) {
  return IsGrease(code) ? "GREASE" : std::string(NameIn(registry, code));
}

}  // namespace

std::string VersionText(uint16_t code) {
  // RFC 8446's drafts named themselves so.
  if (code >> 8 == 0x7f) return "TLS 1.3 draft " + std::to_string(code & 0xff);
  return std::string(NameIn(WireVersions(), code));
}

std::string VersionName(uint16_t code) { return IsGrease(code) ? "GREASE" : VersionText(code); }
std::string SuiteName(uint16_t code) { return GreaseOr(CipherSuites(), code); }
std::string GroupName(uint16_t code) { return GreaseOr(NamedGroups(), code); }
std::string SchemeName(uint16_t code) { return GreaseOr(SignatureSchemes(), code); }
std::string ExtensionName(uint16_t code) { return GreaseOr(ExtensionTypes(), code); }
std::string AlertName(uint16_t code) { return std::string(NameIn(AlertDescriptions(), code)); }
std::string HandshakeName(uint16_t code) { return std::string(NameIn(HandshakeTypes(), code)); }
std::string CompressionName(uint16_t code) {
  return std::string(NameIn(CompressionMethods(), code));
}
std::string PointFormatName(uint16_t code) { return std::string(NameIn(EcPointFormats(), code)); }
std::string CertificateTypeName(uint16_t code) {
  return std::string(NameIn(CertificateTypes(), code));
}
std::string ClientCertificateTypeName(uint16_t code) {
  return std::string(NameIn(ClientCertificateTypes(), code));
}
std::string StatusTypeName(uint16_t code) {
  return std::string(NameIn(CertificateStatusTypes(), code));
}
std::string CertificateCompressionName(uint16_t code) {
  return GreaseOr(CertificateCompressionAlgorithms(), code);
}

}  // namespace shakedown
