#include "harness/wire/flight_reader.h"

#include <gtest/gtest.h>

#include <random>

namespace shakedown {
namespace {

struct Message {
  uint8_t type;
  Bytes body;

  bool operator==(const Message&) const = default;
};

Bytes Handshake(const std::vector<Message>& messages) {
  Bytes bytes;
  for (const Message& one : messages) {
    const size_t size = one.body.size();
    Append(&bytes, Bytes{one.type, static_cast<uint8_t>(size >> 16),
                         static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)});
    Append(&bytes, one.body);
  }
  return bytes;
}

void AppendRecord(Bytes* stream, uint8_t type, View body) {
  Append(stream, Bytes{type, 3, 3, static_cast<uint8_t>(body.size() >> 8),
                       static_cast<uint8_t>(body.size())});
  Append(stream, body);
}

std::vector<Message> ReadAll(View stream, FlightReader::Item* last, Bytes* scratch) {
  FlightReader flight(stream, scratch);
  std::vector<Message> messages;
  HandshakeMessage message;
  while ((*last = flight.Next(&message)) == FlightReader::Item::kMessage) {
    messages.push_back(
        {static_cast<uint8_t>(message.type), Bytes(message.body.begin(), message.body.end())});
  }
  return messages;
}

TEST(FlightReader, GivesTheSameMessagesHoweverRecordsCutThem) {
  std::mt19937 random(7);
  Bytes scratch;
  for (int round = 0; round < 500; ++round) {
    std::vector<Message> messages;
    for (size_t i = random() % 5; i > 0; --i) {
      messages.push_back({static_cast<uint8_t>(random() % 25), Bytes(random() % 300, 0x5a)});
    }
    const Bytes bytes = Handshake(messages);
    Bytes stream;
    const size_t fixed = random() % 3 == 0 ? 1 : random() % 20 + 1;
    for (View rest = bytes; !rest.empty();) {
      const size_t cut = random() % 4 == 0 ? random() % 400 + 1 : fixed;
      const size_t size = std::min(cut, rest.size());
      AppendRecord(&stream, 22, rest.first(size));
      rest = rest.subspan(size);
    }
    FlightReader::Item last;
    ASSERT_EQ(ReadAll(stream, &last, &scratch), messages) << round;
    ASSERT_EQ(last, FlightReader::Item::kEnd);
  }
}

TEST(FlightReader, AMessageInOneRecordIsNotCopied) {
  Bytes stream, scratch;
  AppendRecord(&stream, 22, Handshake({{1, Bytes(10, 1)}}));
  FlightReader flight(stream, &scratch);
  HandshakeMessage message;
  ASSERT_EQ(flight.Next(&message), FlightReader::Item::kMessage);
  EXPECT_EQ(message.body.data(), stream.data() + 9);
  EXPECT_TRUE(scratch.empty());
}

TEST(FlightReader, ShowsOtherRecordsBetweenMessages) {
  Bytes stream, scratch;
  AppendRecord(&stream, 22, Handshake({{14, {}}}));
  AppendRecord(&stream, 21, Bytes{2, 40});
  FlightReader flight(stream, &scratch);
  HandshakeMessage message;
  ASSERT_EQ(flight.Next(&message), FlightReader::Item::kMessage);
  ASSERT_EQ(flight.Next(&message), FlightReader::Item::kOther);
  EXPECT_EQ(flight.record().type, ContentType::kAlert);
}

TEST(FlightReader, ARecordInsideAMessageIsAStray) {
  const Bytes bytes = Handshake({{1, Bytes(10, 1)}});
  Bytes stream, scratch;
  AppendRecord(&stream, 22, View(bytes).first(6));
  AppendRecord(&stream, 21, Bytes{2, 40});
  FlightReader::Item last;
  EXPECT_TRUE(ReadAll(stream, &last, &scratch).empty());
  EXPECT_EQ(last, FlightReader::Item::kStray);
}

TEST(FlightReader, ALengthThatLiesTakesNoMemory) {
  Bytes stream, scratch;
  AppendRecord(&stream, 22, Bytes{1, 0xff, 0xff, 0xff, 0});
  FlightReader::Item last;
  ReadAll(stream, &last, &scratch);
  EXPECT_EQ(last, FlightReader::Item::kEnd);
  EXPECT_LT(scratch.capacity(), 100u);
}

}  // namespace
}  // namespace shakedown
