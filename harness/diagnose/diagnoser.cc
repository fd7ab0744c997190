#include "harness/diagnose/diagnoser.h"

#include "harness/diagnose/hello_words.h"
#include "harness/diagnose/supposed_servers.h"
#include "harness/diagnose/transcript_rules.h"

namespace shakedown {
namespace {

using Rule = void (*)(const TranscriptScene& scene, Candidates* out);

// In stages: the first stage that finds anything decides; within one, what it finds adds up.
constexpr Rule kNoHandshake[] = {ClearText, SameRoles, Stalled, ClientNeverStarted};
constexpr Rule kByServerEarly[] = {NothingOffered, HelloWithoutSuites, ServerCannotSign};
constexpr Rule kByClientEarly[] = {AnsweredInTheDark};
constexpr Rule kAfterCertificates[] = {VersionRefused,      ChoiceRefused, ClientCannotSign,
                                       NoClientCertificate, ChainRefused,  SignatureRefused,
                                       StoppedByFips};

template <size_t kSize>
Candidates Ask(const Rule (&rules)[kSize], const TranscriptScene& scene) {
  Candidates found;
  for (const Rule rule : rules) rule(scene, &found);
  return found;
}

bool AnswersHelloAlone(const TranscriptScene& scene) {
  if (scene.by() != Role::kServer || !scene.facts.client_hello) return false;
  for (size_t i = 0; i < scene.ending.messages; ++i) {
    const WireMessage& message = scene.facts.messages[i];
    if (message.from == Role::kClient && message.type != HandshakeType::kClientHello) return false;
  }
  return scene.facts.unopened_records[static_cast<size_t>(Role::kClient)] == 0;
}

}  // namespace

Diagnoser::Diagnoser(const Profiles& profiles)
    : profiles_(profiles), servers_(std::make_unique<SupposedServers>(profiles)) {}
Diagnoser::~Diagnoser() = default;

Diagnosis Diagnoser::Diagnose(const Transcript& transcript) const {
  const TranscriptScene scene{transcript, *transcript.facts, EndingOf(transcript), profiles_};
  Diagnosis out;
  out.outcome = scene.ending.kind;
  out.by = scene.ending.by;
  out.alert = scene.alert();
  out.story = StoryOf(scene.facts, scene.ending);
  if (out.outcome == OutcomeKind::kAgreed) {
    const bool unread = scene.facts.unopened_records[0] + scene.facts.unopened_records[1] > 0;
    if (unread) out.confidence = Certainty::kPossible;
    return out;
  }
  const bool stalled = out.outcome == OutcomeKind::kStalled;
  Candidates found = Ask(kNoHandshake, scene);
  if (found.empty() && stalled) {
    out.story = CutStoryOf(scene.facts);
    out.confidence = Certainty::kPossible;
    return out;
  }
  if (found.empty()) NamedByAlert(scene, &found);
  if (found.empty()) found = Ask(kByServerEarly, scene);
  if (found.empty()) found = Ask(kByClientEarly, scene);
  if (found.empty() && AnswersHelloAlone(scene)) {
    servers_->Explain(scene.facts, scene.ending, &found);
    StoppedByFips(scene, &found);
    LacksExtendedMasterSecret(scene, &found);
    SilentlyClosed(scene, &found);
    FailedWithin(scene, &found);
    if (found.empty()) HelloRefusedByAlert(scene, &found);
  }
  if (found.empty()) {
    found = Ask(kAfterCertificates, scene);
    // What fits the alert only in theory does not count against what the alert says.
    constexpr double kHardly = 0.01;
    if (found.weight() < kHardly) LastResort(scene, &found);
  }
  out.candidates = found.Ranked();
  for (Candidate& one : out.candidates) {
    if (!one.why.empty() || !scene.facts.client_hello) continue;
    Words words = HelloWords(one.cause, *scene.facts.client_hello);
    one.why = std::move(words.why);
    one.clause = words.clause;
  }
  out.confidence = CertaintyOf(out.candidates);
  if (stalled && transcript.rest == Rest::kUnsure) out.confidence = Certainty::kPossible;
  return out;
}

}  // namespace shakedown
