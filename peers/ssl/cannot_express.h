// What neither BoringSSL nor OpenSSL, or not this build of them, can be told to do.
#ifndef PEERS_SSL_CANNOT_EXPRESS_H_
#define PEERS_SSL_CANNOT_EXPRESS_H_

#include <optional>
#include <string>

#include "harness/stack/stack.h"

namespace shakedown {

// Why `config` cannot be expressed by the library that `info` describes, in one sentence that
// names the capability; nothing if it can.
std::optional<std::string> ObjectionTo(const PeerConfig& config, const StackInfo& info);

}  // namespace shakedown

#endif  // PEERS_SSL_CANNOT_EXPRESS_H_
