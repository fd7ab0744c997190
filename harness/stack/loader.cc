#include "harness/stack/loader.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <system_error>

namespace shakedown {
namespace {

namespace fs = std::filesystem;

// What is known of a stack beforehand: how to get it and how to tell it from an impostor.
struct KnownStack {
  const char* name;
  const char* build_package;  // what the module is built from
  const char* folder;         // a folder the library's path goes through; "": any
  const char* library;        // how its file name begins; "": the module holds the library itself
  const char* version;        // a part of the library's own version string
};

// Libraries of one ancestry share their symbols' names: libssl in the executable's scope makes
// "BoringSSL" be OpenSSL without a word. So the path tells, and the version string confirms.
constexpr KnownStack kKnownStacks[] = {
    {"boringssl", "android-platform-external-boringssl", "", "", "BoringSSL"},
    {"openssl", "libssl-dev", "", "libssl.so.3", "OpenSSL 3"},
    {"gnutls", "libgnutls28-dev", "", "libgnutls.so.30", "3."},
    {"boringssl-debian", "android-libboringssl-dev", "android", "libssl.so.", "BoringSSL"},
};

const KnownStack* Known(std::string_view name) {
  for (const KnownStack& known : kKnownStacks) {
    if (name == known.name) return &known;
  }
  return nullptr;
}

std::string Canonical(const std::string& path) {
  std::error_code error;
  return fs::weakly_canonical(path, error).string();
}

// BoringSSL's source is fetched and built by the build itself, where the machine's apt can reach
// it.
std::string NotBuilt(const KnownStack& known) {
  if (std::string_view(known.library).empty()) {
    return fmt::format(
        "not built: needs the source package {}; peers/boringssl/fetch gets it, then "
        "./dev run",
        known.build_package);
  }
  return fmt::format("not built: needs {0}; apt-get install {0}, then ./dev run",
                     known.build_package);
}

bool GoesThrough(const fs::path& path, std::string_view folder) {
  if (folder.empty()) return true;
  for (const fs::path& part : path.parent_path()) {
    if (part == folder) return true;
  }
  return false;
}

// Why the library at `path` calling itself `version` is not the one of `known`; "" if it is.
std::string Imposture(const KnownStack& known, const std::string& module, const fs::path& path,
                      std::string_view version) {
  if (std::string_view(known.library).empty()) {
    if (Canonical(path.string()) != Canonical(module)) {
      return fmt::format("its TLS library must be inside the module, but it calls {}",
                         path.string());
    }
  } else if (!path.filename().string().starts_with(known.library) ||
             !GoesThrough(path, known.folder)) {
    const std::string_view folder = known.folder;
    return fmt::format("its TLS library must be {}{}{}*, but it calls {}", folder,
                       folder.empty() ? "" : "/", known.library, path.string());
  }
  if (version.find(known.version) == std::string_view::npos) {
    return fmt::format("its TLS library must call itself \"{}\", but says \"{}\"", known.version,
                       version);
  }
  return "";
}

// Runs the factory; a module is a border that no exception may cross.
Stack* CallFactory(StackFactory factory, std::string* error) {
  try {
    return factory(kStackInterfaceVersion);
  } catch (const std::exception& thrown) {
    *error = thrown.what();
  } catch (...) {
    *error = "an unknown exception";
  }
  return nullptr;
}

// Opens the module at `path` and asks it for its stack.
tl::expected<Stack*, std::string> OpenModule(const std::string& path) {
  // Never closed: TLS libraries register handlers that outlive any use of them. RTLD_LOCAL keeps
  // their symbols apart.
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    const char* reason = dlerror();
    return tl::make_unexpected(
        fmt::format("cannot be loaded: {}; install what it names, or build again",
                    reason != nullptr ? reason : path));
  }
  auto* factory = reinterpret_cast<StackFactory>(dlsym(module, kStackFactoryName));
  if (factory == nullptr) {
    return tl::make_unexpected(
        fmt::format("{} is no stack module: it does not export {}", path, kStackFactoryName));
  }
  std::string thrown;
  Stack* stack = CallFactory(factory, &thrown);
  if (!thrown.empty())
    return tl::make_unexpected(fmt::format("{} failed to start: {}", path, thrown));
  if (stack == nullptr) {
    return tl::make_unexpected(
        fmt::format("{} does not speak version {} of the stack interface; build "
                    "it again",
                    path, kStackInterfaceVersion));
  }
  return stack;
}

// Finds the library that `stack` calls and, for a known stack, holds it against what is known.
tl::expected<LoadedStack, std::string> Identify(const std::string& path, Stack* stack) {
  const StackInfo& info = stack->info();
  if (info.name.empty())
    return tl::make_unexpected(fmt::format("{} does not name its stack", path));
  Dl_info object = {};
  if (stack->entry_point() == nullptr || dladdr(stack->entry_point(), &object) == 0 ||
      object.dli_fname == nullptr) {
    return tl::make_unexpected(fmt::format("{} does not show which TLS library it calls", path));
  }
  if (const KnownStack* known = Known(info.name)) {
    const std::string why = Imposture(*known, path, object.dli_fname, info.library);
    if (!why.empty()) {
      return tl::make_unexpected(fmt::format("{} is an impostor and refused: {}", path, why));
    }
  }
  return LoadedStack{stack, path, object.dli_fname};
}

tl::expected<LoadedStack, std::string> LoadKnown(const std::string& module_dir,
                                                 const KnownStack& known) {
  const std::string path = fmt::format("{}/peer_{}.so", module_dir, known.name);
  std::error_code error;
  if (!fs::exists(path, error)) return tl::make_unexpected(NotBuilt(known));
  auto stack = OpenModule(path);
  if (!stack) return tl::make_unexpected(stack.error());
  if ((*stack)->info().name != known.name) {
    return tl::make_unexpected(fmt::format("{} calls itself {}", path, (*stack)->info().name));
  }
  return Identify(path, *stack);
}

}  // namespace

LoadedStacks LoadStacks(const std::string& module_dir) {
  LoadedStacks result;
  for (const KnownStack& known : kKnownStacks) {
    auto loaded = LoadKnown(module_dir, known);
    if (loaded) {
      result.stacks.push_back(std::move(*loaded));
    } else {
      result.dropped.push_back({known.name, std::move(loaded.error())});
    }
  }
  return result;
}

tl::expected<LoadedStack, std::string> LoadModule(const std::string& path) {
  // dlopen searches the library path for a name without a slash; a path is meant here.
  const std::string absolute = fs::absolute(path).string();
  auto stack = OpenModule(absolute);
  if (!stack) return tl::make_unexpected(stack.error());
  return Identify(absolute, *stack);
}

}  // namespace shakedown
