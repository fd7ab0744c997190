// The body of the targets client_bytes and server_bytes, which name the role and nothing else.
#ifndef FUZZ_PEER_FUZZ_SIDE_H_
#define FUZZ_PEER_FUZZ_SIDE_H_

#include <vector>

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

// Read by AddressSanitizer: telling apart whole stacks of every allocation takes a third of the
// time. ASAN_OPTIONS=malloc_context_size=30 brings them back, for a replay.
extern "C" const char* __asan_default_options() { return "malloc_context_size=1"; }

// Called by libFuzzer first; flags of the command line come later and win. Weighing inputs by the
// rarity of their features (entropic) takes as long as a run does, and finds no more here; leaks
// are looked for by the replay.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  static char entropic[] = "-entropic=0", leaks[] = "-detect_leaks=0";
  static std::vector<char*> arguments(*argv, *argv + *argc);
  if (arguments.empty()) return 0;
  arguments.insert(arguments.begin() + 1, {entropic, leaks});
  arguments.push_back(nullptr);
  *argc += 2;
  *argv = arguments.data();
  return 0;
}

#endif  // FUZZ_PEER_FUZZ_SIDE_H_
