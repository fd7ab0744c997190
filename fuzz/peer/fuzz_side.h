// The body of the targets client_bytes and server_bytes, which name the role and nothing else.
#ifndef FUZZ_PEER_FUZZ_SIDE_H_
#define FUZZ_PEER_FUZZ_SIDE_H_

#include "fuzz/peer/side.h"
#include "fuzz/target.h"

namespace shakedown {

// Runs `input` and checks what must hold of it; one input in 256 is run twice to compare.
inline void FuzzSide(Role role, View input) {
  static Bytes& sent = *new Bytes;
  sent.clear();
  const SideRun run = RunSide(role, input, &sent);
  FuzzCheck(run.complaint == nullptr, run.complaint);
  static uint8_t turn = 0;
  if (turn++ != 0) return;
  Bytes again;
  FuzzCheck(RunSide(role, input, &again) == run, "an input ends the same way every time");
  FuzzCheck(again == sent, "an input is answered the same way every time");
}

}  // namespace shakedown

#endif  // FUZZ_PEER_FUZZ_SIDE_H_
