// The first bytes of a side's stream: whether they are TLS, and who speaks so.
#ifndef HARNESS_IMPORT_HELLO_H_
#define HARNESS_IMPORT_HELLO_H_

#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/role.h"

namespace shakedown {

// SpeakerOf is the side whose stream starts with `bytes`: the client where a ClientHello begins
// there (in a TLS or DTLS record, in the SSL 2.0 form, or bare), the server where a ServerHello or
// HelloVerifyRequest does. Fewer than 16 bytes may be too few to tell.
std::optional<Role> SpeakerOf(View bytes);

// StartsLikeTls is true when `bytes` begin as a TLS or DTLS record, a ClientHello in the SSL 2.0
// form or a bare hello do, and no text can.
bool StartsLikeTls(View bytes);

// StartsLikeDtls is true when a DTLS record header (RFC 6347 4.1) stands at the front.
bool StartsLikeDtls(View bytes);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_HELLO_H_
