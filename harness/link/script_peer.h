// ScriptPeer plays a side that knows no TLS: it says what it was told to say, in turn.
#ifndef HARNESS_LINK_SCRIPT_PEER_H_
#define HARNESS_LINK_SCRIPT_PEER_H_

#include <span>

#include "harness/stack/stack.h"

namespace shakedown {

// Says entry 0 at once (client) or at the first bytes from the other side (server), and one more
// entry each time the other side has spoken. After the last entry it closes its direction if
// `close` (Progress kFailed) and only listens; else it stays silent (kHandshaking). It never
// completes. Borrows `entries`.
class ScriptPeer : public Peer {
 public:
  ScriptPeer(Role role, std::span<const Bytes> entries, bool close)
      : role_(role), entries_(entries), close_(close) {}

  Progress Step(View in, Bytes* out) override;
  Progress EndOfInput(Bytes* out) override;
  PeerReport Report() const override { return {}; }
  Bytes Session() const override { return {}; }

 private:
  Progress Now() const;

  Role role_;
  std::span<const Bytes> entries_;
  bool close_;
  bool ended_ = false;
  size_t next_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_SCRIPT_PEER_H_
