// Any text as RACDCERT commands or lists: what is wrong has a line, and what is not gives a good
// scenario.
#include <optional>
#include <string>

#include "fuzz/target.h"
#include "harness/import/racdcert/read_racdcert.h"
#include "harness/import/racdcert/to_scenario.h"
#include "harness/model/load.h"

namespace shakedown {

void FuzzOne(View input) {
  constexpr int64_t kNow = 1795305600;  // 2026-11-22
  auto racf = racdcert::ReadRacdcert(AsText(input));
  if (!racf) {
    FuzzCheck(!racf.error().empty(), "a refusal has a reason");
    return;
  }
  const racdcert::Chains chains(racf->certificates());
  racdcert::Lint(chains, kNow, &*racf);
  for (const racdcert::Finding& finding : racf->findings) {
    FuzzCheck(finding.line > 0 && !finding.message.empty(), "a finding has a line and says what");
  }
  if (attls::HasErrors(racf->findings)) return;
  size_t cases = 0;
  const std::string scenario =
      racdcert::ScenarioOf(racdcert::LeavesOf(*racf, chains), chains, kNow, &cases);
  constexpr size_t kMostLoaded = 1 << 20;
  if (cases == 0 || scenario.size() > kMostLoaded) return;
  const auto loaded = LoadScenarios(
      "racf.json", [&](const std::string&, std::string*) { return std::optional(scenario); }, {});
  FuzzCheck(loaded.has_value() && loaded->size() == cases, "certificates give a good scenario");
}

}  // namespace shakedown
