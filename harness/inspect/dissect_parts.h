// The parts that harness/inspect/dissect.cc is made of: one function a kind of body.
#ifndef HARNESS_INSPECT_DISSECT_PARTS_H_
#define HARNESS_INSPECT_DISSECT_PARTS_H_

#include "harness/inspect/dissect.h"
#include "harness/inspect/field_reader.h"

namespace shakedown {

// Which message an extension stands in: it decides the form of the body (RFC 8446 4.2).
enum class DissectPlace : uint8_t {
  kClientHello,
  kServerHello,
  kHelloRetryRequest,
  kEncryptedExtensions,
  kCertificate,
  kCertificateRequest,
  kNewSessionTicket,
};

// The block with its 16-bit length.
void ReadExtensionBlock(FieldReader* in, DissectPlace place);
// The body of one extension.
void ReadExtensionBody(FieldReader* in, ExtensionType type, DissectPlace place);

void ReadClientHello(FieldReader* in, const MessageContext& context);
void ReadServerHello(FieldReader* in);
void ReadHelloVerifyRequest(FieldReader* in);
void ReadCertificate(FieldReader* in, const MessageContext& context);
void ReadCompressedCertificate(FieldReader* in);
void ReadCertificateRequest(FieldReader* in, const MessageContext& context);
void ReadCertificateVerify(FieldReader* in, const MessageContext& context);
void ReadCertificateStatus(FieldReader* in);
void ReadServerKeyExchange(FieldReader* in, const MessageContext& context);
void ReadClientKeyExchange(FieldReader* in, const MessageContext& context);
void ReadNewSessionTicket(FieldReader* in, const MessageContext& context);

// Names of code points, "GREASE" for those of RFC 8701, empty for what has none.
std::string VersionName(uint16_t code);
std::string SuiteName(uint16_t code);
std::string GroupName(uint16_t code);
std::string SchemeName(uint16_t code);
std::string ExtensionName(uint16_t code);
std::string AlertName(uint16_t code);
std::string HandshakeName(uint16_t code);
std::string CompressionName(uint16_t code);
std::string PointFormatName(uint16_t code);
std::string CertificateTypeName(uint16_t code);        // "RawPublicKey"
std::string ClientCertificateTypeName(uint16_t code);  // "rsa_sign"
std::string StatusTypeName(uint16_t code);
std::string CertificateCompressionName(uint16_t code);

// An opaque that bears no version by itself has the form of TLS 1.3 in these two cases.
inline bool IsTls13(const MessageContext& context) {
  return context.version && *context.version >= ProtocolVersion::kTls13 &&
         static_cast<uint16_t>(*context.version) < 0x0400;
}

}  // namespace shakedown

#endif  // HARNESS_INSPECT_DISSECT_PARTS_H_
