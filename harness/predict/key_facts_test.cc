#include "harness/predict/key_facts.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

using enum SignatureScheme;

using enum ProtocolVersion;

bool Signs(KeyType key, SignatureScheme scheme, ProtocolVersion version) {
  return CanSign(FactsOf(key), scheme, version);
}

TEST(CanSign, Tls13BindsAnEcdsaSchemeToOneCurve) {
  EXPECT_TRUE(Signs(KeyType::kSecp521r1, kEcdsaSecp521r1Sha512, kTls13));
  EXPECT_FALSE(Signs(KeyType::kSecp521r1, kEcdsaSecp256r1Sha256, kTls13));
  EXPECT_TRUE(Signs(KeyType::kSecp521r1, kEcdsaSecp256r1Sha256, kTls12));
}

TEST(CanSign, Tls13KeepsPkcs1OutOfHandshakes) {
  EXPECT_FALSE(Signs(KeyType::kRsa2048, kRsaPkcs1Sha256, kTls13));
  EXPECT_TRUE(Signs(KeyType::kRsa2048, kRsaPkcs1Sha256, kTls12));
}

TEST(CanSign, ASmallRsaKeyCannotHoldPssWithSha512) {
  EXPECT_FALSE(Signs(KeyType::kRsa1024, kRsaPssRsaeSha512, kTls13));
  EXPECT_TRUE(Signs(KeyType::kRsa1024, kRsaPssRsaeSha384, kTls13));
}

TEST(CanSign, Secp256k1HasNoSchemeInTls13) {
  for (const CodePoint& scheme : SignatureSchemes()) {
    EXPECT_FALSE(Signs(KeyType::kSecp256k1, static_cast<SignatureScheme>(scheme.number), kTls13));
  }
}

TEST(CanSign, BrainpoolHasTheSchemesOfRfc8734) {
  EXPECT_TRUE(Signs(KeyType::kBrainpoolP256r1, SignatureScheme{0x081a}, kTls13));
  EXPECT_FALSE(Signs(KeyType::kBrainpoolP256r1, SignatureScheme{0x081b}, kTls13));
}

TEST(CanSign, APssKeyMakesOnlyItsOwnKind) {
  EXPECT_TRUE(Signs(KeyType::kRsaPss2048, kRsaPssPssSha256, kTls13));
  EXPECT_FALSE(Signs(KeyType::kRsaPss2048, kRsaPssRsaeSha256, kTls13));
  EXPECT_FALSE(Signs(KeyType::kRsaPss2048, kRsaPkcs1Sha256, kTls12));
}

// IANA numbers.
constexpr CipherSuite kRsa{0x009c}, kEcdheRsa{0xc02f}, kEcdheEcdsa{0xc02b}, kAnon{0xc018};

TEST(CanAuthenticate, FollowsTheNameOfTheSuite) {
  const auto can = [](KeyType key, CipherSuite suite) {
    return CanAuthenticate(FactsOf(key), FactsOf(suite));
  };
  EXPECT_TRUE(can(KeyType::kRsa2048, kEcdheRsa));
  EXPECT_FALSE(can(KeyType::kRsa2048, kEcdheEcdsa));
  EXPECT_TRUE(can(KeyType::kSecp384r1, kEcdheEcdsa));
  EXPECT_TRUE(can(KeyType::kEd25519, kEcdheEcdsa));
  EXPECT_FALSE(can(KeyType::kSecp256r1, kAnon));
  // A PSS key signs and does not decrypt.
  EXPECT_TRUE(can(KeyType::kRsaPss2048, kEcdheRsa));
  EXPECT_FALSE(can(KeyType::kRsaPss2048, kRsa));
}

}  // namespace
}  // namespace shakedown
