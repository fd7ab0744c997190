// Where the program finds what it needs at run time: modules, code tables, scenarios, test keys.
#ifndef HARNESS_STACK_PATHS_H_
#define HARNESS_STACK_PATHS_H_

#include <string>
#include <tl/expected.hpp>

namespace shakedown {

// Absolute paths. The files and folders themselves may still be missing; whoever opens them says
// so.
struct InstallPaths {
  std::string modules;    // folder of peer_*.so and forge.so
  std::string codes;      // folder
  std::string lookup;     // folder of the tables that `explain` looks codes up in
  std::string profiles;   // folder of the stack profiles
  std::string scenarios;  // folder
  std::string keys;       // folder of the test keys
  std::string baseline;   // file
};

// Finds them for a program at `executable` (absolute path): in a build tree, where modules/ and
// data/ lie beside the program or one folder up (test programs), or in an installation, where
// lib/shakedown/ and share/shakedown/ lie beside the program's folder. With a `root` that is not
// empty, only there, in either shape. The error says where it looked.
tl::expected<InstallPaths, std::string> FindPaths(const std::string& executable,
                                                  const std::string& root);

// The same for the running program; the environment variable SHAKEDOWN_ROOT is the root.
tl::expected<InstallPaths, std::string> FindPaths();

}  // namespace shakedown

#endif  // HARNESS_STACK_PATHS_H_
