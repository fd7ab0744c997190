// Follows one captured conversation: frames records, opens what the key log opens, puts handshake
// messages together and takes them apart.
#ifndef HARNESS_INSPECT_FOLLOW_H_
#define HARNESS_INSPECT_FOLLOW_H_

#include <string_view>

#include "harness/import/capture.h"
#include "harness/inspect/inspected.h"

namespace shakedown {

// Follow reads all of `conversation`. Lost and cut bytes are told by notices; after them reading
// goes on at the next record header that can be found. Where the input does not say who sends, it
// is told from the messages, as far as they tell.
InspectedConversation Follow(const Conversation& conversation, std::string_view key_log);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_FOLLOW_H_
