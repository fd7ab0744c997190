#include "harness/inspect/dissect_parts.h"

namespace shakedown {
namespace {

// Without a version: the form of TLS 1.2 begins with a 24-bit length of all that follows.
bool CertificateHasTls13Form(View body, const MessageContext& context) {
  if (context.version) return IsTls13(context);
  ByteReader reader(body);
  return reader.U24() != reader.left();
}

// Without a version: the form of TLS 1.3 begins with an empty context (RFC 8446 4.3.2, unless it is
// sent after the handshake), then a 16-bit length of all that follows.
bool RequestHasTls13Form(View body, const MessageContext& context) {
  if (context.version) return IsTls13(context);
  ByteReader reader(body);
  return reader.U8() == 0 && reader.U16() == reader.left() && reader.ok();
}

}  // namespace

void ReadCertificate(FieldReader* in, const MessageContext& context) {
  const bool tls13 = CertificateHasTls13Form(in->rest(), context);
  const CertificateType type = context.certificate_type();
  if (!tls13 && type == CertificateType::kRawPublicKey) {
    in->OpaqueVector("ASN.1_subjectPublicKeyInfo", 3);
    return;
  }
  if (!tls13 && type != CertificateType::kX509) return in->Rest("certificate");
  // RFC 8446 4.4.2: in TLS 1.3 a key stands in the place of a certificate.
  const char* const data =
      type == CertificateType::kRawPublicKey ? "ASN1_subjectPublicKeyInfo" : "cert_data";
  if (tls13) in->OpaqueVector("certificate_request_context", 1);
  in->Vector("certificate_list", 3, [tls13, data](FieldReader* list) {
    while (!list->empty()) {
      if (!tls13) {
        list->OpaqueVector("cert_data", 3);
        continue;
      }
      list->Struct("CertificateEntry", [data](FieldReader* entry) {
        entry->OpaqueVector(data, 3);
        ReadExtensionBlock(entry, DissectPlace::kCertificate);
      });
    }
  });
}

// RFC 8879 4.
void ReadCompressedCertificate(FieldReader* in) {
  in->Code("algorithm", 2, CertificateCompressionName);
  in->Number("uncompressed_length", 3);
  in->OpaqueVector("compressed_certificate_message", 3);
}

void ReadCertificateRequest(FieldReader* in, const MessageContext& context) {
  if (RequestHasTls13Form(in->rest(), context)) {
    in->OpaqueVector("certificate_request_context", 1);
    ReadExtensionBlock(in, DissectPlace::kCertificateRequest);
    return;
  }
  in->Codes("certificate_types", 1, "ClientCertificateType", 1, ClientCertificateTypeName);
  // RFC 4346 7.4.4: no schemes before TLS 1.2.
  if (!context.version || *context.version >= ProtocolVersion::kTls12) {
    in->Codes("supported_signature_algorithms", 2, "SignatureScheme", 2, SchemeName);
  }
  in->Vector("certificate_authorities", 2, [](FieldReader* list) {
    while (!list->empty()) list->OpaqueVector("DistinguishedName", 2);
  });
}

void ReadCertificateVerify(FieldReader* in, const MessageContext& context) {
  if (!context.version || *context.version >= ProtocolVersion::kTls12) {
    in->Code("algorithm", 2, SchemeName);
  }
  in->OpaqueVector("signature", 2);
}

// RFC 6066 8; RFC 8446 4.4.2.1 puts the same into an extension.
void ReadCertificateStatus(FieldReader* in) {
  switch (in->Code("status_type", 1, StatusTypeName)) {
    case 1:
      in->OpaqueVector("response", 3);
      break;
    case 2:  // RFC 6961 2.2
      in->Vector("ocsp_response_list", 3, [](FieldReader* list) {
        while (!list->empty()) list->OpaqueVector("OCSPResponse", 3);
      });
      break;
    default:
      in->Rest("response");
      break;
  }
}

}  // namespace shakedown
