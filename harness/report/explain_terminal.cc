#include "harness/report/explain_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "harness/report/terminal_colours.h"

namespace shakedown {
namespace {

constexpr size_t kLabel = 10;        // columns of "cause     "
constexpr size_t kMostOtherEnd = 6;  // rows that are enough to recognise it by
constexpr size_t kMostCauses = 4;

class Printer {
 public:
  explicit Printer(const ExplainLook& look) : look_(look) {
    look_.width = std::max<size_t>(look_.width, 40);
  }

  std::string Take() { return std::move(out_); }

  void Heading(const std::string& text) { Wrapped("", Paint(kBold, text), 2); }
  void Line(const std::string& text) { Wrapped("", text, 2); }
  void Empty() { out_ += '\n'; }

  // "  cause     unknown_ca", wrapped under itself.
  void Row(const std::string& label, const std::string& text) {
    const char* gap = label.size() < kLabel ? "" : " ";
    Wrapped(fmt::format("  {:<{}}{}", label, kLabel, gap), text, kLabel + 2);
  }

  void RowWithSource(const std::string& label, const Sentence& sentence) {
    if (sentence.text.empty()) return;
    Row(label, sentence.text);
    Source(sentence);
  }

  // With --verbose, where a sentence is from.
  void Source(const Sentence& sentence) {
    if (!look_.verbose) return;
    const std::string source = sentence.source.empty() ? "no source" : sentence.source;
    Wrapped(std::string(kLabel + 2, ' '),
            Paint(kDim, fmt::format("[{}; {}]", NameOf(sentence.confidence), source)), kLabel + 3);
  }

  std::string Paint(const char* colour, const std::string& text) const {
    return look_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
  }

  const ExplainLook& look() const { return look_; }

 private:
  // Words of `text` behind `start`, further lines indented.
  void Wrapped(const std::string& start, std::string_view text, size_t indent) {
    std::string line = start;
    size_t column = start.size();
    bool first = true;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      const size_t wide = Columns(word);
      if (!first && column + 1 + wide > look_.width) {
        out_ += line + '\n';
        line = std::string(indent, ' ');
        column = indent;
        first = true;
      }
      if (!first) line += ' ';
      column += wide + (first ? 0 : 1);
      line += word;
      first = false;
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    out_ += line + '\n';
  }

  // Without the escape sequences of colours.
  static size_t Columns(std::string_view word) {
    size_t columns = 0;
    bool escape = false;
    for (const char c : word) {
      if (c == '\x1b') escape = true;
      if (!escape) ++columns;
      if (escape && c == 'm') escape = false;
    }
    return columns;
  }

  ExplainLook look_;
  std::string out_;
};

std::string Counted(uint64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string Noticed(const Finding& finding) {
  std::string who;
  if (finding.noticed_by == End::kThis) who = "by the end whose text this is";
  if (finding.noticed_by == End::kOther) who = "by the other end";
  if (finding.role) {
    const std::string role = NameOf(*finding.role);
    who += who.empty() ? "by the " + role : ", the " + role;
  }
  return who;
}

std::string AlertText(const Finding& finding) {
  if (!finding.alert) return "";
  std::string text = fmt::format("{} {}", static_cast<int>(*finding.alert), NameOf(*finding.alert));
  if (finding.alert_expected) return text + " is what most stacks send for this";
  if (finding.way == AlertWay::kSent) text += ", sent by this end";
  if (finding.way == AlertWay::kReceived) text += ", sent by the other end";
  return text;
}

std::string Where(const Finding& finding) {
  std::string where = fmt::format("line {}", finding.line);
  if (finding.count > 1) {
    where += fmt::format(" and {} to line {}", Counted(finding.count - 1, "more time"),
                         finding.last_line);
  }
  return where;
}

void PrintOtherEnd(const std::vector<SystemCode>& rows, Printer* printer) {
  const bool verbose = printer->look().verbose;
  for (size_t i = 0; i < rows.size() && (verbose || i < kMostOtherEnd); ++i) {
    const SystemCode& row = rows[i];
    printer->RowWithSource(i == 0 ? "other end" : "",
                           {fmt::format("{}: {}{}{}", row.system, row.code,
                                        row.code.empty() || row.text.empty() ? "" : " ", row.text),
                            row.source, row.confidence});
  }
  if (!verbose && rows.size() > kMostOtherEnd) {
    printer->Row("", fmt::format("and {} more: --verbose", rows.size() - kMostOtherEnd));
  }
}

void PrintFinding(const Finding& finding, bool with_cause, bool with_line, Printer* printer) {
  std::string heading = fmt::format("{}: {}", finding.title, finding.code);
  if (!finding.symbol.empty() && finding.symbol != finding.code) heading += " " + finding.symbol;
  printer->Heading(heading);
  if (with_line) printer->Row(Where(finding), finding.text);
  printer->RowWithSource("meaning", finding.meaning);
  printer->RowWithSource(
      "noticed", {Noticed(finding), "the kind of the code and its cause", Confidence::kInferred});
  printer->RowWithSource(
      "alert", {AlertText(finding),
                finding.alert_expected ? "what the stacks that were measured send for the cause"
                                       : finding.meaning.source,
                finding.alert_expected ? Confidence::kInferred : finding.meaning.confidence});
  if (!with_cause) return;
  const bool verbose = printer->look().verbose;
  for (size_t i = 0; i < finding.causes.size() && (verbose || i < kMostCauses); ++i) {
    const LikelyCause& cause = finding.causes[i];
    printer->RowWithSource(
        i == 0 ? "cause" : "or",
        {fmt::format("{}: {}.", cause.key, cause.title),
         i == 0 ? finding.meaning.source : "another cause of the same code", cause.confidence});
  }
  printer->RowWithSource("fix", finding.fix);
  for (const Sentence& sentence : finding.advice) printer->RowWithSource("access", sentence);
  PrintOtherEnd(finding.other_end, printer);
}

std::string StoryHeading(const Story& story) {
  const ConnectionFields& fields = story.fields;
  std::string heading;
  const auto add = [&heading](const char* what, const std::string& value) {
    if (value.empty()) return;
    heading += fmt::format("{}{} {}", heading.empty() ? "" : ", ", what, value);
  };
  add("connection", fields.connection);
  add("rule", fields.rule);
  add("job", fields.job);
  add("user", fields.user);
  add("partner", fields.remote);
  if (story.connections > 1) {
    heading += fmt::format("{}{} alike", heading.empty() ? "" : "; ",
                           Counted(story.connections, fields.empty() ? "place" : "connection"));
  }
  return heading;
}

// "+0.012 s client: ClientHello ...", a line each.
void PrintEvidence(const Judgement& judgement, Printer* printer) {
  constexpr size_t kMost = 24;
  const size_t count = judgement.evidence.size();
  const size_t shown = printer->look().verbose ? count : std::min(count, kMost);
  for (size_t i = 0; i < shown; ++i) {
    // Of many steps the first and the last ones tell most.
    const size_t place = i < kMost / 2 || shown == count ? i : count - shown + i;
    const LoggedStep& step = judgement.evidence[place];
    std::string text = step.text;
    if (step.at) text = fmt::format("+{}.{:03} s {}", *step.at / 1000, *step.at % 1000, text);
    if (printer->look().verbose && step.line > 0) text += fmt::format(" [line {}]", step.line);
    printer->Row(i == 0 ? "evidence" : "", text);
  }
  if (shown < count) {
    printer->Row("", fmt::format("and {} more: --verbose", count - shown));
  }
}

std::string CodeText(const Finding& finding) {
  std::string text = fmt::format("{}: {}", finding.system, finding.code);
  if (!finding.symbol.empty() && finding.symbol != finding.code) text += " " + finding.symbol;
  return text + fmt::format(" (line {})", finding.line);
}

// A connection whose course is known: the cause first, then what shows it.
void PrintJudgement(const Story& story, Printer* printer) {
  const Judgement& judgement = *story.judgement;
  const LikelyCause& first = judgement.causes.front().cause;
  printer->Heading(fmt::format("{}: {} ({}).", first.key, first.title, judgement.certainty));
  printer->Source({"", "the course and the codes of this connection, weighed", first.confidence});
  std::string where = judgement.host.empty() ? story.fields.connection : judgement.host;
  if (!judgement.host.empty() && !story.fields.remote.empty()) {
    where += fmt::format(" at {}", story.fields.remote);
  }
  if (judgement.teller) {
    where +=
        fmt::format("{}this is the {}'s log", where.empty() ? "" : "; ", NameOf(*judgement.teller));
  }
  if (story.connections > 1) {
    where += fmt::format("; {} alike", Counted(story.connections, "connection"));
  }
  if (story.last_line > 0) where += fmt::format("; lines {} to {}", story.line, story.last_line);
  printer->Row("where", where);
  std::string why = judgement.why;
  if (!judgement.clause.empty() && why.ends_with('.')) {
    why = fmt::format("{} ({}).", why.substr(0, why.size() - 1), judgement.clause);
  }
  printer->RowWithSource("why", {why, "the course of this connection", Confidence::kInferred});
  for (size_t i = 1; i < judgement.causes.size() && (i <= kMostCauses || printer->look().verbose);
       ++i) {
    const WeighedCause& one = judgement.causes[i];
    printer->RowWithSource(
        i == 1 ? "or" : "",
        {fmt::format("{}: {}, {:.0f} %", one.cause.key, one.cause.title, one.share * 100),
         "the course and the codes of this connection, weighed", one.cause.confidence});
  }
  PrintEvidence(judgement, printer);
  bool first_code = true;
  for (const Finding& finding : story.findings) {
    printer->Row(first_code ? "codes" : "", CodeText(finding));
    first_code = false;
    if (printer->look().verbose) printer->RowWithSource("meaning", finding.meaning);
  }
  PrintOtherEnd(judgement.other_end, printer);
  printer->RowWithSource("fix",
                         {first.fix, "the list of causes of this program", first.confidence});
  for (const Finding& finding : story.findings) {
    for (const Sentence& sentence : finding.advice) printer->RowWithSource("access", sentence);
  }
}

void PrintStory(const Story& story, bool with_lines, Printer* printer) {
  if (story.judgement) return PrintJudgement(story, printer);
  const std::string heading = StoryHeading(story);
  if (!heading.empty()) printer->Line("== " + heading);
  // In order of time; the cause is told with the finding that tells most about it.
  std::vector<const Finding*> findings;
  for (const Finding& finding : story.findings) findings.push_back(&finding);
  const Finding* main = findings.front();
  if (findings.size() > 1 && !main->cause.empty()) {
    printer->Line(printer->Paint(
        kYellow, fmt::format("Together: {}: {}.", main->cause, main->causes.front().title)));
    printer->Source({"", "all codes of this story, weighed", Confidence::kInferred});
  }
  std::ranges::stable_sort(findings, {}, [](const Finding* finding) {
    return std::pair(finding->at.value_or(std::numeric_limits<int64_t>::min()), finding->line);
  });
  for (const Finding* finding : findings) {
    const bool with_cause =
        finding == main || finding->cause != main->cause || printer->look().verbose;
    PrintFinding(*finding, with_cause, with_lines, printer);
  }
}

}  // namespace

std::string ExplainText(const Explanation& explanation, const ExplainLook& look) {
  Printer printer(look);
  for (const std::string& note : explanation.notes) printer.Line(note);
  bool first = explanation.notes.empty();
  for (const Story& story : explanation.stories) {
    if (!first) printer.Empty();
    first = false;
    PrintStory(story, explanation.lines > 1, &printer);
  }
  if (explanation.stories.empty()) {
    printer.Line(explanation.lines > 1
                     ? fmt::format("Nothing recognised in {}.", Counted(explanation.lines, "line"))
                     : "Nothing recognised.");
    for (const std::string& name : explanation.nearest) printer.Line("  near it: " + name);
  }
  return printer.Take();
}

std::string ListSystems(const Lookup& lookup) {
  std::string out;
  for (const auto& system : lookup.systems()) {
    out += fmt::format("{:<15} {:>4}  {}\n", system->name, system->rows.size(), system->title);
  }
  return out;
}

std::string ListCodes(const LookupSystem& system, const ExplainLook& look) {
  Printer printer(look);
  printer.Heading(system.title);
  printer.Line(system.about);
  std::string out = printer.Take();
  size_t code = 4, symbol = 4;
  for (const LookupRow& row : system.rows) {
    code = std::max(code, row.code.size());
    symbol = std::max(symbol, row.symbol.size());
  }
  for (const LookupRow& row : system.rows) {
    std::string line = fmt::format("{:>{}}  {:<{}}", row.code, code, row.symbol, symbol);
    if (!row.text.empty()) line += "  " + row.text;
    if (!row.causes.empty()) line += "  -> " + row.causes.front();
    if (row.confidence == Confidence::kUnverified) line += "  (not confirmed)";
    if (look.verbose) line += fmt::format("  [{}; {}]", NameOf(row.confidence), row.source);
    while (line.back() == ' ') line.pop_back();
    out += line + '\n';
  }
  return out;
}

}  // namespace shakedown
