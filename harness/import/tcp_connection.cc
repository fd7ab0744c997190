#include "harness/import/tcp_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "harness/import/plural.h"
#include "harness/import/sides.h"

namespace shakedown {
namespace {

// How far before the data a SYN that the capture shows late may be. The numbers of two connections
// are this near by chance once in 4096.
constexpr int64_t kLateSyn = 1 << 20;

// No window is larger (RFC 7323 2.3), so nothing of the same connection is further away, unless
// the capture has lost as much.
constexpr int64_t kFarAway = int64_t{1} << 30;

void DescribeStream(const StreamReport& report, const char* whose, std::vector<std::string>* out) {
  if (report.repeated > 0) {
    out->push_back(
        fmt::format("{} of the {} came again", Plural(report.repeated, "segment"), whose));
  }
  if (report.out_of_order > 0) {
    out->push_back(fmt::format("{} of the {} came out of order",
                               Plural(report.out_of_order, "segment"), whose));
  }
  if (report.contradictory > 0) {
    out->push_back(fmt::format("{} of the {} came again and differed; the first ones count",
                               Plural(report.contradictory, "byte"), whose));
  }
  if (report.missing > 0) {
    out->push_back(fmt::format("{} of the {} missing in {}{}", Plural(report.missing, "byte"),
                               whose, Plural(report.holes, "place"),
                               report.missing_at_end > 0 ? ", the end included" : ""));
  }
  if (report.cut > 0) {
    out->push_back(
        fmt::format("{} of the {} not captured to the end", Plural(report.cut, "segment"), whose));
  }
}

std::vector<SidedPiece> InOrder(std::array<std::vector<StreamPiece>, 2> sides) {
  std::vector<SidedPiece> merged;
  merged.reserve(sides[0].size() + sides[1].size());
  auto first = sides[0].begin(), second = sides[1].begin();
  while (first != sides[0].end() || second != sides[1].end()) {
    const bool take_first =
        second == sides[1].end() || (first != sides[0].end() && first->passed <= second->passed);
    merged.push_back({take_first ? 0 : 1, std::move((take_first ? first : second)->piece)});
    ++(take_first ? first : second);
  }
  return merged;
}

}  // namespace

bool TcpConnection::Takes(const Segment& segment) const {
  const TcpStream& stream = streams_[SideOf(segment)];
  if (!segment.syn) {
    const int64_t distance = stream.Distance(segment.sequence).value_or(0);
    return distance > -kFarAway && distance < kFarAway;
  }
  if (stream.opened_with()) return *stream.opened_with() == segment.sequence;
  const int64_t distance = stream.Distance(segment.sequence + 1).value_or(0);
  return distance <= 0 && distance >= -kLateSyn;
}

void TcpConnection::Add(const Segment& segment, size_t packet) {
  const size_t side = SideOf(segment);
  TcpStream& stream = streams_[side];
  if (segment.syn) {
    stream.Open(segment.sequence);
    opened_by_ = segment.ack ? 1 - side : side;
  }
  // A RST that answers nothing may bear any numbers.
  if (segment.ack && !segment.rst) {
    TcpStream& other = streams_[1 - side];
    if (!other.Distance(segment.acknowledged)) other.SeeNumber(segment.acknowledged);
  }
  // RFC 9293 3.4: the SYN itself takes a number.
  const uint32_t data = segment.sequence + (segment.syn ? 1 : 0);
  // The payload of a RST is a text for people (RFC 9293 3.5.3), not part of the stream.
  if (!segment.rst && segment.payload.size() + segment.cut > 0) {
    stream.Add(data, segment.payload, segment.cut, packet);
  } else if (!segment.rst) {
    stream.SeeNumber(data);
  }
  const auto ended = [&](Ending how) {
    const std::pair<size_t, Ending> ending(side, how);
    if (endings_.empty()) ended_in_ = packet;
    if (std::ranges::find(endings_, ending) == endings_.end()) endings_.push_back(ending);
  };
  if (segment.fin) {
    stream.Close(data + static_cast<uint32_t>(segment.payload.size() + segment.cut));
    ended(Ending::kFin);
  }
  if (segment.rst) ended(Ending::kRst);
}

Conversation TcpConnection::Finish() {
  Conversation conversation;
  const bool seen_from_start = opened_by_.has_value();
  std::array<StreamReport, 2> reports;
  std::vector<SidedPiece> pieces =
      InOrder({streams_[0].Finish(&reports[0]), streams_[1].Finish(&reports[1])});

  auto& remarks = conversation.remarks;
  if (!seen_from_start) remarks.push_back("the capture does not show the beginning (no SYN)");
  std::optional<size_t> client = opened_by_;
  if (!client) {
    if (const auto by_hello = FindClient(pieces)) client = static_cast<size_t>(*by_hello);
  }
  if (!client) {
    // Servers listen on the lower port, as a rule.
    client = sides_[0].port >= sides_[1].port ? 0 : 1;
    remarks.push_back("which side is the client is guessed from the ports");
  }
  conversation.client = TextOf(sides_[*client]);
  conversation.server = TextOf(sides_[1 - *client]);
  conversation.pieces = WithRoles(std::move(pieces), static_cast<int>(*client));
  DescribeStream(reports[*client], "client", &remarks);
  DescribeStream(reports[1 - *client], "server", &remarks);
  if (!endings_.empty()) {
    const bool by_client = endings_.front().first == *client;
    conversation.closed = {by_client ? Role::kClient : Role::kServer, ended_in_};
  }
  for (const auto& [side, how] : endings_) {
    remarks.push_back(fmt::format("{} by the {}",
                                  how == Ending::kFin ? "closed (FIN)" : "reset (RST)",
                                  side == *client ? "client" : "server"));
  }
  return conversation;
}

}  // namespace shakedown
