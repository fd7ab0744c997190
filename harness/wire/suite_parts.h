// What the name of a cipher suite says: key exchange, cipher and hash.
#ifndef HARNESS_WIRE_SUITE_PARTS_H_
#define HARNESS_WIRE_SUITE_PARTS_H_

#include <string_view>

#include "harness/wire/code_points.h"
#include "harness/wire/key_exchange.h"

namespace shakedown {

// Views of static text. "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" has the key exchange "ECDHE_RSA", the
// cipher "AES_128_CBC" and the hash "SHA"; a TLS 1.3 suite has an empty key exchange; a CCM suite
// of RFC 6655 has an empty hash.
struct SuiteParts {
  std::string_view key_exchange, cipher, hash;
};

// SplitSuite takes the suite's name apart; all parts are empty for a suite without a name and for
// the signalling values.
SuiteParts SplitSuite(CipherSuite suite);

// The form that the key exchange gives to ServerKeyExchange and ClientKeyExchange.
KeyExchangeForm KeyExchangeFormOf(CipherSuite suite);

}  // namespace shakedown

#endif  // HARNESS_WIRE_SUITE_PARTS_H_
