// What is wrong with a handshake message of DTLS: the parsers of TLS say it of the TLS form of the
// message.
#ifndef HARNESS_INSPECT_JUDGE_DATAGRAM_H_
#define HARNESS_INSPECT_JUDGE_DATAGRAM_H_

#include <optional>

#include "harness/inspect/dissect.h"

namespace shakedown {

// JudgeDatagram is Judge for a whole message of DTLS with its header of 12 bytes.
std::optional<FieldError> JudgeDatagram(View message, const MessageContext& context);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_JUDGE_DATAGRAM_H_
