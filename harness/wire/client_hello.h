// The ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2), read to either of two depths.
#ifndef HARNESS_WIRE_CLIENT_HELLO_H_
#define HARNESS_WIRE_CLIENT_HELLO_H_

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/extension_index.h"
#include "harness/wire/lists.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// The message as it is framed. All views borrow the body it was read from.
struct ClientHello {
  ProtocolVersion legacy_version{};
  View random;      // 32 bytes
  View session_id;  // at most 32 bytes
  CodeList cipher_suites;
  View compression_methods;
  Extensions extensions;  // in wire order
  ExtensionIndex index;   // the same, by type
};

// IndexClientHello reads the frame of the message whose body (without the handshake header) is
// `body`: every vector fits, no extension comes twice. What the extensions hold is not looked at.
// False: `*error` says why, and `*hello` holds what was read before it.
bool IndexClientHello(View body, ClientHello* hello, ParseError* error);

// What the extensions say, each checked against its own form. A field whose extension is absent is
// empty; ClientHello::index tells absent from empty.
struct ClientHelloExtensions {
  View server_name;            // RFC 6066 3: the first host_name
  CodeList supported_groups;   // RFC 8446 4.2.7
  View ec_point_formats;       // RFC 8422 5.1.2
  CodeList signature_algorithms, signature_algorithms_cert;  // RFC 8446 4.2.3
  VectorList8 alpn;            // RFC 7301 3.1
  CodeList supported_versions;  // RFC 8446 4.2.1
  KeyShareList key_shares;      // RFC 8446 4.2.8
  View psk_key_exchange_modes;  // RFC 8446 4.2.9
  PskIdentityList psk_identities;        // RFC 8446 4.2.11
  VectorList8 psk_binders;
  VectorList16 certificate_authorities;  // RFC 8446 4.2.4: DER names
  CodeList certificate_compression;      // RFC 8879 3
  CodeList delegated_credentials;        // RFC 9345 4.1.1: signature schemes
  View client_certificate_types, server_certificate_types;  // RFC 7250 3
  View cookie;                 // RFC 8446 4.2.2
  View session_ticket;         // RFC 5077 3.2: empty asks for one
  View renegotiated_connection;  // RFC 5746 3.2
  uint16_t record_size_limit = 0;  // RFC 8449 4
  uint8_t max_fragment_length = 0;  // RFC 6066 4
  uint8_t status_type = 0;          // RFC 6066 8: 1 asks for an OCSP response
};

// DecodeClientHello does what IndexClientHello does, then reads the extensions the harness knows;
// those it does not know are data.
bool DecodeClientHello(View body, ClientHello* hello, ClientHelloExtensions* known,
                       ParseError* error);

}  // namespace shakedown

#endif  // HARNESS_WIRE_CLIENT_HELLO_H_
