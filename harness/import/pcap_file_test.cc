// Containers, link layers and what stands between them and TCP, around genuine packets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kAlert = "alert-112--java17";
constexpr size_t kHelloSize = 440, kAlertSize = 7;  // as corpus/captures/index.json says

std::string Folder(const std::string& name) { return ReadSource("corpus/capture/" + name); }

void ExpectTheAlert(const Capture& capture) {
  ASSERT_EQ(capture.conversations.size(), 1u);
  const Conversation& conversation = capture.conversations[0];
  EXPECT_EQ(StreamOf(conversation, Role::kClient).size(), kHelloSize);
  EXPECT_EQ(StreamOf(conversation, Role::kServer), std::string("\x15\x03\x03\x00\x02\x02\x70", 7));
}

TEST(Containers, OfAllKindsHoldTheSame) {
  ExpectTheAlert(MustRead(Folder("alert.pcap")));
  ExpectTheAlert(MustRead(Folder("alert-nanoseconds.pcap")));
  ExpectTheAlert(MustRead(Folder("alert-big-endian.pcap")));
  ExpectTheAlert(MustRead(Folder("alert-rawip.pcap")));
  EXPECT_EQ(MustRead(Folder("alert.pcap")).format, "pcap");
}

TEST(Pcapng, GivesPacketsAndTheSecretsInIt) {
  const Capture capture = MustRead(Folder("pq-secrets.pcapng"));
  EXPECT_EQ(capture.format, "pcapng");
  EXPECT_EQ(capture.key_log, ReadSource("corpus/captures/ok-pq-hrr-deno/keys.log"));
  const Capture plain = MustRead(Genuine("ok-pq-hrr-deno"));
  ASSERT_EQ(capture.conversations.size(), 1u);
  for (const Role role : {Role::kClient, Role::kServer}) {
    EXPECT_EQ(StreamOf(capture.conversations[0], role), StreamOf(plain.conversations[0], role));
  }
}

TEST(Pcapng, GivesSecretsInEitherByteOrder) {
  for (const bool low_first : {false, true}) {
    const auto block = [&](uint32_t type, std::string body) {
      body.resize((body.size() + 3) / 4 * 4);
      const std::string size = NumberText(static_cast<uint32_t>(body.size()) + 12, 4, low_first);
      return NumberText(type, 4, low_first) + size + body + size;
    };
    const auto u32 = [&](uint32_t value) { return NumberText(value, 4, low_first); };
    const std::string section = u32(0x1a2b3c4d) + NumberText(1, 2, low_first) +
                                NumberText(0, 2, low_first) + std::string(8, '\xff');
    const std::string interface = NumberText(1, 2, low_first) + std::string(2, '\0') + u32(0);
    const std::string file = block(0x0a0d0d0a, section) + block(1, interface) +
                             block(10, u32(0x544c534b) + u32(6) + "first\n") +
                             block(10, u32(0x544c534b) + u32(6) + "second") +
                             block(10, u32(0x57474b4c) + u32(4) + "else");
    EXPECT_EQ(MustRead(file).key_log, "first\nsecond\n") << low_first;
  }
}

// A block of pcapng with its lengths, low byte first.
std::string NgBlock(uint32_t type, std::string body) {
  body.resize((body.size() + 3) / 4 * 4);
  const std::string size = NumberText(static_cast<uint32_t>(body.size()) + 12, 4, true);
  return NumberText(type, 4, true) + size + body + size;
}

// Two interfaces, a packet on each.
std::string TwoInterfaces(uint32_t link_type, uint32_t snap_length) {
  const auto u16 = [](uint32_t value) { return NumberText(value, 2, true); };
  const auto u32 = [](uint32_t value) { return NumberText(value, 4, true); };
  const std::string packet = SplitPcap(Folder("alert.pcap"))[0].bytes;
  const auto size = static_cast<uint32_t>(packet.size());
  std::string file =
      NgBlock(0x0a0d0d0a, u32(0x1a2b3c4d) + u16(1) + u16(0) + std::string(8, '\xff'));
  file += NgBlock(1, u16(1) + u16(0) + u32(65535));
  file += NgBlock(1, u16(link_type) + u16(0) + u32(snap_length));
  for (const uint32_t number : {0, 1}) {
    file += NgBlock(6, u32(number) + u32(0) + u32(0) + u32(size) + u32(size) + packet);
  }
  return file;
}

TEST(Pcapng, OfInterfacesThatDifferSaysHowToMakeItReadable) {
  EXPECT_EQ(MustRead(TwoInterfaces(1, 65535)).conversations.size(), 1u);
  const std::string links = ErrorOf(TwoInterfaces(101, 65535));
  EXPECT_THAT(links, HasSubstr("interface 0 has the link type Ethernet and interface 1 raw IP"));
  EXPECT_THAT(links, HasSubstr("frame.interface_id == 0"));
  EXPECT_THAT(links, HasSubstr("editcap -F pcap -T ether"));
  const std::string lengths = ErrorOf(TwoInterfaces(1, 0));
  EXPECT_THAT(lengths, HasSubstr("snap length 65535 and interface 1 0"));
  EXPECT_THAT(lengths, HasSubstr("editcap -F pcap FILE"));
}

TEST(Pcap, CutShortByTheSnapLengthSaysHowMuchIsMissing) {
  // 200 bytes a packet, of which 66 are headers; the hello is the only longer one.
  const Capture capture = MustRead(Folder("alert-snaplen.pcap"));
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].bytes.size(), 200u - 66);
  EXPECT_TRUE(pieces[0].truncated);
  EXPECT_THAT(capture.conversations[0].remarks,
              Contains(HasSubstr(std::to_string(kHelloSize - (200 - 66)) +
                                 " bytes of the client missing")));
}

TEST(Pcap, ThatBreaksOffGivesWhatCameBefore) {
  const std::string whole = Folder("alert.pcap");
  const auto packets = SplitPcap(whole);
  const size_t without_last = whole.size() - packets.back().bytes.size();
  const Capture capture = MustRead(whole.substr(0, without_last));
  ExpectTheAlert(capture);
  EXPECT_THAT(capture.remarks,
              Contains(HasSubstr("breaks off after packet " + std::to_string(packets.size() - 1))));
}

TEST(Pcap, BrokenAtAnyByteIsAnErrorOrARemark) {
  for (const char* name : {"alert.pcap", "pq-secrets.pcapng"}) {
    const std::string whole = Folder(name);
    for (size_t size = 0; size < whole.size(); size += size < 200 ? 1 : 13) {
      // A block of just this size, so that a sanitizer sees a read past its end.
      const std::vector<uint8_t> part(whole.begin(),
                                      whole.begin() + static_cast<std::ptrdiff_t>(size));
      const auto capture = ReadCapture(part);
      if (!capture) {
        EXPECT_FALSE(capture.error().empty());
      } else if (capture->conversations.empty()) {
        EXPECT_THAT(capture->remarks, testing::Not(testing::IsEmpty())) << size;
      }
    }
  }
}

TEST(Pcap, OfAnotherLinkTypeIsRefusedByName) {
  const std::string error = ErrorOf(JoinPcap(SplitPcap(Folder("alert.pcap")), 105));
  EXPECT_THAT(error, HasSubstr("105 (IEEE802_11)"));
  EXPECT_THAT(error, HasSubstr("allowed: Ethernet"));
}

// Every packet of the genuine capture with its link header exchanged.
std::string WithLinkHeader(const std::string& header, uint32_t link_type) {
  auto packets = SplitPcap(Folder("alert.pcap"));
  for (TestPacket& packet : packets) packet = {header + packet.bytes.substr(14), 0};
  return JoinPcap(packets, link_type);
}

std::string Bytes_(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text += static_cast<char>(byte);
  return text;
}

TEST(LinkLayers, AreAllTakenOff) {
  const std::string addresses(12, '\x02');
  // 802.1Q; 802.1ad with 802.1Q inside.
  ExpectTheAlert(MustRead(WithLinkHeader(addresses + Bytes_({0x81, 0, 0, 5, 8, 0}), 1)));
  ExpectTheAlert(
      MustRead(WithLinkHeader(addresses + Bytes_({0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0}), 1)));
  // Linux cooked: type, device type, address length, address, protocol.
  ExpectTheAlert(
      MustRead(WithLinkHeader(Bytes_({0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0}), 113)));
  // Its second version: protocol, reserved, interface, device type, type, address length, address.
  ExpectTheAlert(MustRead(
      WithLinkHeader(Bytes_({8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0}), 276)));
  // BSD loopback in either byte order, and OpenBSD's.
  ExpectTheAlert(MustRead(WithLinkHeader(Bytes_({2, 0, 0, 0}), 0)));
  ExpectTheAlert(MustRead(WithLinkHeader(Bytes_({0, 0, 0, 2}), 0)));
  ExpectTheAlert(MustRead(WithLinkHeader(Bytes_({0, 0, 0, 2}), 108)));
  ExpectTheAlert(MustRead(WithLinkHeader("", 101)));
}

// The genuine packets in IPv6 instead, with `extensions` between, the first of the kind `next`.
std::string InIpv6(int next, const std::string& extensions) {
  auto packets = SplitPcap(Folder("alert.pcap"));
  for (TestPacket& packet : packets) {
    const std::string ip4 = packet.bytes.substr(14);
    const std::string tcp = ip4.substr(20, Number(ip4, 2, 2) - 20);
    const std::string source = Bytes_({0x20, 1, 0xd, 0xb8}) + std::string(11, '\0') + '\x01';
    packet.bytes = Bytes_({0x60, 0, 0, 0}) +
                   NumberText(static_cast<uint32_t>(extensions.size() + tcp.size()), 2) +
                   static_cast<char>(next) + '\x40' + source + source + extensions + tcp;
  }
  return JoinPcap(packets, 101);
}

TEST(Ipv6, WithExtensionHeadersIsRead) {
  const Capture plain = MustRead(InIpv6(6, ""));
  ExpectTheAlert(plain);
  EXPECT_TRUE(plain.conversations[0].server.starts_with("[2001:db8::1]:"))
      << plain.conversations[0].server;
  const std::string hop_by_hop = Bytes_({60, 0, 1, 4, 0, 0, 0, 0});
  const std::string destination = Bytes_({44, 1}) + std::string(14, '\0');
  const std::string whole_packet_as_fragment = Bytes_({51, 0, 0, 0, 0, 0, 0, 9});
  const std::string authentication = Bytes_({6, 4}) + std::string(22, '\0');
  ExpectTheAlert(
      MustRead(InIpv6(0, hop_by_hop + destination + whole_packet_as_fragment + authentication)));
}

TEST(Fragments, AreLeftOutAndTold) {
  const Capture six = MustRead(InIpv6(44, Bytes_({6, 0, 0, 1, 0, 0, 0, 9})));
  EXPECT_TRUE(six.conversations.empty());
  EXPECT_THAT(six.remarks, Contains(HasSubstr("IP fragments")));
  auto packets = SplitPcap(Folder("alert.pcap"));
  packets[3].bytes[20] = 0x20;  // more fragments
  EXPECT_THAT(MustRead(JoinPcap(packets)).remarks,
              Contains("1 packet left out: IP fragments, which are not put together"));
}

TEST(OtherPackets, AreLeftOutAndTold) {
  auto packets = SplitPcap(Folder("alert.pcap"));
  packets.push_back({std::string(12, '\x02') + Bytes_({8, 6}) + std::string(28, '\0'), 0});  // ARP
  TestPacket icmp = packets[0];
  icmp.bytes[23] = 1;
  packets.push_back(icmp);
  packets.push_back({packets[0].bytes.substr(0, 40), 0});
  const Capture capture = MustRead(JoinPcap(packets));
  ExpectTheAlert(capture);
  EXPECT_THAT(capture.remarks, Contains("1 packet left out: not IP"));
  EXPECT_THAT(capture.remarks, Contains("1 packet left out: neither TCP nor UDP"));
  EXPECT_THAT(capture.remarks, Contains(HasSubstr("malformed or cut off")));
}

TEST(ShortFrames, ArePaddedWithoutHarm) {
  auto packets = SplitPcap(Folder("alert.pcap"));
  for (TestPacket& packet : packets) packet = {packet.bytes + std::string(6, '\x5a'), 0};
  ExpectTheAlert(MustRead(JoinPcap(packets)));
}

// UDP around `payload`, between ports 5000 and `port`.
TestPacket Udp(const std::string& payload, int from, int to) {
  const auto size = static_cast<uint32_t>(payload.size());
  std::string packet = Bytes_({0x45, 0}) + NumberText(size + 28, 2) +
                       Bytes_({0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 1});
  packet += NumberText(static_cast<uint32_t>(from), 2) + NumberText(static_cast<uint32_t>(to), 2) +
            NumberText(size + 8, 2) + std::string(2, '\0') + payload;
  return {packet, 0};
}

TEST(Udp, GivesDatagramsOfDtlsAndLeavesTheRestOut) {
  // A DTLS 1.2 handshake record with the beginning of a ClientHello (RFC 6347 4.2.2).
  const std::string hello = Bytes_({22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0,    14,  1,
                                    0,  0,    2,    0, 0, 0, 0, 0, 0, 0, 2, 0xfe, 0xfd});
  const std::string answer = Bytes_({22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3});
  const Capture capture = MustRead(
      JoinPcap({Udp(answer, 4433, 5000), Udp(hello, 5000, 4433), Udp("not DTLS", 53, 5001)}, 101));
  ASSERT_EQ(capture.conversations.size(), 1u);
  const Conversation& conversation = capture.conversations[0];
  EXPECT_TRUE(conversation.datagrams);
  EXPECT_EQ(conversation.client, "192.0.2.1:5000");
  EXPECT_EQ(conversation.server, "192.0.2.1:4433");
  ASSERT_EQ(conversation.pieces.size(), 2u);
  EXPECT_EQ(conversation.pieces[0].from, Role::kServer);
  EXPECT_EQ(AsText(conversation.pieces[1].bytes), hello);
  EXPECT_THAT(capture.remarks, Contains("1 UDP conversation without DTLS left out"));
}

TEST(Pcap, WithoutPacketsSaysSo) {
  EXPECT_THAT(MustRead(JoinPcap({})).remarks, Contains("the file holds no packets"));
}

}  // namespace
}  // namespace shakedown
