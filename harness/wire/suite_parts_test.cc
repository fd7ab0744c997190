#include "harness/wire/suite_parts.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

CipherSuite Suite(std::string_view name) {
  return CipherSuite{NumberOf(CipherSuites(), name).value()};
}

TEST(SplitSuite, TakesNamesApart) {
  const SuiteParts cbc = SplitSuite(Suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_EQ(cbc.key_exchange, "ECDHE_RSA");
  EXPECT_EQ(cbc.cipher, "AES_128_CBC");
  EXPECT_EQ(cbc.hash, "SHA");
  const SuiteParts tls13 = SplitSuite(Suite("TLS_AES_256_GCM_SHA384"));
  EXPECT_EQ(tls13.key_exchange, "");
  EXPECT_EQ(tls13.cipher, "AES_256_GCM");
  EXPECT_EQ(tls13.hash, "SHA384");
  const SuiteParts ccm = SplitSuite(Suite("TLS_RSA_WITH_AES_128_CCM_8"));
  EXPECT_EQ(ccm.cipher, "AES_128_CCM_8");
  EXPECT_EQ(ccm.hash, "");
}

TEST(SplitSuite, FindsNothingInSignalsAndUnknownNumbers) {
  EXPECT_EQ(SplitSuite(Suite("TLS_FALLBACK_SCSV")).cipher, "");
  EXPECT_EQ(SplitSuite(CipherSuite{0x0a0a}).cipher, "");
}

TEST(KeyExchangeForm, FollowsTheKeyExchange) {
  const auto ecdhe = KeyExchangeFormOf(Suite("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
  EXPECT_EQ(ecdhe.key_exchange, KeyExchange::kEcdhe);
  EXPECT_TRUE(ecdhe.signed_params);
  const auto anonymous = KeyExchangeFormOf(Suite("TLS_DH_anon_WITH_AES_128_CBC_SHA"));
  EXPECT_EQ(anonymous.key_exchange, KeyExchange::kDhe);
  EXPECT_FALSE(anonymous.signed_params);
  const auto psk = KeyExchangeFormOf(Suite("TLS_DHE_PSK_WITH_AES_128_CBC_SHA"));
  EXPECT_EQ(psk.key_exchange, KeyExchange::kDhe);
  EXPECT_TRUE(psk.psk);
  EXPECT_FALSE(psk.signed_params);
  const auto rsa = KeyExchangeFormOf(Suite("TLS_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_EQ(rsa.key_exchange, KeyExchange::kRsa);
  const auto fixed = KeyExchangeFormOf(Suite("TLS_ECDH_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_EQ(fixed.key_exchange, KeyExchange::kOther);
}

}  // namespace
}  // namespace shakedown
