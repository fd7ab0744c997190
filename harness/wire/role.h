// Which side of a connection: the one who opens it, or the one who answers.
#ifndef HARNESS_WIRE_ROLE_H_
#define HARNESS_WIRE_ROLE_H_

#include <cstdint>

namespace shakedown {

enum class Role : uint8_t { kClient, kServer };

inline Role Other(Role role) { return role == Role::kClient ? Role::kServer : Role::kClient; }
inline const char* NameOf(Role role) { return role == Role::kClient ? "client" : "server"; }

}  // namespace shakedown

#endif  // HARNESS_WIRE_ROLE_H_
