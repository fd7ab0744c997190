// One captured packet: through link and network layer to a TCP segment or a UDP datagram.
#ifndef HARNESS_IMPORT_PACKET_H_
#define HARNESS_IMPORT_PACKET_H_

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "harness/wire/bytes.h"

namespace shakedown {

struct Endpoint {
  bool v6 = false;
  std::array<uint8_t, 16> address{};  // of IPv4 only the first four count
  uint16_t port = 0;

  auto operator<=>(const Endpoint&) const = default;
};

// TextOf writes "192.0.2.1:443" or "[2001:db8::1]:443".
std::string TextOf(const Endpoint& endpoint);

// The link layers that are read.
enum class LinkLayer { kEthernet, kLinuxCooked, kLinuxCooked2, kLoopback, kRawIp };

struct Segment {
  bool udp = false;
  Endpoint from, to;
  uint32_t sequence = 0, acknowledged = 0;  // the rest is TCP's
  bool syn = false, ack = false, fin = false, rst = false;
  View payload;    // borrows the packet
  size_t cut = 0;  // payload bytes that were sent but not captured
};

// Why a packet gives no segment.
enum class NoSegment { kNotIp, kFragment, kNotTcpOrUdp, kMalformed };

// Dissect reads `packet`, of which `sent` bytes were on the wire (at least as many as are here).
// Checksums are not looked at: cards fill them in after the capture.
tl::expected<Segment, NoSegment> Dissect(LinkLayer link, View packet, size_t sent);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PACKET_H_
