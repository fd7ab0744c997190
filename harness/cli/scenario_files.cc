#include "harness/cli/scenario_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

namespace shakedown {
namespace {

namespace fs = std::filesystem;

bool IsScenario(const fs::path& path) {
  const std::string name = path.filename().string();
  return path.extension() == ".json" && name != "schema.json" && !name.ends_with(".schema.json");
}

fs::path RootOf(const fs::path& start) {
  std::error_code ignored;
  for (fs::path at = fs::absolute(start, ignored).lexically_normal();; at = at.parent_path()) {
    if (fs::exists(at / "schema.json", ignored)) {
      // Names in messages stay as the user wrote them wherever that is possible.
      const fs::path relative = at.lexically_relative(fs::absolute(start, ignored));
      return (start / relative).lexically_normal();
    }
    if (at == at.parent_path()) return start;
  }
}

void Walk(const fs::path& folder, std::vector<fs::path>* found) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (fs::is_directory(entry)) {
      if (entry.filename() != "base") Walk(entry, found);
    } else if (IsScenario(entry)) {
      found->push_back(entry);
    }
  }
}

}  // namespace

tl::expected<std::vector<ScenarioFile>, std::string> FindScenarioFiles(
    const std::vector<std::string>& paths) {
  std::vector<ScenarioFile> files;
  std::set<fs::path> known;
  // A file that is named twice counts once.
  const auto add = [&](const fs::path& file, const std::string& root) {
    std::error_code ignored;
    if (known.insert(fs::weakly_canonical(file, ignored)).second) {
      files.push_back({file.string(), root});
    }
  };
  for (const std::string& text : paths) {
    std::error_code error;
    const fs::path path = fs::path(text).lexically_normal();
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      return tl::unexpected(fmt::format("{}: no such file or folder", text));
    }
    if (!fs::is_directory(status)) {
      const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
      add(path, RootOf(folder).string());
      continue;
    }
    // "scenarios/" and "scenarios" are the same folder.
    const fs::path folder = path.has_filename() ? path : path.parent_path();
    std::vector<fs::path> found;
    try {
      Walk(folder, &found);
    } catch (const fs::filesystem_error& problem) {
      return tl::unexpected(
          fmt::format("{}: {}", problem.path1().string(), problem.code().message()));
    }
    const std::string root = RootOf(folder).string();
    for (const fs::path& file : found) add(file, root);
  }
  return files;
}

std::optional<std::string> ReadTextFile(const std::string& path, std::string* error) {
  constexpr uintmax_t kMaxBytes = 64u << 20;
  std::error_code code;
  if (fs::is_directory(path, code)) {
    *error = "is a folder, not a file";
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    *error = std::strerror(errno);
    return std::nullopt;
  }
  std::string text;
  char block[65536];
  while (in.read(block, sizeof block) || in.gcount() > 0) {
    text.append(block, static_cast<size_t>(in.gcount()));
    if (text.size() > kMaxBytes) {
      *error = fmt::format("is larger than {} bytes", kMaxBytes);
      return std::nullopt;
    }
  }
  if (in.bad()) {
    *error = std::strerror(errno);
    return std::nullopt;
  }
  return text;
}

}  // namespace shakedown
