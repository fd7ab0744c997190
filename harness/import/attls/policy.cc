#include "harness/import/attls/policy.h"

namespace shakedown::attls {

const Setting* PolicyRule::Find(std::string_view keyword) const {
  for (const Settings* all : {&settings, &conditions}) {
    const auto found = all->find(keyword);
    if (found != all->end() && !found->second.empty()) return &found->second.back();
  }
  return nullptr;
}

std::string_view PolicyRule::ValueOf(std::string_view keyword) const {
  if (const Setting* set = Find(keyword)) return set->value;
  const Keyword* known = FindKeyword(keyword);
  return known == nullptr ? "" : known->standard;
}

int PolicyRule::LineOf(std::string_view keyword) const {
  const Setting* set = Find(keyword);
  return set == nullptr ? line : set->line;
}

void Override(const Settings& over, Settings* settings) {
  constexpr std::string_view kSuiteLists[] = {"V2CipherSuites", "V3CipherSuites",
                                              "V3CipherSuites4Char"};
  for (const std::string_view list : kSuiteLists) {
    if (!over.contains(list)) continue;
    for (const std::string_view each : kSuiteLists) settings->erase(each);
    break;
  }
  for (const auto& [keyword, values] : over) (*settings)[keyword] = values;
}

}  // namespace shakedown::attls
