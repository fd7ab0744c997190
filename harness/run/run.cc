#include "harness/run/run.h"

#include <algorithm>

#include "harness/run/baseline_match.h"
#include "harness/run/judge.h"
#include "harness/run/materials.h"
#include "harness/run/player.h"
#include "harness/run/pool.h"
#include "harness/run/stack_name.h"

namespace shakedown {
namespace {

// The worker's answer, or what its death says.
Played Receive(const Case& one, const PoolResult& result) {
  std::string died = result.died;
  if (died.empty()) {
    if (auto played = Decode(result.payload)) return std::move(*played);
    died = "garbled its result";
  }
  Played played;
  played.seen.kind = OutcomeKind::kCrashed;
  played.seen.why = died;
  played.seen.client.stack = StackName(one.client);
  played.seen.server.stack = StackName(one.server);
  played.seen.cause = "internal_error";
  return played;
}

CaseResult Conclude(const Case& one, Played played, const Codes& codes, const Baseline& baseline) {
  CaseResult result;
  result.ran = true;
  const Observation& seen = played.seen;
  if (!seen.cause.empty()) {
    result.codes =
        codes.CodesFor(seen.cause, seen.negotiated.version, seen.by,
                       seen.alert ? std::optional(seen.alert->description) : std::nullopt);
  }
  result.reasons = Judge(*one.expect, played, result.codes);
  if (result.reasons.empty()) {
    result.verdict = Verdict::kPassed;
  } else if (seen.kind == OutcomeKind::kInexpressible) {
    result.verdict = Verdict::kInexpressible;
    result.reasons.clear();
  } else {
    for (size_t row = 0; row < baseline.rows.size(); ++row) {
      if (!RowFits(baseline.rows[row], one, seen.negotiated.version)) continue;
      const Expectation known = LayOver(*one.expect, baseline.rows[row].expect);
      if (!Judge(known, played, result.codes).empty()) continue;
      result.verdict = Verdict::kKnown;
      result.baseline_row = static_cast<int>(row);
      break;
    }
  }
  result.seen = std::move(played.seen);
  result.diagnosed = std::move(played.diagnosed);
  result.diagnosed_certain = played.diagnosed_certain;
  return result;
}

}  // namespace

tl::expected<std::vector<CaseResult>, std::string> Run(std::span<const Case> cases, Pki* pki,
                                                       const Knowledge& knowledge,
                                                       const Baseline& baseline,
                                                       const RunOptions& options) {
  const auto materials = Materials::Make(cases, pki);
  if (!materials) return tl::unexpected(materials.error());

  Player player(*materials, knowledge, options.diagnoser);
  const auto work = [&](size_t index, Bytes* payload) {
    Encode(player.Play(cases[index]), payload);
  };

  std::vector<CaseResult> results(cases.size());
  size_t reported = 0;
  const auto report_ready = [&] {
    for (; reported < results.size() && results[reported].ran; ++reported) {
      if (options.on_result) options.on_result(reported, results[reported]);
    }
  };
  const auto done = [&](const PoolResult& one) {
    results[one.index] =
        Conclude(cases[one.index], Receive(cases[one.index], one), knowledge.codes, baseline);
    report_ready();
  };
  const auto ran =
      RunPool(cases.size(), work, done,
              {.jobs = options.jobs, .watchdog = options.watchdog, .stop = options.stop});
  if (!ran) return tl::unexpected(ran.error());

  // After an interruption some cases in between never began; those after them are still told.
  for (; reported < results.size(); ++reported) {
    if (results[reported].ran && options.on_result) options.on_result(reported, results[reported]);
  }
  return results;
}

}  // namespace shakedown
