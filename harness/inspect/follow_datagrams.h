// Follows a conversation of DTLS datagrams (RFC 6347): frames records and puts fragments together.
#ifndef HARNESS_INSPECT_FOLLOW_DATAGRAMS_H_
#define HARNESS_INSPECT_FOLLOW_DATAGRAMS_H_

#include "harness/import/capture.h"
#include "harness/inspect/inspected.h"

namespace shakedown {

// Adds all of `conversation` to `*out`. Protected records are shown, never opened. Fragments may
// come in any order, overlap and come again; what did not come is told by notices at the end.
void FollowDatagrams(const Conversation& conversation, InspectedConversation* out);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_FOLLOW_DATAGRAMS_H_
