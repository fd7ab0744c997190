#include "harness/wire/encode.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/wire/flight_reader.h"
#include "harness/wire/reencode.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;

std::vector<std::pair<std::string, Bytes>> Corpus(const std::string& folder) {
  std::vector<std::pair<std::string, Bytes>> files;
  for (const auto& file : fs::directory_iterator(SHAKEDOWN_SOURCE_DIR "/corpus/" + folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    files.emplace_back(file.path().filename(), Bytes((std::istreambuf_iterator<char>(in)), {}));
  }
  return files;
}

TEST(Encode, GivesTheMessagesOfRealFlightsBackByteForByte) {
  size_t messages = 0;
  for (const char* folder : {"client_hello", "server_flight"}) {
    for (const auto& [name, stream] : Corpus(folder)) {
      Bytes scratch, again;
      BodyContext context;
      FlightReader flight(stream, &scratch);
      for (HandshakeMessage message; flight.Next(&message) == FlightReader::Item::kMessage;) {
        if (message.type == HandshakeType::kServerHello) {
          const auto hello = ParseServerHello(message.body);
          ASSERT_TRUE(hello) << name;
          context = {hello->version(), KeyExchangeFormOf(hello->cipher_suite)};
        }
        const auto error = Reencode(message.type, message.body, context, &again);
        ASSERT_FALSE(error) << name << ": " << error->field << ": " << error->text;
        EXPECT_EQ(ToHex(again), ToHex(message.body)) << name;
        ++messages;
      }
    }
  }
  EXPECT_GT(messages, 80u);
}

TEST(Encode, WritesHeadersOfMessagesAndRecords) {
  Bytes message, record;
  EXPECT_TRUE(EncodeHandshake(HandshakeType::kFinished, Bytes(3, 0xaa), &message));
  EXPECT_EQ(ToHex(message), "14000003aaaaaa");
  EXPECT_TRUE(EncodeRecord(ContentType::kHandshake, 0x0303, message, &record));
  EXPECT_EQ(ToHex(record), "160303000714000003aaaaaa");
}

TEST(Encode, FailsWhereALengthDoesNotFit) {
  Bytes out;
  EXPECT_FALSE(EncodeRecord(ContentType::kHandshake, 0x0303, Bytes(0x10000), &out));
  ClientHello hello;
  const Bytes session(256);
  hello.session_id = session;
  EXPECT_FALSE(Encode(hello, &out));
}

}  // namespace
}  // namespace shakedown
