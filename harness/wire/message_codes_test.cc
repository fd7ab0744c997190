#include "harness/wire/message_codes.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(MessageCodes, HaveTheNamesOfTheirSpecifications) {
  EXPECT_EQ(NameOf(CertificateType{2}), "Raw Public Key");                    // RFC 7250
  EXPECT_EQ(NameOf(ClientCertificateType{64}), "ecdsa_sign");                 // RFC 8422
  EXPECT_EQ(NameOf(ClientCertificateType{6}), "dss_ephemeral_dh_RESERVED");   // RFC 5246
  EXPECT_EQ(NameOf(CompressionMethod{1}), "DEFLATE");                         // RFC 3749
  EXPECT_EQ(NameOf(CertificateCompressionAlgorithm{2}), "brotli");            // RFC 8879
  EXPECT_EQ(NameOf(PskKeyExchangeMode{1}), "psk_dhe_ke");                     // RFC 8446
  EXPECT_EQ(NameOf(EcPointFormat{0}), "uncompressed");                        // RFC 8422
  EXPECT_EQ(NameOf(EcCurveType{3}), "named_curve");                           // RFC 8422
  EXPECT_EQ(NameOf(KeyUpdateRequest{1}), "update_requested");                 // RFC 8446
  EXPECT_EQ(NameOf(HashAlgorithm{4}), "sha256");                              // RFC 5246
  EXPECT_EQ(NameOf(SignatureAlgorithm{3}), "ecdsa");                          // RFC 5246
  EXPECT_EQ(NameOf(CertificateStatusType{1}), "ocsp");                        // RFC 6066
  EXPECT_EQ(NameOf(HeartbeatMode{2}), "peer_not_allowed_to_send");            // RFC 6520
  EXPECT_EQ(NameOf(SrtpProtectionProfile{0x0007}), "SRTP_AEAD_AES_128_GCM");  // RFC 7714
  EXPECT_EQ(NameOf(HpkeKem{0x0020}), "DHKEM(X25519, HKDF-SHA256)");           // RFC 9180
}

// RFC 6066 4: the code is the power of two above 256.
TEST(MessageCodes, NameAMaximumFragmentByItsLength) {
  for (unsigned code = 1; code <= 4; ++code) {
    EXPECT_EQ(NameOf(static_cast<MaxFragmentLength>(code)), std::to_string(256 << code));
  }
}

TEST(MessageCodes, GiveTheNumberOfWhatHasNoName) {
  EXPECT_EQ(NameOf(EcPointFormat{11}), "11");
  EXPECT_EQ(NameOf(PskKeyExchangeMode{0x0b}), "11");
  EXPECT_EQ(NameOf(CertificateCompressionAlgorithm{0x4001}), "0x4001");
}

// RFC 5246 7.4.1.4.1: a scheme of TLS 1.2 is a hash and a signature algorithm.
TEST(MessageCodes, AreTheTwoHalvesOfAScheme) {
  const auto scheme = static_cast<uint16_t>(SignatureScheme::kEcdsaSecp521r1Sha512);
  EXPECT_EQ(HashAlgorithm{static_cast<uint8_t>(scheme >> 8)}, HashAlgorithm::kSha512);
  EXPECT_EQ(SignatureAlgorithm{static_cast<uint8_t>(scheme & 0xff)}, SignatureAlgorithm::kEcdsa);
}

}  // namespace
}  // namespace shakedown
