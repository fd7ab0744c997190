#include "harness/logs/log_explainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "harness/diagnose/ending.h"
#include "harness/explain/answer.h"
#include "harness/logs/told_facts.h"

namespace shakedown {
namespace {

constexpr size_t kMostAside = 16;

std::string SignatureOf(const Story& story) {
  std::string signature = fmt::format("{}\n{}\n", story.judgement->host, story.judgement->why);
  signature += story.judgement->causes.front().cause.key;
  for (const Finding& finding : story.findings) {
    signature += fmt::format("\n{} {}", finding.system, finding.code);
  }
  return signature;
}

template <typename Code>
void AddCodes(const std::vector<Code>& codes, std::string* text) {
  for (const Code code : codes) {
    const auto value = static_cast<uint16_t>(code);
    if (!IsGrease(value)) *text += fmt::format("{:x},", value);
  }
  *text += ';';
}

// What connections have in common that are judged alike: all but random values, times and order of
// extensions.
std::string LikenessOf(const ToldConnection& told) {
  std::string text = told.host + '\n';
  for (const LogStep& step : told.steps) {
    text += fmt::format("{}{}", static_cast<int>(step.kind), static_cast<int>(step.from));
    if (step.kind == LogStep::Kind::kAlert)
      text += fmt::format("={},{}", step.bytes[0], step.bytes[1]);
    if (step.kind == LogStep::Kind::kMessage) text += fmt::format("={}", step.bytes[0]);
    text += step.text + ' ';
  }
  for (const ToldWords& words : told.words) text += words.text + '\n';
  const WireFacts facts = FactsTold(told);
  if (facts.client_hello) {
    AddCodes(facts.client_hello->versions, &text);
    AddCodes(facts.client_hello->cipher_suites, &text);
    AddCodes(facts.client_hello->groups, &text);
    AddCodes(facts.client_hello->signature_schemes, &text);
    text += facts.client_hello->server_name.value_or("");
  }
  if (facts.version) AddCodes(std::vector{*facts.version}, &text);
  if (facts.cipher_suite) AddCodes(std::vector{*facts.cipher_suite}, &text);
  if (facts.server_signature) AddCodes(std::vector{*facts.server_signature}, &text);
  for (const auto* chain : {&facts.server_chain, &facts.client_chain}) {
    for (const Bytes& der : *chain)
      text += std::to_string(std::hash<std::string_view>()(AsText(der)));
    text += ';';
  }
  constexpr int64_t kDay = 24 * 60 * 60;
  if (told.time) text += std::to_string(*told.time / kDay);
  return text;
}

// One more connection of `story`.
void Count(const ToldConnection& told, Story* story) {
  ++story->connections;
  story->line = std::min(story->line, told.line);
  story->last_line = std::max(story->last_line, told.last_line);
  for (Finding& finding : story->findings) {
    ++finding.count;
    finding.last_line = std::max(finding.last_line, told.last_line);
  }
}

}  // namespace

LogExplainer::LogExplainer(LogForm form, const Judges& judges, std::string system)
    : judges_(judges),
      system_(std::move(system)),
      reader_(MakeLogReader(form, [this](ToldConnection told) { Take(std::move(told)); })) {
  // A log in plain words may tell of no connection and hold codes all the same.
  if (form != LogForm::kNetLog) text_.emplace(judges.finder, judges.codes, system_);
}

void LogExplainer::Text(std::string_view chunk) {
  if (reader_) reader_->Text(chunk);
  if (text_) text_->Text(chunk);
}

size_t LogExplainer::Add(Story story) {
  const auto [it, is_new] = known_.try_emplace(SignatureOf(story), stories_.size());
  if (is_new && stories_.size() >= kMostStories) {
    known_.erase(it);
    ++left_out_;
    return kMostStories;
  }
  if (is_new) {
    stories_.push_back(std::move(story));
    return stories_.size() - 1;
  }
  Story& known = stories_[it->second];
  known.connections += story.connections;
  known.line = std::min(known.line, story.line);
  known.last_line = std::max(known.last_line, story.last_line);
  if (story.at && known.at) known.at = std::min(*known.at, *story.at);
  for (size_t i = 0; i < known.findings.size() && i < story.findings.size(); ++i) {
    known.findings[i].count += story.findings[i].count;
    known.findings[i].last_line =
        std::max(known.findings[i].last_line, story.findings[i].last_line);
  }
  return it->second;
}

bool LogExplainer::IsOpen(const ToldConnection& told) const {
  if (told.failed || !told.finished) return !told.failed;
  // A log in plain words just stops.
  const WireFacts facts = FactsTold(told);
  return text_ && !facts.messages.empty() &&
         EndingOf({.facts = &facts, .closed_by = told.closed_by}).kind == OutcomeKind::kStalled;
}

void LogExplainer::AddOpenEnds(Explanation* explanation) const {
  for (const ToldConnection& told : unfinished_) {
    explanation->notes.push_back(
        fmt::format("the connection{}: {}",
                    told.host.empty() ? fmt::format(" of line {}", told.line) : " to " + told.host,
                    CutStoryOf(FactsTold(told))));
  }
}

void LogExplainer::Take(ToldConnection told) {
  constexpr size_t kMostRanges = 4096;
  if (text_ && told_.size() < kMostRanges) told_.emplace_back(told.line, told.last_line);
  if (told.waits_for_user || IsOpen(told)) {
    std::vector<ToldConnection>& aside = told.waits_for_user ? waiting_ : unfinished_;
    if (aside.size() < kMostAside) aside.push_back(std::move(told));
    return;
  }
  if (!told.failed) {
    ++good_;
    return;
  }
  // A browser tries again and again, and judging takes longer than reading.
  const auto [it, is_new] = judged_.try_emplace(LikenessOf(told), kMostStories);
  if (!is_new) {
    if (it->second < stories_.size()) Count(told, &stories_[it->second]);
    return;
  }
  if (judged_.size() > kMostJudged) judged_.erase(it);
  auto story = JudgeTold(told, judges_, system_);
  if (!story) return;
  const size_t place = Add(std::move(*story));
  if (const auto known = judged_.find(LikenessOf(told)); known != judged_.end()) {
    known->second = place;
  }
}

// Codes in lines that belong to no connection.
void LogExplainer::AddTheRest(Explanation* explanation) {
  Explanation rest = text_->Finish();
  explanation->notes.insert(explanation->notes.end(), rest.notes.begin(), rest.notes.end());
  for (Story& story : rest.stories) {
    const bool told = std::ranges::any_of(told_, [&](const auto& range) {
      return story.line <= range.second && story.last_line >= range.first;
    });
    if (!told) explanation->stories.push_back(std::move(story));
  }
}

Explanation LogExplainer::Finish() {
  if (!reader_) return text_->Finish();
  reader_->Finish();
  const Rest rest = reader_->whole() ? Rest::kSeen : Rest::kMissing;
  if (stories_.empty()) {
    for (const auto* aside : {&waiting_, &unfinished_}) {
      for (const ToldConnection& told : *aside) {
        auto story = JudgeTold(told, judges_, system_, rest);
        if (story) Add(std::move(*story));
      }
      if (!stories_.empty()) break;
    }
  }
  Explanation explanation;
  explanation.notes = reader_->remarks();
  if (good_ > 0) {
    explanation.notes.push_back(
        fmt::format("{} connection{} of it had no failure", good_, good_ == 1 ? "" : "s"));
  }
  if (rest == Rest::kMissing) AddOpenEnds(&explanation);
  if (left_out_ > 0) {
    explanation.notes.push_back(
        fmt::format("{} more connections failed in yet other ways; they are left out", left_out_));
  }
  explanation.stories = std::move(stories_);
  if (text_) AddTheRest(&explanation);
  SortByTime(&explanation.stories);
  explanation.lines = reader_->lines();
  return explanation;
}

}  // namespace shakedown
