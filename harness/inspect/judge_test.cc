#include "harness/inspect/judge.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(Judge, CountsTheOffsetFromTheStartOfTheMessage) {
  // Three bytes of cipher suites.
  const Bytes hello = Hex("01 00002a 0303" + std::string(64, '1') + "00 0003 130113 01 00");
  const auto error = Judge(hello, {});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->alert, AlertDescription::kDecodeError);
  EXPECT_GE(error->offset, 4u + 2 + 32 + 1);
  EXPECT_LE(error->offset, hello.size());
}

TEST(Judge, HasNothingToSayOfAGoodMessage) {
  EXPECT_FALSE(Judge(Hex("01 000029 0303" + std::string(64, '1') + "00 0002 1301 01 00"), {}));
  EXPECT_FALSE(Judge(Hex("0e 000000"), {}));
  EXPECT_FALSE(Judge(Bytes(), {}));
}

TEST(Judge, WantsACertificateOfAServerInTls13) {
  const Bytes empty = Hex("0b 000004 00 000000");
  const MessageContext server = {.from = Role::kServer, .version = ProtocolVersion::kTls13};
  ASSERT_TRUE(Judge(empty, server));
  EXPECT_EQ(Judge(empty, server)->alert, AlertDescription::kDecodeError);
  EXPECT_FALSE(Judge(empty, {.from = Role::kClient, .version = ProtocolVersion::kTls13}));
}

TEST(Judge, WantsOneRawPublicKeyWhereThatWasAgreed) {
  MessageContext context = {.from = Role::kClient, .version = ProtocolVersion::kTls12};
  context.client_certificate = CertificateType::kRawPublicKey;
  EXPECT_FALSE(Judge(Hex("0b 000007 000004 30020500"), context));
  EXPECT_FALSE(Judge(Hex("0b 000003 000000"), context)) << "a client that has none";
  EXPECT_TRUE(Judge(Hex("0b 000007 000003 30020500"), context));
  context.from = Role::kServer;
  EXPECT_TRUE(Judge(Hex("0b 000007 000004 30020500"), context)) << "the server's is X.509";
  context.version = ProtocolVersion::kTls13;
  context.server_certificate = CertificateType::kRawPublicKey;
  const std::string entry = "000004 30020500 0000";
  EXPECT_FALSE(Judge(Hex("0b 00000d 00 000009" + entry), context));
  const auto two = Judge(Hex("0b 000016 00 000012" + entry + entry), context);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->alert, AlertDescription::kIllegalParameter);
  EXPECT_EQ(two->offset, 5u);
}

TEST(Judge, KnowsTheSizeOfFinished) {
  const auto refused = [](size_t size, ProtocolVersion version, uint16_t suite) {
    Bytes message = {20, 0, 0, static_cast<uint8_t>(size)};
    message.resize(message.size() + size);
    return Judge(message, {.version = version, .cipher_suite = CipherSuite{suite}}).has_value();
  };
  EXPECT_FALSE(refused(12, ProtocolVersion::kTls12, 0xc030));
  EXPECT_TRUE(refused(5, ProtocolVersion::kTls12, 0xc030));
  EXPECT_TRUE(refused(0, ProtocolVersion::kTls10, 0x002f));
  EXPECT_FALSE(refused(36, ProtocolVersion::kSsl30, 0x002f));
  EXPECT_FALSE(refused(32, ProtocolVersion::kTls13, 0x1301));
  EXPECT_FALSE(refused(48, ProtocolVersion::kTls13, 0x1302));
  EXPECT_TRUE(refused(32, ProtocolVersion::kTls13, 0x1302));
  EXPECT_FALSE(refused(64, ProtocolVersion::kTls13, 0x13ff)) << "a suite whose hash is not known";
}

TEST(JudgeAlert, WantsTwoBytes) {
  EXPECT_FALSE(JudgeAlert(Hex("0228")));
  EXPECT_EQ(JudgeAlert(Hex("02"))->alert, AlertDescription::kDecodeError);
  EXPECT_EQ(JudgeAlert(Hex("022800"))->offset, 2u);
}

TEST(JudgeChangeCipherSpec, WantsTheByteOne) {
  EXPECT_FALSE(JudgeChangeCipherSpec(Hex("01")));
  EXPECT_EQ(JudgeChangeCipherSpec(Hex("02"))->alert, AlertDescription::kUnexpectedMessage);
  EXPECT_EQ(JudgeChangeCipherSpec(Hex("0101"))->offset, 1u);
}

}  // namespace
}  // namespace shakedown
