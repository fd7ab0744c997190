// What is wrong, or worth knowing, in a policy: with its line and what to do about it.
#ifndef HARNESS_IMPORT_ATTLS_FINDING_H_
#define HARNESS_IMPORT_ATTLS_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown::attls {

enum class Severity : uint8_t {
  kError,    // "error": the policy agent refuses this, or understands something else than is meant
  kWarning,  // "warning": handshakes fail, or agree on what they should not
  kNote,     // "note": worth knowing
};

struct Finding {
  std::string_view id;  // "dangling-reference": stable, static
  Severity severity = Severity::kError;
  int line = 0;         // from 1
  std::string message;  // "TTLSGroupActionRef names gAct2, which is not there"
  std::string fix;      // "write gAct1"

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

// Beyond so many findings none says which name is nearest: the text is something else altogether.
inline constexpr size_t kMostSuggestions = 50;
// Beyond so many, no more are gathered.
inline constexpr size_t kMostFindings = 10000;

const char* NameOf(Severity severity);

// "f.pol:12: error: message; fix: what to do [dangling-reference]"
std::string ToString(const std::string& file, const Finding& finding);

// By line, then by id; the same said twice of a line once.
void Sort(Findings* findings);

bool HasErrors(const Findings& findings);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_FINDING_H_
