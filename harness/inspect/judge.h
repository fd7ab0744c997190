// What is wrong with a message, as the parsers of this folder say it: for `shakedown inspect`.
#ifndef HARNESS_INSPECT_JUDGE_H_
#define HARNESS_INSPECT_JUDGE_H_

#include <optional>

#include "harness/inspect/dissect.h"
#include "harness/wire/parse_error.h"

namespace shakedown {

// Told is a parser's objection as this layer shows it; `before` bytes stand in front of what the
// parser was given.
FieldError Told(const ParseError& error, size_t before);

// Judge runs the parser that stands for `message` (header included) and tells its objection, its
// offset counted from the start of the message (a whole one where it is of DTLS). Nothing: the
// parser has none, or there is no parser for such a message.
std::optional<FieldError> Judge(View message, const MessageContext& context);

// The same for the contents of an alert record and of a ChangeCipherSpec record.
std::optional<FieldError> JudgeAlert(View content);
std::optional<FieldError> JudgeChangeCipherSpec(View content);

}  // namespace shakedown

#endif  // HARNESS_INSPECT_JUDGE_H_
