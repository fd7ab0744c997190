// For tests: the project's own tables from the source tree.
#ifndef HARNESS_EXPLAIN_TEST_LOOKUP_H_
#define HARNESS_EXPLAIN_TEST_LOOKUP_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "harness/codes/test_tables.h"
#include "harness/explain/code_finder.h"
#include "harness/explain/explainer.h"
#include "harness/explain/lookup.h"

namespace shakedown {

inline std::string SourceText(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / path).rdbuf();
  return text.str();
}

inline std::map<std::string, std::string> LookupFiles() {
  std::map<std::string, std::string> files;
  const auto folder = std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / "harness/explain/data";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    files[name] = SourceText("harness/explain/data/" + name);
  }
  return files;
}

inline const Lookup& TestLookup() {
  static const Lookup lookup = [] {
    auto parsed = Lookup::Parse(LookupFiles(), TestCodes());
    if (!parsed) throw std::runtime_error(parsed.error());
    return std::move(*parsed);
  }();
  return lookup;
}

inline const CodeFinder& TestFinder() {
  static const CodeFinder finder(TestLookup());
  return finder;
}

inline Explanation Explained(std::string_view text, const std::string& system = "") {
  return ExplainText(TestFinder(), TestCodes(), text, system);
}

// "system code cause" of the likeliest finding of the first story; "" if nothing was found.
inline std::string First(const Explanation& explanation) {
  if (explanation.stories.empty()) return "";
  const Finding& finding = explanation.stories.front().findings.front();
  return finding.system + " " + finding.code + " " + finding.cause;
}

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_TEST_LOOKUP_H_
