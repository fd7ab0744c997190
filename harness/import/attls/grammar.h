// The grammar of AT-TLS policies as data: which statements there are, what may stand in them, which
// values a keyword takes and which it has when nothing is said.
//
// From the z/OS Communications Server statement topics (2.1 to 3.2); defaults are those that the
// report of z/OS 3.1 shows.
#ifndef HARNESS_IMPORT_ATTLS_GRAMMAR_H_
#define HARNESS_IMPORT_ATTLS_GRAMMAR_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown::attls {

// Of rules, actions and all other named blocks.
inline constexpr size_t kLongestName = 32;

enum class ValueKind : uint8_t {
  kOneOf,      // one of the words in `values`
  kNumber,     // from `least` to `most`
  kText,       // anything
  kWord,       // one word
  kAddress,    // an IP address, prefix or range
  kPorts,      // a port or a range of them
  kReference,  // the name of a block of the type `values`
  kSuites,     // cipher suites of 2 characters, or a name
  kSuites4,    // cipher suites of 4 characters, or a name
  kCurves,     // curves: 4 decimal digits each, or a name
  kPairs,      // signature pairs: 4 hex digits each, or a name
};

struct Keyword {
  std::string_view name;
  ValueKind kind = ValueKind::kText;
  std::string_view values = "";  // "On|Off"; of a reference: the type it points to
  int64_t least = 0, most = 0;
  std::string_view standard = "";  // the default; "" if there is none
  bool repeats = false;            // several lines add up
};

enum class Naming : uint8_t { kNamed, kNamedAtTop, kUnnamed };

struct StatementType {
  std::string_view name;
  Naming naming;
  std::vector<std::string_view> within;    // types it may stand in; "" is the top
  std::vector<std::string_view> keywords;  // without blocks and references to blocks
  std::vector<std::string_view> required;
};

std::span<const Keyword> Keywords();
std::span<const StatementType> StatementTypes();

// Whatever the case of the letters; null if there is none.
const Keyword* FindKeyword(std::string_view name);
const StatementType* FindStatementType(std::string_view name);

// Whether `keyword` may stand in `type` (null: at the top), as a value, a block or a reference.
bool Allows(const StatementType* type, std::string_view keyword);

// All that may stand in `type` (null: at the top).
std::vector<std::string> AllowedIn(const StatementType* type);

// The types that `keyword` may stand in.
std::vector<std::string> PlacesOf(std::string_view keyword);

// Whether `keyword` may stand in an action or a block within one.
bool IsOfAnAction(std::string_view keyword);

// All keywords and statement names.
const std::vector<std::string>& AllNames();

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_GRAMMAR_H_
