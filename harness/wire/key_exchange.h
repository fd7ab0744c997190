// ServerKeyExchange and ClientKeyExchange of TLS 1.2 and before. All views borrow the body.
#ifndef HARNESS_WIRE_KEY_EXCHANGE_H_
#define HARNESS_WIRE_KEY_EXCHANGE_H_

#include <optional>

#include "harness/wire/parse_error.h"

namespace shakedown {

// What the key exchange of the suite makes of the bodies.
enum class KeyExchange : uint8_t { kOther, kEcdhe, kDhe, kRsa };
struct KeyExchangeForm {
  KeyExchange key_exchange = KeyExchange::kOther;
  bool signed_params = false;  // neither anonymous nor by a pre-shared key
  bool psk = false;            // RFC 4279 2: an identity (or a hint at one) comes first
};

// RFC 5246 7.4.3, RFC 8422 5.4, RFC 7919 3.
struct ServerKeyExchange {
  std::optional<NamedGroup> group;  // absent: explicit parameters, or a prime that RFC 7919 does
                                    // not name
  View psk_identity_hint;
  View prime, generator;                            // kDhe
  View public_key;                                  // a point, or g^x mod p
  std::optional<SignatureScheme> signature_scheme;  // TLS 1.2
  View signature;
  View unread;  // from a form that is not read here on: explicit curves, other key exchanges
};
Parsed<ServerKeyExchange> ParseServerKeyExchange(View body, ProtocolVersion version,
                                                 const KeyExchangeForm& form);
// The same into an object of the caller's. False: `*error` says why.
bool ParseServerKeyExchange(View body, ProtocolVersion version, const KeyExchangeForm& form,
                            ServerKeyExchange* exchange, ParseError* error);

// RFC 5246 7.4.7, RFC 8422 5.7, RFC 4279 2.
struct ClientKeyExchange {
  View psk_identity;
  View exchange_keys;  // the point, g^y mod p or the encrypted premaster secret
};
Parsed<ClientKeyExchange> ParseClientKeyExchange(View body, ProtocolVersion version,
                                                 const KeyExchangeForm& form);

// FfdheGroup returns the group whose prime is `p`, big-endian (RFC 7919 A).
std::optional<NamedGroup> FfdheGroup(View p);

}  // namespace shakedown

#endif  // HARNESS_WIRE_KEY_EXCHANGE_H_
