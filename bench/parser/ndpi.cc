// nDPI classifies packets of flows: the ClientHello goes in as the first segment of a new one.

#include <ndpi/ndpi_main.h>

#include <array>
#include <cstring>

#include "bench/parser/peer.h"

namespace shakedown {
namespace {

constexpr size_t kIpHeader = 20, kTcpHeader = 20, kLongest = 1 << 15;

ndpi_detection_module_struct* TheModule() {
  static ndpi_detection_module_struct* module = [] {
    ndpi_detection_module_struct* made = ndpi_init_detection_module(ndpi_no_prefs);
    NDPI_PROTOCOL_BITMASK all;
    NDPI_BITMASK_SET_ALL(all);
    ndpi_set_protocol_detection_bitmask2(made, &all);
    ndpi_finalize_initialization(made);
    return made;
  }();
  return module;
}

// IPv4 and TCP from 192.0.2.1:49152 to 192.0.2.2:443, PSH and ACK.
std::array<uint8_t, kIpHeader + kTcpHeader + kLongest> packet = {
    0x45, 0, 0,    0,    0, 1, 0x40, 0, 64, 6, 0, 0, 192,  0,    2,    1,    192, 0, 2, 2,  // IPv4
    0xc0, 0, 0x01, 0xbb, 0, 0, 0,    1, 0,  0, 0, 1, 0x50, 0x18, 0xff, 0xff, 0,   0, 0, 0   // TCP
};

bool Whole(const uint8_t* record, size_t size) {
  if (size > kLongest) return false;
  const size_t total = kIpHeader + kTcpHeader + size;
  packet[2] = static_cast<uint8_t>(total >> 8);
  packet[3] = static_cast<uint8_t>(total);
  std::memcpy(packet.data() + kIpHeader + kTcpHeader, record, size);
  static ndpi_flow_struct flow;
  std::memset(&flow, 0, sizeof flow);
  const ndpi_protocol protocol = ndpi_detection_process_packet(
      TheModule(), &flow, packet.data(), static_cast<unsigned short>(total), 1);
  Used(protocol);
  // The fingerprint is made at the end of a hello that was understood.
  const bool good = flow.protos.tls_quic.ja3_client[0] != 0;
  ndpi_free_flow_data(&flow);
  return good;
}

constexpr ParserPeer kPeers[] = {{"ndpi", "a packet of a new flow, classified and fingerprinted",
                                  nullptr, nullptr, Whole, nullptr, nullptr, nullptr}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
