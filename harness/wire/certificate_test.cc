#include "harness/wire/certificate.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

TEST(Certificate, HasTwoForms) {
  const Bytes older = Hex("000009 000002 aabb 000001 cc");
  const auto tls12 = ParseCertificate(older, ProtocolVersion::kTls12);
  ASSERT_TRUE(tls12);
  EXPECT_EQ(tls12->chain.size(), 2u);
  const Bytes body = Hex("01 07 000007 000002 aabb 0000");
  const auto tls13 = ParseCertificate(body, ProtocolVersion::kTls13);
  ASSERT_TRUE(tls13);
  EXPECT_EQ(ToHex(tls13->request_context), "07");
  ASSERT_EQ(tls13->chain.size(), 1u);
  EXPECT_EQ(ToHex(tls13->chain.front().der), "aabb");
  EXPECT_FALSE(ParseCertificate(body, ProtocolVersion::kTls12));
}

TEST(RawPublicKey, IsOneKeyAndNothingElse) {
  const Bytes sound = Hex("000004 30020500");
  const auto key = ParseRawPublicKey(sound);
  ASSERT_TRUE(key);
  EXPECT_EQ(ToHex(*key), "30020500");
  for (const char* wrong : {"", "0000", "000000", "000005 30020500", "000003 30020500"}) {
    const Bytes body = Hex(wrong);
    const auto refused = ParseRawPublicKey(body);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().offset, 0u);
    EXPECT_EQ(refused.error().alert, AlertDescription::kDecodeError);
  }
}

TEST(CertificateRequest, HasThreeForms) {
  const Bytes tls11 = Hex("02 0140 0006 0004 30020500");
  const auto one = ParseCertificateRequest(tls11, ProtocolVersion::kTls11);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->ca_names.size(), 1u);
  EXPECT_EQ(ToHex(one->ca_names.front()), "30020500");
  const Bytes tls12 = Hex("02 0140 0004 04030401 0000");
  const auto two = ParseCertificateRequest(tls12, ProtocolVersion::kTls12);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->signature_schemes.size(), 2u);
  const Bytes tls13 = Hex("00 0012 000d 0004 00020804 002f 0006 0004 0002 3000");
  const auto three = ParseCertificateRequest(tls13, ProtocolVersion::kTls13);
  ASSERT_TRUE(three);
  EXPECT_EQ(three->signature_schemes.As<SignatureScheme>(),
            std::vector{SignatureScheme::kRsaPssRsaeSha256});
  ASSERT_EQ(three->ca_names.size(), 1u);
  EXPECT_EQ(ToHex(three->ca_names.front()), "3000");
}

TEST(CertificateRequest, LeavesNothingOfTheMessageBeforeIt) {
  const Bytes tls13 = Hex("01 09 0012 000d 0004 00020804 002f 0006 0004 0002 3000");
  const Bytes tls12 = Hex("01 40 0002 0403 0000"), tls11 = Hex("01 01 0000");
  CertificateRequest request;
  ParseError error;
  ASSERT_TRUE(ParseCertificateRequest(tls13, ProtocolVersion::kTls13, &request, &error));
  EXPECT_EQ(ToHex(request.request_context), "09");
  ASSERT_TRUE(ParseCertificateRequest(tls12, ProtocolVersion::kTls12, &request, &error));
  EXPECT_TRUE(request.request_context.empty());
  EXPECT_TRUE(request.extensions.empty());
  EXPECT_TRUE(request.ca_names.empty());
  EXPECT_EQ(request.signature_schemes.size(), 1u);
  ASSERT_TRUE(ParseCertificateRequest(tls11, ProtocolVersion::kTls11, &request, &error));
  EXPECT_TRUE(request.signature_schemes.empty());
  ASSERT_TRUE(ParseCertificateRequest(tls13, ProtocolVersion::kTls13, &request, &error));
  EXPECT_TRUE(request.certificate_types.empty());
}

TEST(CertificateRequest, EachBrokenRuleOfTls12IsNamed) {
  const struct {
    const char *body, *field;
    size_t offset;
  } cases[] = {
      {"", "CertificateRequest.certificate_types", 0},
      {"00 0002 0403 0000", "CertificateRequest.certificate_types", 0},
      {"02 40", "CertificateRequest.certificate_types", 0},
      {"01 40 0000 0000", "CertificateRequest.supported_signature_algorithms", 2},
      {"01 40 0003 040304 0000", "CertificateRequest.supported_signature_algorithms", 2},
      {"01 40 0004 0403", "CertificateRequest.supported_signature_algorithms", 2},
      {"01 40 0002 0403", "CertificateRequest.certificate_authorities", 6},
      {"01 40 0002 0403 0001", "CertificateRequest.certificate_authorities", 6},
      {"01 40 0002 0403 0002 0000", "CertificateRequest.certificate_authorities", 8},
      {"01 40 0002 0403 0005 0001 30 0002", "CertificateRequest.certificate_authorities", 11}};
  for (const auto& [body, field, offset] : cases) {
    const auto request = ParseCertificateRequest(Hex(body), ProtocolVersion::kTls12);
    ASSERT_FALSE(request) << body;
    EXPECT_STREQ(request.error().field, field) << body;
    EXPECT_EQ(request.error().offset, offset) << body;
    EXPECT_EQ(request.error().alert, AlertDescription::kDecodeError) << body;
  }
}

TEST(Certificate, LeavesNothingOfTheMessageBeforeIt) {
  const Bytes tls13 = Hex("01 07 000007 000002 aabb 0000"), tls12 = Hex("000004 000001 cc");
  CertificateMessage message;
  ParseError error;
  ASSERT_TRUE(ParseCertificate(tls13, ProtocolVersion::kTls13, &message, &error));
  ASSERT_TRUE(ParseCertificate(tls12, ProtocolVersion::kTls12, &message, &error));
  EXPECT_TRUE(message.request_context.empty());
  ASSERT_EQ(message.chain.size(), 1u);
  EXPECT_EQ(ToHex(message.chain.front().der), "cc");
}

TEST(Certificate, TellsTheEntryThatDoesNotFit) {
  const struct {
    const char* body;
    size_t offset;
  } cases[] = {{"000009 000001 aa 000002 bb", 0},
               {"000008 000001 aa 000002 bb", 7},
               {"000009 000001 aa 000003 bbbb", 7},
               {"000007 000001 aa 000000", 7},
               {"000006 000001 aa 0000", 7}};
  for (const auto& [body, offset] : cases) {
    const auto message = ParseCertificate(Hex(body), ProtocolVersion::kTls12);
    ASSERT_FALSE(message) << body;
    EXPECT_EQ(message.error().offset, offset) << body;
  }
}

TEST(CertificateVerify, HasASchemeSinceTls12) {
  const Bytes body = Hex("0804 0002 abcd");
  EXPECT_EQ(ParseCertificateVerify(body, ProtocolVersion::kTls13)->signature_scheme,
            SignatureScheme::kRsaPssRsaeSha256);
  EXPECT_FALSE(ParseCertificateVerify(Hex("0002 abcd"), ProtocolVersion::kTls11)->signature_scheme);
}

TEST(Certificate, IsNeverEmpty) {
  const auto message = ParseCertificate(Hex("000003 000000"), ProtocolVersion::kTls12);
  ASSERT_FALSE(message);
  EXPECT_STREQ(message.error().field, "Certificate.cert_data");
  EXPECT_EQ(message.error().offset, 3u);
}

TEST(Certificate, TellsAMisplacedExtension) {
  // supported_groups beside a certificate.
  const auto message =
      ParseCertificate(Hex("00 00000e 000001 aa 0008 000a 0004 0002001d"), ProtocolVersion::kTls13);
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().alert, AlertDescription::kIllegalParameter);
}

TEST(CertificateRequest, OfTls13NamesSchemes) {
  const auto request = ParseCertificateRequest(Hex("00 0000"), ProtocolVersion::kTls13);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().alert, AlertDescription::kMissingExtension);
}

TEST(CertificateStatus, HoldsAResponse) {
  EXPECT_EQ(ToHex(ParseCertificateStatus(Hex("01 000002 3000"))->response), "3000");
  EXPECT_FALSE(ParseCertificateStatus(Hex("01 000000")));
  EXPECT_FALSE(ParseCertificateStatus(Hex("01 000001 3000")));
}

TEST(CompressedCertificate, SaysHowLongItWillBe) {
  const Bytes body = Hex("0002 000400 000002 abcd");
  const auto message = ParseCompressedCertificate(body);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->uncompressed_length, 1024u);
  EXPECT_EQ(ToHex(message->compressed), "abcd");
}

}  // namespace
}  // namespace shakedown
