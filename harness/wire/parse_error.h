// What is wrong with bytes that break a rule of the protocol, and the rule they break.
#ifndef HARNESS_WIRE_PARSE_ERROR_H_
#define HARNESS_WIRE_PARSE_ERROR_H_

#include <cstddef>
#include <tl/expected.hpp>
#include <type_traits>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

// A rule of an RFC as the line that enforces it states it. The strings live for ever.
struct Rule {
  const char* field = "";                                   // "ClientHello.legacy_session_id"
  AlertDescription alert = AlertDescription::kDecodeError;  // what breaking it deserves
  const char* clause = "";                                  // "RFC 8446 4.1.2"
  const char* text = "";                                    // the rule in our own words
};

struct ParseError : Rule {
  size_t offset = 0;  // of the byte that breaks it, in the bytes the parser was given

  ParseError() = default;
  ParseError(const Rule& rule, size_t at) : Rule(rule), offset(at) {}
};

template <typename T>
using Parsed = tl::expected<T, ParseError>;

// Reject fills `*error` with `rule`, broken at `at`, which points into `whole` or to its end.
// Always false, and out of the way of what is right.
[[gnu::cold, gnu::noinline]] inline bool Reject(ParseError* error, View whole, const uint8_t* at,
                                                const Rule& rule) {
  *error = ParseError(rule, static_cast<size_t>(at - whole.data()));
  return false;
}

// The same for parsers that return what they read.
[[gnu::cold, gnu::noinline]] inline tl::unexpected<ParseError> Refuse(View whole, const uint8_t* at,
                                                                      const Rule& rule) {
  return tl::unexpected(ParseError(rule, static_cast<size_t>(at - whole.data())));
}

// Where messages are read in bulk, a parser fills an object of the caller's, which one message
// after the other may be read into; a second of the same name returns a Parsed. ParsedBy makes that
// of the first: what it reads, without a copy, or the error where it returns false.
template <typename T, typename... Arguments>
inline Parsed<T> ParsedBy(
    std::type_identity_t<bool (*)(View body, Arguments..., T* value, ParseError* error)> read,
    View body, Arguments... arguments) {
  Parsed<T> parsed;
  ParseError error;
  if (!read(body, arguments..., &*parsed, &error)) [[unlikely]]
    parsed = tl::unexpected(error);
  return parsed;
}

}  // namespace shakedown

#endif  // HARNESS_WIRE_PARSE_ERROR_H_
