#include "harness/report/matrix_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/report/matrix_words.h"
#include "harness/report/terminal_colours.h"

namespace shakedown {
namespace {

constexpr size_t kLeastWidth = 40;
constexpr size_t kMostRows = 400;  // nobody reads a longer table

// How many columns of the terminal `text` takes: its characters, of which UTF-8 gives all bytes but
// the first the same two bits.
size_t Columns(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string Counted(size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// Somebody's names, made harmless for a terminal.
std::string Printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

const char* ColourOf(const MatrixResult& result) {
  if (!result.beyond_rules.empty()) return kDim;
  if (result.outcome == OutcomeKind::kAgreed) return kGreen;
  return result.alert ? kRed : kYellow;
}

class Printer {
 public:
  Printer(const Matrix& matrix, const Codes& codes, const MatrixLook& look)
      : matrix_(matrix), codes_(codes), look_(look) {
    look_.width = std::max(look_.width, kLeastWidth);
  }

  std::string Print() {
    Measure();
    if (Fits()) {
      Table();
      Legend();
    } else {
      TooLarge();
    }
    Summary();
    return std::move(out_);
  }

 private:
  size_t rows() const { return matrix_.clients.size(); }
  size_t columns() const { return matrix_.servers.size(); }

  void Measure() {
    cell_ = std::to_string(columns()).size();
    for (const MatrixResult& result : matrix_.results) {
      cell_ = std::max(cell_, CellText(result).size());
    }
    ++cell_;
    for (const MatrixSide& side : matrix_.clients) {
      label_ = std::max(label_, Columns(Printable(side.name)));
    }
    const size_t left = look_.width - std::min(look_.width, columns() * cell_);
    numbered_ = label_ > left;
    if (numbered_) label_ = std::to_string(rows()).size();
  }

  bool Fits() const { return rows() <= kMostRows && label_ + columns() * cell_ <= look_.width; }

  std::string Paint(const char* colour, const std::string& text) const {
    return look_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
  }

  // `text` to the right of a cell. Escape sequences take no room.
  void Cell(const std::string& text, const char* colour) {
    out_.append(cell_ - text.size(), ' ').append(Paint(colour, text));
  }

  void Table() {
    out_.append(label_, ' ');
    for (size_t j = 0; j < columns(); ++j) Cell(std::to_string(j + 1), kBold);
    out_ += '\n';
    for (size_t i = 0; i < rows(); ++i) {
      const std::string label =
          numbered_ ? std::to_string(i + 1) : Printable(matrix_.clients[i].name);
      const std::string space(label_ - Columns(label), ' ');
      out_ += numbered_ ? space + Paint(kBold, label) : label + space;
      for (size_t j = 0; j < columns(); ++j) {
        const MatrixResult& result = matrix_.At(i, j);
        Cell(CellText(result), ColourOf(result));
      }
      out_ += '\n';
    }
  }

  void Names(const char* heading, const std::vector<MatrixSide>& sides) {
    out_ += Paint(kBold, heading) + '\n';
    const size_t wide = std::to_string(sides.size()).size();
    for (size_t i = 0; i < sides.size(); ++i) {
      out_ += fmt::format("  {:>{}}  {}\n", i + 1, wide, Printable(sides[i].name));
    }
  }

  void Legend() {
    if (numbered_) Names("clients, from above", matrix_.clients);
    Names(numbered_ ? "servers, from the left" : "servers", matrix_.servers);
    std::map<std::string, std::string> meanings;
    for (const MatrixResult& result : matrix_.results) {
      if (!result.beyond_rules.empty()) {
        meanings["?"] = "beyond the rules";
      } else if (result.outcome != OutcomeKind::kAgreed && result.alert) {
        meanings["number"] = "refused with that alert";
      } else if (result.outcome != OutcomeKind::kAgreed) {
        meanings["--"] = "ended without an alert";
      } else {
        meanings["ok"] = "agreed";
      }
    }
    std::string text;
    for (const char* symbol : {"ok", "number", "--", "?"}) {
      if (!meanings.contains(symbol)) continue;
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", symbol, meanings[symbol]);
    }
    Wrapped("", text, 2);
  }

  void TooLarge() {
    const size_t numbers = std::to_string(rows()).size();
    const size_t most = (look_.width - std::min(look_.width, numbers)) / cell_;
    Wrapped("",
            fmt::format("{} by {} are too many for a table here, where {} and {} fit. --html FILE "
                        "writes a page for a browser, --csv FILE and --json FILE write every cell.",
                        Counted(rows(), "client"), Counted(columns(), "server"),
                        Counted(kMostRows, "client"), Counted(most, "server")),
            0);
  }

  void Summary() {
    struct Kind {
      size_t cells = 0;
      const MatrixResult* one = nullptr;
    };
    std::map<std::pair<std::string, CauseId>, Kind> kinds;
    size_t agreed = 0;
    for (const MatrixResult& result : matrix_.results) {
      if (result.beyond_rules.empty() && result.outcome == OutcomeKind::kAgreed) {
        agreed += result.cells;
        continue;
      }
      Kind& kind = kinds[{Sentence(result), result.cause}];
      kind.cells += result.cells;
      kind.one = &result;
    }
    const size_t all = matrix_.cells.size();
    out_ += fmt::format("\n{}\n",
                        Paint(kBold, fmt::format("{} of {} agree", agreed, Counted(all, "pair"))));
    std::vector<std::pair<std::string, Kind>> sorted;
    for (auto& [key, kind] : kinds) sorted.emplace_back(key.first, kind);
    std::ranges::stable_sort(sorted, std::greater(),
                             [](const auto& row) { return row.second.cells; });
    const size_t wide = std::to_string(all).size();
    for (const auto& [sentence, kind] : sorted) {
      const std::string start = fmt::format("{:>{}}  ", kind.cells, wide + 2);
      Wrapped(start, sentence, start.size());
      const Cause* cause = codes_.FindCause(KeyOf(kind.one->cause));
      if (cause == nullptr) continue;
      Wrapped(std::string(start.size(), ' '), fmt::format("{}: {}", cause->key, cause->title),
              start.size() + 2);
    }
  }

  // Words of `text` behind `start`, further lines indented.
  void Wrapped(const std::string& start, std::string_view text, size_t indent) {
    std::string line = start;
    size_t column = start.size();
    bool first = true;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      if (!first && column + 1 + Columns(word) > look_.width) {
        out_ += line + '\n';
        line = std::string(indent, ' ');
        column = indent;
        first = true;
      }
      if (!first) line += ' ';
      column += Columns(word) + (first ? 0 : 1);
      line += word;
      first = false;
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    out_ += line + '\n';
  }

  const Matrix& matrix_;
  const Codes& codes_;
  MatrixLook look_;
  size_t cell_ = 0, label_ = 0;
  bool numbered_ = false;  // clients by number: their names are too long
  std::string out_;
};

}  // namespace

std::string MatrixText(const Matrix& matrix, const Codes& codes, const MatrixLook& look) {
  return Printer(matrix, codes, look).Print();
}

}  // namespace shakedown
