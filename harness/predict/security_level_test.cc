#include "harness/predict/security_level.h"

#include <gtest/gtest.h>

#include "harness/predict/common.h"
#include "harness/predict/side.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

TEST(IsTooWeak, Sha1CountsAtLevel0Alone) {
  EXPECT_FALSE(IsTooWeak(SignatureScheme::kRsaPkcs1Sha1, 0));
  EXPECT_TRUE(IsTooWeak(SignatureScheme::kRsaPkcs1Sha1, 1));
  EXPECT_TRUE(IsTooWeak(SignatureScheme::kEcdsaSha1, 2));
  EXPECT_FALSE(IsTooWeak(SignatureScheme::kRsaPkcs1Sha256, 2));
  EXPECT_FALSE(IsTooWeak(SignatureScheme::kEd25519, 2));
}

TEST(IsTooWeak, AModulusOf1024BitsIsFromLevel2On) {
  EXPECT_FALSE(IsTooWeak(FactsOf(KeyType::kRsa1024), 1));
  EXPECT_TRUE(IsTooWeak(FactsOf(KeyType::kRsa1024), 2));
  EXPECT_FALSE(IsTooWeak(FactsOf(KeyType::kRsa2048), 2));
  EXPECT_FALSE(IsTooWeak(FactsOf(KeyType::kSecp256r1), 2));
}

TEST(IsTooWeakAboveLeaf, IssuersAndTheirSignaturesCountAndARootsOwnDoesNot) {
  CertificateSpec spec;
  spec.key = KeyType::kRsa2048;
  spec.issuer = "rsa-ca";
  EXPECT_FALSE(IsTooWeakAboveLeaf(FactsOf(spec, Role::kServer), 2));
  spec.issuer = "rsa1024-ca";
  EXPECT_TRUE(IsTooWeakAboveLeaf(FactsOf(spec, Role::kServer), 2));
  EXPECT_FALSE(IsTooWeakAboveLeaf(FactsOf(spec, Role::kServer), 1));
  spec.issuer = "rsa-ca";
  spec.faults = {CertificateFault::kSha1Signature};
  EXPECT_TRUE(IsTooWeakAboveLeaf(FactsOf(spec, Role::kServer), 1));
}

TEST(MakeSide, ALevelTakesSha1OffTheListsOfStacksThatHaveLevels) {
  Capabilities client;
  client.security_level = 1;
  const auto openssl = MakeSide(client, Role::kClient, TestProfile("openssl"));
  EXPECT_FALSE(Holds(openssl->schemes, SignatureScheme::kRsaPkcs1Sha1));
  EXPECT_FALSE(Holds(openssl->signing, SignatureScheme::kRsaPkcs1Sha1));
  EXPECT_EQ(openssl->security_level, 1);
  const auto gnutls = MakeSide(client, Role::kClient, TestProfile("gnutls"));
  EXPECT_TRUE(Holds(gnutls->schemes, SignatureScheme::kRsaPkcs1Sha1));
  EXPECT_EQ(gnutls->security_level, 0);
}

TEST(MakeSide, AProgramsOwnLevelCountsWhereNoneIsSaid) {
  EXPECT_EQ(MakeSide({}, Role::kClient, TestProfile("curl"))->security_level, 2);
  EXPECT_EQ(MakeSide({}, Role::kClient, TestProfile("openssl"))->security_level, 0);
  Capabilities none;
  none.security_level = 0;
  EXPECT_EQ(MakeSide(none, Role::kClient, TestProfile("curl"))->security_level, 0);
}

}  // namespace
}  // namespace shakedown
