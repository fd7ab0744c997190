// The genuine captures against what an independent decoder found in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(GenuineCaptures, HoldTheConnectionsOfTheIndexWithAllTheirBytes) {
  const json index = json::parse(ReadSource("corpus/captures/index.json"));
  ASSERT_GE(index["captures"].size(), 60u);
  for (const json& entry : index["captures"]) {
    SCOPED_TRACE(entry["id"]);
    Capture capture = MustRead(Genuine(entry["id"]));
    // The index leaves out connections on which nothing was said.
    std::erase_if(capture.conversations, [](const auto& one) { return one.pieces.empty(); });
    EXPECT_EQ(capture.format, "pcap");
    const json& connections = entry["connections"];
    ASSERT_EQ(capture.conversations.size(), connections.size());
    const std::string port = ":" + std::to_string(entry["server_port"].get<int>());
    for (size_t i = 0; i < connections.size(); ++i) {
      const Conversation& conversation = capture.conversations[i];
      const json& bytes = connections[i]["bytes"];
      EXPECT_EQ(StreamOf(conversation, Role::kClient).size(), bytes["c2s"]);
      EXPECT_EQ(StreamOf(conversation, Role::kServer).size(), bytes["s2c"]);
      EXPECT_EQ(MissingIn(conversation), 0u);
      EXPECT_TRUE(conversation.server.ends_with(port)) << conversation.server;
      EXPECT_EQ(conversation.server.starts_with("[::1]"), connections[i]["ip_version"] == 6);
      EXPECT_THAT(conversation.remarks, Not(Contains(HasSubstr("missing"))));
      for (const json& close : connections[i]["tcp_close"]) {
        const std::string word = close;  // "client FIN"
        const std::string remark =
            (word.ends_with("FIN") ? "closed (FIN) by the " : "reset (RST) by the ") +
            word.substr(0, word.find(' '));
        EXPECT_THAT(conversation.remarks, Contains(remark));
      }
    }
  }
}

TEST(RawBytes, AreOnePieceOfTheSideThatSaysHello) {
  const std::string hello = ReadSource("harness/import/testdata/hello.bin");
  const Capture capture = MustRead(hello);
  EXPECT_EQ(capture.format, "raw bytes");
  ASSERT_EQ(capture.conversations.size(), 1u);
  ASSERT_EQ(capture.conversations[0].pieces.size(), 1u);
  EXPECT_EQ(capture.conversations[0].pieces[0].from, Role::kClient);
  EXPECT_EQ(StreamOf(capture.conversations[0], Role::kClient), hello);
}

TEST(RawBytes, WithoutAHelloAreNobodys) {
  const Capture capture = MustRead(std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
  EXPECT_EQ(capture.conversations.at(0).pieces.at(0).from, std::nullopt);
}

TEST(Recognition, NamesWhatItFoundInstead) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("empty"));
  EXPECT_THAT(ErrorOf(std::string("\x7f"
                                  "ELF\x02\x01\x01",
                                  7)),
              HasSubstr("7f454c46"));
  EXPECT_THAT(ErrorOf(std::string("\x1f\x8b\x08\x00", 4)), HasSubstr("gzip"));
  EXPECT_THAT(ErrorOf(std::string("\xff\xfe"
                                  "1\0"
                                  "6\0",
                                  6)),
              HasSubstr("UTF-16"));
  EXPECT_THAT(ErrorOf("-----BEGIN CERTIFICATE-----\n"), HasSubstr("PEM"));
  EXPECT_THAT(ErrorOf("CLIENT_RANDOM 00 00\n"), HasSubstr("key log"));
  EXPECT_THAT(ErrorOf(std::string("16 03 01\0 02", 12)), HasSubstr("byte 0x00 at offset 8"));
  EXPECT_THAT(ErrorOf("GET / HTTP/1.1\r\n"), HasSubstr("'GET'"));
  for (const char* bad : {"", "xyz", "\x7f\x01\x02\x03"}) {
    EXPECT_THAT(ErrorOf(bad), HasSubstr("allowed: a pcap or pcapng file"));
  }
}

TEST(Recognition, PassesOverAByteOrderMarkOfUtf8) {
  EXPECT_EQ(MustRead("\xef\xbb\xbf"
                     "16 03 01")
                .conversations.at(0)
                .pieces.at(0)
                .bytes.size(),
            3u);
}

}  // namespace
}  // namespace shakedown
