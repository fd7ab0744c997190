// A policy as a tree of statements: keywords, values and blocks, with their lines. Nothing is
// understood yet but the braces.
#ifndef HARNESS_IMPORT_ATTLS_STATEMENTS_H_
#define HARNESS_IMPORT_ATTLS_STATEMENTS_H_

#include <string_view>
#include <vector>

#include "harness/import/attls/finding.h"

namespace shakedown::attls {

inline constexpr size_t kLongestLine = 4096;
inline constexpr size_t kDeepestBlock = 16;
inline constexpr size_t kMostStatements = 3000000;

// One statement. Text is borrowed from the policy.
struct Statement {
  std::string_view keyword;
  std::string_view value;  // the rest of the line without comment; a block's name
  int line = 0;
  bool block = false;
  int end_line = 0;  // of a block: that of its closing brace, or 0
  std::vector<Statement> children;
};

// ReadStatements reads `text` line by line. Braces that are missing or too many are told to
// `*findings`, at the line where one is missing or the one that should not be, and made good for:
// a block is taken to end where a statement comes that can only stand outside of it.
std::vector<Statement> ReadStatements(std::string_view text, Findings* findings);

}  // namespace shakedown::attls

#endif  // HARNESS_IMPORT_ATTLS_STATEMENTS_H_
