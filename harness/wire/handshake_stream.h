// Handshake messages out of the fragments that records carry (RFC 8446 5.1).
#ifndef HARNESS_WIRE_HANDSHAKE_STREAM_H_
#define HARNESS_WIRE_HANDSHAKE_STREAM_H_

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/take.h"

namespace shakedown {

struct HandshakeMessage {
  HandshakeType type{};
  View body;
};

// TakeMessage takes the message at the front of `*rest`; false, and nothing taken, if it is not
// whole.
inline bool TakeMessage(View* rest, HandshakeMessage* message) {
  static constexpr size_t kHeader = 4;
  if (rest->size() < kHeader) return false;
  const uint32_t header = Load32(rest->data());
  const size_t size = header & 0xffffff;
  if (rest->size() - kHeader < size) return false;
  message->type = HandshakeType{static_cast<uint8_t>(header >> 24)};
  message->body = rest->subspan(kHeader, size);
  *rest = rest->subspan(kHeader + size);
  return true;
}

// HandshakeStream puts together the messages of one side, which records may split and coalesce as
// they like. A message that lies whole inside one fragment is not copied.
class HandshakeStream {
 public:
  // Add appends a record's worth. Call Next until it returns false before the next Add.
  void Add(View fragment);

  // Next takes the next whole message; its body is valid until the next Add and as long as the
  // fragment is.
  bool Next(HandshakeMessage* message);

 private:
  Bytes pending_;          // the start of a message whose end has not come
  View unread_;            // of pending_, or of the fragment
  bool borrowed_ = false;  // unread_ is of the fragment
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_HANDSHAKE_STREAM_H_
