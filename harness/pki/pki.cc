#include "harness/pki/pki.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "harness/pki/forge_factory.h"

namespace shakedown {

tl::expected<std::unique_ptr<Pki>, std::string> OpenPki(const std::string& module_dir,
                                                        const std::string& key_dir) {
  const std::string path = module_dir + "/forge.so";
  // Never closed: libcrypto registers handlers that outlive any use of it.
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    const char* reason = dlerror();
    return tl::make_unexpected(fmt::format("cannot load the certificate forge: {}",
                                           reason != nullptr ? reason : path.c_str()));
  }
  auto* factory = reinterpret_cast<ForgeFactory>(dlsym(module, kForgeFactoryName));
  if (factory == nullptr) {
    return tl::make_unexpected(
        fmt::format("{} is no certificate forge: it does not export {}", path, kForgeFactoryName));
  }
  std::string error;
  std::unique_ptr<Pki> pki(factory(kForgeInterfaceVersion, key_dir.c_str(), &error));
  if (pki == nullptr) return tl::make_unexpected(fmt::format("{}: {}", path, error));
  return pki;
}

}  // namespace shakedown
