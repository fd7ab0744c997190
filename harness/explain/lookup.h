// The tables of codes that people find in logs: some 2,500 rows, each with number, symbol or text,
// and what they mean. Pure: given as JSON text, never read from disk.
#ifndef HARNESS_EXPLAIN_LOOKUP_H_
#define HARNESS_EXPLAIN_LOOKUP_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

// Who put an alert on the wire, as seen from the side whose text it is.
enum class AlertWay : uint8_t { kUnknown, kSent, kReceived };

struct LookupSystem;

// One code of one system. Never copied: findings point at it.
struct LookupRow {
  const LookupSystem* system = nullptr;
  std::string code;                // as the system prints it; "" where it has only a text
  std::optional<int64_t> number;   // the code as a number; ICSF: the reason, OpenSSL: the reason
  std::string symbol;              // "SSL_R_NO_SHARED_CIPHER"; JSSE: the exception class
  std::string text;                // what it prints; "..." stands for what varies
  std::vector<std::string> names;  // other spellings of the symbol
  std::vector<AlertDescription> alerts;  // that go with it, most likely first
  AlertWay way = AlertWay::kUnknown;
  std::vector<std::string> causes;     // candidates, most likely first
  std::vector<std::string> usual_for;  // an alert: causes for which most stacks send this one
  std::string meaning, fix;            // ours; either may be empty
  std::string source;
  Confidence confidence = Confidence::kUnverified;        // of number, symbol, meaning and alert
  Confidence cause_confidence = Confidence::kUnverified;  // of the first cause

  bool is_fact() const {
    return confidence == Confidence::kVerified || confidence == Confidence::kMeasured;
  }
  // "System SSL" has 435, Go only a text: what a reader calls this row.
  const std::string& label() const { return !code.empty() ? code : !text.empty() ? text : symbol; }
};

struct LookupSystem {
  std::string name;   // "system_ssl"
  std::string title;  // "System SSL (z/OS) return codes"
  std::string about;
  std::vector<LookupRow> rows;
};

class Lookup {
 public:
  // Reads the tables: file name to JSON text. Every cause must be one of `codes`. The error names
  // file and path.
  static tl::expected<Lookup, std::string> Parse(const std::map<std::string, std::string>& files,
                                                 const Codes& codes);

  // In the order in which meanings of a bare number are listed.
  std::span<const std::unique_ptr<LookupSystem>> systems() const { return systems_; }
  const LookupSystem* System(std::string_view name) const;

  // The row of `system` with this number or this code; null if there is none.
  const LookupRow* ByNumber(std::string_view system, int64_t number) const;
  const LookupRow* ByCode(std::string_view system, std::string_view code) const;

  // The alert that most stacks send for `cause`; nothing if they differ or send none.
  std::optional<AlertDescription> UsualAlert(std::string_view cause) const;

  // The rows of all systems whose code, number, symbol, name or text is `word`, without regard to
  // case, spaces and underscores.
  std::vector<const LookupRow*> Exactly(std::string_view word) const;

  // Up to `count` symbols, codes or texts that resemble `word`, nearest first; with a system, of
  // that alone.
  std::vector<std::string> Resembling(std::string_view word, size_t count,
                                      std::string_view of_system = "") const;

 private:
  void Index();

  std::vector<std::unique_ptr<LookupSystem>> systems_;
  std::map<std::string, std::vector<const LookupRow*>, std::less<>> by_word_;
  std::map<std::pair<std::string, int64_t>, const LookupRow*> by_number_;
};

// A word as Exactly compares it: lower case, runs of spaces and underscores as one space.
std::string FoldedWord(std::string_view text);

// "verified", "measured", "inferred" or "unverified".
const char* NameOf(Confidence confidence);

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_LOOKUP_H_
