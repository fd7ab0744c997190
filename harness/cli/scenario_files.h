// Finding scenario files on disk.
#ifndef HARNESS_CLI_SCENARIO_FILES_H_
#define HARNESS_CLI_SCENARIO_FILES_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/load.h"

namespace shakedown {

// A file to load and the folder that scenario names are relative to.
struct ScenarioFile {
  std::string path;
  std::string root;
};

// The scenario files under `paths` (files or folders), each folder's in alphabetical order. Parts
// (folders called "base") and schemas ("schema.json", "*.schema.json") are left out. The root is
// the nearest folder at or above the path that holds a schema.json, so that a case keeps its name
// however it is selected; without one, the folder itself. The error names the path.
tl::expected<std::vector<ScenarioFile>, std::string> FindScenarioFiles(
    const std::vector<std::string>& paths);

// The whole text of a file, or nothing with `*error` set. Refuses folders and files over 64 MiB.
std::optional<std::string> ReadTextFile(const std::string& path, std::string* error);

}  // namespace shakedown

#endif  // HARNESS_CLI_SCENARIO_FILES_H_
