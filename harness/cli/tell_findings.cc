#include "harness/cli/tell_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/cli/exit_status.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

Json FindingsJson(const std::string& file, const attls::Findings& findings) {
  Json out = Json::array();
  for (const attls::Finding& one : findings) {
    out.push_back({{"file", file},
                   {"line", one.line},
                   {"severity", attls::NameOf(one.severity)},
                   {"id", one.id},
                   {"message", one.message},
                   {"fix", one.fix}});
  }
  return {{"findings", out}};
}

}  // namespace

std::string PrintedJson(const nlohmann::ordered_json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void TellFindings(const std::string& file, const attls::Findings& findings, FindingsLook look) {
  if (look.json) {
    fmt::print(stderr, "{}", PrintedJson(FindingsJson(file, findings)));
    return;
  }
  for (const attls::Finding& one : findings) {
    if (look.quiet && one.severity != attls::Severity::kError) continue;
    fmt::print(stderr, "{}\n", attls::ToString(file, one));
  }
}

int TellLint(const std::string& file, const attls::Findings& findings, FindingsLook look,
             const std::string& output) {
  if (look.json) {
    const auto written = WriteWhole(output, PrintedJson(FindingsJson(file, findings)));
    if (!written) return Unusable(written.error());
  } else {
    TellFindings(file, findings, look);
  }
  const bool clean = std::ranges::all_of(
      findings, [](const attls::Finding& one) { return one.severity == attls::Severity::kNote; });
  return clean ? kAsExpected : kNotAsExpected;
}

}  // namespace shakedown
