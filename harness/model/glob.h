// Shell-like patterns for names.
#ifndef HARNESS_MODEL_GLOB_H_
#define HARNESS_MODEL_GLOB_H_

#include <string_view>

namespace shakedown {

// GlobMatch holds if the whole of `text` fits `pattern`, where `*` stands for any characters, none
// included, and `?` for exactly one. Everything else stands for itself, brackets too, since names
// of cases hold them.
bool GlobMatch(std::string_view pattern, std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_MODEL_GLOB_H_
