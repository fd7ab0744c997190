#include "harness/logs/explain_capture.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/diagnose/ending.h"
#include "harness/explain/explainer.h"
#include "harness/import/capture.h"
#include "harness/inspect/conversation_facts.h"
#include "harness/logs/told_facts.h"

namespace shakedown {
namespace {

constexpr std::string_view kTrace = "EZD1285I", kId = "CONNID ";

// What passed, by the kinds of the messages alone.
std::vector<LoggedStep> EvidenceOf(const ConversationFacts& seen) {
  std::vector<LoggedStep> evidence;
  const auto add_alerts = [&](size_t before, bool last) {
    for (const WireAlert& alert : seen.facts.alerts) {
      if (last ? alert.messages_before < before : alert.messages_before != before) continue;
      evidence.push_back(
          {std::nullopt,
           fmt::format("{}: alert {} {}", NameOf(alert.from), static_cast<int>(alert.description),
                       NameOf(alert.description)),
           0});
    }
  };
  for (size_t i = 0; i < seen.facts.messages.size(); ++i) {
    add_alerts(i, false);
    const WireMessage& message = seen.facts.messages[i];
    std::string text = fmt::format("{}: {}", NameOf(message.from), NameOf(message.type));
    const std::string learnt = LearntOf(message, seen.facts);
    if (!learnt.empty()) text += ", " + learnt;
    evidence.push_back({std::nullopt, std::move(text), 0});
  }
  add_alerts(seen.facts.messages.size(), true);
  if (seen.closed_by) {
    evidence.push_back(
        {std::nullopt, fmt::format("the {} closes the connection", NameOf(*seen.closed_by)), 0});
  }
  return evidence;
}

}  // namespace

bool IsCaptured(std::string_view start) {
  for (const std::string_view magic :
       {std::string_view("\xa1\xb2\xc3\xd4"), std::string_view("\xd4\xc3\xb2\xa1"),
        std::string_view("\xa1\xb2\x3c\x4d"), std::string_view("\x4d\x3c\xb2\xa1"),
        std::string_view("\x0a\x0d\x0d\x0a")}) {
    if (start.starts_with(magic)) return true;
  }
  return start.find(kTrace) != std::string_view::npos;
}

tl::expected<Explanation, std::string> ExplainCaptured(std::string_view input, const Judges& judges,
                                                       const std::string& system,
                                                       std::string_view key_log) {
  auto capture = ReadCapture(AsView(input));
  const bool trace = capture ? capture->format == "AT-TLS trace" : input.find(kTrace) != input.npos;
  Explanation explanation;
  if (trace) {
    Explainer explainer(judges.finder, judges.codes, system);
    explainer.Text(input);
    explanation = explainer.Finish();
    if (!capture) {
      explanation.notes.push_back(capture.error());
      return explanation;
    }
  }
  if (!capture) return tl::unexpected(capture.error());
  capture->key_log += key_log;
  explanation.notes.insert(explanation.notes.end(), capture->remarks.begin(),
                           capture->remarks.end());
  size_t good = 0;
  for (const Conversation& conversation : capture->conversations) {
    const auto seen = FactsOf(conversation, capture->key_log);
    if (!seen) continue;
    Course course;
    course.host = conversation.server;
    course.fields.connection = conversation.label;
    course.fields.local = conversation.client;
    course.facts = &seen->facts;
    course.closed_by = seen->closed_by;
    course.rest = seen->rest;
    course.time = capture->time;
    course.evidence = EvidenceOf(*seen);
    for (const std::string& remark : conversation.remarks) {
      if (remark == "the traced host is the client") course.teller = Role::kClient;
      if (remark == "the traced host is the server") course.teller = Role::kServer;
    }
    // The codes of the same connection, which its story by words has.
    std::optional<int64_t> began;
    const auto same = std::ranges::find_if(explanation.stories, [&](const Story& story) {
      return !story.judgement && !story.fields.connection.empty() &&
             kId.size() + story.fields.connection.size() == conversation.label.size() &&
             conversation.label.ends_with(story.fields.connection);
    });
    if (same != explanation.stories.end()) {
      course.fields = same->fields;
      began = same->at;
      for (const Finding& finding : same->findings) {
        const LookupRow* row = judges.finder.lookup().ByCode(finding.system, finding.code);
        // An alert of a data line is among the facts.
        if (row == nullptr || row->system->name == "alert") continue;
        KeptCode kept;
        kept.code.row = row;
        kept.code.way = finding.way;
        kept.text = finding.text;
        kept.line = finding.line;
        kept.last_line = finding.last_line;
        kept.count = finding.count;
        AddCode(&course.codes, std::move(kept));
      }
    }
    auto story = JudgeCourse(std::move(course), judges);
    if (story && began) story->at = began;
    if (!story && seen->rest == Rest::kMissing &&
        EndingOf({.facts = &seen->facts, .closed_by = seen->closed_by}).kind ==
            OutcomeKind::kStalled) {
      explanation.notes.push_back(fmt::format("the conversation with {}: {}", conversation.server,
                                              CutStoryOf(seen->facts)));
    } else if (!story) {
      ++good;
    } else if (same != explanation.stories.end()) {
      *same = std::move(*story);
    } else {
      explanation.stories.push_back(std::move(*story));
    }
  }
  if (good > 0) {
    explanation.notes.push_back(
        fmt::format("{} conversation{} had no failure", good, good == 1 ? "" : "s"));
  }
  return explanation;
}

}  // namespace shakedown
