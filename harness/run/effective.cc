#include "harness/run/effective.h"

#include "harness/model/fips.h"
#include "harness/run/materials.h"

namespace shakedown {
namespace {

void Fill(const Capabilities& other, Role role, Capabilities* side) {
  if (!side->trust) side->trust = TrustOf(*side, other);
  if (role == Role::kClient) {
    if (!side->server_name) side->server_name = kDefaultServerName;
    if (!side->verify_name) side->verify_name = side->server_name;
  } else if (side->client_auth != ClientAuth::kNone && !side->ca_names) {
    side->ca_names = side->trust;
  }
}

}  // namespace

Capabilities Effective(const Capabilities& side, const Capabilities& other, Role role,
                       bool apply_fips) {
  Capabilities out = apply_fips ? ApplyFips(side) : side;
  Fill(other, role, &out);
  for (VirtualHost& host : out.hosts) Fill(other, role, &host.capabilities);
  return out;
}

Bytes TicketKey(const std::string& letter) {
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
