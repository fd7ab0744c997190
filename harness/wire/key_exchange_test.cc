#include "harness/wire/key_exchange.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(ServerKeyExchange, HasASchemeOnlyInTls12) {
  const KeyExchangeForm form{KeyExchange::kEcdhe, true, false};
  const Bytes tls12 = Hex("03 0017 02 0405 0403 0001 ff");
  const auto exchange = ParseServerKeyExchange(tls12, ProtocolVersion::kTls12, form);
  ASSERT_TRUE(exchange);
  EXPECT_EQ(exchange->group, NamedGroup::kSecp256r1);
  EXPECT_EQ(exchange->signature_scheme, SignatureScheme::kEcdsaSecp256r1Sha256);
  const Bytes tls11 = Hex("03 0017 02 0405 0001 ff");
  const auto older = ParseServerKeyExchange(tls11, ProtocolVersion::kTls11, form);
  ASSERT_TRUE(older);
  EXPECT_FALSE(older->signature_scheme);
  EXPECT_FALSE(ParseServerKeyExchange(tls11, ProtocolVersion::kTls12, form));
}

TEST(ServerKeyExchange, WithoutSignatureEndsAfterTheKey) {
  const KeyExchangeForm form{KeyExchange::kDhe, false, true};
  const Bytes body = Hex("0001 41 0001 17 0001 05 0001 08");
  const auto exchange = ParseServerKeyExchange(body, ProtocolVersion::kTls12, form);
  ASSERT_TRUE(exchange);
  EXPECT_EQ(ToHex(exchange->prime), "17");
  EXPECT_FALSE(exchange->group);
}

TEST(ServerKeyExchange, LeavesNothingOfTheMessageBeforeIt) {
  const Bytes dhe = Hex("0002 4142 0001 17 0001 05 0001 08 0403 0001 ff"), other = Hex("abcd");
  const Bytes ecdhe = Hex("03 0017 02 0405"), private_curve = Hex("f8 00");
  ServerKeyExchange exchange;
  ParseError error;
  const auto read = [&](View body, const KeyExchangeForm& form) {
    return ParseServerKeyExchange(body, ProtocolVersion::kTls12, form, &exchange, &error);
  };
  ASSERT_TRUE(read(dhe, {KeyExchange::kDhe, true, true}));
  EXPECT_EQ(ToHex(exchange.psk_identity_hint), "4142");
  EXPECT_EQ(ToHex(exchange.signature), "ff");
  ASSERT_TRUE(read(other, {}));
  EXPECT_EQ(ToHex(exchange.unread), "abcd");
  EXPECT_TRUE(exchange.psk_identity_hint.empty());
  EXPECT_TRUE(exchange.prime.empty());
  ASSERT_TRUE(read(ecdhe, {KeyExchange::kEcdhe, false, false}));
  EXPECT_EQ(exchange.group, NamedGroup::kSecp256r1);
  EXPECT_EQ(ToHex(exchange.public_key), "0405");
  EXPECT_TRUE(exchange.unread.empty());
  EXPECT_TRUE(exchange.generator.empty());
  EXPECT_TRUE(exchange.signature.empty());
  EXPECT_FALSE(exchange.signature_scheme);
  ASSERT_TRUE(read(private_curve, {KeyExchange::kEcdhe, true, false}));
  EXPECT_FALSE(exchange.group);
  EXPECT_TRUE(exchange.public_key.empty());
  EXPECT_EQ(ToHex(exchange.unread), "f800");
}

TEST(ServerKeyExchange, KeepsTheHintBeforeACurveOfSomebodysOwn) {
  const Bytes private_curve = Hex("0002 4142 f9 00");
  const auto exchange = ParseServerKeyExchange(private_curve, ProtocolVersion::kTls12,
                                               {KeyExchange::kEcdhe, false, true});
  ASSERT_TRUE(exchange);
  EXPECT_EQ(ToHex(exchange->psk_identity_hint), "4142");
  EXPECT_EQ(ToHex(exchange->unread), "f900");
}

TEST(ServerKeyExchange, EachBrokenRuleOfEcdheIsNamed) {
  const struct {
    const char *body, *field;
    size_t offset;
  } cases[] = {{"", "ServerKeyExchange.curve_type", 0},
               {"03 00", "ServerKeyExchange.point", 1},
               {"03 0017 00", "ServerKeyExchange.point", 1},
               {"03 0017 03 0405", "ServerKeyExchange.point", 1},
               {"03 0017 02 0405 04", "ServerKeyExchange.algorithm", 6},
               {"03 0017 02 0405 0403 0002 ff", "ServerKeyExchange.signature", 8},
               {"03 0017 02 0405 0403 0001 ff 00", "ServerKeyExchange", 11}};
  for (const auto& [body, field, offset] : cases) {
    const auto exchange = ParseServerKeyExchange(Hex(body), ProtocolVersion::kTls12,
                                                 {KeyExchange::kEcdhe, true, false});
    ASSERT_FALSE(exchange) << body;
    EXPECT_STREQ(exchange.error().field, field) << body;
    EXPECT_EQ(exchange.error().offset, offset) << body;
    EXPECT_EQ(exchange.error().alert, AlertDescription::kDecodeError) << body;
  }
}

TEST(ServerKeyExchange, MayNotSpellACurveOut) {
  for (const char* const body : {"01 00", "02 00"}) {
    const auto exchange = ParseServerKeyExchange(Hex(body), ProtocolVersion::kTls12,
                                                 {KeyExchange::kEcdhe, true, false});
    ASSERT_FALSE(exchange) << body;
    EXPECT_STREQ(exchange.error().field, "ServerKeyExchange.curve_type");
    EXPECT_EQ(exchange.error().alert, AlertDescription::kIllegalParameter);
    EXPECT_EQ(exchange.error().offset, 0u);
  }
}

// RFC 7919 A.1, the whole prime.
TEST(FfdheGroup, KnowsThePrimesOfRfc7919) {
  const Bytes ffdhe2048 =
      Hex("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1D8B9C583CE2D3695A9E13641146433FBCC939DCE"
          "249B3EF97D2FE363630C75D8F681B202AEC4617AD3DF1ED5D5FD65612433F51F5F066ED0856365553DED1AF3"
          "B557135E7F57C935984F0C70E0E68B77E2A689DAF3EFE8721DF158A136ADE73530ACCA4F483A797ABC0AB182"
          "B324FB61D108A94BB2C8E3FBB96ADAB760D7F4681D4F42A3DE394DF4AE56EDE76372BB190B07A7C8EE0A6D70"
          "9E02FCE1CDF7E2ECC03404CD28342F619172FE9CE98583FF8E4F1232EEF28183C3FE3B1B4C6FAD733BB5FCBC"
          "2EC22005C58EF1837D1683B2C6F34A26C1B2EFFA886B423861285C97FFFFFFFFFFFFFFFF");
  ASSERT_EQ(ffdhe2048.size(), 256u);
  EXPECT_EQ(FfdheGroup(ffdhe2048), NamedGroup::kFfdhe2048);
  Bytes other = ffdhe2048;
  other[245] ^= 1;
  EXPECT_FALSE(FfdheGroup(other));
  EXPECT_FALSE(FfdheGroup({}));
}

TEST(ClientKeyExchange, HasTheFormOfItsSuite) {
  const Bytes point = Hex("02 0405");
  EXPECT_EQ(ToHex(ParseClientKeyExchange(point, ProtocolVersion::kTls12,
                                         {KeyExchange::kEcdhe, true, false})
                      ->exchange_keys),
            "0405");
  const Bytes secret = Hex("0002 abcd");
  EXPECT_EQ(ToHex(ParseClientKeyExchange(secret, ProtocolVersion::kTls12, {KeyExchange::kRsa})
                      ->exchange_keys),
            "abcd");
  EXPECT_EQ(ToHex(ParseClientKeyExchange(secret, ProtocolVersion::kSsl30, {KeyExchange::kRsa})
                      ->exchange_keys),
            "0002abcd");
  EXPECT_FALSE(ParseClientKeyExchange(Hex("02 0405 00"), ProtocolVersion::kTls12,
                                      {KeyExchange::kEcdhe, true, false}));
}

}  // namespace
}  // namespace shakedown
