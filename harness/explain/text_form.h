// What a file is that is no text: told by its first bytes.
#ifndef HARNESS_EXPLAIN_TEXT_FORM_H_
#define HARNESS_EXPLAIN_TEXT_FORM_H_

#include <optional>
#include <string>
#include <string_view>

namespace shakedown {

struct TextForm {
  std::string what;       // "EBCDIC text", "a packet capture"
  std::string advice;     // what to do with it
  bool readable = false;  // codes may be found in it all the same
};

// Nothing for a text in ASCII or UTF-8. `start` is the beginning of the file, 4 KiB or more if it
// has as much.
std::optional<TextForm> FormOf(std::string_view start);

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_TEXT_FORM_H_
