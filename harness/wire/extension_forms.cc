#include "harness/wire/extension_forms.h"

#include <array>
#include <iterator>

#include "harness/wire/extension_index.h"

namespace shakedown {
namespace {

using enum AlertDescription;
using enum ExtensionType;
using enum ExtensionPlace;

enum class Shape : uint8_t {
  kAny,
  kEmpty,
  kByte,
  kTwoBytes,
  kFourBytes,
  kVector8,   // one vector, its length in a byte
  kCodes8,    // the same with at least one byte in it
  kCodes16,   // a list of 16-bit codes, at least one
  kFilled16,  // one vector of at least one byte, its length in two
  kNames16,   // a list of filled 16-bit vectors, at least one
  kOneName8,  // a list of exactly one filled 8-bit vector
  kKeyShare,  // a group and a filled 16-bit vector
  kStatus,    // OCSP: a byte and a filled 24-bit vector
  kList16,    // one vector, its length in two bytes, perhaps empty
};

constexpr uint8_t operator|(ExtensionPlace a, ExtensionPlace b) {
  return static_cast<uint8_t>(static_cast<uint8_t>(a) | static_cast<uint8_t>(b));
}
constexpr uint8_t operator|(uint8_t a, ExtensionPlace b) {
  return static_cast<uint8_t>(a | static_cast<uint8_t>(b));
}
constexpr uint8_t Only(ExtensionPlace place) { return static_cast<uint8_t>(place); }

// One extension in one or more places. A type with a row may stand where one of its rows says and,
// in TLS 1.3, nowhere else.
struct Form {
  ExtensionType type;
  uint8_t places;
  Shape shape;
  const char* name;
  const char* clause;
  const char* rule;
};

constexpr Form kForms[] = {
    {kServerName, kServerHello12 | kEncryptedExtensions, Shape::kEmpty, "server_name", "RFC 6066 3",
     "a server's extension is empty"},
    {kMaxFragmentLength, kServerHello12 | kEncryptedExtensions, Shape::kByte, "max_fragment_length",
     "RFC 6066 4", "the extension is one byte"},
    {kStatusRequest, Only(kServerHello12), Shape::kEmpty, "status_request", "RFC 6066 8",
     "a server's extension is empty: the status has a message of its own"},
    {kStatusRequest, Only(kCertificate), Shape::kStatus, "status_request", "RFC 8446 4.4.2.1",
     "beside a certificate the extension holds a status: its type and at least one byte"},
    {kStatusRequest, Only(kCertificateRequest), Shape::kAny, "status_request", "RFC 8446 4.4.2.1",
     ""},
    {kSupportedGroups, Only(kEncryptedExtensions), Shape::kCodes16, "supported_groups",
     "RFC 8446 4.2.7", "a list of at least one group, of two bytes each, fills the extension"},
    {kSupportedGroups, Only(kServerHello12), Shape::kAny, "supported_groups", "RFC 8422 5.2", ""},
    {kEcPointFormats, Only(kServerHello12), Shape::kCodes8, "ec_point_formats", "RFC 8422 5.2",
     "a list of at least one format fills the extension"},
    {kSignatureAlgorithms, Only(kCertificateRequest), Shape::kCodes16, "signature_algorithms",
     "RFC 8446 4.2.3", "a list of at least one scheme, of two bytes each, fills the extension"},
    {kSignatureAlgorithmsCert, Only(kCertificateRequest), Shape::kCodes16,
     "signature_algorithms_cert", "RFC 8446 4.2.3",
     "a list of at least one scheme, of two bytes each, fills the extension"},
    {kUseSrtp, kServerHello12 | kEncryptedExtensions, Shape::kAny, "use_srtp", "RFC 5764 4.1", ""},
    {kHeartbeat, kServerHello12 | kEncryptedExtensions, Shape::kByte, "heartbeat", "RFC 6520 2",
     "the extension is one byte"},
    {kAlpn, kServerHello12 | kEncryptedExtensions, Shape::kOneName8,
     "application_layer_protocol_negotiation", "RFC 7301 3.1",
     "a server's list holds exactly one protocol name, not empty"},
    {kSignedCertificateTimestamp, kServerHello12 | kCertificate, Shape::kFilled16,
     "signed_certificate_timestamp", "RFC 6962 3.3",
     "a list of at least one byte fills the extension"},
    {kSignedCertificateTimestamp, Only(kCertificateRequest), Shape::kEmpty,
     "signed_certificate_timestamp", "RFC 8446 4.4.2.1", "a request is empty"},
    {kClientCertificateType, kServerHello12 | kEncryptedExtensions, Shape::kByte,
     "client_certificate_type", "RFC 7250 3", "a server's extension is one byte"},
    {kServerCertificateType, kServerHello12 | kEncryptedExtensions, Shape::kByte,
     "server_certificate_type", "RFC 7250 3", "a server's extension is one byte"},
    {kEncryptThenMac, Only(kServerHello12), Shape::kEmpty, "encrypt_then_mac", "RFC 7366 2",
     "the extension is empty"},
    {kExtendedMasterSecret, Only(kServerHello12), Shape::kEmpty, "extended_master_secret",
     "RFC 7627 5.1", "the extension is empty"},
    {kCompressCertificate, Only(kCertificateRequest), Shape::kAny, "compress_certificate",
     "RFC 8879 3", ""},
    {kRecordSizeLimit, kServerHello12 | kEncryptedExtensions, Shape::kTwoBytes, "record_size_limit",
     "RFC 8449 4", "the extension is a number of two bytes"},
    {kDelegatedCredential, kCertificate | kCertificateRequest, Shape::kAny, "delegated_credential",
     "RFC 9345 4.1", ""},
    {kSessionTicket, Only(kServerHello12), Shape::kEmpty, "session_ticket", "RFC 5077 3.2",
     "a server's extension is empty"},
    {kPreSharedKey, Only(kServerHello), Shape::kTwoBytes, "pre_shared_key", "RFC 8446 4.2.11",
     "a server's extension is the number of an identity, of two bytes"},
    {kEarlyData, Only(kEncryptedExtensions), Shape::kEmpty, "early_data", "RFC 8446 4.2.10",
     "in EncryptedExtensions the extension is empty"},
    {kEarlyData, Only(kNewSessionTicket), Shape::kFourBytes, "early_data", "RFC 8446 4.2.10",
     "beside a ticket the extension is a size of four bytes"},
    {kSupportedVersions, kServerHello | kHelloRetryRequest | kServerHello12, Shape::kTwoBytes,
     "supported_versions", "RFC 8446 4.2.1", "a server's extension is one version"},
    {kCookie, Only(kHelloRetryRequest), Shape::kFilled16, "cookie", "RFC 8446 4.2.2",
     "one vector of at least one byte fills the extension"},
    {kPskKeyExchangeModes, 0, Shape::kAny, "psk_key_exchange_modes", "RFC 8446 4.2.9", ""},
    {kCertificateAuthorities, Only(kCertificateRequest), Shape::kNames16, "certificate_authorities",
     "RFC 8446 4.2.4", "a list of names, none of them empty, fills the extension"},
    {kOidFilters, Only(kCertificateRequest), Shape::kList16, "oid_filters", "RFC 8446 4.2.5",
     "one list fills the extension"},
    {kPostHandshakeAuth, 0, Shape::kAny, "post_handshake_auth", "RFC 8446 4.2.6", ""},
    {kKeyShare, Only(kServerHello), Shape::kKeyShare, "key_share", "RFC 8446 4.2.8",
     "a group and a key of at least one byte fill a server's extension"},
    {kKeyShare, Only(kHelloRetryRequest), Shape::kTwoBytes, "key_share", "RFC 8446 4.2.8",
     "in a HelloRetryRequest the extension is one group"},
    {kRenegotiationInfo, Only(kServerHello12), Shape::kVector8, "renegotiation_info",
     "RFC 5746 3.2", "one vector fills the extension"},
};

// The first row of each slot; the rows of a type follow one another.
constexpr std::array<uint8_t, 64> MakeFirstForms() {
  std::array<uint8_t, 64> first{};
  first.fill(std::size(kForms));
  for (size_t i = std::size(kForms); i-- > 0;) {
    first[extension_slots::Of(kForms[i].type)] = static_cast<uint8_t>(i);
  }
  return first;
}
constexpr std::array<uint8_t, 64> kFirstForm = MakeFirstForms();

// No row is of a type without a slot.
static_assert(kFirstForm[extension_slots::kNone] == std::size(kForms));

template <int kLengthBytes>
bool IsFilled(View body) {
  View content;
  return WholeVector<kLengthBytes>(body, &content) && !content.empty();
}

bool HasShape(View body, Shape shape) {
  View content, name;
  switch (shape) {
    case Shape::kAny:
      return true;
    case Shape::kEmpty:
      return body.empty();
    case Shape::kByte:
      return body.size() == 1;
    case Shape::kTwoBytes:
      return body.size() == 2;
    case Shape::kFourBytes:
      return body.size() == 4;
    case Shape::kVector8:
      return WholeVector<1>(body, &content);
    case Shape::kCodes8:
      return IsFilled<1>(body);
    case Shape::kCodes16:
      return IsFilled<2>(body) && body.size() % 2 == 0;
    case Shape::kFilled16:
      return IsFilled<2>(body);
    case Shape::kList16:
      return WholeVector<2>(body, &content);
    case Shape::kNames16:
      if (!WholeVector<2>(body, &content) || content.empty()) return false;
      while (!content.empty()) {
        if (!TakeVector<2>(&content, &name) || name.empty()) return false;
      }
      return true;
    case Shape::kOneName8:
      return WholeVector<2>(body, &content) && IsFilled<1>(content);
    case Shape::kKeyShare:
      return body.size() > 2 && IsFilled<2>(body.subspan(2));
    case Shape::kStatus:
      return body.size() > 1 && IsFilled<3>(body.subspan(1));
  }
  return false;
}

// RFC 8446 4.2 gives TLS 1.3 this rule; before, extensions stood where their servers liked.
bool IsStrict(ExtensionPlace place) { return place != kServerHello12; }

bool CheckForm(const Extension& extension, ExtensionPlace place, View whole, ParseError* error) {
  const Form* elsewhere = nullptr;
  const auto type = static_cast<uint16_t>(extension.type);
  for (size_t i = kFirstForm[extension_slots::Of(type)]; i < std::size(kForms); ++i) {
    const Form& form = kForms[i];
    if (form.type != extension.type) break;
    if ((form.places & static_cast<uint8_t>(place)) == 0) {
      elsewhere = &form;
      continue;
    }
    if (HasShape(extension.body, form.shape)) return true;
    return Reject(error, whole, extension.body.data(),
                  {form.name, kDecodeError, form.clause, form.rule});
  }
  if (elsewhere == nullptr || !IsStrict(place)) return true;  // unknown types are data
  return Reject(error, whole, extension.body.data() - 4,
                {elsewhere->name, kIllegalParameter, "RFC 8446 4.2",
                 "an extension stands only in the messages it is specified for"});
}

}  // namespace

bool CheckExtensionForms(const Extensions& extensions, ExtensionPlace place, View whole,
                         ParseError* error) {
  for (const Extension& extension : extensions) {
    if (!CheckForm(extension, place, whole, error)) return false;
  }
  return true;
}

std::optional<ParseError> TakeExtensions(View* rest, View whole, const char* field,
                                         ExtensionPlace place, Extensions* out) {
  View block;
  if (!TakeVector<2>(rest, &block)) {
    return ParseError({field, kDecodeError, "RFC 8446 4.2",
                       "the extensions are a vector with a length of two bytes"},
                      static_cast<size_t>(rest->data() - whole.data()));
  }
  *out = Extensions(block);
  ExtensionIndex index;
  ParseError error;
  if (!index.Build(block, whole, field, &error) ||
      !CheckExtensionForms(*out, place, whole, &error)) {
    return error;
  }
  return std::nullopt;
}

}  // namespace shakedown
