// Finds every code that a line of text holds: one pass of an automaton, then the recognisers where
// a keyword of theirs stands.
#ifndef HARNESS_EXPLAIN_CODE_FINDER_H_
#define HARNESS_EXPLAIN_CODE_FINDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/explain/keyword_automaton.h"
#include "harness/explain/lookup.h"
#include "harness/explain/recogniser.h"

namespace shakedown {

struct FoundInLine {
  FoundCodes codes;             // in the order in which they stand there
  bool starts_message = false;  // one of AT-TLS: EZD1281I to EZD1287I
};

class CodeFinder {
 public:
  // `lookup` must outlive the finder.
  explicit CodeFinder(const Lookup& lookup);

  const Lookup& lookup() const { return lookup_; }

  // `at_tls`: the line goes on with a message of AT-TLS. Time is in proportion to the line.
  // Codes that end in the first `skip` bytes are left out: they belong to what was read before.
  FoundInLine Find(std::string_view line, bool at_tls, size_t skip = 0) const;

 private:
  enum class Kind : uint8_t { kRecogniser, kSymbol, kPhrase, kMessage };
  struct Keyword {
    Kind kind;
    uint32_t index;
    uint32_t size;  // with single blanks
  };
  struct Symbol {
    std::string name;
    std::vector<const LookupRow*> rows;
  };
  struct Phrase {
    const LookupRow* row;
    std::vector<std::string> pieces;  // lower case, with single blanks
    size_t key;                       // the piece that is the keyword
  };

  void AddAlertName(const LookupRow& row, const std::string& name);
  void AddKeyword(std::string_view text, Kind kind, size_t index);
  void AddSymbols();
  void AddPhrases();
  void TakeSymbol(const Symbol& symbol, const Hit& hit, FoundCodes* found) const;
  void TakePhrase(const Phrase& phrase, const Hit& hit, FoundCodes* found) const;

  const Lookup& lookup_;
  KeywordAutomaton automaton_, alert_names_;
  std::vector<AlertSpelling> alert_spellings_;
  std::vector<Recogniser> recognisers_;
  std::vector<Keyword> keywords_;  // ids of automaton_
  std::vector<Symbol> symbols_;
  std::vector<Phrase> phrases_;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_CODE_FINDER_H_
