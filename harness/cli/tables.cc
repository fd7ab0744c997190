#include "harness/cli/tables.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "harness/cli/scenario_files.h"

namespace shakedown {
namespace {

using Files = std::map<std::string, std::string>;

// Every *.json of `folder`: file name to text.
tl::expected<Files, std::string> ReadJsonFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  Files files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".json") continue;
    std::string problem;
    auto text = ReadTextFile(entry.path().string(), &problem);
    if (!text) return tl::unexpected(fmt::format("{}: {}", entry.path().string(), problem));
    files[entry.path().filename().string()] = std::move(*text);
  }
  if (error) return tl::unexpected(fmt::format("{}: {}", folder, error.message()));
  return files;
}

}  // namespace

tl::expected<Codes, std::string> LoadCodes(const std::string& folder) {
  const auto files = ReadJsonFiles(folder);
  if (!files) return tl::unexpected(files.error());
  return Codes::Parse(*files);
}

tl::expected<Profiles, std::string> LoadProfiles(const std::string& folder) {
  const auto files = ReadJsonFiles(folder);
  if (!files) return tl::unexpected(files.error());
  return Profiles::Parse(*files);
}

tl::expected<Knowledge, std::string> LoadKnowledge(const InstallPaths& paths) {
  auto codes = LoadCodes(paths.codes);
  if (!codes) return tl::unexpected(codes.error());
  auto profiles = LoadProfiles(paths.profiles);
  if (!profiles) return tl::unexpected(profiles.error());
  return Knowledge{std::move(*codes), std::move(*profiles)};
}

tl::expected<Lookup, std::string> LoadLookup(const std::string& folder, const Codes& codes) {
  const auto files = ReadJsonFiles(folder);
  if (!files) return tl::unexpected(files.error());
  return Lookup::Parse(*files, codes);
}

tl::expected<Baseline, std::string> LoadBaseline(const std::string& path) {
  std::string problem;
  const auto text = ReadTextFile(path, &problem);
  if (!text) return tl::unexpected(fmt::format("{}: {}", path, problem));
  auto baseline = ParseBaseline(*text, path);
  if (baseline) return std::move(*baseline);
  std::string all;
  for (const LoadError& one : baseline.error()) {
    if (!all.empty()) all += '\n';
    all += one.ToString();
  }
  return tl::unexpected(all);
}

}  // namespace shakedown
