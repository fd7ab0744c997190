#include "harness/wire/session_messages.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(NewSessionTicket, HasTwoForms) {
  EXPECT_EQ(ParseNewSessionTicket(Hex("00000e10 0002 abcd"), ProtocolVersion::kTls12)->lifetime,
            3600u);
  const Bytes body = Hex("00000e10 01020304 01 00 0002 abcd 0000");
  const auto ticket = ParseNewSessionTicket(body, ProtocolVersion::kTls13);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ToHex(ticket->ticket), "abcd");
}

TEST(NewSessionTicket, LivesAtMostAWeek) {
  const auto ticket =
      ParseNewSessionTicket(Hex("00093a81 01020304 01 00 0002 abcd 0000"), ProtocolVersion::kTls13);
  ASSERT_FALSE(ticket);
  EXPECT_EQ(ticket.error().alert, AlertDescription::kIllegalParameter);
}

TEST(KeyUpdate, IsOneByteOfTwoValues) {
  EXPECT_EQ(ParseKeyUpdate(Hex("01")), true);
  EXPECT_EQ(ParseKeyUpdate(Hex("00")), false);
  EXPECT_EQ(ParseKeyUpdate(Hex("02")).error().alert, AlertDescription::kIllegalParameter);
  EXPECT_EQ(ParseKeyUpdate({}).error().alert, AlertDescription::kDecodeError);
}

TEST(Finished, HasTheSizeOfItsHash) {
  EXPECT_TRUE(ParseFinished(Bytes(12), 12));
  EXPECT_FALSE(ParseFinished(Bytes(11), 12));
  EXPECT_TRUE(ParseFinished(Bytes(48), std::nullopt));
}

TEST(ServerHelloDone, HasNothingInIt) {
  EXPECT_FALSE(CheckEmpty(HandshakeType::kServerHelloDone, {}));
  EXPECT_STREQ(CheckEmpty(HandshakeType::kServerHelloDone, Hex("00"))->clause, "RFC 5246 7.4.5");
}

}  // namespace
}  // namespace shakedown
