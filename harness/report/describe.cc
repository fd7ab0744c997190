#include <fmt/format.h>

#include "harness/report/run_report.h"

namespace shakedown {
namespace {

std::string DescribeAgreement(const Negotiated& negotiated) {
  std::string out = "agreed";
  auto add = [&out](const std::string& word) { out += ' ' + word; };
  if (negotiated.version) add(NameOf(*negotiated.version));
  if (negotiated.cipher_suite) add(NameOf(*negotiated.cipher_suite));
  if (negotiated.group) add(NameOf(*negotiated.group));
  if (negotiated.signature_scheme) add(NameOf(*negotiated.signature_scheme));
  if (!negotiated.alpn.empty()) add("alpn=" + negotiated.alpn);
  if (negotiated.hello_retry_request) add("after a HelloRetryRequest");
  if (negotiated.resumed) add("resumed");
  return out;
}

}  // namespace

std::string Describe(const Observation& seen) {
  const std::string by = seen.by ? fmt::format(" by {}", NameOf(*seen.by)) : "";
  const std::string cause = seen.cause.empty() ? "" : ", " + seen.cause;
  const std::string why = seen.why.empty() ? "" : ": " + seen.why;
  switch (seen.kind) {
    case OutcomeKind::kAgreed:
      return DescribeAgreement(seen.negotiated);
    case OutcomeKind::kRefused:
      return seen.alert ? fmt::format("refused{}, alert {} {}{}", by,
                                      static_cast<int>(seen.alert->description),
                                      NameOf(seen.alert->description), cause)
                        : fmt::format("refused{}{}", by, cause);
    case OutcomeKind::kClosed:
      return fmt::format("closed{} without an alert{}", by, cause);
    case OutcomeKind::kStalled:
      return "stalled" + cause + why;
    case OutcomeKind::kCrashed:
      return "crashed" + why;
    case OutcomeKind::kInexpressible:
      return "inexpressible" + why;
  }
  return "";
}

Tally Count(const RunReport& report) {
  Tally tally;
  tally.cases = report.cases.size();
  for (const CaseResult& result : report.results) {
    if (!result.ran) {
      ++tally.not_run;
      continue;
    }
    switch (result.verdict) {
      case Verdict::kPassed:
        ++tally.passed;
        break;
      case Verdict::kKnown:
        ++tally.known;
        break;
      case Verdict::kFailed:
        ++tally.failed;
        break;
      case Verdict::kInexpressible:
        ++tally.inexpressible;
        break;
    }
    if (result.seen.kind == OutcomeKind::kCrashed) ++tally.crashed;
  }
  return tally;
}

bool AsExpected(const RunReport& report) {
  const Tally tally = Count(report);
  return tally.failed == 0 && tally.not_run == 0 && report.stale_rows.empty();
}

std::string ShellQuote(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string out = "'";
  for (char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string RepeatCommand(const RunReport& report, const Case& one) {
  return report.command + " --only " + ShellQuote(one.name);
}

}  // namespace shakedown
