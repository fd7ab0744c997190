// How stacks are called in scenarios, exceptions and the baseline.
#ifndef HARNESS_RUN_STACK_NAME_H_
#define HARNESS_RUN_STACK_NAME_H_

#include <string>

#include "harness/stack/stack.h"

namespace shakedown {

inline constexpr const char* kScript = "script";

// The stack's name, or "script" for null.
std::string StackName(const Stack* stack);

// Whether the glob `pattern` fits the stack's name, or its name and version ("openssl-3*").
bool StackFits(const std::string& pattern, const Stack* stack);

}  // namespace shakedown

#endif  // HARNESS_RUN_STACK_NAME_H_
