#include "harness/import/racdcert/tso.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::racdcert {
namespace {

using attls::SameWord;
using attls::Trim;

constexpr std::string_view kCommand = "RACDCERT";
constexpr size_t kMostTokens = 20000;
constexpr size_t kDeepest = 16;
constexpr size_t kLongestWord = 1024;

bool IsSign(char c) { return c == '-' || c == '+'; }

char Capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// Columns 73 to 80 of a card may hold its number.
std::string_view WithoutNumber(std::string_view line) {
  constexpr size_t kText = 72, kCard = 80;
  const bool numbered = line.size() == kCard && std::ranges::all_of(line.substr(kText), [](char c) {
                          return c >= '0' && c <= '9';
                        });
  return numbered ? line.substr(0, kText) : line;
}

// The first word, without what stands in brackets behind it.
std::string_view FirstWord(std::string_view text) {
  const auto end = std::ranges::find_if(text, [](char c) { return IsSpace(c) || c == '('; });
  return text.substr(0, static_cast<size_t>(end - text.begin()));
}

}  // namespace

// A comment ends with "*/", or with its line unless a sign continues that.
std::string TsoReader::WithoutComments(std::string_view line) {
  std::string out;
  bool quoted = in_quote_;
  for (size_t i = 0; i < line.size(); ++i) {
    const std::string_view two = line.substr(i, 2);
    if (in_comment_) {
      if (two != "*/") continue;
      in_comment_ = false;
      ++i;
      out += ' ';
    } else if (!quoted && two == "/*") {
      in_comment_ = true;
      ++i;
    } else {
      if (line[i] == '\'') quoted = !quoted;
      out += line[i];
    }
  }
  const std::string_view whole = Trim(line);
  in_comment_ = in_comment_ && !whole.empty() && IsSign(whole.back());
  return out;
}

void TsoReader::Line(std::string_view line, int number) {
  line = WithoutNumber(line);
  if (!in_comment_ && (line.starts_with("//") || Trim(line) == "/*")) {
    End();
    skipping_ = false;
    return;
  }
  const std::string without = WithoutComments(line);
  std::string_view text = without;
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  if (text.empty()) {
    if (!Trim(line).empty()) return;  // a comment
    End();
    skipping_ = false;
    return;
  }
  const bool continues = IsSign(text.back());
  const bool plus = text.back() == '+';
  if (continues) text.remove_suffix(1);
  if (joins_words_)
    text = Trim(text).empty() ? Trim(text) : text.substr(text.find_first_not_of(' '));
  joins_words_ = false;
  const std::string_view first = FirstWord(Trim(text));
  if (open_ && !in_quote_ && SameWord(first, kCommand)) {
    if (continued_ && depth_ == 0) {
      Say("stray-continuation", last_line_,
          "the line ends with a sign that continues it, and the next one begins a command",
          "remove the sign");
    }
    End();
  }
  if (skipping_) {
    skipping_ = continues;
    return;
  }
  if (open_ && !continued_) {
    // A bracket that was forgotten must not swallow what follows: that is not indented.
    if ((depth_ > 0 && IsSpace(line.front())) || BelongsToTheLast(first)) {
      Say("missing-continuation", last_line_,
          fmt::format("the command goes on in line {}, but nothing continues this one", number),
          "end the line with - or +");
    } else {
      End();
    }
  }
  if (open_) {
    Tokens(text, number);
  } else {
    Begin(text, number);
  }
  if (!open_) {
    skipping_ = continues;
    return;
  }
  continued_ = continues;
  joins_words_ = continues && plus;
  last_line_ = number;
  if (continues) return;
  in_word_ = false;
  if (in_quote_) {
    Say("open-quote", number, "a quoted text does not end",
        "close it with ', or end the line with - or +");
    in_quote_ = false;
  }
}

void TsoReader::Begin(std::string_view text, int number) {
  constexpr std::string_view kPrefix = "TSO";
  // A blank at the end counts: what the next line begins with is another word.
  const auto skip_blanks = [&] {
    while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  };
  skip_blanks();
  if (SameWord(FirstWord(text), kPrefix)) text.remove_prefix(kPrefix.size());
  skip_blanks();
  const std::string_view first = FirstWord(text);
  if (!SameWord(first, kCommand)) {
    // What is quoted is of a script.
    const bool a_word = std::ranges::all_of(
        first, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    if (!a_word || attls::NearestWord(first, {std::string(kCommand)}).empty()) return;
    Say("unknown-command", number, fmt::format("{} is no command", attls::Quoted(first)),
        "write RACDCERT");
  }
  open_ = true;
  commands_.push_back({number, {}});
  Tokens(text.substr(first.size()), number);
}

bool TsoReader::BelongsToTheLast(std::string_view first) const {
  return std::ranges::any_of(keywords_,
                             [&](const std::string& one) { return SameWord(one, first); });
}

void TsoReader::Tokens(std::string_view text, int number) {
  using Kind = Token::Kind;
  const auto add = [&](Kind kind) { tokens_.push_back({kind, "", number}); };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool many = tokens_.size() >= kMostTokens,
               wide = !tokens_.empty() && tokens_.back().text.size() >= kLongestWord;
    if (many || wide) {
      if (!too_long_) {
        Say("too-long", number,
            many ? fmt::format("a command of more than {} words", kMostTokens)
                 : fmt::format("a word of more than {} characters", kLongestWord),
            "look for a missing end");
      }
      too_long_ = true;
      return;
    }
    if (in_quote_) {
      const bool mark = c == '\'';
      if (mark && i + 1 < text.size() && text[i + 1] == '\'') {
        ++i;
      } else if (mark) {
        in_quote_ = false;
        continue;
      }
      tokens_.back().text += c;
      continue;
    }
    const bool was_in_word = in_word_;
    in_word_ = false;
    if (c == '\'') {
      add(Kind::kQuoted);
      in_quote_ = true;
    } else if (c == '(') {
      add(Kind::kOpen);
      ++depth_;
    } else if (c == ')' && depth_ == 0) {
      Say("stray-bracket", number, "a closing bracket too many", "remove it");
    } else if (c == ')') {
      add(Kind::kClose);
      --depth_;
    } else if (!IsSpace(c) && c != ',') {
      if (!was_in_word) add(Kind::kWord);
      in_word_ = true;
      tokens_.back().text += Capital(c);
    }
  }
}

void TsoReader::End() {
  if (!open_) return;
  if (depth_ > 0) {
    std::vector<int> lines;
    for (const Token& token : tokens_) {
      if (token.kind == Token::Kind::kOpen) lines.push_back(token.line);
      if (token.kind == Token::Kind::kClose) lines.pop_back();
    }
    if (!lines.empty()) {
      Say("open-bracket", lines.back(), "a bracket is opened and not closed", "close it with )");
    }
  }
  if (in_quote_) Say("open-quote", last_line_, "a quoted text does not end", "close it with '");
  Build(&commands_.back());
  tokens_.clear();
  open_ = continued_ = joins_words_ = in_quote_ = in_word_ = too_long_ = false;
  depth_ = 0;
}

void TsoReader::Build(Command* command) {
  std::vector<std::vector<Operand>*> levels = {&command->operands};
  for (Token& token : tokens_) {
    std::vector<Operand>& here = *levels.back();
    switch (token.kind) {
      case Token::Kind::kWord:
      case Token::Kind::kQuoted:
        here.push_back(
            {std::move(token.text), token.line, token.kind == Token::Kind::kQuoted, false, {}});
        break;
      case Token::Kind::kOpen:
        if (levels.size() > kDeepest) {
          Say("too-deep", token.line, fmt::format("brackets within {} others", kDeepest),
              "look for a bracket that is not closed");
          return;
        }
        if (here.empty() || here.back().brackets || here.back().quoted) {
          here.push_back({"", token.line, false, false, {}});
        }
        here.back().brackets = true;
        levels.push_back(&here.back().inside);
        break;
      case Token::Kind::kClose:
        levels.pop_back();
        break;
    }
  }
}

void TsoReader::Say(std::string_view id, int line, std::string message, std::string fix) {
  if (findings_->size() >= attls::kMostFindings) return;
  const auto severity =
      id == "stray-continuation" ? attls::Severity::kWarning : attls::Severity::kError;
  findings_->push_back({id, severity, line, std::move(message), std::move(fix)});
}

}  // namespace shakedown::racdcert
