#include "harness/report/terminal_report.h"

#include <fmt/format.h>

#include <map>

#include "harness/report/terminal_colours.h"

namespace shakedown {
namespace {

struct Label {
  const char* word;
  const char* colour;
};

Label LabelOf(const CaseResult& result) {
  switch (result.verdict) {
    case Verdict::kPassed:
      return {"ok   ", kGreen};
    case Verdict::kKnown:
      return {"known", kYellow};
    case Verdict::kInexpressible:
      return {"inexp", kDim};
    case Verdict::kFailed:
      break;
  }
  return {result.seen.kind == OutcomeKind::kCrashed ? "CRASH" : "FAIL ", kRed};
}

// Text of a stack, made harmless for a terminal.
std::string Printable(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string DescribeSide(const char* role, const SideObservation& side) {
  std::string out = fmt::format("{} {}:", role, side.stack);
  out += side.complete ? " complete" : side.failed ? " failed" : " waiting";
  for (const Alert& alert : side.alerts_sent) {
    out +=
        fmt::format(", sent {} {}", static_cast<int>(alert.description), NameOf(alert.description));
  }
  for (const Alert& alert : side.alerts_received) {
    out += fmt::format(", received {} {}", static_cast<int>(alert.description),
                       NameOf(alert.description));
  }
  if (side.error.code != 0) {
    out += fmt::format(", error {} {}", side.error.code, Printable(side.error.symbol));
  }
  if (side.error.verify != 0) out += fmt::format(", verify {}", side.error.verify);
  return out;
}

std::string Counted(size_t cases) { return fmt::format("{} case{}", cases, cases == 1 ? "" : "s"); }

std::string PairOf(const Case& one) { return one.name.substr(one.name.rfind('@') + 1); }

}  // namespace

std::string TerminalReport::Paint(const char* colour, const std::string& text) const {
  return options_.colour ? fmt::format("\033[{}m{}\033[0m", colour, text) : text;
}

void TerminalReport::ClearProgress() {
  if (progress_shown_) fmt::print(out_, "\r\033[K");
  progress_shown_ = false;
}

void TerminalReport::ShowProgress() {
  // A terminal shows some tens of pictures a second; more would only slow the run down.
  constexpr size_t kEvery = 16;
  if (!options_.progress || done_ == total_ || done_ % kEvery != 0) return;
  fmt::print(out_, "{} of {} cases, {} failed", done_, total_, failed_);
  std::fflush(out_);
  progress_shown_ = true;
}

void TerminalReport::Failure(const RunReport& report, size_t index, const CaseResult& result) {
  for (const std::string& reason : result.reasons)
    fmt::print(out_, "      {}\n", Printable(reason));
  fmt::print(out_, "      {}\n", DescribeSide("client", result.seen.client));
  fmt::print(out_, "      {}\n", DescribeSide("server", result.seen.server));
  fmt::print(out_, "      repeat: {}\n", RepeatCommand(report, report.cases[index]));
}

void TerminalReport::Case(const RunReport& report, size_t index, const CaseResult& result) {
  ++done_;
  const bool failed = result.verdict == Verdict::kFailed;
  if (failed) ++failed_;
  if (failed || !options_.quiet) {
    ClearProgress();
    const Label label = LabelOf(result);
    fmt::print(out_, "{} {}  {}\n", Paint(label.colour, label.word), report.cases[index].name,
               Paint(kDim, Printable(Describe(result.seen))));
    if (failed) Failure(report, index, result);
    if (result.verdict == Verdict::kKnown && options_.verbose) {
      fmt::print(out_, "      known: {}\n",
                 report.baseline->rows[static_cast<size_t>(result.baseline_row)].why);
    }
    if (options_.verbose) {
      for (const SystemCode& code : result.codes) {
        fmt::print(out_, "      {} ({}): {} {}\n", code.system, NameOf(code.side), code.code,
                   code.text);
      }
    }
  }
  ShowProgress();
}

void TerminalReport::Summary(const RunReport& report) {
  ClearProgress();
  std::map<std::string, size_t> by_alert;
  struct PairCount {
    size_t cases = 0, failed = 0, known = 0, inexpressible = 0;
  };
  std::map<std::string, PairCount> by_pair;
  for (size_t i = 0; i < report.results.size(); ++i) {
    const CaseResult& result = report.results[i];
    if (!result.ran) continue;
    PairCount& pair = by_pair[PairOf(report.cases[i])];
    ++pair.cases;
    if (result.verdict == Verdict::kFailed) ++pair.failed;
    if (result.verdict == Verdict::kKnown) ++pair.known;
    if (result.verdict == Verdict::kInexpressible) ++pair.inexpressible;
    if (result.seen.alert) {
      ++by_alert[fmt::format("{:>3} {}", static_cast<int>(result.seen.alert->description),
                             NameOf(result.seen.alert->description))];
    } else {
      ++by_alert[fmt::format("  - {}", NameOf(result.seen.kind))];
    }
  }
  fmt::print(out_, "\n{}\n", Paint(kBold, "by alert"));
  for (const auto& [alert, count] : by_alert) fmt::print(out_, "  {:<40}{:>7}\n", alert, count);
  fmt::print(out_, "{}\n", Paint(kBold, "by stack pair (client:server)"));
  for (const auto& [pair, count] : by_pair) {
    fmt::print(out_, "  {:<32}{:>15}, {} failed, {} known, {} inexpressible\n", pair,
               Counted(count.cases), count.failed, count.known, count.inexpressible);
  }
  for (int row : report.stale_rows) {
    const BaselineRow& stale = report.baseline->rows[static_cast<size_t>(row)];
    fmt::print(out_, "{} {}:{}: no case needs this row any more: {}\n", Paint(kRed, "STALE"),
               stale.where.file, stale.where.line, stale.why);
  }
  const Tally tally = Count(report);
  fmt::print(out_, "{}: {} as expected, {} known, {} failed ({} crashed), {} inexpressible",
             Counted(tally.cases), tally.passed, tally.known, tally.failed, tally.crashed,
             tally.inexpressible);
  if (tally.not_run != 0) fmt::print(out_, ", {} not run", tally.not_run);
  fmt::print(out_, " in {:.1f} s{}\n", report.seconds, report.interrupted ? ", interrupted" : "");
  std::fflush(out_);
}

}  // namespace shakedown
