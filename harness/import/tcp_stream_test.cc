// Genuine connections, their packets disturbed in every way that networks and captures know.
#include "harness/import/tcp_stream.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kGenuine[] = {"ok-pq-chromium", "ok-resume-java", "ok-pq-hrr-deno",
                                    "bad-expired--curl", "ch-sslscan"};

using Streams = std::vector<std::pair<std::string, std::string>>;

Streams StreamsOf(const Capture& capture) {
  Streams streams;
  for (const Conversation& conversation : capture.conversations) {
    streams.emplace_back(StreamOf(conversation, Role::kClient),
                         StreamOf(conversation, Role::kServer));
  }
  return streams;
}

// As EXPECT_EQ, without printing kilobytes of ciphertext.
void ExpectSame(const Streams& streams, const Streams& expected) {
  ASSERT_EQ(streams.size(), expected.size());
  for (size_t i = 0; i < streams.size(); ++i) {
    EXPECT_EQ(streams[i].first.size(), expected[i].first.size()) << "connection " << i;
    EXPECT_EQ(streams[i].second.size(), expected[i].second.size()) << "connection " << i;
    EXPECT_TRUE(streams[i] == expected[i]) << "connection " << i;
  }
}

// The packets of a genuine capture without those that are not TCP over IPv4.
std::vector<TestTcp> PacketsOf(const std::string& id) {
  std::vector<TestTcp> packets;
  for (TestPacket& packet : SplitPcap(Genuine(id))) packets.push_back({std::move(packet.bytes)});
  std::erase_if(packets, [](const TestTcp& packet) { return !packet.is_tcp(); });
  return packets;
}

Capture Read(const std::vector<TestTcp>& packets) {
  std::vector<TestPacket> raw;
  for (const TestTcp& packet : packets) raw.push_back({packet.bytes, 0});
  return MustRead(JoinPcap(raw));
}

// The streams, put together by hand from an undisturbed capture: every connection in its own ports.
Streams Original(const std::vector<TestTcp>& packets) {
  std::vector<uint16_t> clients;
  Streams streams;
  for (const TestTcp& packet : packets) {
    if ((packet.flags() & 0x12) == 2) {  // SYN without ACK
      clients.push_back(packet.port());
      streams.emplace_back();
      continue;
    }
    const auto other = static_cast<uint16_t>(Number(packet.bytes, 36, 2));
    for (size_t i = 0; i < clients.size(); ++i) {
      if (packet.port() == clients[i]) streams[i].first += packet.payload();
      if (other == clients[i]) streams[i].second += packet.payload();
    }
  }
  return streams;
}

// Cuts each payload into segments of at most `size` bytes.
std::vector<TestTcp> Resegmented(const std::vector<TestTcp>& packets, size_t size) {
  std::vector<TestTcp> cut;
  for (const TestTcp& packet : packets) {
    const std::string payload = packet.payload();
    if (payload.size() <= size) {
      cut.push_back(packet);
      continue;
    }
    for (size_t at = 0; at < payload.size(); at += size) {
      TestTcp part = packet;
      part.set_payload(payload.substr(at, size));
      part.set_sequence(packet.sequence() + static_cast<uint32_t>(at));
      // Only the last may close the stream.
      if (at + size < payload.size()) part.set_flags(packet.flags() & ~1);
      cut.push_back(part);
    }
  }
  return cut;
}

// Moves packets by up to `reach` places.
template <typename Random>
std::vector<TestTcp> Shuffled(std::vector<TestTcp> packets, double reach, Random* random) {
  std::vector<std::pair<double, size_t>> order;
  std::uniform_real_distribution<double> jitter(0, reach);
  for (size_t i = 0; i < packets.size(); ++i) {
    order.emplace_back(static_cast<double>(i) + jitter(*random), i);
  }
  std::ranges::sort(order);
  std::vector<TestTcp> shuffled;
  for (const auto& [when, i] : order) shuffled.push_back(packets[i]);
  return shuffled;
}

class GenuineConnections : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Captures, GenuineConnections, testing::ValuesIn(kGenuine),
                         [](const auto& capture) {
                           std::string name = capture.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST_P(GenuineConnections, AreReadAsTheyAre) {
  const auto packets = PacketsOf(GetParam());
  ExpectSame(StreamsOf(Read(packets)), Original(packets));
}

TEST_P(GenuineConnections, SurviveAnySegmentation) {
  const auto packets = PacketsOf(GetParam());
  for (const size_t size : {1, 7, 100, 536}) {
    ExpectSame(StreamsOf(Read(Resegmented(packets, size))), Original(packets));
  }
}

TEST_P(GenuineConnections, SurviveOtherOrders) {
  const auto packets = PacketsOf(GetParam());
  for (unsigned seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    auto changed = Shuffled(Resegmented(packets, 200), 1 + seed, &random);
    auto streams = StreamsOf(Read(changed));
    auto original = Original(packets);
    // Conversations are in the order of their first packet, which may have changed.
    std::ranges::sort(streams);
    std::ranges::sort(original);
    ExpectSame(streams, original);
  }
}

TEST_P(GenuineConnections, SurviveRetransmission) {
  const auto packets = PacketsOf(GetParam());
  for (unsigned seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<TestTcp> changed;
    for (const TestTcp& packet : Resegmented(packets, 300)) {
      changed.insert(changed.end(), 1 + random() % 3, packet);
    }
    ExpectSame(StreamsOf(Read(changed)), Original(packets));
  }
}

TEST_P(GenuineConnections, SurviveOverlaps) {
  const auto packets = PacketsOf(GetParam());
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<TestTcp> changed;
    for (const TestTcp& packet : packets) {
      const std::string payload = packet.payload();
      if (payload.size() < 2) {
        changed.push_back(packet);
        continue;
      }
      // Two parts that share some bytes, in either order.
      const size_t first_end = 1 + random() % (payload.size() - 1);
      const size_t second_start = random() % (first_end + 1);
      TestTcp first = packet, second = packet;
      first.set_payload(payload.substr(0, first_end));
      first.set_flags(packet.flags() & ~1);
      second.set_payload(payload.substr(second_start));
      second.set_sequence(packet.sequence() + static_cast<uint32_t>(second_start));
      if (random() % 2 == 0) std::swap(first, second);
      changed.push_back(first);
      changed.push_back(second);
    }
    ExpectSame(StreamsOf(Read(changed)), Original(packets));
  }
}

TEST_P(GenuineConnections, SurviveNumbersThatWrapAround) {
  auto packets = PacketsOf(GetParam());
  const Streams original = Original(packets);
  // Each direction's numbers are moved so that they pass zero within its first bytes.
  std::map<std::pair<uint16_t, uint32_t>, uint32_t> shift;
  const auto key = [](const TestTcp& packet, bool back) {
    const uint32_t other = Number(packet.bytes, 36, 2);
    return back ? std::pair<uint16_t, uint32_t>(static_cast<uint16_t>(other), packet.port())
                : std::pair<uint16_t, uint32_t>(packet.port(), other);
  };
  for (const TestTcp& packet : packets) {
    if ((packet.flags() & 2) != 0) shift[key(packet, false)] = 0xfffffff0u - packet.sequence();
  }
  for (TestTcp& packet : packets) {
    packet.set_sequence(packet.sequence() + shift[key(packet, false)]);
    packet.set_acknowledged(packet.acknowledged() + shift[key(packet, true)]);
  }
  ExpectSame(StreamsOf(Read(packets)), original);
  std::mt19937 random(1);
  ExpectSame(StreamsOf(Read(Resegmented(packets, 9))), original);
}

TEST_P(GenuineConnections, TellWhatIsLostAndGoOnAfterIt) {
  const auto packets = Resegmented(PacketsOf(GetParam()), 150);
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<TestTcp> kept;
    size_t lost = 0, payload = 0;
    for (const TestTcp& packet : packets) {
      const bool drop = !packet.payload().empty() && random() % 4 == 0;
      (drop ? lost : payload) += packet.payload().size();
      if (!drop) kept.push_back(packet);
    }
    const Capture capture = Read(kept);
    const Streams original = Original(packets);
    ASSERT_EQ(capture.conversations.size(), original.size());
    size_t here = 0, missing = 0;
    for (size_t i = 0; i < original.size(); ++i) {
      // Every piece stands where the bytes before it and the missing ones put it.
      size_t at[2] = {0, 0};
      for (const CapturedPiece& piece : capture.conversations[i].pieces) {
        const bool client = piece.from == Role::kClient;
        size_t& position = at[client ? 0 : 1];
        position += piece.missing_before;
        missing += piece.missing_before;
        const std::string& whole = client ? original[i].first : original[i].second;
        ASSERT_LE(position + piece.bytes.size(), whole.size());
        EXPECT_EQ(AsText(piece.bytes), whole.substr(position, piece.bytes.size()));
        position += piece.bytes.size();
        here += piece.bytes.size();
      }
    }
    EXPECT_EQ(here, payload);
    EXPECT_LE(missing, lost);
  }
}

TEST_P(GenuineConnections, KeepTheOrderInWhichTheSidesSpoke) {
  // Sources are packet numbers; in an undisturbed capture they only rise.
  for (const Conversation& conversation : Read(PacketsOf(GetParam())).conversations) {
    const auto& pieces = conversation.pieces;
    EXPECT_TRUE(std::ranges::is_sorted(pieces, {}, &CapturedPiece::source));
  }
}

TEST(TcpConnections, ArePickedUpInTheMiddle) {
  const auto packets = PacketsOf("bad-expired--curl");
  std::vector<TestTcp> rest;
  for (const TestTcp& packet : packets) {
    if ((packet.flags() & 2) == 0) rest.push_back(packet);
  }
  const Capture capture = Read(rest);
  ExpectSame(StreamsOf(capture), Original(packets));
  EXPECT_THAT(capture.conversations[0].remarks, Contains(HasSubstr("no SYN")));
}

TEST(TcpConnections, WithoutSynAndHelloAreGuessedFromThePorts) {
  const auto packets = PacketsOf("bad-expired--curl");
  std::vector<TestTcp> alert = {packets.back()};
  for (const TestTcp& packet : packets) {
    if (packet.payload().starts_with("\x17\x03\x03")) alert = {packet};
  }
  const Capture capture = Read(alert);
  ASSERT_EQ(capture.conversations.size(), 1u);
  EXPECT_THAT(capture.conversations[0].remarks, Contains(HasSubstr("guessed from the ports")));
}

TEST(TcpConnections, OnTheSamePortsOneAfterTheOtherAreToldApart) {
  const auto first = PacketsOf("bad-expired--curl");
  auto packets = first;
  // The same again with other numbers.
  for (TestTcp packet : first) {
    packet.set_sequence(packet.sequence() + 0x31234567);
    packet.set_acknowledged(packet.acknowledged() + 0x31234567);
    packets.push_back(packet);
  }
  Streams twice = Original(first);
  twice.push_back(twice[0]);
  ExpectSame(StreamsOf(Read(packets)), twice);
}

TEST(TcpConnections, TellWhatCameTwiceAndDiffered) {
  auto packets = PacketsOf("bad-expired--curl");
  const Streams original = Original(packets);
  for (size_t i = 0; i < packets.size(); ++i) {
    if (packets[i].payload().size() < 10) continue;
    TestTcp forged = packets[i];
    std::string payload = forged.payload();
    payload[3] ^= 1;
    payload[7] ^= 1;
    forged.set_payload(payload);
    packets.insert(packets.begin() + static_cast<std::ptrdiff_t>(i) + 1, forged);
    break;
  }
  const Capture capture = Read(packets);
  ExpectSame(StreamsOf(capture), original);
  EXPECT_THAT(capture.conversations[0].remarks,
              Contains(HasSubstr("2 bytes of the client came again")));
}

TEST(TcpConnections, CutShortByTheSnapLengthSaySo) {
  std::vector<TestPacket> packets = SplitPcap(Genuine("bad-expired--curl"));
  size_t cut = 0;
  for (TestPacket& packet : packets) {
    packet.sent = static_cast<uint32_t>(packet.bytes.size());
    if (packet.bytes.size() <= 200) continue;
    cut += packet.bytes.size() - 200;
    packet.bytes.resize(200);
  }
  ASSERT_GT(cut, 0u);
  const Capture capture = MustRead(JoinPcap(packets));
  const Conversation& conversation = capture.conversations.at(0);
  size_t told = 0;
  for (const std::string& remark : conversation.remarks) {
    if (remark.find(" missing in ") != remark.npos) told += std::stoul(remark);
  }
  EXPECT_EQ(told, cut);
  for (const CapturedPiece& piece : conversation.pieces) {
    EXPECT_EQ(piece.truncated, piece.bytes.size() == 200 - 66) << piece.source;
  }
  EXPECT_THAT(conversation.remarks, Contains(HasSubstr("not captured to the end")));
}

TEST(TcpStream, TakesHostileOrdersInReasonableTime) {
  const auto began = std::chrono::steady_clock::now();
  TcpStream stream;
  const Bytes byte = {1};
  constexpr uint32_t kCount = 200'000;
  // Every other byte from the end, then all again, then large segments over everything.
  for (uint32_t i = kCount; i > 0; --i) stream.Add(2 * i, byte, 0, i);
  for (uint32_t i = kCount; i > 0; --i) stream.Add(2 * i, byte, 0, i);
  const Bytes large(60'000, 1);
  for (uint32_t i = 0; i < 100; ++i) stream.Add(i * 4000, large, 0, kCount + i);
  StreamReport report;
  size_t size = 0;
  for (const StreamPiece& piece : stream.Finish(&report)) size += piece.piece.bytes.size();
  EXPECT_EQ(report.missing, 0u);
  EXPECT_EQ(size, 99u * 4000 + 60'000);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

}  // namespace
}  // namespace shakedown
