#include "harness/wire/extension_forms.h"

#include <array>
#include <bit>

#include "harness/wire/extension_index.h"
#include "harness/wire/extension_shapes.h"

namespace shakedown {
namespace {

using namespace extension_shapes;
using enum AlertDescription;
using enum ExtensionType;
using enum ExtensionPlace;

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

// RFC 8446 4.2 gives TLS 1.3 this rule; before, extensions stood where their servers liked.
constexpr bool IsStrict(ExtensionPlace place) { return place != kServerHello12; }

// A type without its header, as two bytes lie in memory.
constexpr uint32_t LittleType(ExtensionType type) {
  return __builtin_bswap16(static_cast<uint16_t>(type));
}
constexpr uint32_t HeaderOf(ExtensionType type, Shape shape) {
  const auto size = shape <= Shape::kFourBytes ? static_cast<uint16_t>(shape) : uint16_t{0xffff};
  return uint32_t{__builtin_bswap16(size)} << 16 | LittleType(type);
}
constexpr std::array<TypeShapes, kPlaces> MakeShapes() {
  std::array<TypeShapes, kPlaces> tables{};
  for (size_t i = 0; i < kPlaces; ++i) {
    const auto place = static_cast<ExtensionPlace>(1 << i);
    for (const Form& form : kForms) {
      TypeShape& one = tables[i][extension_slots::PlaceOf(form.type)];
      const bool first = &form == &kForms[0] || (&form)[-1].type != form.type;
      if (first) one.shape = IsStrict(place) ? Shape::kNone : Shape::kAny;
      if ((form.places >> i & 1) != 0) one.shape = form.shape;
      // With it the place is that of TLS 1.3, unless it says otherwise.
      if (form.type == kSupportedVersions && place == kServerHello12) one.shape = Shape::kNone;
      // What may be anything needs no row.
      one.header = one.shape == Shape::kAny ? TypeShape().header : HeaderOf(form.type, one.shape);
      one.least_vector8 = LeastVector8(one.shape);
    }
  }
  return tables;
}
constexpr std::array<TypeShapes, kPlaces> kMade = MakeShapes();

// No two types have the same place, and the rows of each follow one another.
constexpr bool AllHaveAPlace() {
  std::array<int, extension_slots::kPlaces> types{};
  for (const Form& form : kForms) {
    const bool first = &form == &kForms[0] || (&form)[-1].type != form.type;
    if (first && ++types[extension_slots::PlaceOf(form.type)] != 1) return false;
  }
  return true;
}
static_assert(AllHaveAPlace());

template <int kLengthBytes>
bool IsFilled(View body) {
  View content;
  return WholeVector<kLengthBytes>(body, &content) && !content.empty();
}

bool HasShape(View body, Shape shape) {
  if (shape <= Shape::kFourBytes) return body.size() == static_cast<size_t>(shape);
  View content;
  switch (shape) {
    case Shape::kVector8:
    case Shape::kCodes8:
      return IsVector8(body.data(), body.size(), LeastVector8(shape));
    case Shape::kAny:
      return true;
    case Shape::kCodes16:
      return IsFilled<2>(body) && body.size() % 2 == 0;
    case Shape::kFilled16:
      return IsFilled<2>(body);
    case Shape::kList16:
      return WholeVector<2>(body, &content);
    case Shape::kNames16:
      return IsFilled<2>(body) && FirstMisfit<2>(body.subspan(2)) == nullptr;
    case Shape::kOneName8:
      return WholeVector<2>(body, &content) && IsFilled<1>(content);
    case Shape::kKeyShare:
      return body.size() > 2 && IsFilled<2>(body.subspan(2));
    case Shape::kStatus:
      return body.size() > 1 && IsFilled<3>(body.subspan(1));
    default:
      return false;
  }
}

// ArePlain for every shape.
bool AreInShape(View block, ExtensionPlace place) {
  const TypeShapes& shapes = kMade[IndexOf(place)];
  uint64_t seen = 0;
  for (Extension extension; ExtensionForm::Take(&block, &extension);) {
    const size_t hash = extension_slots::PlaceOf(extension.type);
    const uint64_t slot = extension_slots::kBits[hash];
    if ((seen & slot) != 0) return false;
    seen |= slot;
    const TypeShape& one = shapes[hash];
    if (one.IsOf(static_cast<uint16_t>(LittleType(extension.type))) &&
        !HasShape(extension.body, one.shape)) {
      return false;
    }
  }
  return block.empty();
}

bool CheckForm(const Extension& extension, ExtensionPlace place, View whole, ParseError* error) {
  const Form* elsewhere = nullptr;
  for (const Form& form : kForms) {
    if (form.type != extension.type) continue;
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

constinit const std::array<TypeShapes, kPlaces> extension_shapes::kShapes = kMade;

bool CheckExtensions(View block, ExtensionPlace place, View whole, const char* field,
                     ParseError* error) {
  if (AreInShape(block, place)) [[likely]]
    return true;
  ExtensionIndex index;
  if (!index.Build(block, whole, field, error)) return false;
  for (const Extension& extension : Extensions(block)) {
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
  ParseError error;
  if (!CheckExtensions(block, place, whole, field, &error)) return error;
  return std::nullopt;
}

}  // namespace shakedown
