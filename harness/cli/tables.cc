#include "harness/cli/tables.h"

#include <fmt/format.h>

#include <filesystem>

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
