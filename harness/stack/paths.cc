#include "harness/stack/paths.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace shakedown {
namespace {

namespace fs = std::filesystem;

struct Layout {
  fs::path modules, data;
};

Layout BuildTree(const fs::path& folder) { return {folder / "modules", folder / "data"}; }

Layout Installation(const fs::path& prefix) {
  return {prefix / "lib/shakedown/modules", prefix / "share/shakedown"};
}

// Both must be there, and the keys too: folders called modules and data are nothing rare.
bool Fits(const Layout& layout) {
  std::error_code error;
  return fs::is_directory(layout.modules, error) && fs::is_directory(layout.data / "keys", error);
}

InstallPaths PathsOf(const Layout& layout) {
  std::error_code error;
  const auto clean = [&](const fs::path& path) {
    return fs::weakly_canonical(path, error).string();
  };
  return {clean(layout.modules),
          clean(layout.data / "codes"),
          clean(layout.data / "lookup"),
          clean(layout.data / "profiles"),
          clean(layout.data / "scenarios"),
          clean(layout.data / "keys"),
          clean(layout.data / "baseline.json")};
}

}  // namespace

tl::expected<InstallPaths, std::string> FindPaths(const std::string& executable,
                                                  const std::string& root) {
  std::vector<Layout> layouts;
  if (!root.empty()) {
    const fs::path folder = fs::absolute(root);
    layouts = {BuildTree(folder), Installation(folder)};
  } else {
    const fs::path folder = fs::path(executable).parent_path();
    layouts = {BuildTree(folder), BuildTree(folder.parent_path()),
               Installation(folder.parent_path())};
  }
  std::string looked;
  for (const Layout& layout : layouts) {
    if (Fits(layout)) return PathsOf(layout);
    looked +=
        fmt::format("\n  {} and {}", layout.modules.string(), (layout.data / "keys").string());
  }
  return tl::make_unexpected(fmt::format(
      "cannot find the modules and data of shakedown{}; looked for{}",
      root.empty() ? " (SHAKEDOWN_ROOT may name their folder)" : " under SHAKEDOWN_ROOT", looked));
}

tl::expected<InstallPaths, std::string> FindPaths() {
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    return tl::make_unexpected(
        fmt::format("cannot tell where this program is: /proc/self/exe: {}", error.message()));
  }
  const char* root = std::getenv("SHAKEDOWN_ROOT");
  return FindPaths(executable.string(), root != nullptr ? root : "");
}

}  // namespace shakedown
