// Small steps over a line of a log.
#ifndef HARNESS_IMPORT_LOGS_LOG_TEXT_H_
#define HARNESS_IMPORT_LOGS_LOG_TEXT_H_

#include <string_view>

#include "harness/import/text_place.h"

namespace shakedown {

inline bool Has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

inline std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_LOG_TEXT_H_
