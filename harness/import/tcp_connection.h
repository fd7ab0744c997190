// One TCP connection of a capture: two streams, who opened it, how it ended.
#ifndef HARNESS_IMPORT_TCP_CONNECTION_H_
#define HARNESS_IMPORT_TCP_CONNECTION_H_

#include <array>
#include <optional>
#include <vector>

#include "harness/import/capture.h"
#include "harness/import/packet.h"
#include "harness/import/tcp_stream.h"

namespace shakedown {

class TcpConnection {
 public:
  // The side that sends the first segment seen is side 0.
  explicit TcpConnection(const Segment& first) : sides_{first.from, first.to} {}

  // Takes is false for a segment between the same endpoints that belongs to another connection: a
  // SYN with another number, or a number nowhere near.
  bool Takes(const Segment& segment) const;

  void Add(const Segment& segment, size_t packet);

  // Finish makes a conversation of it and leaves it empty.
  Conversation Finish();

 private:
  enum class Ending { kFin, kRst };

  size_t SideOf(const Segment& segment) const { return segment.from == sides_[0] ? 0 : 1; }

  std::array<Endpoint, 2> sides_;
  std::array<TcpStream, 2> streams_;
  std::optional<size_t> opened_by_;
  size_t ended_in_ = 0;                             // the packet of the first of them
  std::vector<std::pair<size_t, Ending>> endings_;  // each side's first FIN and RST, as they came
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_TCP_CONNECTION_H_
