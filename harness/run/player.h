// Player plays one case: builds both peers, joins them, and tells what was seen.
#ifndef HARNESS_RUN_PLAYER_H_
#define HARNESS_RUN_PLAYER_H_

#include <optional>
#include <string>

#include "harness/diagnose/diagnoser.h"
#include "harness/diagnose/knowledge.h"
#include "harness/link/link.h"
#include "harness/link/tap.h"
#include "harness/run/materials.h"
#include "harness/run/played.h"
#include "harness/run/run.h"

namespace shakedown {

// Gives each key-log line to two taps.
class TwoTaps : public KeyLog {
 public:
  void Line(std::string_view line) override {
    sent.Line(line);
    delivered.Line(line);
  }
  void Clear() {
    sent.Clear();
    delivered.Clear();
  }

  Tap sent, delivered;
};

// Lives in one worker and keeps its buffers from case to case. Borrows everything.
class Player {
 public:
  Player(const Materials& materials, const Knowledge& knowledge, const Diagnoser* diagnoser)
      : materials_(materials), knowledge_(knowledge), diagnoser_(diagnoser) {}

  // Plays `one`, both connections if it resumes. What is seen is the last connection that ran: the
  // first one only where it did not agree, which is then also a problem.
  Played Play(const Case& one);

 private:
  struct Connection;

  // The two sides of one connection with all defaults; kept while the next case wants the same.
  struct Sides {
    const Scenario* scenario = nullptr;
    bool resumed = false, client_fips = false, server_fips = false;
    Capabilities client, server;                             // as the stacks are told
    std::optional<Capabilities> client_asked, server_asked;  // before a FIPS policy was applied
  };

  const Sides& SidesFor(const Case& one, bool resumed);
  Played PlayConnection(const Case& one, bool resumed, SessionStore* sessions, Bytes* session);

  const Materials& materials_;
  const Knowledge& knowledge_;
  const Diagnoser* diagnoser_;  // null: transcripts are not diagnosed
  Sides sides_[2];
  Link link_;
  TwoTaps taps_;
};

}  // namespace shakedown

#endif  // HARNESS_RUN_PLAYER_H_
