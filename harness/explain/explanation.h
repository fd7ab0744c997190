// What `shakedown explain` answers: findings, each with its causes and what to do.
#ifndef HARNESS_EXPLAIN_EXPLANATION_H_
#define HARNESS_EXPLAIN_EXPLANATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/codes/codes.h"
#include "harness/explain/connection_fields.h"
#include "harness/explain/lookup.h"

namespace shakedown {

// A sentence that is shown, with where it comes from.
struct Sentence {
  std::string text, source;
  Confidence confidence = Confidence::kUnverified;
};

struct LikelyCause {
  std::string key, title, fix;
  Confidence confidence = Confidence::kUnverified;
};

// Which end of the connection: the one whose text this is, or the other.
enum class End : uint8_t { kUnknown, kThis, kOther };

struct Finding {
  std::string text;    // what stood in the input
  std::string system;  // "system_ssl"
  std::string title;   // "System SSL (z/OS) return codes"
  std::string code;    // "435"; of what has only a text, the symbol or the text
  std::string symbol;
  std::string cause;  // the likeliest; "" when none is known
  std::vector<LikelyCause> causes;
  std::optional<AlertDescription> alert;
  AlertWay way = AlertWay::kUnknown;
  bool alert_expected = false;     // not seen: what most stacks would send for the cause
  End noticed_by = End::kUnknown;  // who noticed what is wrong
  std::optional<Role> role;        // of the one who noticed, where the cause tells
  Sentence meaning, fix;
  std::vector<Sentence> advice;       // what this very text lets one say
  std::vector<SystemCode> other_end;  // what the other end shows
  bool known = true;                  // the tables have the code
  uint64_t line = 0, last_line = 0;   // 1 and up
  uint64_t count = 1;
  std::optional<int64_t> at;  // of the first, in milliseconds; the year may be a guess
};

// A step of a connection, as a log has it.
struct LoggedStep {
  std::optional<int64_t> at;  // milliseconds since the connection's first step
  std::string text;           // "client: ClientHello ..."
  uint64_t line = 0;          // 0: not known
};

// A cause with its share of 1.
struct WeighedCause {
  LikelyCause cause;
  double share = 0;
};

// What the course of a connection and the codes beside it come to.
struct Judgement {
  std::string host;                  // "server.example:443", as the program was told; or ""
  std::vector<WeighedCause> causes;  // the likeliest first; at least one
  std::string certainty;             // "certain", "likely" or "possible"
  std::string why;             // what came to pass and what shows the cause; a sentence or two
  std::string clause;          // "RFC 5280 4.1.2.5"; or ""
  std::optional<Role> by;      // who ended it
  std::optional<Role> teller;  // whose log it is
  std::optional<AlertDescription> alert;
  std::vector<LoggedStep> evidence;   // in order of time
  std::vector<SystemCode> other_end;  // what the other end shows
};

// Findings that belong together: of one connection, or of lines that stand near each other. Equal
// stories of several connections are one.
struct Story {
  ConnectionFields fields;  // of the first
  uint64_t connections = 0;
  uint64_t line = 0, last_line = 0;
  std::optional<int64_t> at;      // of the first line that has a time
  std::vector<Finding> findings;  // likeliest explanation first, then in order of time
  // Of a connection of which a log tells the course: what this shows beyond its codes. Then there
  // may be no finding.
  std::optional<Judgement> judgement;
};

struct Explanation {
  std::vector<Story> stories;        // in order of time
  std::vector<std::string> notes;    // about the input: several systems know the number ...
  std::vector<std::string> nearest;  // what was meant perhaps, when nothing was found
  uint64_t lines = 0;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_EXPLANATION_H_
