// Opens stack modules and makes sure that each calls the TLS library it claims to call.
#ifndef HARNESS_STACK_LOADER_H_
#define HARNESS_STACK_LOADER_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/stack/stack.h"

namespace shakedown {

struct LoadedStack {
  Stack* stack = nullptr;  // lives for ever
  std::string module;      // path of the module
  std::string library;     // path of the object that holds the TLS library it really calls
};

// A stack that cannot be used.
struct DroppedStack {
  std::string name;    // "gnutls"
  std::string reason;  // one line with the way out, where there is one: "not built: needs
                       // libgnutls28-dev; apt-get install libgnutls28-dev, then ./dev run"
};

struct LoadedStacks {
  std::vector<LoadedStack> stacks;  // in order of preference
  std::vector<DroppedStack> dropped;
};

// Opens peer_<name>.so in `module_dir` for every stack the project knows: boringssl, openssl,
// gnutls, boringssl-debian.
LoadedStacks LoadStacks(const std::string& module_dir);

// Opens one module by its path, of a stack known or not. A module that takes the name of a known
// stack must pass that stack's identity check. The error is one line that names the file.
tl::expected<LoadedStack, std::string> LoadModule(const std::string& path);

}  // namespace shakedown

#endif  // HARNESS_STACK_LOADER_H_
