#include "harness/import/packet.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

using Dissected = tl::expected<Segment, NoSegment>;

constexpr uint16_t kEtherIpv4 = 0x0800, kEtherIpv6 = 0x86dd;
constexpr uint8_t kTcp = 6, kUdp = 17;

Dissected Because(NoSegment reason) { return tl::unexpected(reason); }

bool IsVlanTag(uint16_t ether_type) {
  return ether_type == 0x8100 || ether_type == 0x88a8 || ether_type == 0x9100;
}

// Takes the link header off the front of *packet. False: what follows is no IP.
bool SkipLinkHeader(LinkLayer link, ByteReader* packet) {
  uint16_t ether_type = 0;
  switch (link) {
    case LinkLayer::kRawIp:
      return true;
    case LinkLayer::kLoopback:
      // The address family, in the byte order and numbering of whoever captured; the version in
      // the IP header says the same.
      packet->U32();
      return true;
    case LinkLayer::kEthernet:
      packet->Take(12);
      ether_type = packet->U16();
      break;
    case LinkLayer::kLinuxCooked:
      packet->Take(14);
      ether_type = packet->U16();
      break;
    case LinkLayer::kLinuxCooked2:
      ether_type = packet->U16();
      packet->Take(18);
      break;
  }
  while (packet->ok() && IsVlanTag(ether_type)) {
    packet->U16();
    ether_type = packet->U16();
  }
  return ether_type == kEtherIpv4 || ether_type == kEtherIpv6;
}

// What an IP header leaves to the layer above: the bytes here, and how many were sent.
struct Payload {
  uint8_t protocol = 0;
  View here;
  size_t sent = 0;
};

Dissected ReadTcp(const Payload& ip, Segment segment) {
  ByteReader tcp(ip.here);
  segment.from.port = tcp.U16();
  segment.to.port = tcp.U16();
  segment.sequence = tcp.U32();
  segment.acknowledged = tcp.U32();
  const size_t header = static_cast<size_t>(tcp.U8() >> 4) * 4;
  const uint8_t flags = tcp.U8();
  segment.fin = (flags & 1) != 0;
  segment.syn = (flags & 2) != 0;
  segment.rst = (flags & 4) != 0;
  segment.ack = (flags & 16) != 0;
  tcp.Take(6);
  if (!tcp.ok() || header < 20 || header > ip.sent) return Because(NoSegment::kMalformed);
  // Options may be cut off with all the payload.
  tcp.Take(std::min(header - 20, tcp.left()));
  segment.payload = tcp.rest();
  segment.cut = ip.sent - header - segment.payload.size();
  return segment;
}

Dissected ReadUdp(const Payload& ip, Segment segment) {
  ByteReader udp(ip.here);
  segment.udp = true;
  segment.from.port = udp.U16();
  segment.to.port = udp.U16();
  const size_t length = udp.U16();
  udp.U16();
  if (!udp.ok() || (length != 0 && length < 8)) return Because(NoSegment::kMalformed);
  // A length of zero is a jumbogram's (RFC 2675), or left to the card.
  const size_t sent = length == 0 ? ip.sent - 8 : length - 8;
  segment.payload = udp.Take(std::min(sent, udp.left()));
  segment.cut = sent - segment.payload.size();
  return segment;
}

Dissected ReadTransport(const Payload& ip, Segment segment) {
  if (ip.protocol == kTcp) return ReadTcp(ip, segment);
  if (ip.protocol == kUdp) return ReadUdp(ip, segment);
  return Because(NoSegment::kNotTcpOrUdp);
}

// `sent` counts from the first byte of the IP header, as far as the link layer knows.
Dissected ReadIpv4(View packet, size_t sent) {
  Segment segment;
  ByteReader ip(packet);
  const size_t header = static_cast<size_t>(ip.U8() & 15) * 4;
  ip.U8();
  size_t total = ip.U16();
  ip.U16();
  const uint16_t fragment = ip.U16();
  ip.U8();
  const uint8_t protocol = ip.U8();
  ip.U16();
  std::ranges::copy(ip.Take(4), segment.from.address.begin());
  std::ranges::copy(ip.Take(4), segment.to.address.begin());
  // Zero: the card was to cut the packet up and fill the length in.
  if (total == 0) total = sent;
  if (!ip.ok() || header < 20 || total < header) return Because(NoSegment::kMalformed);
  ip.Take(header - 20);
  if (!ip.ok()) return Because(NoSegment::kMalformed);
  // More fragments, or an offset.
  if ((fragment & 0x3fff) != 0) return Because(NoSegment::kFragment);
  // What follows the total length pads a short frame.
  const size_t payload = total - header;
  const View here = ip.Take(std::min(payload, ip.left()));
  return ReadTransport({protocol, here, payload}, segment);
}

// Walks RFC 8200's extension headers, from the one that `*next` names. `*sent` is lessened by each.
// Gives the reason why there is nothing to read after them, if so.
std::optional<NoSegment> SkipExtensions(ByteReader* ip, uint8_t* next, size_t* sent) {
  for (;;) {
    size_t size = 0;
    const size_t before = ip->left();
    switch (*next) {
      case 0:    // hop-by-hop options
      case 43:   // routing
      case 60:   // destination options
      case 135:  // mobility
      case 139:  // HIP
      case 140:  // Shim6
        *next = ip->U8();
        size = static_cast<size_t>(ip->U8()) * 8 + 8;
        break;
      case 51:  // authentication header, counted in words of four bytes
        *next = ip->U8();
        size = static_cast<size_t>(ip->U8()) * 4 + 8;
        break;
      case 44: {  // fragment; one that is the whole packet (RFC 6946) is none
        *next = ip->U8();
        ip->U8();
        if ((ip->U16() & 0xfff9) != 0) return NoSegment::kFragment;
        size = 8;
        break;
      }
      default:
        return std::nullopt;
    }
    ip->Take(size - std::min(size, before - ip->left()));
    if (!ip->ok() || size > *sent) return NoSegment::kMalformed;
    *sent -= size;
  }
}

Dissected ReadIpv6(View packet, size_t sent) {
  Segment segment;
  segment.from.v6 = segment.to.v6 = true;
  ByteReader ip(packet);
  ip.U32();
  size_t length = ip.U16();
  uint8_t next = ip.U8();
  ip.U8();
  std::ranges::copy(ip.Take(16), segment.from.address.begin());
  std::ranges::copy(ip.Take(16), segment.to.address.begin());
  if (!ip.ok()) return Because(NoSegment::kMalformed);
  // Zero: a jumbogram (RFC 2675), or left to the card.
  if (length == 0) length = sent - 40;
  const View all = ip.Take(std::min(length, ip.left()));
  ByteReader above(all);
  if (const auto why = SkipExtensions(&above, &next, &length)) return Because(*why);
  return ReadTransport({next, above.rest(), length}, segment);
}

}  // namespace

std::string TextOf(const Endpoint& endpoint) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(endpoint.v6 ? AF_INET6 : AF_INET, endpoint.address.data(), text, sizeof text);
  return endpoint.v6 ? fmt::format("[{}]:{}", text, endpoint.port)
                     : fmt::format("{}:{}", text, endpoint.port);
}

Dissected Dissect(LinkLayer link, View packet, size_t sent) {
  ByteReader reader(packet);
  if (!SkipLinkHeader(link, &reader)) return Because(NoSegment::kNotIp);
  if (reader.empty()) return Because(NoSegment::kMalformed);
  const View ip = reader.rest();
  const size_t ip_sent = std::max(sent, packet.size()) - (packet.size() - ip.size());
  const uint8_t version = ip[0] >> 4;
  if (version == 4) return ReadIpv4(ip, ip_sent);
  if (version == 6) return ReadIpv6(ip, ip_sent);
  return Because(NoSegment::kNotIp);
}

}  // namespace shakedown
