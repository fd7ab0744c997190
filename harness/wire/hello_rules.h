// What a hello that has its form may still not say: rules about values and between extensions. Who
// only wants to know what is in a message does not need them.
#ifndef HARNESS_WIRE_HELLO_RULES_H_
#define HARNESS_WIRE_HELLO_RULES_H_

#include <optional>

#include "harness/wire/client_hello.h"
#include "harness/wire/parse_error.h"
#include "harness/wire/server_hello.h"

namespace shakedown {

// Each takes the body of a message and what its parser made of it, and tells the first rule that
// the message breaks.
std::optional<ParseError> BrokenRule(View body, const ClientHello& hello);
std::optional<ParseError> BrokenRule(View body, const ServerHello& hello);
std::optional<ParseError> BrokenRule(View body, const Extensions& encrypted_extensions);

}  // namespace shakedown

#endif  // HARNESS_WIRE_HELLO_RULES_H_
