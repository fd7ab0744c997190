#include "fuzz/mutate/layouts.h"

namespace shakedown {

const char* LayoutOf(HandshakeType type) {
  using enum HandshakeType;
  switch (type) {
    case kClientHello:
      return "f2 f32 v1 v2{f2} v1{f1} x2|f2 f32 v1 v2{f2} v1{f1}";
    case kServerHello:
      return "f2 f32 v1 f2 f1 x2|f2 f32 v1 f2 f1";
    case kEncryptedExtensions:
      return "x2";
    case kCertificate:
      return "v3{v3}|v1 v3{v3 x2}";
    case kCertificateRequest:
      return "v1{f1} v2{f2} v2{v2}|v1{f1} v2{v2}|v1 x2";
    case kServerKeyExchange:  // ECDHE and DHE, with a scheme, without, and without a signature
      return "f1 f2 v1 f2 v2|f1 f2 v1 v2|f1 f2 v1|v2 v2 v2 f2 v2|v2 v2 v2 v2|v2 v2 v2";
    case kClientKeyExchange:
      return "v1|v2";
    case kCertificateVerify:
      return "f2 v2|v2";
    case kNewSessionTicket:
      return "f4 v2|f4 f4 v1 v2 x2";
    case kCertificateStatus:
      return "f1 v3";
    case kCompressedCertificate:
      return "f2 f3 v3";
    case kKeyUpdate:
      return "f1";
    default:
      return "";
  }
}

const char* LayoutOf(ExtensionType type) {
  using enum ExtensionType;
  switch (type) {
    case kServerName:
      return "v2{f1 v2}";
    case kStatusRequest:
      return "f1 v2{v2} v2|f1 v3";
    case kSupportedGroups:
    case kSignatureAlgorithms:
    case kSignatureAlgorithmsCert:
    case kDelegatedCredential:
      return "v2{f2}";
    case kEcPointFormats:
    case kPskKeyExchangeModes:
    case kClientCertificateType:
    case kServerCertificateType:
      return "v1{f1}";
    case kAlpn:
      return "v2{v1}";
    case kCompressCertificate:
      return "v1{f2}";
    case kSupportedVersions:
      return "v1{f2}|f2";
    case kPreSharedKey:
      return "v2{v2 f4} v2{v1}|f2";
    case kKeyShare:
      return "v2{f2 v2}|f2 v2|f2";
    case kCookie:
      return "v2";
    case kCertificateAuthorities:
      return "v2{v2}";
    case kRenegotiationInfo:
      return "v1";
    default:
      return "";
  }
}

}  // namespace shakedown
