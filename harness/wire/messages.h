// Handshake messages as views: what a message says, without copying it (RFC 8446 4, RFC 5246 7.4).
//
// Every parser is given the body of one whole message, and returns views into it that live as long
// as the body does. Code points are open: an unknown value is data, never an error. What is wrong
// is the structure: a vector that does not fit, an odd list of 16-bit codes, bytes left over.
#ifndef HARNESS_WIRE_MESSAGES_H_
#define HARNESS_WIRE_MESSAGES_H_

#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "harness/wire/byte_reader.h"
#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

struct ParseError {
  const char* field = "";  // the RFC's name of the structure that does not fit
  size_t offset = 0;       // in the bytes the parser was given
  AlertDescription alert = AlertDescription::kDecodeError;  // what it deserves
};

template <typename T>
using Parsed = tl::expected<T, ParseError>;

// A list of 16-bit code points; its length is even.
struct CodeList {
  View bytes;

  size_t size() const { return bytes.size() / 2; }

  template <typename Code>
  std::vector<Code> As() const {
    std::vector<Code> codes;
    codes.reserve(size());
    for (ByteReader reader(bytes); !reader.empty();) codes.push_back(Code{reader.U16()});
    return codes;
  }
};

struct Extension {
  ExtensionType type{};
  View body;
};

// The extensions of one message, in wire order, their outer structure already checked.
class Extensions {
 public:
  Extensions() : reader_(View()) {}
  explicit Extensions(View block) : block_(block), reader_(block) {}

  View block() const { return block_; }

  // Next fills `*extension` with the one after the last, or returns false at the end.
  bool Next(Extension* extension);

  // Find returns the body of the first extension of `type`.
  std::optional<View> Find(ExtensionType type) const;

 private:
  View block_;
  ByteReader reader_;
};

// RFC 8446 4.1.2.
struct ClientHello {
  ProtocolVersion legacy_version{};
  View random;  // 32 bytes
  View session_id;
  CodeList cipher_suites;
  View compression_methods;
  Extensions extensions;
};
Parsed<ClientHello> ParseClientHello(View body);

// RFC 8446 4.1.3, and the HelloRetryRequest of 4.1.4 that shares its form.
struct ServerHello {
  ProtocolVersion legacy_version{};
  View random;  // 32 bytes
  View session_id;
  CipherSuite cipher_suite{};
  uint8_t compression_method = 0;
  Extensions extensions;

  bool is_hello_retry_request() const;
  // supported_versions if it is there, else legacy_version.
  ProtocolVersion version() const;
};
Parsed<ServerHello> ParseServerHello(View body);

// RFC 8446 4.3.1.
Parsed<Extensions> ParseEncryptedExtensions(View body);

// RFC 8446 4.4.2; RFC 5246 7.4.2 (no context, no extensions).
struct CertificateMessage {
  View request_context;
  std::vector<View> chain;  // DER, leaf first
};
Parsed<CertificateMessage> ParseCertificate(View body, ProtocolVersion version);

// RFC 8446 4.3.2; RFC 5246 7.4.4; RFC 4346 7.4.4 (no schemes).
struct CertificateRequest {
  View request_context;    // TLS 1.3
  View certificate_types;  // before TLS 1.3
  CodeList signature_schemes;
  CodeList certificate_signature_schemes;  // TLS 1.3
  std::vector<View> ca_names;              // DER Names
};
Parsed<CertificateRequest> ParseCertificateRequest(View body, ProtocolVersion version);

// RFC 5246 7.4.3, RFC 8422 5.4, RFC 7919 3. What the key exchange of the suite makes of the body.
enum class KeyExchange : uint8_t { kOther, kEcdhe, kDhe };
struct ServerKeyExchangeForm {
  KeyExchange key_exchange = KeyExchange::kOther;
  bool signed_params = false;  // neither anonymous nor by a pre-shared key
  bool psk_hint = false;       // RFC 4279 2: an identity hint comes first
};
struct ServerKeyExchange {
  std::optional<NamedGroup> group;  // absent: explicit parameters, or a prime that RFC 7919 does
                                    // not name
  size_t prime_bits = 0;            // kDhe
  std::optional<SignatureScheme> signature_scheme;  // TLS 1.2
  View signature;
};
Parsed<ServerKeyExchange> ParseServerKeyExchange(View body, ProtocolVersion version,
                                                 ServerKeyExchangeForm form);

// RFC 8446 4.4.3; before TLS 1.2 there is no scheme.
struct CertificateVerify {
  std::optional<SignatureScheme> signature_scheme;
  View signature;
};
Parsed<CertificateVerify> ParseCertificateVerify(View body, ProtocolVersion version);

// RFC 8446 4.6.1, RFC 5077 3.3.
struct NewSessionTicket {
  uint32_t lifetime = 0;  // seconds
  View ticket;
};
Parsed<NewSessionTicket> ParseNewSessionTicket(View body, ProtocolVersion version);

// FfdheGroup returns the group whose prime is `p`, big-endian (RFC 7919 A).
std::optional<NamedGroup> FfdheGroup(View p);

}  // namespace shakedown

#endif  // HARNESS_WIRE_MESSAGES_H_
