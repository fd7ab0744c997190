// Diagnosis from a transcript alone: outcome, side, alert, cause and why, by what the bytes show
// and by what is known of stacks in general.
//
//   const Diagnoser diagnoser(profiles);
//   const Diagnosis found = diagnoser.Diagnose({.facts = &facts, .time = now});
//   found.cause()        "expired"
//   found.Explanation()  "the client refused with alert 45 ... : the certificate of ... expired on"
//
// What the bytes leave open is said: candidates, the likeliest first. A server that refuses a
// ClientHello has shown nothing of its own lists; then servers as they are met are asked, each
// stack by its profile, which of them would have answered so (supposed_servers.h). Likewise a side
// that refuses a chain is known by its messages (likely_stacks.h) and its stack asked what it finds
// in such a chain first, and with which alert (supposed_verifiers.h).
#ifndef HARNESS_DIAGNOSE_DIAGNOSER_H_
#define HARNESS_DIAGNOSE_DIAGNOSER_H_

#include <memory>

#include "harness/diagnose/transcript.h"
#include "harness/predict/profile.h"

namespace shakedown {

class SupposedServers;

class Diagnoser {
 public:
  // Borrows the profiles; with none, a refused ClientHello is explained by its alert alone.
  explicit Diagnoser(const Profiles& profiles);
  ~Diagnoser();

  // Any facts are fine. Pure: equal transcripts, equal diagnoses.
  Diagnosis Diagnose(const Transcript& transcript) const;

 private:
  const Profiles& profiles_;
  std::unique_ptr<const SupposedServers> servers_;
};

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_DIAGNOSER_H_
