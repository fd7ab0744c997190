#include "harness/report/predict_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/report/run_report.h"
#include "harness/report/terminal_colours.h"

namespace shakedown {
namespace {

constexpr size_t kCodesStart = 13;  // columns of "  system_ssl "

class Screen {
 public:
  Screen(const Predicted& predicted, const PredictLook& look) : predicted_(predicted), look_(look) {
    look_.width = std::max<size_t>(look_.width, 60);
  }

  std::string Draw() {
    Side("client", predicted_.client_title, predicted_.client.get());
    Side("server", predicted_.server_title, predicted_.server.get());
    for (const std::string& note : predicted_.notes) Row("note", note);
    if (!predicted_.prediction.beyond_rules.empty()) {
      Row("", fmt::format("not foretold: the rules do not reach so far ({})",
                          predicted_.prediction.beyond_rules));
      return std::move(out_);
    }
    Verdict();
    Path();
    Codes();
    Fixes();
    return std::move(out_);
  }

 private:
  std::string Paint(const char* colour, const std::string& text) const {
    return look_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
  }

  void Side(const char* role, const std::string& title, const shakedown::Side* side) {
    std::string text = title;
    if (side != nullptr && !side->profile->confidence.empty()) {
      const std::string& evidence = side->profile->evidence;
      const bool said = evidence.starts_with(side->profile->confidence);
      text += said ? fmt::format(" ({})", evidence)
                   : fmt::format(" ({}: {})", side->profile->confidence, evidence);
    }
    Row(role, text);
  }

  bool agreed() const { return predicted_.prediction.outcome == OutcomeKind::kAgreed; }

  void Verdict() {
    out_ += Paint(agreed() ? kGreen : kRed, Describe(ObservationOf(predicted_.prediction))) + '\n';
    if (predicted_.cause != nullptr) Row("", predicted_.cause->title);
  }

  void Path() {
    out_ += Paint(kBold, "path") + '\n';
    for (const ToldStep& step : StepsOf(predicted_)) {
      const RuleText& text = TextOf(step.rule);
      std::string line = fmt::format("{}{}", text.title, step.chosen.empty() ? "" : ": ");
      line += step.chosen;
      Wrapped(step.passed ? Paint(kGreen, "  ok    ") : Paint(kRed, "  FAILS "), 8,
              fmt::format("{} ({})", line, text.clause), 8);
      const bool lists = !step.client.empty() || !step.server.empty();
      if (!lists) continue;
      // What passed is told shortly.
      List("client", step.client, step.passed);
      List("server", step.server, step.passed);
      List("both", step.common, step.passed);
    }
  }

  // The first names that fit into the line, and how many more there are.
  void List(const char* label, const std::vector<std::string>& names, bool shortly) {
    const std::string start = fmt::format("        {:<7} ", label);
    if (names.empty()) {
      out_ += start + "none\n";
      return;
    }
    std::string text;
    size_t shown = 0;
    for (const std::string& name : names) {
      const std::string more = fmt::format(" and {} more", names.size() - shown);
      const size_t lines = shortly ? 1 : 2;
      const size_t room = (look_.width - start.size()) * lines;
      if (!look_.verbose && shown > 0 && text.size() + 2 + name.size() + more.size() > room) {
        text += more;
        break;
      }
      if (shown++ > 0) text += ", ";
      text += name;
    }
    Wrapped(start, start.size(), text, start.size());
  }

  // A line a system: what the side that notices shows, with the other codes that are possible
  // there, then what the other side is told, if there is room.
  void Codes() {
    if (predicted_.codes.empty()) return;
    out_ += Paint(kBold, "you will see") + '\n';
    struct Line {
      std::string system, text;
      Role last;
    };
    std::vector<Line> lines;
    for (const SystemCode& code : predicted_.codes) {
      const std::string between = code.code.empty() || code.text.empty() ? "" : " ";
      const std::string shown = code.code + between + code.text;
      const std::string text = fmt::format("{}: {}", NameOf(code.side), shown);
      if (lines.empty() || lines.back().system != code.system) {
        lines.push_back({code.system, text, code.side});
        continue;
      }
      Line& line = lines.back();
      const bool fits =
          look_.verbose || kCodesStart + line.text.size() + 2 + text.size() <= look_.width;
      if (line.last == code.side && IsNumber(code.code)) {
        line.text += ", or " + (look_.verbose ? shown : code.code);
      } else if (fits) {
        line.text += "; " + text;
        line.last = code.side;
      }
    }
    for (const Line& line : lines) {
      Wrapped(fmt::format("  {:<{}} ", line.system, kCodesStart - 3), kCodesStart, line.text,
              kCodesStart);
    }
  }

  static bool IsNumber(std::string_view code) {
    return !code.empty() && code.find_first_not_of("-0123456789") == std::string_view::npos;
  }

  void Fixes() {
    if (agreed()) return;
    out_ += Paint(kBold, "to fix it") + '\n';
    if (predicted_.advice.empty()) {
      Row("", predicted_.cause != nullptr ? predicted_.cause->fix
                                          : "no single change, nor two, make it work");
      return;
    }
    size_t number = 0;
    for (const Advice& advice : predicted_.advice) {
      std::string text;
      for (const Change& change : advice.changes) {
        if (!text.empty()) text += ", and ";
        text += fmt::format("{}: {}", NameOf(change.side), change.text);
      }
      const std::string start = fmt::format("  {}. ", ++number);
      Wrapped(start, start.size(), text, start.size());
      Wrapped(std::string(start.size(), ' '), start.size(),
              Paint(kDim, "then " + Describe(ObservationOf(advice.prediction))), start.size() + 2);
    }
  }

  void Row(const std::string& label, const std::string& text) {
    const std::string start = fmt::format("{:<7} ", label);
    Wrapped(start, start.size(), text, start.size());
  }

  // Words of `text` behind `start`, which takes `columns`; further lines are indented.
  void Wrapped(const std::string& start, size_t columns, std::string_view text, size_t indent) {
    out_ += start;
    size_t column = columns;
    bool first = true;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      if (!first && column + 1 + word.size() > look_.width) {
        out_ += '\n' + std::string(indent, ' ');
        column = indent;
        first = true;
      }
      if (!first) {
        out_ += ' ';
        ++column;
      }
      out_ += word;
      column += word.size();
      first = false;
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    out_ += '\n';
  }

  const Predicted& predicted_;
  PredictLook look_;
  std::string out_;
};

}  // namespace

std::string PredictText(const Predicted& predicted, const PredictLook& look) {
  return Screen(predicted, look).Draw();
}

std::string PredictLine(const Predicted& predicted) {
  if (!predicted.prediction.beyond_rules.empty()) {
    return fmt::format("{}  not foretold: {}", predicted.name, predicted.prediction.beyond_rules);
  }
  return fmt::format("{}  {}", predicted.name, Describe(ObservationOf(predicted.prediction)));
}

}  // namespace shakedown
