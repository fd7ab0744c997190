#include "harness/logs/judge_course.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/explain/answer.h"
#include "harness/logs/told_facts.h"

namespace shakedown {
namespace {

// What is said by the diagnosis of a cause that it does not name, of 1, and by the codes of one
// that none of them names, in votes.
constexpr double kHardly = 0.02, kUnnamed = 0.5;
// The bytes cannot refute what a stack says plainly: it knows its clock, its trust store, its name
// for the other side.
constexpr double kPlain = 0.25;
// A diagnosis that only repeats that there was an alert or an end leaves most to the codes.
constexpr double kVague = 0.5;

bool SaysLittle(std::string_view cause) {
  return cause == "peer_closed_no_alert" || cause == "peer_rejected_unknown_alert" ||
         cause == "internal_error" || cause == "cert_validation_other";
}

// Without the codes that repeat an alert of many causes which the diagnosis has weighed already.
KeptStory WithoutAlerts(const KeptStory& story, const Diagnosis& diagnosis) {
  KeptStory rest = story;
  if (!diagnosis.alert || SaysLittle(diagnosis.cause())) return rest;
  std::erase_if(rest.codes, [](const KeptCode& one) {
    const LookupRow* row = one.code.row;
    const bool alert =
        row != nullptr &&
        (row->system->name == "alert" || (!row->alerts.empty() && row->way == AlertWay::kReceived));
    return alert && row->causes.size() > 2;
  });
  return rest;
}

// What a stack says plainly, and is known to say for that alone.
std::set<std::string> PlainlySaid(const KeptStory& story) {
  std::set<std::string> causes;
  for (const KeptCode& one : story.codes) {
    const LookupRow* row = one.code.row;
    if (row == nullptr || row->causes.size() != 1 || SaysLittle(row->causes.front())) continue;
    const bool fact = row->cause_confidence == Confidence::kVerified ||
                      row->cause_confidence == Confidence::kMeasured;
    if (fact) causes.insert(row->causes.front());
  }
  return causes;
}

std::vector<WeighedCause> Weigh(const Diagnosis& diagnosis, const CauseVotes& votes,
                                const std::set<std::string>& plain, const Codes& codes) {
  std::set<std::string> keys;
  for (const auto& [key, vote] : votes) keys.insert(key);
  std::map<std::string, double> shares;
  for (const Candidate& one : diagnosis.candidates) {
    keys.insert(one.cause);
    shares[one.cause] = one.share;
  }
  const bool vague = diagnosis.candidates.empty() || SaysLittle(diagnosis.cause());
  std::vector<WeighedCause> weighed;
  double sum = 0;
  for (const std::string& key : keys) {
    const Cause* cause = codes.FindCause(key);
    if (cause == nullptr) continue;
    const auto vote = votes.find(key);
    const double said = vote == votes.end() ? 0 : vote->second;
    const auto share = shares.find(key);
    const double least = vague ? kVague : plain.contains(key) ? kPlain : kHardly;
    const double shown = std::max(share == shares.end() ? 0 : share->second, least);
    WeighedCause one{{key, cause->title, cause->fix, Confidence::kInferred},
                     shown * (kUnnamed + said * said)};
    sum += one.share;
    weighed.push_back(std::move(one));
  }
  for (WeighedCause& one : weighed) one.share /= sum;
  std::ranges::stable_sort(
      weighed, [](const WeighedCause& a, const WeighedCause& b) { return a.share > b.share; });
  constexpr double kLeast = 0.02;
  std::erase_if(weighed, [&](const WeighedCause& one) {
    return one.share < kLeast && &one != &weighed.front();
  });
  return weighed;
}

const char* CertaintyOf(const std::vector<WeighedCause>& causes, const Diagnosis& diagnosis) {
  constexpr double kCertain = 0.9, kLikely = 0.5;
  const WeighedCause& first = causes.front();
  if (first.share >= kCertain && !SaysLittle(first.cause.key)) return "certain";
  if (causes.size() == 1 && first.cause.key == diagnosis.cause()) {
    return NameOf(diagnosis.confidence);
  }
  return first.share >= kLikely ? "likely" : "possible";
}

// Names of the peers' choosing may stand in it: what a terminal would obey is shown as a dot.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '.';
  }
  return text;
}

std::string Capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

// Who ended it and why that cause.
void Tell(const Diagnosis& diagnosis, bool by_bytes, Judgement* judgement) {
  const std::string& key = judgement->causes.front().cause.key;
  const auto it = std::ranges::find(diagnosis.candidates, key, &Candidate::cause);
  std::string text = by_bytes ? diagnosis.story : std::string();
  if (by_bytes && diagnosis.outcome == OutcomeKind::kAgreed) {
    text = "the handshake was completed, and the program gave up afterwards";
  }
  if (it != diagnosis.candidates.end() && !it->why.empty()) {
    judgement->clause = it->clause;
    text += text.empty() ? it->why : ": " + it->why;
  }
  if (!text.empty()) judgement->why = Printable(Capitalised(std::move(text)));
}

void AddOtherEnd(const Course& course, const Codes& codes, Judgement* judgement) {
  const Cause* cause = codes.FindCause(judgement->causes.front().cause.key);
  if (!course.teller || cause == nullptr) return;
  std::optional<Role> by = judgement->by;
  if (!by && cause->noticed_by.size() == 1) by = cause->noticed_by.front();
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (SystemCode& row : codes.CodesFor(cause->key, course.facts->version, by, judgement->alert)) {
    if (row.side == *course.teller || !seen.emplace(row.system, row.code, row.text).second)
      continue;
    judgement->other_end.push_back(std::move(row));
  }
}

void AddCodes(const ToldConnection& told, const CodeFinder& finder, const std::string& system,
              KeptStory* story) {
  for (const ToldWords& words : told.words) {
    for (FoundCode& code : finder.Find(words.text, false).codes) {
      const std::string& whose = code.row != nullptr ? code.row->system->name : code.system;
      if (!system.empty() && whose != system) continue;
      if (code.alert == AlertDescription::kCloseNotify) continue;
      KeptCode kept;
      kept.text = Excerpt(words.text, code.begin, code.end);
      kept.code = std::move(code);
      kept.line = kept.last_line = words.line;
      AddCode(story, std::move(kept));
    }
  }
}

}  // namespace

std::optional<Story> JudgeCourse(Course course, const Judges& judges) {
  const Diagnosis diagnosis = judges.diagnoser.Diagnose({.facts = course.facts,
                                                         .closed_by = course.closed_by,
                                                         .time = course.time,
                                                         .rest = course.rest});
  KeptStory telling = WithoutAlerts(course.codes, diagnosis);
  if (diagnosis.alert && SaysLittle(diagnosis.cause())) {
    // Then what the alert itself stands for has not been heard.
    KeptCode alert;
    alert.code.row =
        judges.finder.lookup().ByNumber("alert", static_cast<int64_t>(*diagnosis.alert));
    if (alert.code.row != nullptr) AddCode(&telling, std::move(alert));
  }
  CauseVotes votes = VotesOf(telling);
  constexpr double kSeen = 3;
  if (course.closed_by) votes["peer_closed_no_alert"] += kSeen;
  const bool by_bytes = !course.facts->messages.empty() || !course.facts->alerts.empty() ||
                        course.facts->not_tls[0] || course.facts->not_tls[1] ||
                        course.closed_by.has_value();
  Diagnosis shown = diagnosis;
  if (!by_bytes) shown = Diagnosis();
  if (shown.candidates.empty() && votes.empty()) return std::nullopt;
  Story story = AnswerStory(course.codes, judges.finder.lookup(), judges.codes);
  constexpr int64_t kSecond = 1000;
  if (course.time) story.at = *course.time * kSecond;
  story.fields = course.fields;
  story.fields.connection = Printable(course.fields.connection);
  story.fields.remote = Printable(course.fields.remote);
  Judgement& judgement = story.judgement.emplace();
  judgement.host = Printable(course.host);
  judgement.causes = Weigh(shown, votes, PlainlySaid(telling), judges.codes);
  if (judgement.causes.empty()) return std::nullopt;
  judgement.certainty = CertaintyOf(judgement.causes, shown);
  // Then only the silence speaks.
  const bool silent = votes.empty() && shown.outcome == OutcomeKind::kStalled;
  if (silent && course.rest != Rest::kSeen) judgement.certainty = NameOf(shown.confidence);
  judgement.teller = course.teller;
  judgement.alert = shown.alert;
  judgement.by = shown.by;
  Tell(shown, by_bytes, &judgement);
  judgement.evidence = std::move(course.evidence);
  for (LoggedStep& step : judgement.evidence) step.text = Printable(std::move(step.text));
  AddOtherEnd(course, judges.codes, &judgement);
  // The judgement decides what the vague codes mean, too.
  const std::string& key = judgement.causes.front().cause.key;
  for (Finding& finding : story.findings) {
    const auto it = std::ranges::find(finding.causes, key, &LikelyCause::key);
    if (it == finding.causes.end()) continue;
    std::rotate(finding.causes.begin(), it, it + 1);
    finding.cause = key;
  }
  return story;
}

std::optional<Story> JudgeTold(const ToldConnection& told, const Judges& judges,
                               const std::string& system, Rest rest) {
  const WireFacts facts = FactsTold(told);
  Course course;
  course.host = told.host;
  course.fields.connection = told.id;
  course.fields.local = told.local;
  course.fields.remote = told.remote;
  course.teller = told.teller;
  course.facts = &facts;
  course.closed_by = told.closed_by;
  course.time = told.time;
  course.rest = rest;
  course.codes.line = told.line;
  course.codes.last_line = told.last_line;
  AddCodes(told, judges.finder, system, &course.codes);
  course.evidence = EvidenceOf(told);
  return JudgeCourse(std::move(course), judges);
}

}  // namespace shakedown
