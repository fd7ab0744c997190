#include "harness/wire/certificate.h"

#include "harness/wire/extension_forms.h"

namespace shakedown {
namespace {

using enum AlertDescription;

namespace rules12 {

constexpr Rule kTypes = {"CertificateRequest.certificate_types", kDecodeError, "RFC 5246 7.4.4",
                         "the list holds at least one type"};
constexpr Rule kSchemes = {"CertificateRequest.supported_signature_algorithms", kDecodeError,
                           "RFC 5246 7.4.4",
                           "the list holds at least one algorithm, of two bytes each"};
constexpr Rule kNames = {"CertificateRequest.certificate_authorities", kDecodeError,
                         "RFC 5246 7.4.4", "the list of names ends where the message ends"};
constexpr Rule kName = {"CertificateRequest.certificate_authorities", kDecodeError,
                        "RFC 5246 7.4.4", "a name has at least one byte and fits into the list"};
constexpr Rule kList = {"Certificate.certificate_list", kDecodeError, "RFC 5246 7.4.2",
                        "the list of certificates ends where the message ends"};
constexpr Rule kData = {"Certificate.cert_data", kDecodeError, "RFC 5246 7.4.2",
                        "a certificate has at least one byte and fits into the list"};

constexpr Rule kRawKey = {"Certificate.ASN.1_subjectPublicKeyInfo", kDecodeError, "RFC 7250 3",
                          "one key of at least one byte, with its length, is the whole message"};

}  // namespace rules12

[[gnu::noinline]] bool ReadCertificateRequest13(View body, CertificateRequest* request,
                                                ParseError* error) {
  View rest = body;
  *request = CertificateRequest();
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

[[gnu::noinline]] bool ReadCertificate13(View body, CertificateMessage* certificate,
                                         ParseError* error) {
  View rest = body, list;
  if (!TakeVector<1>(&rest, &certificate->request_context)) {
    return Reject(error, body, rest.data(),
                  {"Certificate.certificate_request_context", kDecodeError, "RFC 8446 4.4.2",
                   "a context of at most 255 bytes begins the message"});
  }
  if (!WholeVector<3>(rest, &list)) {
    return Reject(error, body, rest.data(),
                  {"Certificate.certificate_list", kDecodeError, "RFC 8446 4.4.2",
                   "the list of certificates ends where the message ends"});
  }
  certificate->chain = CertificateList(list, {.with_extensions = true});
  for (View der; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<3>(&list, &der) || der.empty()) {
      return Reject(error, body, at,
                    {"Certificate.cert_data", kDecodeError, "RFC 8446 4.4.2",
                     "a certificate has at least one byte and fits into the list"});
    }
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

bool ParseCertificate(View body, ProtocolVersion version, CertificateMessage* certificate,
                      ParseError* error) {
  if (version >= ProtocolVersion::kTls13) return ReadCertificate13(body, certificate, error);
  View list;
  if (!WholeVector<3>(body, &list)) return Reject(error, body, body.data(), rules12::kList);
  certificate->request_context = {};
  certificate->chain = CertificateList(list);
  if (const uint8_t* at = FirstMisfit<3>(list)) return Reject(error, body, at, rules12::kData);
  return true;
}

Parsed<CertificateMessage> ParseCertificate(View body, ProtocolVersion version) {
  return ParsedBy<CertificateMessage>(ParseCertificate, body, version);
}

Parsed<View> ParseRawPublicKey(View body) {
  View key;
  if (!WholeVector<3>(body, &key) || key.empty())
    return Refuse(body, body.data(), rules12::kRawKey);
  return key;
}

bool ParseCertificateRequest(View body, ProtocolVersion version, CertificateRequest* request,
                             ParseError* error) {
  if (version >= ProtocolVersion::kTls13) return ReadCertificateRequest13(body, request, error);
  static constexpr size_t kTypes = 1;
  const uint8_t* const from = body.data();
  const size_t types_size = body.empty() ? 0 : from[0];
  size_t at = kTypes + types_size;
  if (types_size == 0 || body.size() < at) return Reject(error, body, from, rules12::kTypes);
  request->request_context = {};
  request->certificate_types = {from + kTypes, types_size};
  request->signature_schemes = {};
  request->certificate_signature_schemes = {};
  request->extensions = {};
  if (version == ProtocolVersion::kTls12) {
    const size_t schemes = at + 2;
    const size_t size = body.size() < schemes ? 0 : Load16(from + at);
    if (size == 0 || size % 2 != 0 || body.size() < schemes + size) {
      return Reject(error, body, from + at, rules12::kSchemes);
    }
    request->signature_schemes.bytes = {from + schemes, size};
    at = schemes + size;
  }
  View names;
  if (!WholeVector<2>(body.subspan(at), &names)) {
    return Reject(error, body, from + at, rules12::kNames);
  }
  request->ca_names = VectorList16(names);
  if (const uint8_t* name = FirstMisfit<2>(names)) return Reject(error, body, name, rules12::kName);
  return true;
}

Parsed<CertificateRequest> ParseCertificateRequest(View body, ProtocolVersion version) {
  return ParsedBy<CertificateRequest>(ParseCertificateRequest, body, version);
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
