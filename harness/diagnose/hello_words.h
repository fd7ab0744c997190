// What a ClientHello has to do with a cause, in words.
#ifndef HARNESS_DIAGNOSE_HELLO_WORDS_H_
#define HARNESS_DIAGNOSE_HELLO_WORDS_H_

#include <string>
#include <string_view>

#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct Words {
  std::string why;
  std::string_view clause;
};

// One sentence: what was on offer, and what the server must have lacked for `cause`.
Words HelloWords(std::string_view cause, const ClientHelloFacts& hello);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_HELLO_WORDS_H_
