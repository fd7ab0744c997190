// What each extension of a ClientHello must look like.
#include <algorithm>
#include <cstring>

#include "harness/wire/client_hello.h"
#include "harness/wire/client_hello_frame.h"

namespace shakedown {
namespace {

using enum AlertDescription;
using enum ExtensionType;

// The message under judgement. The rules are one function each; absent extensions pass.
struct Hello {
  View body;
  const ClientHello& hello;
  ParseError* error;

  template <ExtensionType kType>
  bool Has() const {
    return hello.index.Has<kType>();
  }
  template <ExtensionType kType>
  View Body() const {
    return hello.index.Body<kType>();
  }
  bool Refuse(const uint8_t* at, const Rule& rule) const { return Reject(error, body, at, rule); }
};

// One list behind a length of kLengthBytes fills the extension and holds at least one element of
// kElementBytes.
template <ExtensionType kType, int kLengthBytes, size_t kElementBytes>
bool List(const Hello& hello, const Rule& rule) {
  if (!hello.Has<kType>()) return true;
  const View body = hello.Body<kType>();
  const size_t size = body.size() - kLengthBytes;
  if (body.size() < kLengthBytes + kElementBytes || LoadLength<kLengthBytes>(body.data()) != size ||
      (kElementBytes == 2 && size % 2 != 0)) {
    return hello.Refuse(body.data(), rule);
  }
  return true;
}

template <ExtensionType kType>
bool Empty(const Hello& hello, const Rule& rule) {
  return !hello.Has<kType>() || hello.Body<kType>().empty() ||
         hello.Refuse(hello.Body<kType>().data(), rule);
}

bool SupportedGroups(const Hello& hello) {
  static constexpr Rule kRule = {
      "supported_groups", kDecodeError, "RFC 8446 4.2.7",
      "a list of at least one group, of two bytes each, fills the extension"};
  return List<kSupportedGroups, 2, 2>(hello, kRule);
}

bool EcPointFormats(const Hello& hello) {
  static constexpr Rule kRule = {"ec_point_formats", kDecodeError, "RFC 8422 5.1.2",
                                 "a list of at least one format fills the extension"};
  return List<kEcPointFormats, 1, 1>(hello, kRule);
}

bool SignatureAlgorithms(const Hello& hello) {
  static constexpr Rule kRule = {
      "signature_algorithms", kDecodeError, "RFC 8446 4.2.3",
      "a list of at least one scheme, of two bytes each, fills the extension"};
  return List<kSignatureAlgorithms, 2, 2>(hello, kRule);
}

bool SignatureAlgorithmsCert(const Hello& hello) {
  static constexpr Rule kRule = {
      "signature_algorithms_cert", kDecodeError, "RFC 8446 4.2.3",
      "a list of at least one scheme, of two bytes each, fills the extension"};
  return List<kSignatureAlgorithmsCert, 2, 2>(hello, kRule);
}

bool SupportedVersions(const Hello& hello) {
  static constexpr Rule kRule = {
      "supported_versions", kDecodeError, "RFC 8446 4.2.1",
      "a list of at least one version, of two bytes each, fills the extension"};
  return List<kSupportedVersions, 1, 2>(hello, kRule);
}

bool PskKeyExchangeModes(const Hello& hello) {
  static constexpr Rule kRule = {"psk_key_exchange_modes", kDecodeError, "RFC 8446 4.2.9",
                                 "a list of at least one mode fills the extension"};
  return List<kPskKeyExchangeModes, 1, 1>(hello, kRule);
}

bool CompressCertificate(const Hello& hello) {
  static constexpr Rule kRule = {
      "compress_certificate", kDecodeError, "RFC 8879 3",
      "a list of at least one algorithm, of two bytes each, fills the extension"};
  return List<kCompressCertificate, 1, 2>(hello, kRule);
}

bool DelegatedCredential(const Hello& hello) {
  static constexpr Rule kRule = {
      "delegated_credential", kDecodeError, "RFC 9345 4.1.1",
      "a list of at least one scheme, of two bytes each, fills the extension"};
  return List<kDelegatedCredential, 2, 2>(hello, kRule);
}

bool CertificateTypes(const Hello& hello) {
  static constexpr Rule kClient = {"client_certificate_type", kDecodeError, "RFC 7250 3",
                                   "a list of at least one type fills the extension"};
  static constexpr Rule kServer = {"server_certificate_type", kDecodeError, "RFC 7250 3",
                                   "a list of at least one type fills the extension"};
  return List<kClientCertificateType, 1, 1>(hello, kClient) &&
         List<kServerCertificateType, 1, 1>(hello, kServer);
}

bool Cookie(const Hello& hello) {
  static constexpr Rule kRule = {"cookie", kDecodeError, "RFC 8446 4.2.2",
                                 "one vector of at least one byte fills the extension"};
  return List<kCookie, 2, 1>(hello, kRule);
}

bool RenegotiationInfo(const Hello& hello) {
  static constexpr Rule kRule = {"renegotiation_info", kDecodeError, "RFC 5746 3.2",
                                 "one vector fills the extension"};
  return List<kRenegotiationInfo, 1, 0>(hello, kRule);
}

bool SignedCertificateTimestamp(const Hello& hello) {
  static constexpr Rule kRule = {"signed_certificate_timestamp", kDecodeError, "RFC 6962 3.3.1",
                                 "a client's extension is empty"};
  return Empty<kSignedCertificateTimestamp>(hello, kRule);
}

bool EncryptThenMac(const Hello& hello) {
  static constexpr Rule kRule = {"encrypt_then_mac", kDecodeError, "RFC 7366 2",
                                 "the extension is empty"};
  return Empty<kEncryptThenMac>(hello, kRule);
}

bool ExtendedMasterSecret(const Hello& hello) {
  static constexpr Rule kRule = {"extended_master_secret", kDecodeError, "RFC 7627 5.1",
                                 "the extension is empty"};
  return Empty<kExtendedMasterSecret>(hello, kRule);
}

bool PostHandshakeAuth(const Hello& hello) {
  static constexpr Rule kRule = {"post_handshake_auth", kDecodeError, "RFC 8446 4.2.6",
                                 "the extension is empty"};
  return Empty<kPostHandshakeAuth>(hello, kRule);
}

bool EarlyData(const Hello& hello) {
  static constexpr Rule kRule = {"early_data", kDecodeError, "RFC 8446 4.2.10",
                                 "a client's extension is empty"};
  return Empty<kEarlyData>(hello, kRule);
}

bool HasZero(View name) { return std::memchr(name.data(), 0, name.size()) != nullptr; }

constexpr uint8_t kHostName = 0;

// Lists with several names, or with what is wrong.
[[gnu::cold, gnu::noinline]] bool SeveralNames(Hello hello, View body) {
  static constexpr Rule kForm = {
      "server_name", kDecodeError, "RFC 6066 3",
      "a list of names, each with its type and at least one byte, fills the extension"};
  static constexpr Rule kOnce = {"server_name", kIllegalParameter, "RFC 6066 3",
                                 "the list holds at most one name of each type"};
  static constexpr Rule kText = {"server_name", kIllegalParameter, "RFC 6066 3",
                                 "a host name is ASCII text, without a zero byte"};
  View list;
  if (!WholeVector<2>(body, &list) || list.empty()) return hello.Refuse(body.data(), kForm);
  bool named = false;
  while (!list.empty()) {
    const uint8_t* at = list.data();
    uint8_t type;
    View name;
    // A name of another type could have a form of its own; none was ever defined, and every stack
    // reads it as a vector.
    if (!TakeU8(&list, &type) || !TakeVector<2>(&list, &name) || name.empty()) {
      return hello.Refuse(at, kForm);
    }
    if (type != kHostName) continue;
    if (named) return hello.Refuse(at, kOnce);
    if (HasZero(name)) return hello.Refuse(at + 3, kText);
    named = true;
  }
  return true;
}

bool ServerName(const Hello& hello) {
  if (!hello.Has<kServerName>()) return true;
  const View body = hello.Body<kServerName>();
  View list, name;
  // One host name, as nearly every client sends it.
  if (body.size() > 5 && WholeVector<2>(body, &list) && list[0] == kHostName &&
      WholeVector<2>(list.subspan(1), &name) && !HasZero(name)) [[likely]] {
    return true;
  }
  return SeveralNames(hello, body);
}

bool Alpn(const Hello& hello) {
  static constexpr Rule kForm = {
      "application_layer_protocol_negotiation", kDecodeError, "RFC 7301 3.1",
      "a list of protocol names, none of them empty, fills the extension"};
  if (!hello.Has<kAlpn>()) return true;
  const View body = hello.Body<kAlpn>();
  View list;
  if (!WholeVector<2>(body, &list) || list.empty()) return hello.Refuse(body.data(), kForm);
  for (View name; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<1>(&list, &name) || name.empty()) return hello.Refuse(at, kForm);
  }
  return true;
}

// Whether a share of `group` stands in `list` before `end`. There are two or three shares, so to
// look at each is cheapest.
bool IsShared(View list, const uint8_t* end, NamedGroup group) {
  for (KeyShareEntry entry; list.data() != end;) {
    KeyShareForm::Take(&list, &entry);
    if (entry.group == group) return true;
  }
  return false;
}

bool KeyShare(const Hello& hello) {
  static constexpr Rule kForm = {
      "key_share", kDecodeError, "RFC 8446 4.2.8",
      "a list of shares, each with its group and at least one byte of key, fills the extension"};
  static constexpr Rule kOnce = {"key_share", kIllegalParameter, "RFC 8446 4.2.8",
                                 "there is at most one share for a group"};
  if (!hello.Has<kKeyShare>()) return true;
  const View body = hello.Body<kKeyShare>();
  View list;
  if (!WholeVector<2>(body, &list)) return hello.Refuse(body.data(), kForm);
  KeyShareEntry entry;
  for (View rest = list; !rest.empty();) {
    const uint8_t* at = rest.data();
    if (!KeyShareForm::Take(&rest, &entry) || entry.key_exchange.empty()) {
      return hello.Refuse(at, kForm);
    }
    if (IsShared(list, at, entry.group)) [[unlikely]]
      return hello.Refuse(at, kOnce);
  }
  return true;
}

bool StatusRequest(const Hello& hello) {
  static constexpr uint8_t kOcsp = 1;
  static constexpr Rule kForm = {"status_request", kDecodeError, "RFC 6066 8",
                                 "for OCSP a list of responder ids and a list of extensions follow"
                                 " the type and fill the extension"};
  if (!hello.Has<kStatusRequest>()) return true;
  const View body = hello.Body<kStatusRequest>();
  View rest = body, responders, extensions;
  uint8_t type;
  // For OCSP, no responder and no extension, as nearly every client sends it.
  if (body.size() == 5 && body[0] == kOcsp && Load32(body.data() + 1) == 0) [[likely]]
    return true;
  if (!TakeU8(&rest, &type)) return hello.Refuse(body.data(), kForm);
  if (type != kOcsp) return true;
  if (!TakeVector<2>(&rest, &responders) || !TakeVector<2>(&rest, &extensions) || !rest.empty()) {
    return hello.Refuse(body.data(), kForm);
  }
  for (View id; !responders.empty();) {
    const uint8_t* at = responders.data();
    if (!TakeVector<2>(&responders, &id) || id.empty()) return hello.Refuse(at, kForm);
  }
  return true;
}

bool Padding(const Hello& hello) {
  static constexpr Rule kRule = {"padding", kIllegalParameter, "RFC 7685 3",
                                 "padding is zero bytes"};
  if (!hello.Has<kPadding>()) return true;
  const View body = hello.Body<kPadding>();
  // The first byte is zero and every other is what the one before it is.
  if (body.empty() ||
      (body[0] == 0 && std::memcmp(body.data(), body.data() + 1, body.size() - 1) == 0)) {
    return true;
  }
  const auto at = std::find_if(body.begin(), body.end(), [](uint8_t byte) { return byte != 0; });
  return hello.Refuse(&*at, kRule);
}

bool RecordSizeLimit(const Hello& hello) {
  static constexpr uint16_t kLeast = 64;
  if (!hello.Has<kRecordSizeLimit>()) return true;
  const View body = hello.Body<kRecordSizeLimit>();
  if (body.size() != 2) {
    return hello.Refuse(body.data(), {"record_size_limit", kDecodeError, "RFC 8449 4",
                                      "the extension is a number of two bytes"});
  }
  if (Load16(body.data()) < kLeast) {
    return hello.Refuse(body.data(), {"record_size_limit", kIllegalParameter, "RFC 8449 4",
                                      "the limit is at least 64"});
  }
  return true;
}

bool MaxFragmentLength(const Hello& hello) {
  if (!hello.Has<kMaxFragmentLength>()) return true;
  const View body = hello.Body<kMaxFragmentLength>();
  if (body.size() != 1) {
    return hello.Refuse(body.data(), {"max_fragment_length", kDecodeError, "RFC 6066 4",
                                      "the extension is one byte"});
  }
  if (body[0] < 1 || body[0] > 4) {
    return hello.Refuse(body.data(), {"max_fragment_length", kIllegalParameter, "RFC 6066 4",
                                      "the code is one of 1 to 4"});
  }
  return true;
}

bool CertificateAuthorities(const Hello& hello) {
  static constexpr Rule kForm = {"certificate_authorities", kDecodeError, "RFC 8446 4.2.4",
                                 "a list of names, none of them empty, fills the extension"};
  if (!hello.Has<kCertificateAuthorities>()) return true;
  const View body = hello.Body<kCertificateAuthorities>();
  View list;
  if (!WholeVector<2>(body, &list) || list.empty()) return hello.Refuse(body.data(), kForm);
  for (View name; !list.empty();) {
    const uint8_t* at = list.data();
    if (!TakeVector<2>(&list, &name) || name.empty()) return hello.Refuse(at, kForm);
  }
  return true;
}

bool PreSharedKey(const Hello& hello) {
  static constexpr size_t kLeastBinder = 32;
  static constexpr Rule kForm = {"pre_shared_key", kDecodeError, "RFC 8446 4.2.11",
                                 "a list of identities and a list of binders of at least 32 bytes"
                                 " fill the extension"};
  if (!hello.Has<kPreSharedKey>()) return true;
  const View body = hello.Body<kPreSharedKey>();
  if (body.data() + body.size() != hello.body.data() + hello.body.size()) {
    return hello.Refuse(body.data(), {"pre_shared_key", kIllegalParameter, "RFC 8446 4.2.11",
                                      "the extension is the last of the ClientHello"});
  }
  View rest = body, identities, binders;
  if (!TakeVector<2>(&rest, &identities) || !TakeVector<2>(&rest, &binders) || !rest.empty() ||
      identities.empty() || binders.empty()) {
    return hello.Refuse(body.data(), kForm);
  }
  size_t unbound = 0;
  for (PskIdentity one; !identities.empty(); ++unbound) {
    const uint8_t* at = identities.data();
    if (!PskIdentityForm::Take(&identities, &one) || one.identity.empty()) {
      return hello.Refuse(at, kForm);
    }
  }
  for (View one; !binders.empty(); --unbound) {
    const uint8_t* at = binders.data();
    if (!TakeVector<1>(&binders, &one) || one.size() < kLeastBinder) {
      return hello.Refuse(at, kForm);
    }
  }
  if (unbound != 0) {
    return hello.Refuse(body.data(), {"pre_shared_key", kIllegalParameter, "RFC 8446 4.2.11",
                                      "there is one binder for each identity"});
  }
  if (!hello.Has<kPskKeyExchangeModes>()) {
    return hello.Refuse(body.data(), {"pre_shared_key", kMissingExtension, "RFC 8446 4.2.9",
                                      "psk_key_exchange_modes comes with it"});
  }
  return true;
}

// RFC 5246 7.4.1.2 and RFC 8446 4.1.2, which differ.
bool Compression(const Hello& hello) {
  const View methods = hello.hello.compression_methods;
  if (methods.size() == 1 && methods[0] == 0) [[likely]]
    return true;
  if (hello.hello.supported_versions().Contains(static_cast<uint16_t>(ProtocolVersion::kTls13))) {
    return hello.Refuse(methods.data(),
                        {"ClientHello.legacy_compression_methods", kIllegalParameter,
                         "RFC 8446 4.1.2", "TLS 1.3 allows the null method and no other"});
  }
  if (std::find(methods.begin(), methods.end(), 0) == methods.end()) {
    return hello.Refuse(methods.data(),
                        {"ClientHello.compression_methods", kIllegalParameter, "RFC 5246 7.4.1.2",
                         "the null method is among the methods"});
  }
  return true;
}

// What nearly every client sends. In this order and not in that of the wire: clients shuffle their
// extensions, and a branch that follows them is predicted wrong every time.
bool CommonExtensions(const Hello& hello) {
  return ServerName(hello) && SupportedGroups(hello) && EcPointFormats(hello) &&
         SignatureAlgorithms(hello) && Alpn(hello) && StatusRequest(hello) &&
         SignedCertificateTimestamp(hello) && EncryptThenMac(hello) &&
         ExtendedMasterSecret(hello) && SupportedVersions(hello) && PskKeyExchangeModes(hello) &&
         KeyShare(hello) && RenegotiationInfo(hello) && Padding(hello);
}

bool UncommonExtensions(const Hello& hello) {
  return !hello.hello.index.HasAny<kCompressCertificate, kRecordSizeLimit, kDelegatedCredential,
                                   kSignatureAlgorithmsCert, kPostHandshakeAuth>() ||
         (CompressCertificate(hello) && RecordSizeLimit(hello) && DelegatedCredential(hello) &&
          SignatureAlgorithmsCert(hello) && PostHandshakeAuth(hello));
}

bool RareExtensions(const Hello& hello) {
  return !hello.hello.index
              .HasAny<kMaxFragmentLength, kClientCertificateType, kServerCertificateType, kCookie,
                      kCertificateAuthorities, kEarlyData, kPreSharedKey>() ||
         (MaxFragmentLength(hello) && CertificateTypes(hello) && Cookie(hello) &&
          CertificateAuthorities(hello) && EarlyData(hello) && PreSharedKey(hello));
}

}  // namespace

bool ParseClientHello(View body, ClientHello* hello, ParseError* error) {
  if (!ReadClientHelloFrame(body, hello, error)) return false;
  const Hello indexed{body, *hello, error};
  return CommonExtensions(indexed) && UncommonExtensions(indexed) && RareExtensions(indexed) &&
         Compression(indexed);
}

}  // namespace shakedown
