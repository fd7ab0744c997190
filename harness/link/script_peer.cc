#include "harness/link/script_peer.h"

namespace shakedown {

Progress ScriptPeer::Now() const {
  return ended_ || (close_ && next_ == entries_.size()) ? Progress::kFailed
                                                        : Progress::kHandshaking;
}

Progress ScriptPeer::Step(View in, Bytes* out) {
  const bool first_of_client = role_ == Role::kClient && next_ == 0;
  if (next_ < entries_.size() && (first_of_client || !in.empty())) Append(out, entries_[next_++]);
  return Now();
}

Progress ScriptPeer::EndOfInput(Bytes*) {
  ended_ = true;
  return Now();
}

}  // namespace shakedown
