#include "harness/explain/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "harness/explain/access_advice.h"

namespace shakedown {
namespace {

constexpr const char* kOurCauses = "the list of causes of this program";

// Says that something failed, and little about what.
bool IsVague(const LookupRow& row) {
  constexpr std::array<std::string_view, 4> kVague = {"alert", "chrome", "curl", "schannel"};
  return row.causes.size() > 2 && std::ranges::count(kVague, row.system->name) > 0;
}

// How much a code says about its cause.
double WeightOf(const LookupRow& row) {
  double weight = 0;
  switch (row.cause_confidence) {
    case Confidence::kVerified:
    case Confidence::kMeasured:
      weight = 3;
      break;
    case Confidence::kInferred:
      weight = 2;
      break;
    case Confidence::kUnverified:
      weight = 0.1;
      break;
  }
  if (IsVague(row)) weight /= 3;
  constexpr std::array<std::string_view, 3> kSaysNothing = {
      "peer_rejected_unknown_alert", "peer_closed_no_alert", "internal_error"};
  if (std::ranges::count(kSaysNothing, row.causes.front()) > 0) weight /= 3;
  return row.causes.size() == 1 ? weight * 1.5 : weight;
}

}  // namespace

namespace {

// Says how it ended and not why: any other cause that a code of the same story stands for is what
// led to it.
bool IsGeneral(std::string_view cause) {
  constexpr std::array<std::string_view, 6> kGeneral = {
      "protocol_violation",          "malformed_message",    "internal_error",
      "peer_rejected_unknown_alert", "peer_closed_no_alert", "cert_validation_other"};
  return std::ranges::count(kGeneral, cause) > 0;
}

// A specific cause that is the likeliest of some code takes its weight from the general ones.
void PreferSpecific(const KeptStory& story, CauseVotes* votes) {
  constexpr double kLeast = 0.5, kShare = 0.9;
  double most = 0;
  for (const KeptCode& one : story.codes) {
    const LookupRow* row = one.code.row;
    if (row == nullptr || row->causes.empty()) continue;
    // An alert is what a peer says of its reason; a program's own summary of all is none.
    if (IsVague(*row) && row->system->name != "alert") continue;
    const std::string& first = row->causes.front();
    if (!IsGeneral(first)) most = std::max(most, votes->find(first)->second);
  }
  if (most < kLeast) return;
  for (auto& [cause, vote] : *votes) {
    if (IsGeneral(cause)) vote = std::min(vote, most * kShare);
  }
}

}  // namespace

CauseVotes VotesOf(const KeptStory& story) {
  CauseVotes votes;
  for (const KeptCode& one : story.codes) {
    if (one.code.row == nullptr || one.code.row->causes.empty()) continue;
    const double weight = WeightOf(*one.code.row);
    for (size_t i = 0; i < one.code.row->causes.size(); ++i) {
      votes[one.code.row->causes[i]] += weight / static_cast<double>(i + 1);
    }
  }
  PreferSpecific(story, &votes);
  return votes;
}

namespace {

// "SSL_R_NO_SHARED_CIPHER": no shared cipher.
std::string InWords(const LookupRow& row) {
  if (!row.text.empty()) return row.text;
  std::string words = row.symbol;
  if (const size_t reason = words.find("_R_"); reason != std::string::npos) {
    words.erase(0, reason + 3);
  }
  for (const std::string_view prefix :
       {"X509_V_ERR_", "GNUTLS_E_", "SSL_ERROR_", "SEC_ERROR_", "MBEDTLS_ERR_", "MBEDTLS_X509_",
        "ERR_", "CURLE_", "SEC_E_", "GSK_ERR_", "GSK_", "CMSERR_"}) {
    if (words.starts_with(prefix)) {
      words.erase(0, prefix.size());
      break;
    }
  }
  for (char& c : words) {
    c = c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return words;
}

Sentence MeaningOf(const LookupRow& row, const Cause* cause) {
  std::string text = row.meaning;
  if (text.empty() && cause != nullptr) {
    text = row.causes.size() == 1 ? cause->title + "." : fmt::format("In words: {}.", InWords(row));
  } else if (text.empty()) {
    text = fmt::format("No more is known of it than its name: {}.", InWords(row));
    if (const size_t reason = row.symbol.find("_R_"); row.system->name == "openssl_crypto") {
      text = fmt::format("OpenSSL's {} library: {}.", row.symbol.substr(0, reason), InWords(row));
    }
  }
  if (row.confidence == Confidence::kUnverified) {
    text = fmt::format("The number exists; what it means is not confirmed, possibly: {}", text);
  }
  return {text, row.source, row.confidence};
}

End NoticedBy(const FoundCode& code, const std::string& cause) {
  if (code.way == AlertWay::kReceived) return End::kOther;
  if (cause == "peer_closed_no_alert" || cause == "peer_rejected_unknown_alert") return End::kOther;
  if (code.row == nullptr) return End::kThis;
  // Windows has one status for what it finds itself and for the alert that says so.
  const std::string& system = code.row->system->name;
  const bool either = system == "alert" || (system == "schannel" && !code.row->alerts.empty());
  if (either && code.way == AlertWay::kUnknown) return End::kUnknown;
  return End::kThis;
}

// What the end that is not the one of the text shows.
std::vector<SystemCode> OtherEndOf(const Finding& finding, const Codes& codes) {
  std::vector<SystemCode> shown;
  if (finding.cause.empty()) return shown;
  // Without an alert that is seen or usual, what the other end shows is anybody's guess.
  if (!finding.alert && finding.noticed_by != End::kOther) return shown;
  const Cause* cause = codes.FindCause(finding.cause);
  const Role by = finding.role                                     ? *finding.role
                  : cause != nullptr && !cause->noticed_by.empty() ? cause->noticed_by.front()
                                                                   : Role::kServer;
  const Role wanted = finding.noticed_by == End::kOther ? by : Other(by);
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (SystemCode& row : codes.CodesFor(finding.cause, std::nullopt, by, finding.alert)) {
    if (row.side != wanted || !seen.emplace(row.system, row.code, row.text).second) continue;
    shown.push_back(std::move(row));
  }
  return shown;
}

void AddCauses(const LookupRow& row, const CauseVotes& votes, const Codes& codes,
               Finding* finding) {
  std::vector<std::string> keys = row.causes;
  std::ranges::stable_sort(keys, [&votes](const std::string& a, const std::string& b) {
    return votes.find(a)->second > votes.find(b)->second;
  });
  for (const std::string& key : keys) {
    const Cause* cause = codes.FindCause(key);
    if (cause == nullptr) continue;
    finding->causes.push_back({key, cause->title, cause->fix,
                               key == row.causes.front() ? row.cause_confidence
                               : row.is_fact()           ? Confidence::kInferred
                                                         : row.confidence});
  }
  if (!finding->causes.empty()) finding->cause = finding->causes.front().key;
}

Finding FindingOf(const KeptCode& kept, const KeptStory& story, const CauseVotes& votes,
                  const Lookup& lookup, const Codes& codes) {
  Finding finding;
  finding.text = kept.text;
  finding.line = kept.line;
  finding.last_line = kept.last_line;
  finding.count = kept.count;
  if (kept.time) finding.at = kept.time->at;
  finding.way = kept.code.way;
  const LookupRow* row = kept.code.row;
  if (row == nullptr) {
    const LookupSystem* system = lookup.System(kept.code.system);
    finding.system = kept.code.system;
    finding.title = system == nullptr ? kept.code.system : system->title;
    finding.code = kept.code.code;
    finding.alert = kept.code.alert;
    finding.known = false;
    finding.meaning = {"The tables do not have this code.", "", Confidence::kUnverified};
    return finding;
  }
  finding.system = row->system->name;
  finding.title = row->system->title;
  finding.code = row->label();
  finding.symbol = row->symbol;
  AddCauses(*row, votes, codes, &finding);
  const Cause* cause = codes.FindCause(finding.cause);
  if (cause != nullptr && cause->noticed_by.size() == 1) finding.role = cause->noticed_by.front();
  finding.noticed_by = NoticedBy(kept.code, finding.cause);
  finding.alert = kept.code.alert;
  if (!finding.alert && !row->alerts.empty()) {
    finding.alert = row->alerts.front();
    if (row->way == AlertWay::kUnknown) finding.way = kept.code.way;
  }
  if (!finding.alert) {
    finding.alert = lookup.UsualAlert(finding.cause);
    finding.alert_expected = finding.alert.has_value();
  }
  finding.meaning = MeaningOf(*row, cause);
  if (!row->fix.empty() && (row->causes.empty() || finding.cause == row->causes.front())) {
    finding.fix = {row->fix, row->source, row->confidence};
  } else if (cause != nullptr) {
    finding.fix = {cause->fix, kOurCauses, finding.causes.front().confidence};
  }
  finding.other_end = OtherEndOf(finding, codes);
  constexpr std::array<std::string_view, 5> kOfZos = {"system_ssl", "at_tls", "cms", "jsse", "zos"};
  if (std::ranges::count(kOfZos, finding.system) > 0) {
    finding.advice = AccessAdvice(finding.cause, kept.text, story.fields);
  }
  return finding;
}

}  // namespace

Story AnswerStory(const KeptStory& story, const Lookup& lookup, const Codes& codes) {
  Story answer;
  answer.fields = story.fields;
  answer.connections = story.connections;
  answer.line = story.line;
  answer.last_line = story.last_line;
  const CauseVotes votes = VotesOf(story);
  for (const KeptCode& kept : story.codes) {
    answer.findings.push_back(FindingOf(kept, story, votes, lookup, codes));
    const std::optional<int64_t>& at = answer.findings.back().at;
    if (at && (!answer.at || *at < *answer.at)) answer.at = at;
  }
  const auto vote = [&votes](const Finding& finding) {
    const auto it = votes.find(finding.cause);
    return it == votes.end() ? 0.0 : it->second;
  };
  std::ranges::stable_sort(answer.findings, {}, [](const Finding& finding) {
    return finding.at.value_or(std::numeric_limits<int64_t>::min());
  });
  const auto likeliest = std::ranges::max_element(answer.findings, {}, vote);
  if (likeliest != answer.findings.end()) {
    std::rotate(answer.findings.begin(), likeliest, likeliest + 1);
  }
  return answer;
}

void SortByTime(std::vector<Story>* stories) {
  std::ranges::stable_sort(*stories, {}, &Story::line);
  std::optional<int64_t> last;
  std::vector<std::pair<int64_t, size_t>> order;  // time, place by line
  for (size_t i = 0; i < stories->size(); ++i) {
    if ((*stories)[i].at) last = (*stories)[i].at;
    order.emplace_back(last.value_or(std::numeric_limits<int64_t>::min()), i);
  }
  std::ranges::stable_sort(order);
  std::vector<Story> sorted;
  sorted.reserve(stories->size());
  for (const auto& [time, place] : order) sorted.push_back(std::move((*stories)[place]));
  *stories = std::move(sorted);
}

}  // namespace shakedown
