// Packets sorted into conversations: TCP connections and UDP exchanges that carry DTLS.
#ifndef HARNESS_IMPORT_CONVERSATIONS_H_
#define HARNESS_IMPORT_CONVERSATIONS_H_

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "harness/import/capture.h"
#include "harness/import/packet.h"
#include "harness/import/sides.h"
#include "harness/import/tcp_connection.h"

namespace shakedown {

// Conversations is fed the packets of a capture one by one and gives what they amount to.
class Conversations {
 public:
  // Add takes packet number `number`, of which `sent` bytes were on the wire.
  void Add(LinkLayer link, View packet, size_t sent, size_t number);

  // Finish appends conversations, in the order of their first packet, and remarks to *capture.
  void Finish(Capture* capture);

 private:
  struct UdpExchange {
    std::array<Endpoint, 2> sides;  // the first sender is side 0
    bool dtls = false;
    std::vector<SidedPiece> datagrams;
  };
  using Pair = std::pair<Endpoint, Endpoint>;  // the lesser first

  void AddTcp(const Segment& segment, size_t number);
  void AddUdp(const Segment& segment, size_t number);
  static std::optional<Conversation> Finish(UdpExchange exchange);

  std::vector<std::variant<TcpConnection, UdpExchange>> all_;  // by first packet
  std::map<Pair, std::vector<size_t>> tcp_;  // the connections between two, in all_
  std::map<Pair, size_t> udp_;
  std::map<NoSegment, size_t> passed_over_;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_CONVERSATIONS_H_
