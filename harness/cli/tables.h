// Reading the project's own data files for the layers that do no I/O.
#ifndef HARNESS_CLI_TABLES_H_
#define HARNESS_CLI_TABLES_H_

#include <string>
#include <tl/expected.hpp>

#include "harness/diagnose/knowledge.h"
#include "harness/explain/lookup.h"
#include "harness/run/baseline.h"
#include "harness/stack/paths.h"

namespace shakedown {

// The cause and code tables, from every *.json of `folder`.
tl::expected<Codes, std::string> LoadCodes(const std::string& folder);

// The profiles of stacks, from every *.json of `folder`.
tl::expected<Profiles, std::string> LoadProfiles(const std::string& folder);

// The tables of codes and profiles, from every *.json of their folders.
tl::expected<Knowledge, std::string> LoadKnowledge(const InstallPaths& paths);

// The tables that codes are looked up in, from every *.json of `folder`.
tl::expected<Lookup, std::string> LoadLookup(const std::string& folder, const Codes& codes);

// The baseline file at `path`.
tl::expected<Baseline, std::string> LoadBaseline(const std::string& path);

}  // namespace shakedown

#endif  // HARNESS_CLI_TABLES_H_
