#include "harness/cli/tables.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "harness/cli/scenario_files.h"

namespace shakedown {
namespace {

// Every *.json of `folder`: file name to text.
tl::expected<std::map<std::string, std::string>, std::string> ReadJsonFiles(
    const std::string& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> files;
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

tl::expected<Knowledge, std::string> LoadKnowledge(const InstallPaths& paths) {
  const auto codes_files = ReadJsonFiles(paths.codes);
  if (!codes_files) return tl::unexpected(codes_files.error());
  auto codes = Codes::Parse(*codes_files);
  if (!codes) return tl::unexpected(codes.error());
  const auto profile_files = ReadJsonFiles(paths.profiles);
  if (!profile_files) return tl::unexpected(profile_files.error());
  auto profiles = Profiles::Parse(*profile_files);
  if (!profiles) return tl::unexpected(profiles.error());
  return Knowledge{std::move(*codes), std::move(*profiles)};
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
