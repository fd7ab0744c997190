#include "harness/wire/handshake_stream.h"

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
  if (TakeMessage(&unread_, message)) return true;
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
