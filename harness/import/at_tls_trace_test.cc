#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kPrefix = "Nov 22 09:16:43 ZOS1 TTLS[65556]: 09:16:43 TCPIP    ";

std::string DataLine(const char* id, const char* verb, const std::string& hex) {
  return fmt::format("{}EZD1285I TTLS Data CONNID: {} {} CIPHER {}\n", kPrefix, id, verb, hex);
}

std::string HelloHex() { return ToHex(AsView(ReadSource("harness/import/testdata/hello.bin"))); }

TEST(AtTlsTrace, JoinsMessagesByConnectionAndTellsTheSidesByTheHello) {
  const std::string hello = HelloHex();
  const Capture capture =
      MustRead(std::string(kPrefix) +
               "EZD1282I TTLS Start GRPID: 00000002 ENVID: 00000001 CONNID: 0000002F\n" +
               DataLine("0000002F", "RECV", hello) + DataLine("00000030", "SEND", hello) +
               DataLine("0000002F", "SEND", "15030300020228") +
               DataLine("00000030", "RECV", "15030300020228"));
  EXPECT_EQ(capture.format, "AT-TLS trace");
  ASSERT_EQ(capture.conversations.size(), 2u);
  for (const Conversation& conversation : capture.conversations) {
    EXPECT_EQ(ToHex(AsView(StreamOf(conversation, Role::kClient))), hello);
    EXPECT_EQ(ToHex(AsView(StreamOf(conversation, Role::kServer))), "15030300020228");
    for (const CapturedPiece& piece : conversation.pieces) EXPECT_FALSE(piece.truncated);
  }
  EXPECT_EQ(capture.conversations[0].label, "CONNID 0000002F");
  EXPECT_EQ(capture.conversations[0].pieces[0].source, 2u);
  EXPECT_THAT(capture.conversations[0].remarks, Contains("the traced host is the server"));
  EXPECT_THAT(capture.conversations[1].remarks, Contains("the traced host is the client"));
}

TEST(AtTlsTrace, RecordsShownInPartAreTruncated) {
  // The first 40 of 517 bytes, then another record, which ends within its body.
  const Capture capture = MustRead(DataLine("0000002F", "RECV", HelloHex().substr(0, 80)) +
                                   DataLine("0000002F", "RECV",
                                            "1403030001"
                                            "01") +
                                   DataLine("0000002F", "RECV",
                                            "1703030040"
                                            "0011"));
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_TRUE(pieces[0].truncated);
  EXPECT_FALSE(pieces[1].truncated);
  EXPECT_EQ(pieces[1].missing_before, 517u - 40);
  EXPECT_TRUE(pieces[2].truncated);
  EXPECT_EQ(pieces[2].missing_before, 0u);
  EXPECT_THAT(capture.conversations[0].remarks, Contains("2 messages shown only in part"));
}

TEST(AtTlsTrace, HeaderAndBodyInMessagesOfTheirOwnAreWhole) {
  const std::string hello = HelloHex();
  const Capture capture = MustRead(DataLine("0000002F", "RECV", hello.substr(0, 10)) +
                                   DataLine("0000002F", "RECV", hello.substr(10)) +
                                   DataLine("0000002F", "SEND", "15030300020228"));
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 3u);
  for (const CapturedPiece& piece : pieces) EXPECT_FALSE(piece.truncated);
  EXPECT_EQ(pieces[1].from, Role::kClient);
}

TEST(AtTlsTrace, WrappedLinesAreJoined) {
  const std::string hello = HelloHex();
  // On the console, when syslogd is down; wrapped within words and within the hex.
  const Capture capture = MustRead(
      "BPXF024I (TCPIP) Nov 22 09:16:43 TTLS 65556 : 09:16:43 TCPIP\n"
      "EZD1285I TTLS Data CONNID: 000000\n"
      "2F RECV CIP\n"
      "HER " +
      hello.substr(0, 51) + "\n    " + hello.substr(51, 100) + "\n" + "S                    " +
      hello.substr(151) + "\n" +
      "BPXF024I (TCPIP) Nov 22 09:16:44 TTLS 65556 : 09:16:44 TCPIP\n"
      "  EZD1287I TTLS Error RC: 467 Initial Handshake 104\n"
      "  LOCAL: 192.0.2.1..443 REMOTE: 192.0.2.2..50000 CONNID: 0000002F\n");
  ASSERT_EQ(capture.conversations.size(), 1u);
  EXPECT_EQ(ToHex(AsView(StreamOf(capture.conversations[0], Role::kClient))), hello);
  EXPECT_THAT(capture.conversations[0].remarks, Contains("line 8: EZD1287I RC: 467"));
}

TEST(AtTlsTrace, MapMessagesGiveAddressesAndTheDirection) {
  // No hello, so TYPE decides.
  const Capture capture = MustRead(
      std::string(kPrefix) +
      "EZD1281I TTLS Map CONNID: 0000002F LOCAL: 192.0.2.1..443 REMOTE: 2001:db8::2..50000 "
      "JOBNAME: CICS1 USERID: CICS TYPE: InBound STATUS: Enabled RULE: R1 ACTIONS: g e **N/A**\n" +
      DataLine("0000002F", "SEND", "15030300020228"));
  const Conversation& conversation = capture.conversations.at(0);
  EXPECT_EQ(conversation.server, "192.0.2.1:443");
  EXPECT_EQ(conversation.client, "[2001:db8::2]:50000");
  EXPECT_EQ(conversation.pieces.at(0).from, Role::kServer);
}

TEST(AtTlsTrace, WithoutAnyHintLeavesTheSidesOpen) {
  const Capture capture = MustRead(DataLine("0000002F", "SEND", "15030300020228"));
  EXPECT_EQ(capture.conversations.at(0).pieces.at(0).from, std::nullopt);
  EXPECT_THAT(capture.conversations[0].remarks, Contains(HasSubstr("nothing tells")));
}

TEST(AtTlsTrace, ErrorsNameTheLineAndWhatIsThere) {
  EXPECT_THAT(ErrorOf("x\nEZD1285I TTLS Data CONNID: 2F RECV CIPHER 1603\n"),
              HasSubstr("line 2: found"));
  EXPECT_THAT(ErrorOf(DataLine("0000002F", "GOT", "1603")), HasSubstr("expected RECV or SEND"));
  EXPECT_THAT(ErrorOf(DataLine("0000002F", "RECV", "16zz")), HasSubstr("found 'zz'"));
  EXPECT_THAT(ErrorOf("EZD1285I TTLS Data CONNID: 0000002F RECV CIPHER\n"),
              HasSubstr("no EZD1285I message holds data"));
  EXPECT_THAT(ErrorOf("EZD1283I TTLS Event GRPID: 00000002 RC: 0\n"), HasSubstr("trace level"));
}

TEST(AtTlsTrace, HalfAByteAtTheEndIsACut) {
  const Capture capture = MustRead(DataLine("0000002F", "SEND", "150303000"));
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].bytes.size(), 4u);
  EXPECT_TRUE(pieces[0].truncated);
}

}  // namespace
}  // namespace shakedown
