#include "harness/report/json_report.h"

#include <nlohmann/json.hpp>

#include "harness/report/outcome_json.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

// Text that came from a stack may hold any bytes; they are replaced, not passed on.
constexpr auto kReplaceBadUtf8 = Json::error_handler_t::replace;

Json AlertJson(const Alert& alert) {
  return {{"number", static_cast<int>(alert.description)},
          {"name", NameOf(alert.description)},
          {"level", alert.level == AlertLevel::kFatal ? "fatal" : "warning"}};
}

Json AlertsJson(const std::vector<Alert>& alerts) {
  Json out = Json::array();
  for (const Alert& alert : alerts) out.push_back(AlertJson(alert));
  return out;
}

Json ErrorJson(const NativeError& error) {
  if (error.code == 0 && error.verify == 0) return nullptr;
  return {{"library", error.library},
          {"code", error.code},
          {"verify", error.verify},
          {"symbol", error.symbol},
          {"text", error.text}};
}

Json SideJson(const SideObservation& side) {
  return {{"stack", side.stack},
          {"complete", side.complete},
          {"alert_sent", AlertsJson(side.alerts_sent)},
          {"alert_received", AlertsJson(side.alerts_received)},
          {"error", ErrorJson(side.error)},
          {"negotiated", NegotiatedJson(side.negotiated)},
          {"peer_identity", side.peer_identity},
          {"server_name", side.server_name},
          {"ca_names", side.ca_names},
          {"ticket_received", side.ticket_received}};
}

Json CaseJson(const RunReport& report, size_t index) {
  const Case& one = report.cases[index];
  const CaseResult& result = report.results[index];
  Json out = {{"name", one.name}, {"verdict", result.ran ? NameOf(result.verdict) : "not_run"}};
  if (result.ran) {
    const Observation& seen = result.seen;
    out["outcome"] = NameOf(seen.kind);
    out["by"] = NameOrNull(seen.by);
    out["alert"] = seen.alert ? Json(static_cast<int>(seen.alert->description)) : Json(nullptr);
    out["cause"] = seen.cause.empty() ? Json(nullptr) : Json(seen.cause);
    out["phase"] = seen.phase;
    out["why"] = seen.why;
    out["codes"] = CodesJson(result.codes);
    out["client"] = SideJson(seen.client);
    out["server"] = SideJson(seen.server);
    out["negotiated"] = NegotiatedJson(seen.negotiated);
    out["reasons"] = result.reasons;
    if (result.baseline_row >= 0) {
      out["known"] = report.baseline->rows[static_cast<size_t>(result.baseline_row)].why;
    }
  }
  out["repeat"] = RepeatCommand(report, one);
  return out;
}

}  // namespace

std::string JsonReport(const RunReport& report) {
  const Tally tally = Count(report);
  Json out;
  out["summary"] = {{"cases", tally.cases},
                    {"passed", tally.passed},
                    {"failed", tally.failed},
                    {"known", tally.known},
                    {"inexpressible", tally.inexpressible},
                    {"crashed", tally.crashed},
                    {"not_run", tally.not_run},
                    {"stale_baseline_rows", report.stale_rows.size()},
                    {"interrupted", report.interrupted},
                    {"seconds", report.seconds}};
  out["stacks"] = Json::array();
  for (const StackInfo* stack : report.stacks) {
    out["stacks"].push_back(
        {{"name", stack->name}, {"version", stack->version}, {"library", stack->library}});
  }
  out["cases"] = Json::array();
  for (size_t i = 0; i < report.cases.size(); ++i) out["cases"].push_back(CaseJson(report, i));
  return out.dump(1, ' ', false, kReplaceBadUtf8) + "\n";
}

}  // namespace shakedown
