// Handshake messages as views: what a message says, without copying it (RFC 8446 4, RFC 5246 7.4).
//
// Every parser is given the body of one whole message, and returns views into it that live as long
// as the body does. Code points are open: an unknown value is data, never an error. What is wrong
// is told with the rule it breaks (parse_error.h).
#ifndef HARNESS_WIRE_MESSAGES_H_
#define HARNESS_WIRE_MESSAGES_H_

#include "harness/wire/certificate.h"       // IWYU pragma: export
#include "harness/wire/client_hello.h"      // IWYU pragma: export
#include "harness/wire/key_exchange.h"      // IWYU pragma: export
#include "harness/wire/server_hello.h"      // IWYU pragma: export
#include "harness/wire/session_messages.h"  // IWYU pragma: export

#endif  // HARNESS_WIRE_MESSAGES_H_
