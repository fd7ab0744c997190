// A protocol message as a tree of fields for a reader's eye: what each byte is called and says.
#ifndef HARNESS_INSPECT_FIELD_TREE_H_
#define HARNESS_INSPECT_FIELD_TREE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

// What is wrong at a byte, the alert it deserves, the clause that says so and its rule in our
// words.
struct FieldError {
  size_t offset = 0;
  AlertDescription alert{};
  std::string field, clause, rule;
};

struct Field {
  std::string name;                // the RFC's: "legacy_version", "cipher_suites", "extension_data"
  size_t offset = 0, size = 0;     // in the bytes dissected; of a vector, with its length prefix
  std::optional<uint64_t> number;  // what an integer or code point says; a vector's length, but
                                   // not if `text` is its characters
  std::string text;                // its name or readable form: "TLS 1.2", "GREASE", "example.org"
  std::vector<Field> children;
  bool opaque = false;  // `text` is the content in hex
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_FIELD_TREE_H_
