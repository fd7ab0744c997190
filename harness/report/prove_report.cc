#include "harness/report/prove_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

double Percent(size_t part, size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string Row(const std::string& name, size_t part, size_t whole) {
  return fmt::format("  {:<42}{:>8} of {:>8}  {:7.3f} %\n", name, part, whole,
                     Percent(part, whole));
}

Json CountJson(size_t part, size_t whole) { return {{"agreed", part}, {"compared", whole}}; }

}  // namespace

std::string DifferenceText(const DifferingCase& differing) {
  std::string text = fmt::format("DIFFER {}\n", differing.name);
  if (!differing.scenario.empty()) text += fmt::format("  {}\n", differing.scenario);
  for (const Difference& one : differing.differences) {
    text += fmt::format("  {}: foretold {}, seen {}\n", NameOf(one.field), one.foretold, one.seen);
  }
  return text + fmt::format("  repeat: {}\n", differing.repeat);
}

std::string ProveSummary(const ProofTally& tally) {
  std::string text = "foretold and seen agree\n";
  text += Row("in every field", tally.all.agreed, tally.all.compared);
  for (size_t field = 0; field < kProofFields; ++field) {
    text += Row(NameOf(static_cast<ProofField>(field)), tally.agreed_by_field[field],
                tally.all.compared);
  }
  text += "by stack pair (client:server)\n";
  for (const auto& [pair, count] : tally.by_pair) text += Row(pair, count.agreed, count.compared);
  text += "by cause, as seen\n";
  for (const auto& [cause, count] : tally.by_cause) {
    text += Row(cause, count.agreed, count.compared);
  }
  if (tally.diagnosed.cases > 0) {
    text += "diagnosed from the bytes alone, of what did not agree and went as foretold\n";
    text += Row("the first candidate is the cause", tally.diagnosed.first, tally.diagnosed.cases);
    text += Row("a candidate is the cause", tally.diagnosed.among, tally.diagnosed.cases);
    text += Row("where the bytes leave one cause", tally.diagnosed.certain_first,
                tally.diagnosed.certain);
  }
  text += fmt::format("not compared: {} inexpressible", tally.inexpressible);
  for (const auto& [reason, count] : tally.beyond) text += fmt::format(", {} {}", count, reason);
  return text + "\n";
}

std::string ProveJson(const ProofTally& tally, const std::vector<DifferingCase>& differing) {
  Json out;
  out["summary"] = CountJson(tally.all.agreed, tally.all.compared);
  out["summary"]["inexpressible"] = tally.inexpressible;
  for (const auto& [reason, count] : tally.beyond) out["summary"]["beyond_rules"][reason] = count;
  out["summary"]["diagnosed"] = {{"cases", tally.diagnosed.cases},
                                 {"first", tally.diagnosed.first},
                                 {"among", tally.diagnosed.among},
                                 {"certain", tally.diagnosed.certain},
                                 {"certain_first", tally.diagnosed.certain_first}};
  for (size_t field = 0; field < kProofFields; ++field) {
    out["by_field"][NameOf(static_cast<ProofField>(field))] =
        CountJson(tally.agreed_by_field[field], tally.all.compared);
  }
  for (const auto& [pair, count] : tally.by_pair) {
    out["by_pair"][pair] = CountJson(count.agreed, count.compared);
  }
  for (const auto& [cause, count] : tally.by_cause) {
    out["by_cause"][cause] = CountJson(count.agreed, count.compared);
  }
  out["differences"] = Json::array();
  for (const DifferingCase& one : differing) {
    Json row = {{"name", one.name}, {"repeat", one.repeat}};
    if (!one.scenario.empty()) row["scenario"] = Json::parse(one.scenario);
    for (const Difference& field : one.differences) {
      row["fields"][NameOf(field.field)] = {{"foretold", field.foretold}, {"seen", field.seen}};
    }
    out["differences"].push_back(std::move(row));
  }
  return out.dump(1) + "\n";
}

}  // namespace shakedown
