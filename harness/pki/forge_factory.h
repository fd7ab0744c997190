// The symbol through which the executable reaches the forge, the module that makes certificates.
#ifndef HARNESS_PKI_FORGE_FACTORY_H_
#define HARNESS_PKI_FORGE_FACTORY_H_

#include <string>

#include "harness/pki/pki.h"

namespace shakedown {

inline constexpr int kForgeInterfaceVersion = 1;

// Gives a new Pki over the test keys in `key_dir`, owned by the caller; null with `*error` set when
// it cannot, also on another interface version.
using ForgeFactory = Pki* (*)(int interface_version, const char* key_dir, std::string* error);
inline constexpr const char* kForgeFactoryName = "ShakedownForge";

}  // namespace shakedown

#endif  // HARNESS_PKI_FORGE_FACTORY_H_
