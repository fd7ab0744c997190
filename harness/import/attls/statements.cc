#include "harness/import/attls/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "harness/import/attls/grammar.h"
#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::attls {
namespace {

// A '#' begins a comment at the start of a line or after white space; within a word it is a
// character as others, since names of RACF may have it.
std::string_view WithoutComment(std::string_view line) {
  for (size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || IsSpace(line[at - 1])) return line.substr(0, at);
  }
  return line;
}

class TreeReader {
 public:
  explicit TreeReader(Findings* findings) : findings_(findings) { open_.push_back(&root_); }

  void Take(std::string_view line, int number);
  std::vector<Statement> Finish();

 private:
  void Add(std::string_view id, Severity severity, int line, std::string message, std::string fix) {
    if (findings_->size() >= kMostFindings) return;
    findings_->push_back({id, severity, line, std::move(message), std::move(fix)});
  }
  const StatementType* OpenType() const {
    return open_.size() == 1 ? nullptr : FindStatementType(open_.back()->keyword);
  }
  void Open(int line);
  void Close(int line);
  void CloseStray(int line);
  void Plain(std::string_view line, int number);

  // Ends blocks in which `next` cannot stand although it can further out.
  void EndBlocksBefore(const Statement& next);

  Findings* findings_;
  Statement root_;
  std::vector<Statement*> open_;  // from the root to the block that lines now belong to
  Statement* waiting_ = nullptr;  // a statement of a block's type without its brace so far
  size_t ignored_depth_ = 0;      // braces open below the deepest block that is read
};

void TreeReader::Open(int line) {
  if (ignored_depth_ > 0 || open_.size() > kDeepestBlock) {
    if (ignored_depth_++ == 0) {
      Add("nested-too-deep", Severity::kError, line,
          fmt::format("blocks within blocks, more than {} deep", kDeepestBlock),
          "no statement needs as many");
    }
    waiting_ = nullptr;
    return;
  }
  Statement* block = waiting_;
  if (block == nullptr) {
    Statement* parent = open_.back();
    const bool after_value = !parent->children.empty() && !parent->children.back().block;
    if (!after_value) {
      Add("stray-brace", Severity::kError, line, "this { opens nothing",
          "remove it, or write the statement it belongs to on the line before");
      // Its content is kept out of the way in a block without a name.
      parent->children.push_back({"{", "", line, true, 0, {}});
    }
    block = &parent->children.back();
  }
  waiting_ = nullptr;
  block->block = true;
  open_.push_back(block);
}

void TreeReader::CloseStray(int line) {
  // A brace too many may have ended an earlier block before its time: then what came after that
  // block cannot stand at the top.
  std::vector<Statement>& top = root_.children;
  size_t first = top.size();
  while (first > 0 && (!Allows(nullptr, top[first - 1].keyword) ||
                       (top[first - 1].value.empty() && top[first - 1].block))) {
    --first;
  }
  if (first > 0 && first < top.size() && top[first - 1].block && top[first - 1].end_line > 0) {
    Statement& early = top[first - 1];
    const StatementType* type = FindStatementType(early.keyword);
    const bool belong = type != nullptr && std::all_of(top.begin() + static_cast<long>(first),
                                                       top.end(), [&](const Statement& one) {
                                                         return Allows(type, one.keyword);
                                                       });
    if (belong) {
      Add("stray-brace", Severity::kError, early.end_line,
          fmt::format("this }} ends {} {} before its {}; the one at line {} is left over",
                      early.keyword, early.value, top[first].keyword, line),
          "remove this }");
      std::move(top.begin() + static_cast<long>(first), top.end(),
                std::back_inserter(early.children));
      top.erase(top.begin() + static_cast<long>(first), top.end());
      early.end_line = line;
      return;
    }
  }
  Add("stray-brace", Severity::kError, line, "this } closes nothing", "remove it");
}

void TreeReader::Close(int line) {
  if (ignored_depth_ > 0) {
    --ignored_depth_;
    return;
  }
  if (open_.size() == 1) {
    CloseStray(line);
    return;
  }
  open_.back()->end_line = line;
  open_.pop_back();
}

// Whether `block` refers to `next` or, where it may refer to one only, to another of its kind: then
// `next` stands outside of it.
bool RefersTo(const Statement& block, const Statement& next) {
  constexpr size_t kMostCompared = 1000;  // more than any rule needs
  if (next.value.empty()) return false;
  const Keyword* reference = FindKeyword(std::string(next.keyword) + "Ref");
  if (reference == nullptr) return false;
  const std::span looked_at(block.children.data(), std::min(block.children.size(), kMostCompared));
  return std::ranges::any_of(looked_at, [&](const Statement& one) {
    return SameWord(one.keyword, reference->name) &&
           (!reference->repeats || one.value == next.value);
  });
}

void TreeReader::EndBlocksBefore(const Statement& next) {
  const std::string_view keyword = next.keyword;
  if (FindKeyword(keyword) == nullptr && FindStatementType(keyword) == nullptr) return;
  for (size_t out = open_.size(); out-- > 0;) {
    const StatementType* type = out == 0 ? nullptr : FindStatementType(open_[out]->keyword);
    if (out > 0 && type == nullptr) return;  // of an unknown block nothing is known
    if (!Allows(type, keyword) || (out > 0 && RefersTo(*open_[out], next))) continue;
    while (open_.size() > out + 1) {
      Add("missing-close-brace", Severity::kError, next.line,
          fmt::format("{} of line {} is not closed before {}", open_.back()->keyword,
                      open_.back()->line, keyword),
          "write } on a line of its own before this one");
      open_.pop_back();
    }
    return;
  }
}

void TreeReader::Plain(std::string_view line, int number) {
  const size_t end = static_cast<size_t>(std::ranges::find_if(line, IsSpace) - line.begin());
  Statement statement{line.substr(0, end), Trim(line.substr(end)), number, false, 0, {}};
  bool opens = false;
  if (statement.value.ends_with('{') || statement.keyword.ends_with('{')) {
    std::string_view& last = statement.value.empty() ? statement.keyword : statement.value;
    last = Trim(last.substr(0, last.size() - 1));
    opens = true;
    Add("brace-not-alone", Severity::kError, number, "{ stands behind something on its line",
        "write { on a line of its own");
  }
  if (ignored_depth_ > 0) {
    if (opens) ++ignored_depth_;
    return;
  }
  EndBlocksBefore(statement);
  std::vector<Statement>& siblings = open_.back()->children;
  siblings.push_back(std::move(statement));
  const StatementType* type = FindStatementType(siblings.back().keyword);
  if (type != nullptr || opens) waiting_ = &siblings.back();
  if (opens) Open(number);
}

void TreeReader::Take(std::string_view line, int number) {
  if (line.size() > kLongestLine) {
    Add("line-too-long", Severity::kError, number,
        fmt::format("a line of {} characters; it is left out", line.size()),
        fmt::format("at most {} are read", kLongestLine));
    return;
  }
  line = Trim(WithoutComment(line));
  if (line.empty()) return;
  if (line == "{") return Open(number);
  if (waiting_ != nullptr) {
    // Other statements than blocks cannot be told from a value that follows.
    Add("missing-open-brace", Severity::kError, number,
        fmt::format("{} of line {} has no {{ after it", waiting_->keyword, waiting_->line),
        "write { on a line of its own before this one");
    Open(number);
  }
  while (line.starts_with('}')) {
    Close(number);
    line = Trim(line.substr(1));
    if (line.empty()) return;
    Add("brace-not-alone", Severity::kError, number, "something stands behind } on its line",
        "write } on a line of its own");
  }
  if (line.size() > 1 && line.ends_with('}') && !line.ends_with("{}")) {
    Add("brace-not-alone", Severity::kError, number, "} stands behind something on its line",
        "write } on a line of its own");
    Plain(Trim(line.substr(0, line.size() - 1)), number);
    return Close(number);
  }
  Plain(line, number);
}

std::vector<Statement> TreeReader::Finish() {
  if (waiting_ != nullptr) {
    Add("missing-open-brace", Severity::kError, waiting_->line,
        fmt::format("{} has no {{ after it", waiting_->keyword), "write { and } after it");
    waiting_->block = true;
  }
  for (; open_.size() > 1; open_.pop_back()) {
    Add("missing-close-brace", Severity::kError, open_.back()->line,
        fmt::format("{} is never closed", open_.back()->keyword), "write } where it ends");
  }
  return std::move(root_.children);
}

}  // namespace

std::vector<Statement> ReadStatements(std::string_view text, Findings* findings) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  TreeReader reader(findings);
  int number = 0;
  for (const std::string_view line : SplitLines(text)) {
    reader.Take(line, ++number);
    if (static_cast<size_t>(number) >= kMostStatements) {
      findings->push_back({"too-many-lines", Severity::kError, number,
                           fmt::format("more than {} lines; the rest is left out", number),
                           "split the policy"});
      break;
    }
  }
  return reader.Finish();
}

}  // namespace shakedown::attls
