#include "harness/link/key_schedule.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

std::string Expand(Hmac* secret, std::string_view label, size_t size) {
  Bytes out(size);
  HkdfExpandLabel(secret, label, out);
  return ToHex(out);
}

TEST(HkdfExpandLabel, GivesTheHandshakeKeysOfRfc8448Section3) {
  Hmac server(HashKind::kSha256,
              Hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"));
  EXPECT_EQ(Expand(&server, "key", 16), "3fce516009c21727d0f2e4e86ee403bc");
  EXPECT_EQ(Expand(&server, "iv", 12), "5d313eb2671276ee13000b30");
  Hmac client(HashKind::kSha256,
              Hex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"));
  EXPECT_EQ(Expand(&client, "key", 16), "dbfaa693d1762c5b666af5d950258d01");
  EXPECT_EQ(Expand(&client, "iv", 12), "5bd3c71b836e0b76bb73265f");
}

// The vector for P_SHA256 that was posted to the TLS working group's list.
TEST(Prf, GivesTheKnownSha256Vector) {
  const Bytes seed = Hex("a0ba9f936cda311827a6f796ffd5198c");
  Bytes out(100);
  Prf(ProtocolVersion::kTls12, HashKind::kSha256, Hex("9bbe436ba940f017b17652849a71db35"),
      "test label", seed, {}, out);
  EXPECT_EQ(ToHex(out),
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b"
            "4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee"
            "42c5a72e5a5110fff70187347b66");
}

TEST(Prf, JoinsThePartsOfItsSeed) {
  const Bytes secret = Hex("0102"), all = Hex("aabbcc"), start = Hex("aa"), end = Hex("bbcc");
  Bytes whole(50), parts(50);
  Prf(ProtocolVersion::kTls10, HashKind::kSha256, secret, "x", all, {}, whole);
  Prf(ProtocolVersion::kTls10, HashKind::kSha256, secret, "x", start, end, parts);
  EXPECT_EQ(whole, parts);
}

// RFC 4231 4.3.
TEST(Hmac, GivesRfc4231AndStartsOver) {
  Hmac hmac(HashKind::kSha384, AsView("Jefe"));
  for (int round = 0; round < 2; ++round) {
    Bytes code(48);
    hmac.Update(AsView("what do ya want "));
    hmac.Update(AsView("for nothing?"));
    hmac.Finish(code);
    EXPECT_EQ(
        ToHex(code),
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239"
        "ecfab21649");
  }
}

}  // namespace
}  // namespace shakedown
