// What every recogniser of codes in a text shares. A recogniser is a function that is called where
// one of its keywords stands; the automaton finds these in one pass.
#ifndef HARNESS_EXPLAIN_RECOGNISER_H_
#define HARNESS_EXPLAIN_RECOGNISER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/explain/keyword_automaton.h"
#include "harness/explain/lookup.h"

namespace shakedown {

// Where a keyword stands. The line is a piece of a longer one where that is very long.
struct Hit {
  std::string_view line;
  size_t begin, end;
};

// A code found in a text, or handed over by the reader of another kind of file.
struct FoundCode {
  const LookupRow* row = nullptr;  // null: `system` has this code, the tables do not
  std::string system, code;        // only where there is no row
  AlertWay way = AlertWay::kUnknown;
  std::optional<AlertDescription> alert;  // what the text itself says of it
  size_t begin = 0, end = 0;              // in the line
};

// "handshake failure", "handshake failed" ...: what stacks print for an alert.
struct AlertSpelling {
  const LookupRow* row;
  std::string name;  // lower case, with single blanks
};

// What a recogniser may ask of the world around the line.
struct Scene {
  const Lookup& lookup;
  const KeywordAutomaton& alert_names;  // ids are indices of `alert_spellings`
  const std::vector<AlertSpelling>& alert_spellings;
  bool at_tls = false;  // the line belongs to a message of AT-TLS
};

using FoundCodes = std::vector<FoundCode>;

struct Recogniser {
  const char* family;
  std::vector<std::string_view> keywords;
  void (*recognise)(const Hit& hit, const Scene& scene, FoundCodes* found);
};

// Adds the row of `system` with `number`; false if there is none.
bool AddNumber(const Scene& scene, std::string_view system, int64_t number, size_t begin,
               size_t end, FoundCodes* found);

// The families, one file each.
std::span<const Recogniser> AlertRecognisers();
std::span<const Recogniser> ZosRecognisers();
std::span<const Recogniser> ChromeRecognisers();
std::span<const Recogniser> OpensslRecognisers();
std::span<const Recogniser> NumberRecognisers();  // GnuTLS, NSS, mbedTLS, wolfSSL, curl, Schannel
std::span<const Recogniser> SuiteRecognisers();

// All of them.
std::vector<Recogniser> AllRecognisers();

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_RECOGNISER_H_
