#include "harness/report/explain_json.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// "2026-11-23T10:00:00.000Z", of milliseconds since 1970.
std::string IsoTime(int64_t at) {
  using std::chrono::milliseconds;
  const std::chrono::sys_time<milliseconds> time{milliseconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Json ConnectionJson(const Story& story) {
  if (story.fields.empty()) return nullptr;
  return {{"id", TextOrNull(story.fields.connection)},
          {"rule", TextOrNull(story.fields.rule)},
          {"job", TextOrNull(story.fields.job)},
          {"user", TextOrNull(story.fields.user)},
          {"local", TextOrNull(story.fields.local)},
          {"remote", TextOrNull(story.fields.remote)},
          {"alike", story.connections}};
}

Json AlertIs(const Finding& finding) {
  if (!finding.alert) return nullptr;
  if (finding.alert_expected) return "expected";
  if (finding.way == AlertWay::kSent) return "sent";
  return finding.way == AlertWay::kReceived ? "received" : "seen";
}

Json EndJson(End end) {
  if (end == End::kUnknown) return nullptr;
  return end == End::kThis ? "this" : "other";
}

Json CodeJson(const SystemCode& row) {
  return {{"system", row.system},
          {"code", TextOrNull(row.code)},
          {"text", TextOrNull(row.text)},
          {"source", row.source},
          {"confidence", NameOf(row.confidence)}};
}

Json FindingJson(const Finding& finding, const Story& story, size_t number) {
  Json json;
  json["text"] = finding.text;
  json["system"] = finding.system;
  json["code"] = finding.code;
  json["symbol"] = TextOrNull(finding.symbol);
  json["cause"] = TextOrNull(finding.cause);
  json["alert"] = finding.alert ? Json(static_cast<int>(*finding.alert)) : Json(nullptr);
  json["alert_name"] = finding.alert ? Json(NameOf(*finding.alert)) : Json(nullptr);
  json["alert_is"] = AlertIs(finding);
  json["noticed_by"] = EndJson(finding.noticed_by);
  json["role"] = finding.role ? Json(NameOf(*finding.role)) : Json(nullptr);
  json["meaning"] = finding.meaning.text;
  json["fix"] = TextOrNull(finding.fix.text);
  json["confidence"] = NameOf(finding.meaning.confidence);
  json["source"] = TextOrNull(finding.meaning.source);
  json["known"] = finding.known;
  json["causes"] = Json::array();
  for (const LikelyCause& cause : finding.causes) {
    json["causes"].push_back({{"cause", cause.key},
                              {"title", cause.title},
                              {"fix", cause.fix},
                              {"confidence", NameOf(cause.confidence)}});
  }
  json["advice"] = Json::array();
  for (const Sentence& sentence : finding.advice) {
    json["advice"].push_back({{"text", sentence.text},
                              {"source", sentence.source},
                              {"confidence", NameOf(sentence.confidence)}});
  }
  json["other_end"] = Json::array();
  for (const SystemCode& row : finding.other_end) {
    json["other_end"].push_back(CodeJson(row));
  }
  json["time"] = finding.at ? Json(IsoTime(*finding.at)) : Json(nullptr);
  json["line"] = finding.line;
  json["last_line"] = finding.last_line;
  json["count"] = finding.count;
  json["story"] = number;
  json["connection"] = ConnectionJson(story);
  return json;
}

Json EvidenceJson(const LoggedStep& step) {
  return {{"at", step.at ? Json(*step.at) : Json(nullptr)},
          {"text", step.text},
          {"line", step.line > 0 ? Json(step.line) : Json(nullptr)}};
}

// A connection whose course the input tells.
Json CourseJson(const Story& story, size_t number) {
  const Judgement& judgement = *story.judgement;
  Json json;
  json["story"] = number;
  json["host"] = TextOrNull(judgement.host);
  json["local"] = TextOrNull(story.fields.local);
  json["remote"] = TextOrNull(story.fields.remote);
  json["id"] = TextOrNull(story.fields.connection);
  json["alike"] = story.connections;
  json["log_of"] = judgement.teller ? Json(NameOf(*judgement.teller)) : Json(nullptr);
  json["cause"] = judgement.causes.front().cause.key;
  json["certainty"] = judgement.certainty;
  json["why"] = TextOrNull(judgement.why);
  json["clause"] = TextOrNull(judgement.clause);
  json["by"] = judgement.by ? Json(NameOf(*judgement.by)) : Json(nullptr);
  json["alert"] = judgement.alert ? Json(static_cast<int>(*judgement.alert)) : Json(nullptr);
  json["alert_name"] = judgement.alert ? Json(NameOf(*judgement.alert)) : Json(nullptr);
  json["fix"] = judgement.causes.front().cause.fix;
  json["causes"] = Json::array();
  for (const WeighedCause& one : judgement.causes) {
    json["causes"].push_back({{"cause", one.cause.key},
                              {"title", one.cause.title},
                              {"share", std::round(one.share * 1000) / 1000}});
  }
  json["evidence"] = Json::array();
  for (const LoggedStep& step : judgement.evidence) json["evidence"].push_back(EvidenceJson(step));
  json["other_end"] = Json::array();
  for (const SystemCode& row : judgement.other_end) json["other_end"].push_back(CodeJson(row));
  return json;
}

}  // namespace

std::string ExplainJson(const Explanation& explanation) {
  Json json;
  json["findings"] = Json::array();
  json["connections"] = Json::array();
  size_t number = 0;
  for (const Story& story : explanation.stories) {
    ++number;
    if (story.judgement) json["connections"].push_back(CourseJson(story, number));
    for (const Finding& finding : story.findings) {
      json["findings"].push_back(FindingJson(finding, story, number));
    }
  }
  json["notes"] = explanation.notes;
  json["nearest"] = explanation.nearest;
  // What is no UTF-8 in somebody's text must not stop the report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shakedown
