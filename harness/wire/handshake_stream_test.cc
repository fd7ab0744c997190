#include "harness/wire/handshake_stream.h"

#include <gtest/gtest.h>

#include <string>

namespace shakedown {
namespace {

// Two messages: type 1 with three bytes, type 2 with none, and type 3 with one.
const Bytes kStream = {1, 0, 0, 3, 'a', 'b', 'c', 2, 0, 0, 0, 3, 0, 0, 1, 'd'};

std::string Taken(HandshakeStream* stream) {
  std::string text;
  for (HandshakeMessage message; stream->Next(&message);) {
    text += std::to_string(static_cast<int>(message.type)) + ":";
    text += AsText(message.body);
    text += ";";
  }
  return text;
}

TEST(HandshakeStream, TakesCoalescedMessages) {
  HandshakeStream stream;
  stream.Add(kStream);
  EXPECT_EQ(Taken(&stream), "1:abc;2:;3:d;");
}

TEST(HandshakeStream, GivesTheSameHoweverTheBytesAreCut) {
  for (size_t first = 0; first <= kStream.size(); ++first) {
    for (size_t second = first; second <= kStream.size(); ++second) {
      HandshakeStream stream;
      std::string taken;
      const View all(kStream);
      for (View part :
           {all.first(first), all.subspan(first, second - first), all.subspan(second)}) {
        stream.Add(part);
        taken += Taken(&stream);
      }
      ASSERT_EQ(taken, "1:abc;2:;3:d;") << first << " " << second;
    }
  }
}

TEST(HandshakeStream, DoesNotCopyAWholeMessage) {
  HandshakeStream stream;
  stream.Add(kStream);
  HandshakeMessage message;
  ASSERT_TRUE(stream.Next(&message));
  EXPECT_EQ(message.body.data(), kStream.data() + 4);
}

}  // namespace
}  // namespace shakedown
