#include "harness/import/attls/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace shakedown::attls {

const char* NameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "?";
}

std::string ToString(const std::string& file, const Finding& finding) {
  std::string text =
      fmt::format("{}:{}: {}: {}", file, finding.line, NameOf(finding.severity), finding.message);
  if (!finding.fix.empty()) text += "; fix: " + finding.fix;
  return text + fmt::format(" [{}]", finding.id);
}

void Sort(Findings* findings) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.line, finding.severity, finding.id, finding.message);
  };
  std::stable_sort(findings->begin(), findings->end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  const auto twice = std::unique(findings->begin(), findings->end());
  findings->erase(twice, findings->end());
}

bool HasErrors(const Findings& findings) {
  return std::ranges::any_of(findings,
                             [](const Finding& one) { return one.severity == Severity::kError; });
}

}  // namespace shakedown::attls
