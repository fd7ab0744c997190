#include "harness/explain/code_finder.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

// A recogniser sees this much around its keyword, so that a line of megabytes costs no more than
// many lines.
constexpr size_t kBefore = 400, kAfter = 800;
// More codes than this in one line are somebody's list of codes.
constexpr size_t kMostInALine = 100;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

// Lower case, with single blanks.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (!IsBlank(c)) {
      plain += LowerChar(c);
    } else if (plain.empty() || plain.back() != ' ') {
      plain += ' ';
    }
  }
  return plain;
}

// Where the keyword of `size` that ends at `end` begins.
size_t BeginOf(std::string_view line, size_t end, size_t size) {
  size_t at = end;
  for (; size > 0 && at > 0; --size) {
    --at;
    if (!IsBlank(line[at])) continue;
    while (at > 0 && IsBlank(line[at - 1])) --at;
  }
  return at;
}

// Where `plain` (lower case, single blanks) begins and ends in `text`; the last such place if
// `last`.
std::optional<std::pair<size_t, size_t>> FindPlain(std::string_view text, std::string_view plain,
                                                   bool last) {
  std::optional<std::pair<size_t, size_t>> found;
  for (size_t from = 0; from < text.size(); ++from) {
    size_t at = from, i = 0;
    while (i < plain.size() && at < text.size()) {
      const bool blank = IsBlank(text[at]);
      if (blank ? plain[i] != ' ' : LowerChar(text[at]) != plain[i]) break;
      ++at;
      while (blank && at < text.size() && IsBlank(text[at])) ++at;
      ++i;
    }
    if (i < plain.size()) continue;
    found = std::pair(from, at);
    if (!last) break;
  }
  return found;
}

size_t WordsOf(std::string_view text) {
  return 1 + static_cast<size_t>(std::ranges::count(text, ' '));
}

// The parts of a text between what varies.
std::vector<std::string> PiecesOf(std::string_view text) {
  constexpr size_t kManyWords = 4;
  std::vector<std::string> pieces;
  size_t from = 0;
  while (from <= text.size()) {
    const size_t hole = std::min(text.find("...", from), text.size());
    std::string piece = Plain(Trimmed(text.substr(from, hole - from)));
    // The full stop of a sentence, which logs go on behind or leave out.
    if (hole == text.size() && piece.size() > 1 && piece.back() == '.') piece.pop_back();
    // A detail at the end may be left out with the colon before it.
    const bool last = hole + 3 >= text.size();
    if (last && piece.ends_with(':') && WordsOf(piece) >= kManyWords) piece.pop_back();
    if (!piece.empty()) pieces.push_back(piece);
    from = hole + 3;
  }
  return pieces;
}

bool MentionsAny(std::string_view line, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [line](std::string_view word) { return Mentions(line, word); });
}

// Whether a text that several programs might print is this system's in this line.
bool IsTelling(const LookupRow& row, std::string_view line) {
  const std::string& system = row.system->name;
  const size_t words = WordsOf(row.text);
  constexpr std::array<std::string_view, 5> kOwnWords = {"go", "zos", "curl", "schannel",
                                                         "mbedtls"};
  if (std::ranges::count(kOwnWords, system) > 0) return true;
  if (system == "jsse") {
    return (words >= 4 && row.text.size() >= 20) ||
           MentionsAny(line, {"exception", "javax.net.ssl", "sslengine", "fatal ("});
  }
  if (system == "openssl") {
    return MentionsAny(line,
                       {"ssl routines", "[ssl", "openssl", "ssl_", "(ssl", "_ssl.c", "routines:"});
  }
  if (system == "openssl_verify") {
    return words >= 4 || MentionsAny(line, {"verif", "certificate problem", "depth", "ssl"});
  }
  if (system == "gnutls") {
    return words >= 5 || MentionsAny(line, {"gnutls", "fatal error", "***"});
  }
  return false;
}

// The same for a name.
bool IsTellingName(const LookupRow& row, std::string_view name, std::string_view line) {
  const std::string& system = row.system->name;
  const auto underscores = std::ranges::count(name, '_');
  if (system == "wolfssl") {
    return Mentions(line, "wolf") || (name.ends_with("_E") && underscores >= 2);
  }
  if (name == row.symbol || system == "openssl_crypto" || system == "curl" ||
      system == "system_ssl") {
    return true;
  }
  if (system == "openssl_verify") return underscores >= 2;
  return MentionsAny(line, {"[ssl", "openssl", "ssl routines", "boringssl", "ssl: "});
}

bool IsBoringssl(std::string_view line) {
  return MentionsAny(line, {"openssl_internal", "boringssl", "chrom", "net_error"});
}

}  // namespace

CodeFinder::CodeFinder(const Lookup& lookup) : lookup_(lookup), recognisers_(AllRecognisers()) {
  for (size_t i = 0; i < recognisers_.size(); ++i) {
    for (const std::string_view keyword : recognisers_[i].keywords) {
      AddKeyword(keyword, Kind::kRecogniser, i);
    }
  }
  AddKeyword("ezd128", Kind::kMessage, 0);
  AddSymbols();
  AddPhrases();
  automaton_.Build();
  if (const LookupSystem* alerts = lookup.System("alert")) {
    for (const LookupRow& row : alerts->rows) {
      for (const std::string& name : row.names) {
        AddAlertName(row, name);
        // As rustls has it: HandshakeFailure.
        std::string together = name;
        std::erase(together, ' ');
        if (together != name) AddAlertName(row, together);
      }
    }
  }
  alert_names_.Build();
}

void CodeFinder::AddAlertName(const LookupRow& row, const std::string& name) {
  alert_names_.Add(name, static_cast<uint32_t>(alert_spellings_.size()));
  alert_spellings_.push_back({&row, name});
}

void CodeFinder::AddKeyword(std::string_view text, Kind kind, size_t index) {
  const std::string plain = Plain(text);
  automaton_.Add(plain, static_cast<uint32_t>(keywords_.size()));
  keywords_.push_back({kind, static_cast<uint32_t>(index), static_cast<uint32_t>(plain.size())});
}

void CodeFinder::AddSymbols() {
  std::map<std::string, std::vector<const LookupRow*>> by_name;
  for (const auto& system : lookup_.systems()) {
    // Names of alerts are words of every day; exception classes are shared by many messages.
    if (system->name == "alert" || system->name == "jsse" || system->name == "zos") continue;
    for (const LookupRow& row : system->rows) {
      // A thousand names that nothing but sources has.
      const bool telling = system->name != "openssl_crypto" || !row.meaning.empty();
      if (!row.symbol.empty() && telling) by_name[row.symbol].push_back(&row);
      for (const std::string& name : row.names) {
        if (name.find('_') != std::string::npos) by_name[name].push_back(&row);
      }
    }
  }
  for (auto& [name, rows] : by_name) {
    AddKeyword(name, Kind::kSymbol, symbols_.size());
    symbols_.push_back({name, std::move(rows)});
  }
}

void CodeFinder::AddPhrases() {
  constexpr size_t kShortestKey = 8;
  constexpr std::array<std::string_view, 8> kSystems = {
      "jsse", "go", "openssl", "openssl_verify", "gnutls", "curl", "schannel", "mbedtls"};
  // OpenSSL before 3 wrote it so.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kOlder = {
      {{"self-signed", "self signed"},
       {"unsuitable certificate purpose", "unsupported certificate purpose"}}};
  for (const auto& system : lookup_.systems()) {
    const bool has_texts = system->name == "zos" || std::ranges::count(kSystems, system->name) > 0;
    for (const LookupRow& row : system->rows) {
      // The recogniser of alerts says more of these.
      if (!has_texts || row.text.empty() || row.text.starts_with("Received fatal alert")) continue;
      std::vector<std::string> spellings = {row.text};
      for (const auto& [now, before] : kOlder) {
        const size_t at = row.text.find(now);
        if (at == std::string::npos) continue;
        spellings.push_back(row.text);
        spellings.back().replace(at, now.size(), before);
      }
      for (const std::string& spelling : spellings) {
        Phrase phrase{&row, PiecesOf(spelling), 0};
        for (size_t i = 0; i < phrase.pieces.size(); ++i) {
          if (phrase.pieces[i].size() > phrase.pieces[phrase.key].size()) phrase.key = i;
        }
        if (phrase.pieces.empty() || phrase.pieces[phrase.key].size() < kShortestKey) continue;
        AddKeyword(phrase.pieces[phrase.key], Kind::kPhrase, phrases_.size());
        phrases_.push_back(std::move(phrase));
      }
    }
  }
}

void CodeFinder::TakeSymbol(const Symbol& symbol, const Hit& hit, FoundCodes* found) const {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1])) return;
  if (hit.end < hit.line.size() && IsWordChar(hit.line[hit.end])) return;
  const LookupRow* chosen = nullptr;
  for (const LookupRow* row : symbol.rows) {
    if (!IsTellingName(*row, symbol.name, hit.line)) continue;
    const bool boringssl = row->system->name == "boringssl";
    if (chosen == nullptr || boringssl == IsBoringssl(hit.line)) chosen = row;
  }
  if (chosen == nullptr) return;
  FoundCode code;
  code.row = chosen;
  code.way = chosen->way;
  code.begin = hit.begin;
  code.end = hit.end;
  found->push_back(std::move(code));
}

void CodeFinder::TakePhrase(const Phrase& phrase, const Hit& hit, FoundCodes* found) const {
  constexpr size_t kNear = 300;
  size_t begin = hit.begin, end = hit.end;
  for (size_t i = phrase.key; i > 0; --i) {
    const size_t from = begin > kNear ? begin - kNear : 0;
    const auto last = FindPlain(hit.line.substr(from, begin - from), phrase.pieces[i - 1], true);
    if (!last) return;
    begin = from + last->first;
  }
  for (size_t i = phrase.key + 1; i < phrase.pieces.size(); ++i) {
    const auto next = FindPlain(hit.line.substr(end, kNear), phrase.pieces[i], false);
    if (!next) return;
    end += next->second;
  }
  if (!IsTelling(*phrase.row, hit.line)) return;
  // A word must not begin or end in the middle of another.
  const bool cut = (begin > 0 && IsWordChar(hit.line[begin]) && IsWordChar(hit.line[begin - 1])) ||
                   (end < hit.line.size() && end > 0 && IsWordChar(hit.line[end - 1]) &&
                    IsWordChar(hit.line[end]));
  if (cut) return;
  FoundCode code;
  code.row = phrase.row;
  code.way = phrase.row->way;
  code.begin = begin;
  code.end = end;
  found->push_back(std::move(code));
}

FoundInLine CodeFinder::Find(std::string_view line, bool at_tls, size_t skip) const {
  struct Stop {
    uint32_t id;
    size_t end;
  };
  FoundInLine result;
  std::vector<Stop> stops;
  automaton_.Scan(line, [&stops](uint32_t id, size_t end) { stops.push_back({id, end}); });
  if (stops.empty()) return result;
  for (const Stop& stop : stops) {
    if (keywords_[stop.id].kind == Kind::kMessage) result.starts_message = true;
  }
  const Scene scene{lookup_, alert_names_, alert_spellings_, at_tls || result.starts_message};
  FoundCodes found;
  for (const Stop& stop : stops) {
    const Keyword& keyword = keywords_[stop.id];
    const size_t begin = BeginOf(line, stop.end, keyword.size);
    const size_t from = begin > kBefore ? begin - kBefore : 0;
    const Hit hit{line.substr(from, stop.end - from + kAfter), begin - from, stop.end - from};
    const size_t first = found.size();
    if (keyword.kind == Kind::kRecogniser) {
      recognisers_[keyword.index].recognise(hit, scene, &found);
    } else if (keyword.kind == Kind::kSymbol) {
      TakeSymbol(symbols_[keyword.index], hit, &found);
    } else if (keyword.kind == Kind::kPhrase) {
      TakePhrase(phrases_[keyword.index], hit, &found);
    }
    for (size_t i = first; i < found.size(); ++i) {
      found[i].begin += from;
      found[i].end += from;
    }
    if (found.size() > kMostInALine) break;
  }
  // What stands inside another code is part of it; the same code twice in a line is one.
  std::ranges::stable_sort(found, [](const FoundCode& a, const FoundCode& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  for (FoundCode& one : found) {
    if (skip > 0 && one.end <= skip) continue;
    const bool known = std::ranges::any_of(result.codes, [&one](const FoundCode& other) {
      const bool same = other.row == one.row && other.code == one.code;
      const bool inside = other.begin <= one.begin && one.end <= other.end &&
                          (other.begin != one.begin || one.end != other.end);
      return same || inside;
    });
    if (!known) result.codes.push_back(std::move(one));
  }
  return result;
}

}  // namespace shakedown
