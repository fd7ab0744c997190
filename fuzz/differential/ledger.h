// The known differences between our parser and another library, and who is right.
#ifndef FUZZ_DIFFERENTIAL_LEDGER_H_
#define FUZZ_DIFFERENTIAL_LEDGER_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace shakedown {

// A class of differences. In a file it is a line of five parts between " | "; empty lines and those
// that begin with '#' are comments.
struct LedgerRow {
  std::string ours;  // "read", or the field and the alert of our refusal
  std::string
      theirs;         // "read", or alert and reason of theirs; a '*' at the end stands for the rest
  std::string right;  // "ours", "theirs", "both" (the RFC leaves it open)
  std::string clause;  // that decides it
  std::string why;
};

// ReadLedger reads all rows; error: the line that is none, and why.
tl::expected<std::vector<LedgerRow>, std::string> ReadLedger(std::string_view text);

// The row a difference belongs to, or null.
const LedgerRow* FindRow(const std::vector<LedgerRow>& ledger, std::string_view ours,
                         std::string_view theirs);

}  // namespace shakedown

#endif  // FUZZ_DIFFERENTIAL_LEDGER_H_
