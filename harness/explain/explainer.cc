#include "harness/explain/explainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/explain/answer.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr size_t kLongestPiece = 64 * 1024;  // a longer line is read in such pieces,
constexpr size_t kOverlap = 1024;            // which overlap, so that no code is cut in two
constexpr int kMessageLines = 5;
constexpr int kRefusalLines = 6;
constexpr std::string_view kRefusal = "ICH408I", kRefusalEnd = "allowed(";

// "02 28", "15 03 03 00 02 02 28", "0x02, 0x28", "\\x02\\x28": the bytes of an alert and nothing
// else. "0128:" is the place of a line of a dump.
std::optional<AlertDescription> AlertBytes(std::string_view line) {
  constexpr size_t kLongest = 48;
  line = Trimmed(line);
  if (line.size() < 4 || line.size() > kLongest || line.ends_with(':')) return std::nullopt;
  std::vector<uint8_t> bytes;
  size_t digits = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool prefix = StandsAt(line, i, "0x") || StandsAt(line, i, "\\x");
    if (c == ' ' || c == ':' || c == ',' || prefix) {
      if (digits % 2 != 0) return std::nullopt;
      if (prefix) ++i;
      continue;
    }
    if (!IsHexDigit(c)) return std::nullopt;
    const auto value = static_cast<uint8_t>(IsDigit(c) ? c - '0' : LowerChar(c) - 'a' + 10);
    if (digits++ % 2 == 0) {
      bytes.push_back(static_cast<uint8_t>(value << 4));
    } else {
      bytes.back() |= value;
    }
  }
  constexpr size_t kRecord = 7, kBody = 2;
  if (digits % 2 != 0 || (bytes.size() != kBody && bytes.size() != kRecord)) return std::nullopt;
  if (bytes.size() == kRecord && (bytes[0] != 21 || bytes[1] != 3 || bytes[4] != 2)) {
    return std::nullopt;
  }
  const uint8_t level = bytes[bytes.size() - 2];
  if (level != 1 && level != 2) return std::nullopt;
  return static_cast<AlertDescription>(bytes.back());
}

}  // namespace

Explainer::Explainer(const CodeFinder& finder, const Codes& codes, std::string system)
    : finder_(finder), codes_(codes), system_(std::move(system)) {}

void Explainer::Text(std::string_view chunk) {
  while (!chunk.empty()) {
    const size_t end = chunk.find('\n');
    const std::string_view part = chunk.substr(0, end);
    if (!in_line_) ++line_;
    in_line_ = end == std::string_view::npos;
    if (!in_line_ && rest_.empty() && part.size() < kLongestPiece) {
      Piece(part, 0);  // the usual case: the whole line is here
    } else {
      size_t at = 0;
      do {
        // Pieces of one length, however the text came: the same line is always read the same way.
        const size_t take = std::min(part.size() - at, kLongestPiece - rest_.size());
        rest_.append(part.substr(at, take));
        at += take;
        if (rest_.size() < kLongestPiece) continue;
        Piece(rest_, seen_);
        rest_.erase(0, rest_.size() - kOverlap);
        seen_ = kOverlap;
      } while (at < part.size());
      if (!in_line_) {
        Piece(rest_, seen_);
        rest_.clear();
        seen_ = 0;
      }
    }
    chunk.remove_prefix(in_line_ ? chunk.size() : end + 1);
  }
}

void Explainer::Line(std::string_view line) {
  Text(line);
  Text("\n");
}

void Explainer::Code(FoundCode code, std::string text, const ConnectionFields& fields) {
  if (!system_.empty() && (code.row ? code.row->system->name : code.system) != system_) return;
  KeptCode kept;
  kept.code = std::move(code);
  kept.text = Excerpt(text, 0, text.size());
  kept.line = kept.last_line = line_;
  kept.time = time_;
  keeper_.Add(fields, {std::move(kept)});
}

void Explainer::CloseMessage() {
  keeper_.Add(message_, std::exchange(message_codes_, {}));
  message_ = {};
  message_lines_ = 0;
}

void Explainer::GoOnWithRefusal(std::string_view piece) {
  std::string& text = refusal_.front().text;
  text += " " + Excerpt(piece, 0, piece.size());
  constexpr size_t kLongestRefusal = 400;
  text.resize(std::min(text.size(), kLongestRefusal));
  if (Mentions(piece, kRefusalEnd) || --refusal_lines_ == 0) CloseRefusal();
}

void Explainer::CloseRefusal() {
  refusal_lines_ = 0;
  ConnectionFields near;
  near.program = program_;
  if (!refusal_.empty()) keeper_.Add(near, std::exchange(refusal_, {}));
}

void Explainer::Piece(std::string_view piece, size_t skip) {
  if (skip == 0) {
    time_ = clock_.Of(piece);
    if (const std::string_view program = ProgramOf(piece); !program.empty()) program_ = program;
  }
  if (refusal_lines_ > 0) GoOnWithRefusal(piece);
  if (message_lines_ > 0 && --message_lines_ == 0) CloseMessage();
  FoundInLine found = finder_.Find(piece, message_lines_ > 0, skip);
  if (found.starts_message) {
    CloseMessage();
    message_lines_ = kMessageLines;
  }
  if (message_lines_ > 0) AddFields(piece, &message_);
  if (skip == 0) {
    if (const auto alert = AlertBytes(piece)) {
      FoundCode code;
      code.row = finder_.lookup().ByNumber("alert", static_cast<int64_t>(*alert));
      code.system = "alert";
      code.code = std::to_string(static_cast<int>(*alert));
      code.alert = alert;
      code.end = piece.size();
      found.codes.push_back(std::move(code));
    }
  }
  if (found.codes.empty()) return;
  std::vector<KeptCode> kept;
  for (FoundCode& code : found.codes) {
    if (!system_.empty() && (code.row ? code.row->system->name : code.system) != system_) continue;
    KeptCode one;
    const bool refusal = code.row != nullptr && code.row->code == kRefusal;
    const size_t access = refusal ? FindWord(piece, kRefusalEnd) : std::string_view::npos;
    const bool goes_on = refusal && access == std::string_view::npos;
    // With the value in the brackets.
    constexpr size_t kAccess = 20;
    one.text = Excerpt(piece, code.begin, refusal && !goes_on ? access + kAccess : code.end);
    one.code = std::move(code);
    one.line = one.last_line = line_;
    one.time = time_;
    if (goes_on) {
      CloseRefusal();
      refusal_.push_back(std::move(one));
      refusal_lines_ = kRefusalLines;
      continue;
    }
    const bool closing = one.code.alert == AlertDescription::kCloseNotify;
    std::vector<KeptCode>* to = closing ? &closing_ : &kept;
    if (!closing || closing_.empty()) to->push_back(std::move(one));
  }
  if (message_lines_ == 0) {
    ConnectionFields near;
    AddFields(piece.substr(0, kLongestPiece), &near);
    near.connection.clear();
    near.program = program_;
    keeper_.Add(near, std::move(kept));
    return;
  }
  for (KeptCode& one : kept) message_codes_.push_back(std::move(one));
  // All that one hopes for is there: the next line is somebody else's.
  const bool whole = !message_.connection.empty() && !message_.rule.empty();
  if (whole && !message_codes_.empty()) CloseMessage();
}

Explanation Explainer::Finish() {
  if (in_line_) {
    Piece(rest_, seen_);
    rest_.clear();
    in_line_ = false;
  }
  CloseMessage();
  CloseRefusal();
  std::vector<KeptStory> stories = keeper_.Finish();
  if (stories.empty()) {
    keeper_.Add({}, std::exchange(closing_, {}));
    stories = keeper_.Finish();
  }
  Explanation explanation;
  explanation.lines = line_;
  for (KeptStory& story : stories) {
    for (KeptCode& one : story.codes) {
      if (one.time) one.time->at = clock_.Placed(*one.time);
    }
    explanation.stories.push_back(AnswerStory(story, finder_.lookup(), codes_));
  }
  SortByTime(&explanation.stories);
  if (keeper_.left_out() > 0) {
    explanation.notes.push_back(fmt::format(
        "{} more connections failed in yet other ways; they are left out", keeper_.left_out()));
  }
  return explanation;
}

namespace {

// What the text is as a whole: a number, a code, a name. Each meaning is a story of its own.
Explanation ExplainWhole(const CodeFinder& finder, const Codes& codes, std::string_view text,
                         const std::string& system) {
  Explanation explanation;
  explanation.lines = 1;
  // "(-12286)".
  if (text.starts_with('(') && text.ends_with(')')) text = Trimmed(text.substr(1, text.size() - 2));
  std::vector<const LookupRow*> rows = finder.lookup().Exactly(text);
  TextCursor cursor(text, 0);
  const auto number = cursor.TakeEither();
  const bool is_number = number.has_value() && cursor.done();
  if (is_number) {
    for (const auto& one : finder.lookup().systems()) {
      // ICSF's reason without its return code, and hex of what is decimal.
      const LookupRow* row = finder.lookup().ByNumber(one->name, *number);
      if (row != nullptr && std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
    }
  }
  // "16/245": library and reason of BoringSSL.
  if (text.starts_with("16/")) {
    TextCursor pair(text, 3);
    const auto reason = pair.TakeNumber();
    const LookupRow* row =
        reason && pair.done() ? finder.lookup().ByNumber("boringssl", *reason) : nullptr;
    if (row != nullptr) rows.push_back(row);
  }
  // "8/BFE": return and reason code of ICSF, as it writes them or with a word in front.
  if (rows.empty() && text.find('/') != std::string_view::npos) {
    const std::string named = fmt::format("ICSF {}", text);
    for (const FoundCode& code : finder.Find(named, false).codes) {
      const bool whole = code.row != nullptr && code.row->system->name == "icsf" &&
                         Trimmed(std::string_view(named).substr(code.end)).size() <= 1;
      if (whole) rows.push_back(code.row);
    }
  }
  // "14090086" as OpenSSL prints it, "unknown_ca(48)".
  constexpr size_t kPacked = 8;
  if (rows.empty() && text.size() == kPacked && std::ranges::all_of(text, IsHexDigit)) {
    for (const FoundCode& code : finder.Find(fmt::format("error:{}", text), false).codes) {
      if (code.row != nullptr) rows.push_back(code.row);
    }
  }
  if (rows.empty() && text.ends_with(')')) {
    rows = finder.lookup().Exactly(Trimmed(text.substr(0, text.find('('))));
  }
  // The address of a key ring and nothing else is what somebody's Java did not take.
  const bool one_word = text.find(' ') == text.npos;
  if (rows.empty() && one_word && StandsAt(text, 0, "safkeyring") &&
      text.find("://") != text.npos) {
    rows = finder.lookup().Exactly("safkeyring URL not understood");
  }
  std::erase_if(rows, [&system](const LookupRow* row) {
    return !system.empty() && row->system->name != system;
  });
  std::ranges::stable_sort(rows, {}, [](const LookupRow* row) { return !row->is_fact(); });
  for (const LookupRow* row : rows) {
    KeptStory story;
    story.line = story.last_line = 1;
    KeptCode code;
    code.code.row = row;
    code.code.way = row->way;
    code.text = std::string(text);
    code.line = code.last_line = 1;
    story.codes.push_back(std::move(code));
    explanation.stories.push_back(AnswerStory(story, finder.lookup(), codes));
  }
  if (rows.size() > 1 && system.empty()) {
    std::vector<std::string> names;
    for (const LookupRow* row : rows) {
      if (std::ranges::find(names, row->system->name) == names.end()) {
        names.push_back(row->system->name);
      }
    }
    if (names.size() > 1) {
      explanation.notes.push_back(
          fmt::format("{} means something to {} systems; to choose one: --system {}", text,
                      names.size(), fmt::join(names, ", ")));
    }
  }
  return explanation;
}

}  // namespace

Explanation ExplainText(const CodeFinder& finder, const Codes& codes, std::string_view text,
                        const std::string& system) {
  constexpr size_t kLongestWhole = 300;
  const std::string_view whole = Trimmed(text);
  const bool short_text = whole.size() <= kLongestWhole && whole.find('\n') == whole.npos;
  if (short_text) {
    Explanation explanation = ExplainWhole(finder, codes, whole, system);
    if (!explanation.stories.empty()) return explanation;
  }
  Explainer explainer(finder, codes, system);
  explainer.Text(text);
  Explanation explanation = explainer.Finish();
  if (explanation.stories.empty() && short_text) {
    constexpr size_t kNearest = 3;
    explanation.nearest = finder.lookup().Resembling(whole, kNearest, system);
  }
  return explanation;
}

}  // namespace shakedown
