#include "harness/wire/facts_builder.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

const std::string kRandom(64, '1');

class FactsBuilderTest : public testing::Test {
 protected:
  void Say(Role from, HandshakeType type, const std::string& hex) {
    const Bytes body = FromHex(hex).value();
    builder_.Message(from, {type, body}, false);
  }

  WireFacts facts_;
  FactsBuilder builder_{&facts_};
};

TEST_F(FactsBuilderTest, ListsAMessageThatDoesNotParse) {
  Say(Role::kClient, HandshakeType::kClientHello, "0303");
  ASSERT_EQ(facts_.messages.size(), 1u);
  EXPECT_FALSE(facts_.client_hello);
  EXPECT_EQ(facts_.client_hello_fault, "ClientHello.random");
}

TEST_F(FactsBuilderTest, NamesTheFieldThatMakesAHelloUnreadable) {
  Say(Role::kClient, HandshakeType::kClientHello, "0303" + kRandom + "00 0000 01 00");
  EXPECT_FALSE(facts_.client_hello);
  EXPECT_EQ(facts_.client_hello_fault, "ClientHello.cipher_suites");
}

TEST_F(FactsBuilderTest, AHelloThatCanBeReadHasNoFault) {
  Say(Role::kClient, HandshakeType::kClientHello, "0303" + kRandom + "00 0002 1301 01 00");
  EXPECT_TRUE(facts_.client_hello);
  EXPECT_EQ(facts_.client_hello_fault, "");
}

TEST_F(FactsBuilderTest, KeepsTheFirstClientHelloButTheSecondsKeyShares) {
  const std::string head = "0303" + kRandom + "00 0002 1301 01 00 ";
  Say(Role::kClient, HandshakeType::kClientHello, head + "000a 0033 0006 0004 001d 0000");
  Say(Role::kServer, HandshakeType::kServerHello,
      "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00"
      "000c 002b 0002 0304 0033 0002 0017");
  EXPECT_TRUE(facts_.hello_retry_request);
  EXPECT_EQ(facts_.group, NamedGroup::kSecp256r1);
  Say(Role::kClient, HandshakeType::kClientHello,
      "0303" + kRandom + "00 0002 1302 01 00 000a 0033 0006 0004 0017 0000");
  ASSERT_TRUE(facts_.client_hello);
  EXPECT_EQ(facts_.client_hello->cipher_suites, std::vector{CipherSuite{0x1301}});
  EXPECT_EQ(facts_.client_hello->key_shares, std::vector{NamedGroup::kSecp256r1});
}

TEST_F(FactsBuilderTest, TakesTheServersChangeOfKeysWithoutHelloDoneForResumption) {
  Say(Role::kServer, HandshakeType::kServerHello, "0303" + kRandom + "00 c02f 00");
  Say(Role::kServer, HandshakeType::kNewSessionTicket, "00000000 0001 aa");
  EXPECT_FALSE(facts_.resumed);
  builder_.ChangeCipherSpec(Role::kServer);
  EXPECT_TRUE(facts_.resumed);
}

TEST_F(FactsBuilderTest, TakesAFullHandshakeForNone) {
  Say(Role::kServer, HandshakeType::kServerHello, "0303" + kRandom + "00 c02f 00");
  Say(Role::kServer, HandshakeType::kServerHelloDone, "");
  builder_.ChangeCipherSpec(Role::kClient);
  builder_.ChangeCipherSpec(Role::kServer);
  EXPECT_FALSE(facts_.resumed);
}

TEST_F(FactsBuilderTest, IgnoresChangeCipherSpecInTls13) {
  Say(Role::kServer, HandshakeType::kServerHello,
      "0303" + kRandom + "00 1301 00 0006 002b 0002 0304");
  builder_.ChangeCipherSpec(Role::kServer);
  EXPECT_FALSE(facts_.resumed);
}

TEST_F(FactsBuilderTest, ReadsTheClientsOffer) {
  Say(Role::kClient, HandshakeType::kClientHello,
      "0303" + kRandom +
          "00 0002 1301 01 00 003e"
          "0000 0009 0007 00 0004 686f7374"
          "000a 0006 0004 001d 0017"
          "000d 0004 0002 0403"
          "0010 0005 0003 02 6832"
          "002b 0005 04 0304 0303"
          "0032 0004 0002 0804"
          "dada 0001 00");
  ASSERT_TRUE(facts_.client_hello);
  const ClientHelloFacts& hello = *facts_.client_hello;
  EXPECT_EQ(hello.server_name, "host");
  EXPECT_EQ(hello.groups, (std::vector{NamedGroup::kX25519, NamedGroup::kSecp256r1}));
  EXPECT_EQ(hello.signature_schemes, std::vector{SignatureScheme::kEcdsaSecp256r1Sha256});
  EXPECT_EQ(hello.certificate_signature_schemes, std::vector{SignatureScheme::kRsaPssRsaeSha256});
  EXPECT_EQ(hello.alpn, std::vector<std::string>{"h2"});
  EXPECT_EQ(hello.versions, (std::vector{ProtocolVersion::kTls13, ProtocolVersion::kTls12}));
  EXPECT_EQ(hello.extensions, (std::vector<uint16_t>{0, 10, 13, 16, 43, 50, 0xdada}));
}

TEST_F(FactsBuilderTest, ReadsAlpnOfEitherKindOfServer) {
  Say(Role::kServer, HandshakeType::kEncryptedExtensions, "0009 0010 0005 0003 02 6832");
  EXPECT_EQ(facts_.alpn, "h2");
  facts_.alpn.reset();
  Say(Role::kServer, HandshakeType::kServerHello,
      "0303" + kRandom + "00 c02f 00 0009 0010 0005 0003 02 6832");
  EXPECT_EQ(facts_.alpn, "h2");
}

TEST_F(FactsBuilderTest, CountsTheMessagesBeforeAnAlert) {
  Say(Role::kClient, HandshakeType::kClientHello, "");
  builder_.Alerts(Role::kServer, Bytes{2, 40, 1, 0, 9}, false);
  ASSERT_EQ(facts_.alerts.size(), 2u);
  EXPECT_EQ(facts_.alerts[0].level, AlertLevel::kFatal);
  EXPECT_EQ(facts_.alerts[0].description, AlertDescription::kHandshakeFailure);
  EXPECT_EQ(facts_.alerts[0].messages_before, 1u);
  EXPECT_EQ(facts_.alerts[1].description, AlertDescription::kCloseNotify);
}

}  // namespace
}  // namespace shakedown
