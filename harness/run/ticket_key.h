// The key that servers seal their session tickets with.
#ifndef HARNESS_RUN_TICKET_KEY_H_
#define HARNESS_RUN_TICKET_KEY_H_

#include <string>

#include "harness/wire/bytes.h"

namespace shakedown {

// 80 bytes that depend on `letter` alone: servers with equal letters share the ticket key.
inline Bytes TicketKey(const std::string& letter) {
  constexpr size_t kSize = 80;
  Bytes key;
  uint64_t state = 0x9e3779b97f4a7c15;
  for (const char c : letter) state = (state ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  while (key.size() < kSize) {
    // splitmix64: a test key has to differ, not to be secret.
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    z ^= z >> 31;
    for (int i = 0; i < 8; ++i) key.push_back(static_cast<uint8_t>(z >> 8 * i));
  }
  return key;
}

}  // namespace shakedown

#endif  // HARNESS_RUN_TICKET_KEY_H_
