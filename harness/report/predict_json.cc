#include "harness/report/predict_json.h"

#include <nlohmann/json.hpp>

#include "harness/report/outcome_json.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

// Names that came from certificates and hellos may hold any bytes; they are replaced.
constexpr auto kReplaceBadUtf8 = Json::error_handler_t::replace;

Json OutcomeFields(const Prediction& prediction) {
  const Observation foretold = ObservationOf(prediction);
  return {{"outcome", NameOf(foretold.kind)},
          {"by", NameOrNull(foretold.by)},
          {"alert", foretold.alert ? Json(static_cast<int>(foretold.alert->description)) : Json()},
          {"cause", foretold.cause.empty() ? Json() : Json(foretold.cause)},
          {"negotiated", NegotiatedJson(foretold.negotiated)}};
}

Json SideJson(const std::string& title, const Side* side) {
  Json out = {{"title", title}};
  out["stack"] = side != nullptr ? Json(side->profile->name) : Json();
  out["confidence"] = side != nullptr ? Json(side->profile->confidence) : Json();
  out["evidence"] = side != nullptr ? Json(side->profile->evidence) : Json();
  return out;
}

Json StepJson(const ToldStep& step) {
  const RuleText& text = TextOf(step.rule);
  return {{"rule", text.key},
          {"title", text.title},
          {"clause", text.clause},
          {"client", step.client},
          {"server", step.server},
          {"common", step.common},
          {"result", step.passed ? "passed" : "failed"},
          {"chosen", step.chosen.empty() ? Json() : Json(step.chosen)}};
}

Json AdviceJson(const Advice& advice) {
  Json changes = Json::array();
  for (const Change& change : advice.changes) {
    changes.push_back({{"side", NameOf(change.side)},
                       {"what", change.what},
                       {"value", change.value},
                       {"text", change.text}});
  }
  Json out = {{"changes", std::move(changes)}};
  out.update(OutcomeFields(advice.prediction));
  return out;
}

Json CaseJson(const Predicted& predicted) {
  Json out = {{"name", predicted.name}};
  out["foretold"] = predicted.prediction.beyond_rules.empty();
  if (!predicted.prediction.beyond_rules.empty()) {
    out["beyond_rules"] = predicted.prediction.beyond_rules;
  } else {
    out.update(OutcomeFields(predicted.prediction));
    out["codes"] = CodesJson(predicted.codes);
  }
  out["client"] = SideJson(predicted.client_title, predicted.client.get());
  out["server"] = SideJson(predicted.server_title, predicted.server.get());
  out["notes"] = predicted.notes;
  out["because"] = Json::array();
  if (predicted.prediction.beyond_rules.empty()) {
    for (const ToldStep& step : StepsOf(predicted)) out["because"].push_back(StepJson(step));
  }
  out["advice"] = Json::array();
  for (const Advice& advice : predicted.advice) out["advice"].push_back(AdviceJson(advice));
  return out;
}

}  // namespace

std::string PredictJson(std::span<const Predicted> predicted) {
  Json out;
  if (predicted.size() == 1) {
    out = CaseJson(predicted.front());
  } else {
    out = Json::array();
    for (const Predicted& one : predicted) out.push_back(CaseJson(one));
  }
  return out.dump(1, ' ', false, kReplaceBadUtf8) + "\n";
}

}  // namespace shakedown
