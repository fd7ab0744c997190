// The messages about certificates: Certificate, CertificateRequest, CertificateVerify,
// CertificateStatus and the compressed form. All views borrow the body. A parser that returns false
// has filled `*error`.
#ifndef HARNESS_WIRE_CERTIFICATE_H_
#define HARNESS_WIRE_CERTIFICATE_H_

#include <optional>

#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// RFC 8446 4.4.2; RFC 5246 7.4.2 (no context, no extensions).
struct CertificateMessage {
  View request_context;   // TLS 1.3
  CertificateList chain;  // leaf first
};
Parsed<CertificateMessage> ParseCertificate(View body, ProtocolVersion version);
bool ParseCertificate(View body, ProtocolVersion version, CertificateMessage* certificate,
                      ParseError* error);

// RFC 7250 3: the body of a Certificate before TLS 1.3 where the hellos agreed on RawPublicKey for
// its sender. The SubjectPublicKeyInfo, DER.
Parsed<View> ParseRawPublicKey(View body);

// RFC 8446 4.3.2; RFC 5246 7.4.4; RFC 4346 7.4.4 (no schemes).
struct CertificateRequest {
  View request_context;    // TLS 1.3
  View certificate_types;  // before TLS 1.3
  CodeList signature_schemes;
  CodeList certificate_signature_schemes;  // TLS 1.3
  VectorList16 ca_names;                   // DER Names
  Extensions extensions;                   // TLS 1.3
};
Parsed<CertificateRequest> ParseCertificateRequest(View body, ProtocolVersion version);
bool ParseCertificateRequest(View body, ProtocolVersion version, CertificateRequest* request,
                             ParseError* error);

// RFC 8446 4.4.3; before TLS 1.2 there is no scheme.
struct CertificateVerify {
  std::optional<SignatureScheme> signature_scheme;
  View signature;
};
Parsed<CertificateVerify> ParseCertificateVerify(View body, ProtocolVersion version);

// RFC 6066 8.
struct CertificateStatus {
  uint8_t status_type = 0;  // 1: OCSP
  View response;            // DER, for OCSP
};
Parsed<CertificateStatus> ParseCertificateStatus(View body);

// RFC 8879 4: what decompresses to the body of a Certificate message.
struct CompressedCertificate {
  uint16_t algorithm = 0;
  uint32_t uncompressed_length = 0;  // bytes
  View compressed;
};
Parsed<CompressedCertificate> ParseCompressedCertificate(View body);

}  // namespace shakedown

#endif  // HARNESS_WIRE_CERTIFICATE_H_
