// What an import has found wrong, for people and for programs.
#ifndef HARNESS_CLI_TELL_FINDINGS_H_
#define HARNESS_CLI_TELL_FINDINGS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>

#include "harness/import/attls/finding.h"

namespace shakedown {

struct FindingsLook {
  bool json = false;
  bool quiet = false;  // only errors
};

// Writes the findings in `file` to standard error.
void TellFindings(const std::string& file, const attls::Findings& findings, FindingsLook look);

// Judging alone: tells the findings, as JSON in `output`, and gives the exit status.
int TellLint(const std::string& file, const attls::Findings& findings, FindingsLook look,
             const std::string& output);

// JSON as the command prints it.
std::string PrintedJson(const nlohmann::ordered_json& json);

}  // namespace shakedown

#endif  // HARNESS_CLI_TELL_FINDINGS_H_
