// How a transcript ends: by whom, with what, after which message.
#ifndef HARNESS_DIAGNOSE_ENDING_H_
#define HARNESS_DIAGNOSE_ENDING_H_

#include "harness/diagnose/transcript.h"

namespace shakedown {

struct Ending {
  OutcomeKind kind = OutcomeKind::kAgreed;
  std::optional<Role> by;
  std::optional<WireAlert> alert;
  size_t messages = 0;  // how many had passed
};

// The first fatal alert makes a refusal, a transport closed before it or without one a closing;
// without either the sides agreed if both Finished messages passed (or, where no key opens the
// records, protected ones of both sides), and else stalled.
Ending EndingOf(const Transcript& transcript);

// Whether `role` sent such a message before the end.
bool Passed(const WireFacts& facts, const Ending& ending, Role role, HandshakeType type);

// "the client closed the connection without an alert after Certificate".
std::string StoryOf(const WireFacts& facts, const Ending& ending);

// Of a handshake that breaks off: "it goes no further than the client's ClientHello here; ...".
std::string CutStoryOf(const WireFacts& facts);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_ENDING_H_
