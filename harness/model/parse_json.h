// JSON text to a tree of Nodes with positions, within limits.
#ifndef HARNESS_MODEL_PARSE_JSON_H_
#define HARNESS_MODEL_PARSE_JSON_H_

#include <memory>
#include <string>

#include "harness/model/node.h"
#include "harness/model/problems.h"

namespace shakedown {

inline constexpr size_t kMostBytes = size_t{64} << 20;  // of a file; one of a policy is large
inline constexpr size_t kMostDepth = 32;                // of nested arrays and objects
inline constexpr size_t kMostMembers = 1000;            // of one object

// Parses `text`. Malformed JSON and a crossed limit are reported to `problems` and give null. A key
// written twice in one object is reported, too; the first one stays in the tree.
std::unique_ptr<Source> ParseJson(std::string path, std::string text, Problems* problems);

}  // namespace shakedown

#endif  // HARNESS_MODEL_PARSE_JSON_H_
