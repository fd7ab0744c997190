// Counts in sentences.
#ifndef HARNESS_IMPORT_PLURAL_H_
#define HARNESS_IMPORT_PLURAL_H_

#include <fmt/format.h>

#include <string>

namespace shakedown {

// Plural(1, "byte") is "1 byte", Plural(2, "byte") "2 bytes".
inline std::string Plural(size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PLURAL_H_
