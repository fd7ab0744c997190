#include "harness/wire/client_hello.h"

#include <algorithm>

namespace shakedown {
namespace {

using enum AlertDescription;

// The body, for offsets, and where to say what is wrong.
struct Context {
  View whole;
  ParseError* error;

  bool Refuse(const uint8_t* at, const Rule& rule) const { return Reject(error, whole, at, rule); }
};

// A list of 16-bit codes behind a length of kLengthBytes, which fills the body.
template <int kLengthBytes>
bool Codes(const Context& context, View body, const Rule& rule, CodeList* out) {
  View codes;
  if (!WholeVector<kLengthBytes>(body, &codes) || codes.empty() || codes.size() % 2 != 0) {
    return context.Refuse(body.data(), rule);
  }
  out->bytes = codes;
  return true;
}

// A list of one-byte codes, which fills the body.
bool ShortCodes(const Context& context, View body, const Rule& rule, View* out) {
  if (!WholeVector<1>(body, out) || out->empty()) return context.Refuse(body.data(), rule);
  return true;
}

bool Empty(const Context& context, View body, const Rule& rule) {
  return body.empty() || context.Refuse(body.data(), rule);
}

bool ServerName(const Context& context, View body, View* out) {
  static constexpr uint8_t kHostName = 0;
  static constexpr Rule kForm = {"server_name", kDecodeError, "RFC 6066 3",
                                 "a list of names, each with its type and at least one byte, fills"
                                 " the extension"};
  View list;
  if (!WholeVector<2>(body, &list) || list.empty()) return context.Refuse(body.data(), kForm);
  bool named = false;
  while (!list.empty()) {
    const uint8_t* at = list.data();
    uint8_t type;
    View name;
    // A name of another type would have a form of its own; none was ever defined, and every stack
    // reads it as a vector.
    if (!TakeU8(&list, &type) || !TakeVector<2>(&list, &name) || name.empty()) {
      return context.Refuse(at, kForm);
    }
    if (type != kHostName) continue;
    if (named) {
      return context.Refuse(at, {"server_name", kIllegalParameter, "RFC 6066 3",
                                 "the list holds at most one name of each type"});
    }
    if (std::find(name.begin(), name.end(), 0) != name.end()) {
      return context.Refuse(at + 3, {"server_name", kIllegalParameter, "RFC 6066 3",
                                     "a host name is ASCII text, without a zero byte"});
    }
    named = true;
    *out = name;
  }
  return true;
}

bool Alpn(const Context& context, View body, VectorList8* out) {
  static constexpr Rule kForm = {"application_layer_protocol_negotiation", kDecodeError,
                                 "RFC 7301 3.1",
                                 "a list of protocol names, none of them empty, fills the"
                                 " extension"};
  View list;
  if (!WholeVector<2>(body, &list) || list.empty()) return context.Refuse(body.data(), kForm);
  *out = VectorList8(list);
  for (View name; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<1>(&list, &name) || name.empty()) return context.Refuse(at, kForm);
  }
  return true;
}

bool KeyShares(const Context& context, View body, KeyShareList* out) {
  static constexpr Rule kForm = {"key_share", kDecodeError, "RFC 8446 4.2.8",
                                 "a list of shares, each with its group and at least one byte of"
                                 " key, fills the extension"};
  View list;
  if (!WholeVector<2>(body, &list)) return context.Refuse(body.data(), kForm);
  *out = KeyShareList(list);
  const View all = list;
  for (KeyShareEntry entry; !list.empty();) {
    const uint8_t* at = list.data();
    if (!KeyShareForm::Take(&list, &entry) || entry.key_exchange.empty()) {
      return context.Refuse(at, kForm);
    }
    // There are two or three shares, so to compare each with those before it is cheapest.
    for (View before = all; before.data() != at;) {
      KeyShareEntry earlier;
      KeyShareForm::Take(&before, &earlier);
      if (earlier.group == entry.group) [[unlikely]] {
        return context.Refuse(at, {"key_share", kIllegalParameter, "RFC 8446 4.2.8",
                                   "there is at most one share for a group"});
      }
    }
  }
  return true;
}

bool StatusRequest(const Context& context, View body, uint8_t* out) {
  static constexpr uint8_t kOcsp = 1;
  static constexpr Rule kForm = {"status_request", kDecodeError, "RFC 6066 8",
                                 "for OCSP a list of responder ids and a list of extensions follow"
                                 " the type and fill the extension"};
  View rest = body;
  if (!TakeU8(&rest, out)) return context.Refuse(body.data(), kForm);
  if (*out != kOcsp) return true;
  View responders, extensions;
  if (!TakeVector<2>(&rest, &responders) || !TakeVector<2>(&rest, &extensions) || !rest.empty()) {
    return context.Refuse(rest.data(), kForm);
  }
  for (View id; !responders.empty();) {
    const uint8_t* at = responders.data();
    if (!TakeVector<2>(&responders, &id) || id.empty()) return context.Refuse(at, kForm);
  }
  return true;
}

bool Padding(const Context& context, View body) {
  uint8_t any = 0;
  for (const uint8_t byte : body) any |= byte;
  if (any != 0) [[unlikely]] {
    const auto at = std::find_if(body.begin(), body.end(), [](uint8_t b) { return b != 0; });
    return context.Refuse(&*at, {"padding", kIllegalParameter, "RFC 7685 3",
                                 "padding is zero bytes"});
  }
  return true;
}

bool CertificateAuthorities(const Context& context, View body, VectorList16* out) {
  static constexpr Rule kForm = {"certificate_authorities", kDecodeError, "RFC 8446 4.2.4",
                                 "a list of names, none of them empty, fills the extension"};
  View list;
  if (!WholeVector<2>(body, &list) || list.size() < 3) return context.Refuse(body.data(), kForm);
  *out = VectorList16(list);
  for (View name; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<2>(&list, &name) || name.empty()) return context.Refuse(at, kForm);
  }
  return true;
}

// `body` must be the last of the message.
bool PreSharedKey(const Context& context, View body, ClientHelloExtensions* known) {
  static constexpr size_t kLeastBinder = 32;
  static constexpr Rule kForm = {"pre_shared_key", kDecodeError, "RFC 8446 4.2.11",
                                 "a list of identities and a list of binders of at least 32 bytes"
                                 " fill the extension"};
  if (body.data() + body.size() != context.whole.data() + context.whole.size()) {
    return context.Refuse(body.data(), {"pre_shared_key", kIllegalParameter, "RFC 8446 4.2.11",
                                        "the extension is the last of the ClientHello"});
  }
  View rest = body, identities, binders;
  if (!TakeVector<2>(&rest, &identities) || !TakeVector<2>(&rest, &binders) || !rest.empty() ||
      identities.empty() || binders.empty()) {
    return context.Refuse(body.data(), kForm);
  }
  known->psk_identities = PskIdentityList(identities);
  known->psk_binders = VectorList8(binders);
  size_t excess = 0;
  for (PskIdentity one; !identities.empty(); ++excess) {
    const uint8_t* at = identities.data();
    if (!PskIdentityForm::Take(&identities, &one) || one.identity.empty()) {
      return context.Refuse(at, kForm);
    }
  }
  for (View one; !binders.empty(); --excess) {
    const uint8_t* at = binders.data();
    if (!TakeVector<1>(&binders, &one) || one.size() < kLeastBinder) {
      return context.Refuse(at, kForm);
    }
  }
  if (excess != 0) {
    return context.Refuse(body.data(), {"pre_shared_key", kIllegalParameter, "RFC 8446 4.2.11",
                                        "there is one binder for each identity"});
  }
  return true;
}

// RFC 5246 7.4.1.2 and RFC 8446 4.1.2, which differ.
bool Compression(const Context& context, const ClientHello& hello,
                 const ClientHelloExtensions& known) {
  const View methods = hello.compression_methods;
  if (methods.size() == 1 && methods[0] == 0) [[likely]] return true;
  if (known.supported_versions.Contains(static_cast<uint16_t>(ProtocolVersion::kTls13))) {
    return context.Refuse(methods.data(),
                          {"ClientHello.legacy_compression_methods", kIllegalParameter,
                           "RFC 8446 4.1.2", "TLS 1.3 allows the null method and no other"});
  }
  if (std::find(methods.begin(), methods.end(), 0) == methods.end()) {
    return context.Refuse(methods.data(),
                          {"ClientHello.compression_methods", kIllegalParameter,
                           "RFC 5246 7.4.1.2", "the null method is among the methods"});
  }
  return true;
}

}  // namespace

bool IndexClientHello(View body, ClientHello* hello, ParseError* error) {
  static constexpr size_t kLongestSessionId = 32;
  View rest = body;
  uint16_t version;
  if (!TakeU16(&rest, &version) || !Take(&rest, 32, &hello->random)) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.random", kDecodeError, "RFC 8446 4.1.2",
                   "a version of two bytes and a random of 32 begin the message"});
  }
  hello->legacy_version = ProtocolVersion{version};
  if (!TakeVector<1>(&rest, &hello->session_id) || hello->session_id.size() > kLongestSessionId) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.legacy_session_id", kDecodeError, "RFC 8446 4.1.2",
                   "a session id has at most 32 bytes"});
  }
  if (View& suites = hello->cipher_suites.bytes;
      !TakeVector<2>(&rest, &suites) || suites.empty() || suites.size() % 2 != 0) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.cipher_suites", kDecodeError, "RFC 8446 4.1.2",
                   "the list holds at least one suite, of two bytes each"});
  }
  if (!TakeVector<1>(&rest, &hello->compression_methods) || hello->compression_methods.empty()) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.legacy_compression_methods", kDecodeError, "RFC 8446 4.1.2",
                   "the list holds at least one method"});
  }
  View block;
  // RFC 5246 7.4.1.2: before TLS 1.3 the block may be missing altogether.
  if (!rest.empty() && !WholeVector<2>(rest, &block)) {
    return Reject(error, body, rest.data(),
                  {"ClientHello.extensions", kDecodeError, "RFC 8446 4.1.2",
                   "the extensions end where the message ends"});
  }
  hello->extensions = Extensions(block);
  return hello->index.Build(block, body, "ClientHello.extensions", error);
}

bool DecodeClientHello(View body, ClientHello* hello, ClientHelloExtensions* known,
                       ParseError* error) {
  using enum ExtensionType;
  if (!IndexClientHello(body, hello, error)) return false;
  const ExtensionIndex& index = hello->index;
  const Context context{body, error};
  *known = {};

  // In the order of this list and not of the wire: clients shuffle their extensions, and a branch
  // that follows them is predicted wrong every time.
  if (index.Has<kServerName>() &&
      !ServerName(context, index.Body<kServerName>(), &known->server_name)) {
    return false;
  }
  if (index.Has<kSupportedGroups>() &&
      !Codes<2>(context, index.Body<kSupportedGroups>(),
                {"supported_groups", kDecodeError, "RFC 8446 4.2.7",
                 "a list of at least one group, of two bytes each, fills the extension"},
                &known->supported_groups)) {
    return false;
  }
  if (index.Has<kEcPointFormats>() &&
      !ShortCodes(context, index.Body<kEcPointFormats>(),
                  {"ec_point_formats", kDecodeError, "RFC 8422 5.1.2",
                   "a list of at least one format fills the extension"},
                  &known->ec_point_formats)) {
    return false;
  }
  if (index.Has<kSignatureAlgorithms>() &&
      !Codes<2>(context, index.Body<kSignatureAlgorithms>(),
                {"signature_algorithms", kDecodeError, "RFC 8446 4.2.3",
                 "a list of at least one scheme, of two bytes each, fills the extension"},
                &known->signature_algorithms)) {
    return false;
  }
  if (index.Has<kAlpn>() && !Alpn(context, index.Body<kAlpn>(), &known->alpn)) return false;
  if (index.Has<kStatusRequest>() &&
      !StatusRequest(context, index.Body<kStatusRequest>(), &known->status_type)) {
    return false;
  }
  if (index.Has<kSignedCertificateTimestamp>() &&
      !Empty(context, index.Body<kSignedCertificateTimestamp>(),
             {"signed_certificate_timestamp", kDecodeError, "RFC 6962 3.3.1",
              "a client's extension is empty"})) {
    return false;
  }
  if (index.Has<kEncryptThenMac>() && !Empty(context, index.Body<kEncryptThenMac>(),
                                             {"encrypt_then_mac", kDecodeError, "RFC 7366 2",
                                              "the extension is empty"})) {
    return false;
  }
  if (index.Has<kExtendedMasterSecret>() &&
      !Empty(context, index.Body<kExtendedMasterSecret>(),
             {"extended_master_secret", kDecodeError, "RFC 7627 5.1", "the extension is empty"})) {
    return false;
  }
  if (index.Has<kSessionTicket>()) known->session_ticket = index.Body<kSessionTicket>();
  if (index.Has<kSupportedVersions>() &&
      !Codes<1>(context, index.Body<kSupportedVersions>(),
                {"supported_versions", kDecodeError, "RFC 8446 4.2.1",
                 "a list of at least one version, of two bytes each, fills the extension"},
                &known->supported_versions)) {
    return false;
  }
  if (index.Has<kPskKeyExchangeModes>() &&
      !ShortCodes(context, index.Body<kPskKeyExchangeModes>(),
                  {"psk_key_exchange_modes", kDecodeError, "RFC 8446 4.2.9",
                   "a list of at least one mode fills the extension"},
                  &known->psk_key_exchange_modes)) {
    return false;
  }
  if (index.Has<kKeyShare>() && !KeyShares(context, index.Body<kKeyShare>(), &known->key_shares)) {
    return false;
  }
  if (index.Has<kRenegotiationInfo>() &&
      !WholeVector<1>(index.Body<kRenegotiationInfo>(), &known->renegotiated_connection)) {
    return context.Refuse(index.Body<kRenegotiationInfo>().data(),
                          {"renegotiation_info", kDecodeError, "RFC 5746 3.2",
                           "one vector fills the extension"});
  }
  if (index.Has<kPadding>() && !Padding(context, index.Body<kPadding>())) return false;
  if (index.Has<kCompressCertificate>() &&
      !Codes<1>(context, index.Body<kCompressCertificate>(),
                {"compress_certificate", kDecodeError, "RFC 8879 3",
                 "a list of at least one algorithm, of two bytes each, fills the extension"},
                &known->certificate_compression)) {
    return false;
  }
  if (index.Has<kRecordSizeLimit>()) {
    static constexpr uint16_t kLeastLimit = 64;
    const View limit = index.Body<kRecordSizeLimit>();
    if (limit.size() != 2) {
      return context.Refuse(limit.data(), {"record_size_limit", kDecodeError, "RFC 8449 4",
                                           "the extension is a number of two bytes"});
    }
    known->record_size_limit = Load16(limit.data());
    if (known->record_size_limit < kLeastLimit) {
      return context.Refuse(limit.data(), {"record_size_limit", kIllegalParameter, "RFC 8449 4",
                                           "the limit is at least 64"});
    }
  }
  if (index.Has<kDelegatedCredential>() &&
      !Codes<2>(context, index.Body<kDelegatedCredential>(),
                {"delegated_credential", kDecodeError, "RFC 9345 4.1.1",
                 "a list of at least one scheme, of two bytes each, fills the extension"},
                &known->delegated_credentials)) {
    return false;
  }
  if (index.Has<kSignatureAlgorithmsCert>() &&
      !Codes<2>(context, index.Body<kSignatureAlgorithmsCert>(),
                {"signature_algorithms_cert", kDecodeError, "RFC 8446 4.2.3",
                 "a list of at least one scheme, of two bytes each, fills the extension"},
                &known->signature_algorithms_cert)) {
    return false;
  }
  if (index.Has<kPostHandshakeAuth>() &&
      !Empty(context, index.Body<kPostHandshakeAuth>(),
             {"post_handshake_auth", kDecodeError, "RFC 8446 4.2.6", "the extension is empty"})) {
    return false;
  }
  if (index.Has<kMaxFragmentLength>()) {
    const View code = index.Body<kMaxFragmentLength>();
    if (code.size() != 1) {
      return context.Refuse(code.data(), {"max_fragment_length", kDecodeError, "RFC 6066 4",
                                          "the extension is one byte"});
    }
    known->max_fragment_length = code[0];
    if (code[0] < 1 || code[0] > 4) {
      return context.Refuse(code.data(), {"max_fragment_length", kIllegalParameter, "RFC 6066 4",
                                          "the code is one of 1 to 4"});
    }
  }
  if (index.Has<kClientCertificateType>() &&
      !ShortCodes(context, index.Body<kClientCertificateType>(),
                  {"client_certificate_type", kDecodeError, "RFC 7250 3",
                   "a list of at least one type fills the extension"},
                  &known->client_certificate_types)) {
    return false;
  }
  if (index.Has<kServerCertificateType>() &&
      !ShortCodes(context, index.Body<kServerCertificateType>(),
                  {"server_certificate_type", kDecodeError, "RFC 7250 3",
                   "a list of at least one type fills the extension"},
                  &known->server_certificate_types)) {
    return false;
  }
  if (index.Has<kCookie>() &&
      (!WholeVector<2>(index.Body<kCookie>(), &known->cookie) || known->cookie.empty())) {
    return context.Refuse(index.Body<kCookie>().data(),
                          {"cookie", kDecodeError, "RFC 8446 4.2.2",
                           "one vector of at least one byte fills the extension"});
  }
  if (index.Has<kCertificateAuthorities>() &&
      !CertificateAuthorities(context, index.Body<kCertificateAuthorities>(),
                              &known->certificate_authorities)) {
    return false;
  }
  if (index.Has<kEarlyData>() &&
      !Empty(context, index.Body<kEarlyData>(),
             {"early_data", kDecodeError, "RFC 8446 4.2.10", "a client's extension is empty"})) {
    return false;
  }
  if (index.Has<kPreSharedKey>()) {
    if (!PreSharedKey(context, index.Body<kPreSharedKey>(), known)) return false;
    if (!index.Has<kPskKeyExchangeModes>()) {
      return context.Refuse(index.Body<kPreSharedKey>().data(),
                            {"pre_shared_key", kMissingExtension, "RFC 8446 4.2.9",
                             "psk_key_exchange_modes comes with it"});
    }
  }
  return Compression(context, *hello, *known);
}

}  // namespace shakedown
