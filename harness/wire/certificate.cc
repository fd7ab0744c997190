#include "harness/wire/certificate.h"

#include "harness/wire/extension_forms.h"

namespace shakedown {
namespace {

using enum AlertDescription;

bool ReadCertificateRequest13(View body, CertificateRequest* request, ParseError* error) {
  View rest = body;
  if (!TakeVector<1>(&rest, &request->request_context)) {
    return Reject(error, body, rest.data(),
                  {"CertificateRequest.certificate_request_context", kDecodeError, "RFC 8446 4.3.2",
                   "a context of at most 255 bytes begins the message"});
  }
  const uint8_t* block = rest.data();
  if (auto wrong = TakeExtensions(&rest, body, "CertificateRequest.extensions",
                                  ExtensionPlace::kCertificateRequest, &request->extensions)) {
    *error = *wrong;
    return false;
  }
  if (!rest.empty()) {
    return Reject(error, body, rest.data(),
                  {"CertificateRequest.extensions", kDecodeError, "RFC 8446 4.3.2",
                   "the extensions end where the message ends"});
  }
  for (const Extension& extension : request->extensions) {
    // Their forms have been checked: a length of two bytes comes first.
    if (extension.type == ExtensionType::kSignatureAlgorithms) {
      request->signature_schemes.bytes = extension.body.subspan(2);
    } else if (extension.type == ExtensionType::kSignatureAlgorithmsCert) {
      request->certificate_signature_schemes.bytes = extension.body.subspan(2);
    } else if (extension.type == ExtensionType::kCertificateAuthorities) {
      request->ca_names = VectorList16(extension.body.subspan(2));
    }
  }
  if (request->signature_schemes.empty()) {
    return Reject(error, body, block,
                  {"CertificateRequest.extensions", kMissingExtension, "RFC 8446 4.3.2",
                   "signature_algorithms is among the extensions"});
  }
  return true;
}

bool ReadCertificateRequest(View body, ProtocolVersion version, CertificateRequest* request,
                            ParseError* error) {
  if (version >= ProtocolVersion::kTls13) return ReadCertificateRequest13(body, request, error);
  View rest = body, names;
  if (!TakeVector<1>(&rest, &request->certificate_types) || request->certificate_types.empty()) {
    return Reject(error, body, body.data(),
                  {"CertificateRequest.certificate_types", kDecodeError, "RFC 5246 7.4.4",
                   "the list holds at least one type"});
  }
  if (version == ProtocolVersion::kTls12) {
    const uint8_t* at = rest.data();
    View schemes;
    if (!TakeVector<2>(&rest, &schemes) || schemes.empty() || schemes.size() % 2 != 0) {
      return Reject(error, body, at,
                    {"CertificateRequest.supported_signature_algorithms", kDecodeError,
                     "RFC 5246 7.4.4", "the list holds at least one algorithm, of two bytes each"});
    }
    request->signature_schemes.bytes = schemes;
  }
  if (!WholeVector<2>(rest, &names)) {
    return Reject(error, body, rest.data(),
                  {"CertificateRequest.certificate_authorities", kDecodeError, "RFC 5246 7.4.4",
                   "the list of names ends where the message ends"});
  }
  request->ca_names = VectorList16(names);
  for (View name; !names.empty();) {
    const uint8_t* at = names.data();
    if (!TakeVector<2>(&names, &name) || name.empty()) {
      return Reject(error, body, at,
                    {"CertificateRequest.certificate_authorities", kDecodeError, "RFC 5246 7.4.4",
                     "a name has at least one byte and fits into the list"});
    }
  }
  return true;
}

bool ReadCertificate(View body, ProtocolVersion version, CertificateMessage* certificate,
                     ParseError* error) {
  const bool tls13 = version >= ProtocolVersion::kTls13;
  View rest = body, list;
  if (tls13 && !TakeVector<1>(&rest, &certificate->request_context)) {
    return Reject(error, body, rest.data(),
                  {"Certificate.certificate_request_context", kDecodeError, "RFC 8446 4.4.2",
                   "a context of at most 255 bytes begins the message"});
  }
  if (!WholeVector<3>(rest, &list)) {
    return Reject(
        error, body, rest.data(),
        {"Certificate.certificate_list", kDecodeError, tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2",
         "the list of certificates ends where the message ends"});
  }
  certificate->chain = CertificateList(list, {.with_extensions = tls13});
  for (View der; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<3>(&list, &der) || der.empty()) {
      return Reject(
          error, body, at,
          {"Certificate.cert_data", kDecodeError, tls13 ? "RFC 8446 4.4.2" : "RFC 5246 7.4.2",
           "a certificate has at least one byte and fits into the list"});
    }
    if (!tls13) continue;
    Extensions extensions;
    if (auto wrong = TakeExtensions(&list, body, "Certificate.extensions",
                                    ExtensionPlace::kCertificate, &extensions)) {
      *error = *wrong;
      return false;
    }
  }
  return true;
}

}  // namespace

Parsed<CertificateMessage> ParseCertificate(View body, ProtocolVersion version) {
  return ParsedBy<CertificateMessage>(ReadCertificate, body, version);
}

Parsed<CertificateRequest> ParseCertificateRequest(View body, ProtocolVersion version) {
  return ParsedBy<CertificateRequest>(ReadCertificateRequest, body, version);
}

Parsed<CertificateVerify> ParseCertificateVerify(View body, ProtocolVersion version) {
  View rest = body;
  CertificateVerify verify;
  if (version >= ProtocolVersion::kTls12) {
    uint16_t scheme;
    if (!TakeU16(&rest, &scheme)) {
      return Refuse(body, rest.data(),
                    {"CertificateVerify.algorithm", kDecodeError, "RFC 8446 4.4.3",
                     "a scheme of two bytes comes first"});
    }
    verify.signature_scheme = SignatureScheme{scheme};
  }
  if (!WholeVector<2>(rest, &verify.signature)) {
    return Refuse(body, rest.data(),
                  {"CertificateVerify.signature", kDecodeError, "RFC 8446 4.4.3",
                   "the signature ends where the message ends"});
  }
  return verify;
}

Parsed<CertificateStatus> ParseCertificateStatus(View body) {
  static constexpr uint8_t kOcsp = 1;
  View rest = body;
  CertificateStatus status;
  if (!TakeU8(&rest, &status.status_type)) {
    return Refuse(
        body, rest.data(),
        {"CertificateStatus.status_type", kDecodeError, "RFC 6066 8", "a type comes first"});
  }
  if (status.status_type != kOcsp) {
    status.response = rest;
    return status;
  }
  if (!WholeVector<3>(rest, &status.response) || status.response.empty()) {
    return Refuse(body, rest.data(),
                  {"CertificateStatus.response", kDecodeError, "RFC 6066 8",
                   "a response of at least one byte ends where the message"
                   " ends"});
  }
  return status;
}

Parsed<CompressedCertificate> ParseCompressedCertificate(View body) {
  View rest = body, length;
  CompressedCertificate certificate;
  if (!TakeU16(&rest, &certificate.algorithm) || !Take(&rest, 3, &length)) {
    return Refuse(body, rest.data(),
                  {"CompressedCertificate.algorithm", kDecodeError, "RFC 8879 4",
                   "an algorithm of two bytes and a length of three come"
                   " first"});
  }
  certificate.uncompressed_length = Load24(length.data());
  if (!WholeVector<3>(rest, &certificate.compressed) || certificate.compressed.empty()) {
    return Refuse(body, rest.data(),
                  {"CompressedCertificate.compressed_certificate_message", kDecodeError,
                   "RFC 8879 4", "at least one byte follows and ends where the message ends"});
  }
  return certificate;
}

}  // namespace shakedown
