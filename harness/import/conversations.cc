#include "harness/import/conversations.h"

#include <fmt/format.h>

#include "harness/import/hello.h"
#include "harness/import/plural.h"

namespace shakedown {
namespace {

const char* TextOf(NoSegment reason) {
  switch (reason) {
    case NoSegment::kNotIp:
      return "not IP";
    case NoSegment::kFragment:
      return "IP fragments, which are not put together";
    case NoSegment::kNotTcpOrUdp:
      return "neither TCP nor UDP";
    case NoSegment::kMalformed:
      return "malformed or cut off within their headers";
  }
  return "";
}

}  // namespace

void Conversations::Add(LinkLayer link, View packet, size_t sent, size_t number) {
  const auto segment = Dissect(link, packet, sent);
  if (!segment) {
    ++passed_over_[segment.error()];
  } else if (segment->udp) {
    AddUdp(*segment, number);
  } else {
    AddTcp(*segment, number);
  }
}

void Conversations::AddTcp(const Segment& segment, size_t number) {
  std::vector<size_t>& known = tcp_[std::minmax(segment.from, segment.to)];
  // A straggler of the connection before may come after the next one's first segment.
  for (size_t back = 1; back <= 2 && back <= known.size(); ++back) {
    auto& connection = std::get<TcpConnection>(all_[known[known.size() - back]]);
    if (connection.Takes(segment)) return connection.Add(segment, number);
  }
  known.push_back(all_.size());
  std::get<TcpConnection>(all_.emplace_back(TcpConnection(segment))).Add(segment, number);
}

void Conversations::AddUdp(const Segment& segment, size_t number) {
  const auto [at, is_new] = udp_.try_emplace(std::minmax(segment.from, segment.to), all_.size());
  if (is_new) all_.emplace_back(UdpExchange{{segment.from, segment.to}, false, {}});
  auto& exchange = std::get<UdpExchange>(all_[at->second]);
  exchange.dtls = exchange.dtls || StartsLikeDtls(segment.payload);
  CapturedPiece piece;
  piece.bytes.assign(segment.payload.begin(), segment.payload.end());
  piece.truncated = segment.cut > 0;
  piece.source = number;
  exchange.datagrams.push_back({segment.from == exchange.sides[0] ? 0 : 1, std::move(piece)});
}

std::optional<Conversation> Conversations::Finish(UdpExchange exchange) {
  if (!exchange.dtls) return std::nullopt;
  Conversation conversation;
  conversation.datagrams = true;
  std::optional<int> client = FindClient(exchange.datagrams);
  if (!client) {
    client = exchange.sides[0].port >= exchange.sides[1].port ? 0 : 1;
    conversation.remarks.push_back("which side is the client is guessed from the ports");
  }
  conversation.client = TextOf(exchange.sides[static_cast<size_t>(*client)]);
  conversation.server = TextOf(exchange.sides[static_cast<size_t>(1 - *client)]);
  conversation.pieces = WithRoles(std::move(exchange.datagrams), client);
  return conversation;
}

void Conversations::Finish(Capture* capture) {
  size_t other_udp = 0;
  for (auto& one : all_) {
    if (auto* connection = std::get_if<TcpConnection>(&one)) {
      capture->conversations.push_back(connection->Finish());
    } else if (auto dtls = Finish(std::move(std::get<UdpExchange>(one)))) {
      capture->conversations.push_back(std::move(*dtls));
    } else {
      ++other_udp;
    }
  }
  if (other_udp > 0) {
    capture->remarks.push_back(
        fmt::format("{} without DTLS left out", Plural(other_udp, "UDP conversation")));
  }
  for (const auto& [reason, count] : passed_over_) {
    capture->remarks.push_back(
        fmt::format("{} left out: {}", Plural(count, "packet"), TextOf(reason)));
  }
  *this = Conversations();
}

}  // namespace shakedown
