// Scenario files in: JSON text to Scenarios, with every problem told by file, line, column and
// JSON path. No I/O of its own: files are read through a Reader.
#ifndef HARNESS_MODEL_LOAD_H_
#define HARNESS_MODEL_LOAD_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/scenario.h"

namespace shakedown {

// One problem in a scenario file.
struct LoadError {
  SourceLocation where;
  std::string found;    // what stands there: "\"secp256r2\""
  std::string allowed;  // what may: "one of secp256r1, ...; did you mean secp256r1?"
  std::string message;  // "unknown group"

  // "scenarios/x.json:12:9: /client/groups/0: unknown group "secp256r2" (allowed: ...)"
  std::string ToString() const;
};

// Reads the file at a path (as given or joined to the including file's folder), or nothing with
// `*error` set.
using Reader =
    std::function<std::optional<std::string>(const std::string& path, std::string* error)>;

struct LoadOptions {
  // The folder that scenario names are told from: stripped from the path of the file. Empty: the
  // file's own folder.
  std::string root;
  size_t max_cases = 100000;      // a matrix that gives more is refused, with the number
  std::set<std::string> causes;   // the closed list; empty: causes are not checked
  std::set<std::string> stacks;   // that a side may be of; empty: not checked
  std::set<std::string> systems;  // keys allowed in expect.codes; empty: not checked
  bool look_for_files = false;    // a PEM file that is named must be there
  // False: the sides are all that is asked for. A case need not say what is expected, and parts
  // give cases, too.
  bool need_expect = true;
};

// Loads one file and everything it extends, and expands it: `cases`, then `matrix`. The result is
// in the order of the file. On errors, all of those found (at most 100). A file in a folder called
// base/ below the root is a part of others: it is checked and gives no scenario.
// PEM paths are told from the folder of the file that names them; a scenario has them absolute.
tl::expected<std::vector<Scenario>, std::vector<LoadError>> LoadScenarios(
    const std::string& path, const Reader& reader, const LoadOptions& options);

// Applies a row of the same vocabulary as "expect" (used by the baseline too).
tl::expected<Expectation, std::vector<LoadError>> ParseExpectation(const std::string& json_text,
                                                                   const std::string& file);

// The name in `allowed` nearest to `word` (edit distance at most a third of its length), or "".
std::string Nearest(std::string_view word, const std::vector<std::string>& allowed);

}  // namespace shakedown

#endif  // HARNESS_MODEL_LOAD_H_
