// The link: two sides joined in memory, played until nothing moves.
#ifndef HARNESS_LINK_LINK_H_
#define HARNESS_LINK_LINK_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/link/encryption_gate.h"
#include "harness/link/tap.h"
#include "harness/model/scenario.h"
#include "harness/stack/stack.h"
#include "harness/wire/role.h"

namespace shakedown {

// One end of the link.
struct LinkSide {
  Peer* peer = nullptr;
  bool script = false;         // reads on after it has closed its own direction
  bool at_encryption = false;  // Fips::kAtEncryption
};

// How one side ended.
struct SideEnd {
  Progress progress = Progress::kHandshaking;
  bool told_end = false;      // it was given EndOfInput
  bool spoke_at_end = false;  // and said something in answer
  bool sent_arrived = true;   // all it put on the wire reached the other side unchanged
};

struct PlayResult {
  SideEnd client, server;
  std::optional<Role> first_failed;  // the side that gave up first, in time
  std::optional<Role> cut_from;      // a link fault ended the connection: whose bytes it touched
  std::optional<Role> fips_stop;     // the side that would not encrypt
  std::string runaway;               // not empty: the sides would not settle, and what was counted
  std::vector<size_t> unmet_faults;  // indices of link faults that never met their record

  const SideEnd& side(Role role) const { return role == Role::kClient ? client : server; }
  SideEnd& side(Role role) { return role == Role::kClient ? client : server; }

  // Neither gave up, they are not both done, and nothing moves.
  bool stalled() const {
    return !first_failed && !cut_from && !fips_stop && runaway.empty() &&
           !(client.progress == Progress::kComplete && server.progress == Progress::kComplete);
  }
};

// Bounds of one connection. An ordinary handshake takes 10 steps and 10 kilobytes.
inline constexpr size_t kMaxSteps = 5000;
inline constexpr size_t kMaxBytes = size_t{8} << 20;

// Link plays connections one after the other and keeps its buffers between them.
//
// The sides take turns, client first with nothing to read, each given all that has arrived. After
// both are complete it goes on until nothing moves, so that what a stack sends late (tickets,
// certificate_required in TLS 1.3) is read. A side that gives up has what it wrote delivered; then
// the other side is told the end of input.
//
// `sent` records what each side put on the wire, before any link fault: whose alert it was.
// `delivered` records what each side was given: who got to read it. Both get every byte in the
// order of time. When nothing was lost or touched (SideEnd::sent_arrived on both) they are equal.
class Link {
 public:
  PlayResult Play(const LinkSide& client, const LinkSide& server, std::span<const LinkFault> faults,
                  SuiteRule fips_approved, Tap* sent, Tap* delivered);

 private:
  Bytes out_, in_, pending_[2];
};

}  // namespace shakedown

#endif  // HARNESS_LINK_LINK_H_
