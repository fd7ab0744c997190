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
