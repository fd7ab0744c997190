// Words and lines of a policy, whatever the case of their letters.
#ifndef HARNESS_IMPORT_ATTLS_WORDS_H_
#define HARNESS_IMPORT_ATTLS_WORDS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace shakedown::attls {

std::string Lower(std::string_view text);
bool SameWord(std::string_view a, std::string_view b);
std::string_view Trim(std::string_view text);

// The words of `text`, borrowed.
std::vector<std::string_view> Words(std::string_view text);

// The parts of "On|Off".
std::vector<std::string> Alternatives(std::string_view values);

// A decimal number of at most 18 digits and nothing else.
std::optional<int64_t> Number(std::string_view text);

// The name in `allowed` nearest to `word` whatever the case, or "".
std::string NearestWord(std::string_view word, const std::vector<std::string>& allowed);

// " (did you mean NAME?)" where there is one near, else "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& allowed);

// `stem` as far as a name in a policy has room, with a number at its end where `*taken` has it
// already. Adds it to `*taken`.
std::string NewName(std::string_view stem, std::set<std::string>* taken);

// Checks that `text` is text a reader can work on line by line. The error says what it is instead
// and how to convert it: EBCDIC, UTF-16, compressed or binary data, or too large.
tl::expected<void, std::string> CheckText(std::string_view text);

// How a byte looks in a message.
std::string Quoted(std::string_view text);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_WORDS_H_
