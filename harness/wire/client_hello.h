// The ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2), read to either of two depths.
#ifndef HARNESS_WIRE_CLIENT_HELLO_H_
#define HARNESS_WIRE_CLIENT_HELLO_H_

#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/extension_index.h"
#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// The first host_name in the body of a server_name extension (RFC 6066 3); empty if there is none.
View HostNameIn(View server_name);

// The message as views into its body. What an extension holds is found when it is asked for: empty
// where the extension is absent or (after IndexClientHello alone) does not have its form.
struct ClientHello {
  ProtocolVersion legacy_version{};
  View random;      // 32 bytes
  View session_id;  // at most 32 bytes
  CodeList cipher_suites;
  View compression_methods;
  Extensions extensions;  // in wire order; their bytes are null where there is no block
  ExtensionIndex index;   // the same, by type

  View server_name() const { return HostNameIn(Body<ExtensionType::kServerName>()); }
  CodeList supported_groups() const { return {List<ExtensionType::kSupportedGroups, 2>()}; }
  CodeList signature_algorithms() const { return {List<ExtensionType::kSignatureAlgorithms, 2>()}; }
  CodeList signature_algorithms_cert() const {
    return {List<ExtensionType::kSignatureAlgorithmsCert, 2>()};
  }
  CodeList supported_versions() const { return {List<ExtensionType::kSupportedVersions, 1>()}; }
  KeyShareList key_shares() const { return KeyShareList(List<ExtensionType::kKeyShare, 2>()); }
  VectorList8 alpn() const { return VectorList8(List<ExtensionType::kAlpn, 2>()); }
  View ec_point_formats() const { return List<ExtensionType::kEcPointFormats, 1>(); }
  View psk_key_exchange_modes() const { return List<ExtensionType::kPskKeyExchangeModes, 1>(); }
  CodeList compress_certificate() const { return {List<ExtensionType::kCompressCertificate, 1>()}; }
  CodeList delegated_credential() const { return {List<ExtensionType::kDelegatedCredential, 2>()}; }
  VectorList16 certificate_authorities() const {
    return VectorList16(List<ExtensionType::kCertificateAuthorities, 2>());
  }
  View cookie() const { return List<ExtensionType::kCookie, 2>(); }
  View session_ticket() const { return Body<ExtensionType::kSessionTicket>(); }
  std::optional<uint16_t> record_size_limit() const;
  PskIdentityList psk_identities() const;
  VectorList8 psk_binders() const;

 private:
  template <ExtensionType kType>
  View Body() const {
    return index.Has<kType>() ? index.Body<kType>() : View();
  }
  // The content of the one vector that fills the body.
  template <ExtensionType kType, int kLengthBytes>
  View List() const {
    View list;
    return index.Has<kType>() && WholeVector<kLengthBytes>(index.Body<kType>(), &list) ? list
                                                                                       : View();
  }
};

// IndexClientHello reads the frame of the message whose body (without the handshake header) is
// `body`: every vector fits, no extension comes twice. What the extensions hold is not looked at.
// False: `*error` says why, and `*hello` holds what was read before it.
bool IndexClientHello(View body, ClientHello* hello, ParseError* error);

// ParseClientHello does what IndexClientHello does, then checks each extension the harness knows
// against its form; those it does not know are data.
bool ParseClientHello(View body, ClientHello* hello, ParseError* error);

}  // namespace shakedown

#endif  // HARNESS_WIRE_CLIENT_HELLO_H_
