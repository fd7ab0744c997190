// What is known of the time after the last bytes of a connection that neither side ended.
#ifndef HARNESS_WIRE_REST_H_
#define HARNESS_WIRE_REST_H_

#include <cstdint>

namespace shakedown {

enum class Rest : uint8_t {
  kSeen,     // nothing more came
  kUnsure,   // more may have come: taking ended just then
  kMissing,  // what came is cut off
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_REST_H_
