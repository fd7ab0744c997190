#include "harness/logs/log_explainer.h"

#include <fmt/format.h>

#include <algorithm>

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

void LogExplainer::Add(Story story) {
  const auto [it, is_new] = known_.try_emplace(SignatureOf(story), stories_.size());
  if (is_new && stories_.size() >= kMostStories) {
    known_.erase(it);
    ++left_out_;
    return;
  }
  if (is_new) {
    stories_.push_back(std::move(story));
    return;
  }
  Story& known = stories_[it->second];
  known.connections += story.connections;
  known.line = std::min(known.line, story.line);
  known.last_line = std::max(known.last_line, story.last_line);
  for (size_t i = 0; i < known.findings.size() && i < story.findings.size(); ++i) {
    known.findings[i].count += story.findings[i].count;
    known.findings[i].last_line =
        std::max(known.findings[i].last_line, story.findings[i].last_line);
  }
}

void LogExplainer::Take(ToldConnection told) {
  constexpr size_t kMostRanges = 4096;
  if (text_ && told_.size() < kMostRanges) told_.emplace_back(told.line, told.last_line);
  if (told.waits_for_user || (!told.finished && !told.failed)) {
    std::vector<ToldConnection>& aside = told.waits_for_user ? waiting_ : unfinished_;
    if (aside.size() < kMostAside) aside.push_back(std::move(told));
    return;
  }
  if (!told.failed) {
    ++good_;
    return;
  }
  auto story = JudgeTold(told, judges_, system_);
  if (story) Add(std::move(*story));
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
  if (stories_.empty()) {
    for (const auto* aside : {&waiting_, &unfinished_}) {
      for (const ToldConnection& told : *aside) {
        auto story = JudgeTold(told, judges_, system_);
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
  if (left_out_ > 0) {
    explanation.notes.push_back(
        fmt::format("{} more connections failed in yet other ways; they are left out", left_out_));
  }
  explanation.stories = std::move(stories_);
  if (text_) AddTheRest(&explanation);
  std::ranges::stable_sort(explanation.stories, {}, &Story::line);
  explanation.lines = reader_->lines();
  return explanation;
}

}  // namespace shakedown
