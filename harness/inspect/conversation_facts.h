// What the bytes of a captured conversation say, for those who judge handshakes.
#ifndef HARNESS_INSPECT_CONVERSATION_FACTS_H_
#define HARNESS_INSPECT_CONVERSATION_FACTS_H_

#include <optional>
#include <string_view>

#include "harness/import/capture.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

struct ConversationFacts {
  WireFacts facts;
  // Who closed the transport before the handshake was over and before any fatal alert; what came
  // afterwards is not in `facts`.
  std::optional<Role> closed_by;
  Rest rest = Rest::kSeen;  // kMissing also where bytes are missing before the handshake was over
};

// Nothing where the capture does not say who sent what, for datagrams, and where no byte passed.
// What follows bytes that are missing is not read.
std::optional<ConversationFacts> FactsOf(const Conversation& conversation,
                                         std::string_view key_log);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_CONVERSATION_FACTS_H_
