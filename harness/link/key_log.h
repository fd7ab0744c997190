// Secrets out of a key log (the format of SSLKEYLOGFILE).
#ifndef HARNESS_LINK_KEY_LOG_H_
#define HARNESS_LINK_KEY_LOG_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "harness/wire/bytes.h"

namespace shakedown {

// The values logged under one label for one connection. There are two when the sides do not agree
// on the secret, as after a ServerHello that was changed on its way: each side's records then open
// with its own.
struct Secrets {
  struct Value {
    std::array<uint8_t, 64> bytes{};
    size_t size = 0;

    View view() const { return {bytes.data(), size}; }
  };
  std::array<Value, 2> values;
  size_t count = 0;
};

struct ConnectionSecrets {
  Secrets master;                              // CLIENT_RANDOM
  Secrets client_handshake, server_handshake;  // *_HANDSHAKE_TRAFFIC_SECRET
  Secrets client_traffic, server_traffic;      // *_TRAFFIC_SECRET_0
};

// ReadKeyLog gathers what `log` holds for the connection with this client random. Other labels,
// other connections' lines and lines that are not well formed are passed over; a value longer than
// 64 bytes is none that TLS uses.
ConnectionSecrets ReadKeyLog(std::string_view log, View client_random);

}  // namespace shakedown

#endif  // HARNESS_LINK_KEY_LOG_H_
