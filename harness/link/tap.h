// The wire tap: keeps what passed between two peers and reads it afterwards.
#ifndef HARNESS_LINK_TAP_H_
#define HARNESS_LINK_TAP_H_

#include <string_view>
#include <vector>

#include "harness/stack/stack.h"
#include "harness/wire/bytes.h"
#include "harness/wire/handshake_facts.h"
#include "harness/wire/role.h"

namespace shakedown {

// Tap records the bytes of one connection in the order they were sent, and the key-log lines of
// either side. Facts decodes all of it at once: nothing is decoded while the handshake runs.
// Clear makes it ready for the next connection without giving its memory back.
class Tap : public KeyLog {
 public:
  // `from` put `bytes` on the wire.
  void Sent(Role from, View bytes);

  // A key-log line (either side's; repeats are harmless).
  void Line(std::string_view line) override;

  // What the bytes say. Encrypted records are opened with the logged secrets (TLS 1.3: handshake
  // and application traffic secrets; TLS 1.2 and before: the master secret); a record that was
  // sent before its key was logged is opened all the same.
  WireFacts Facts() const;

  void Clear();

 private:
  struct Chunk {
    Role from;
    size_t end;  // offset in bytes_ where the chunk ends
  };
  Bytes bytes_;
  std::vector<Chunk> chunks_;
  std::string key_log_;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_TAP_H_
