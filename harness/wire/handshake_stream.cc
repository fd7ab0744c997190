#include "harness/wire/handshake_stream.h"

#include "harness/wire/byte_reader.h"

namespace shakedown {

void HandshakeStream::Add(View fragment) {
  borrowed_ = pending_.empty();
  if (borrowed_) {
    unread_ = fragment;
  } else {
    Append(&pending_, fragment);
    unread_ = pending_;
  }
}

bool HandshakeStream::Next(HandshakeMessage* message) {
  ByteReader reader(unread_);
  message->type = HandshakeType{reader.U8()};
  message->body = reader.Bytes24();
  if (reader.ok()) {
    unread_ = reader.rest();
    return true;
  }
  if (borrowed_) {
    pending_.assign(unread_.begin(), unread_.end());
  } else if (unread_.size() != pending_.size()) {
    pending_.erase(pending_.begin(), pending_.end() - static_cast<ptrdiff_t>(unread_.size()));
  }
  unread_ = {};
  borrowed_ = true;
  return false;
}

}  // namespace shakedown
