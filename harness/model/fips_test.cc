#include "harness/model/fips.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FipsApproved, LeavesOutChaCha20AndOldVersions) {
  EXPECT_TRUE(FipsApproved(CipherSuite{0x1301}));
  EXPECT_FALSE(FipsApproved(CipherSuite{0x1303}));  // TLS_CHACHA20_POLY1305_SHA256
  EXPECT_FALSE(FipsApproved(CipherSuite{0xcca9}));  // ..ECDSA_WITH_CHACHA20_POLY1305_SHA256
  EXPECT_FALSE(FipsApproved(CipherSuite{0x009c}));  // TLS_RSA_WITH_AES_128_GCM_SHA256
  EXPECT_FALSE(FipsApproved(ProtocolVersion::kTls11));
  EXPECT_FALSE(FipsApproved(NamedGroup::kX25519));
  EXPECT_TRUE(FipsApproved(NamedGroup::kSecp384r1));
  EXPECT_FALSE(FipsApproved(SignatureScheme::kRsaPkcs1Sha1));
  EXPECT_FALSE(FipsApproved(SignatureScheme::kEd25519));
}

TEST(ApplyFips, KeepsTheOrderOfWhatIsApproved) {
  Capabilities side;
  side.fips = Fips::kOn;
  side.cipher_suites = {{CipherSuite{0x1303}, CipherSuite{0x1302}, CipherSuite{0x1301}}};
  side.groups = {{NamedGroup::kX25519, NamedGroup::kSecp384r1, NamedGroup::kSecp256r1}};
  side.key_shares = {{NamedGroup::kX25519}};
  const Capabilities bound = ApplyFips(side);
  EXPECT_THAT(bound.cipher_suites.value(), ElementsAre(CipherSuite{0x1302}, CipherSuite{0x1301}));
  EXPECT_THAT(bound.groups.value(), ElementsAre(NamedGroup::kSecp384r1, NamedGroup::kSecp256r1));
  EXPECT_THAT(bound.key_shares.value(), IsEmpty());
}

TEST(ApplyFips, FillsInWhatIsAbsent) {
  Capabilities side;
  side.fips = Fips::kOn;
  const Capabilities bound = ApplyFips(side);
  EXPECT_THAT(bound.versions.value(),
              ElementsAre(ProtocolVersion::kTls13, ProtocolVersion::kTls12));
  EXPECT_THAT(bound.groups.value(), ElementsAre(NamedGroup::kSecp256r1, NamedGroup::kSecp384r1));
  EXPECT_EQ(bound.cipher_suites->size(), 6u);
  EXPECT_EQ(bound.signature_schemes->size(), 8u);
  EXPECT_EQ(bound.key_shares, std::nullopt);
}

TEST(ApplyFips, LeavesOthersAlone) {
  Capabilities side;
  side.groups = {{NamedGroup::kX25519}};
  EXPECT_EQ(ApplyFips(side), side);
  side.fips = Fips::kAtEncryption;
  EXPECT_EQ(ApplyFips(side), side);
}

TEST(ApplyFips, BindsHosts) {
  Capabilities side;
  side.hosts.push_back({"a.example", {}});
  side.hosts[0].capabilities.fips = Fips::kOn;
  EXPECT_EQ(ApplyFips(side).hosts[0].capabilities.cipher_suites->size(), 6u);
}

}  // namespace
}  // namespace shakedown
