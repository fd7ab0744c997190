// Reading the project's own data files for the layers that do no I/O.
#ifndef HARNESS_CLI_TABLES_H_
#define HARNESS_CLI_TABLES_H_

#include <string>
#include <tl/expected.hpp>

#include "harness/codes/codes.h"
#include "harness/predict/profile.h"
#include "harness/run/baseline.h"

namespace shakedown {

// The cause and code tables, from every *.json of `folder`.
tl::expected<Codes, std::string> LoadCodes(const std::string& folder);

// The stack profiles, from every *.json of `folder`.
tl::expected<Profiles, std::string> LoadProfiles(const std::string& folder);

// The baseline file at `path`.
tl::expected<Baseline, std::string> LoadBaseline(const std::string& path);

}  // namespace shakedown

#endif  // HARNESS_CLI_TABLES_H_
