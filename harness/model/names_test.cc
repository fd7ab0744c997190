#include "harness/model/names.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

TEST(CaKeyType, ReadsShortAndLongNames) {
  EXPECT_EQ(CaKeyType("ec-ca"), KeyType::kSecp256r1);
  EXPECT_EQ(CaKeyType("rsa-ca"), KeyType::kRsa2048);
  EXPECT_EQ(CaKeyType("secp384r1-ca"), KeyType::kSecp384r1);
  EXPECT_EQ(CaKeyType("rsa-pss2048-ca.other"), KeyType::kRsaPss2048);
}

TEST(CaKeyType, RefusesOtherNames) {
  for (const char* name : {"", "-ca", "ca", "ec", "ec-ca.", "ec-cab", "ecc-ca", ".ec-ca"}) {
    EXPECT_EQ(CaKeyType(name), std::nullopt) << name;
  }
}

template <typename E>
void ExpectBothWays(std::span<const Named<E>> table, E last) {
  for (const Named<E>& row : table) {
    EXPECT_EQ(ByName(table, row.name), row.value) << row.name;
    EXPECT_STREQ(NameIn(table, row.value), row.name);
  }
  EXPECT_EQ(table.size(), static_cast<size_t>(last) + 1) << "every value has a name";
  EXPECT_EQ(ByName(table, ""), std::nullopt);
}

TEST(Names, AreFoundBothWays) {
  ExpectBothWays(KeyTypes(), KeyType::kSecp256k1);
  ExpectBothWays(CertificateFaults(), CertificateFault::kRevoked);
  ExpectBothWays(Signings(), Signing::kCorrupts);
  ExpectBothWays(ClientAuths(), ClientAuth::kRequire);
  ExpectBothWays(Verifies(), Verify::kRejectAll);
  ExpectBothWays(ServerNamePolicies(), ServerNamePolicy::kRequireMatch);
  ExpectBothWays(FipsModes(), Fips::kAtEncryption);
  ExpectBothWays(OutcomeKinds(), OutcomeKind::kInexpressible);
  ExpectBothWays(LinkVerbs(), LinkVerb::kCut);
  ExpectBothWays(Roles(), Role::kServer);
}

TEST(Names, OfWhatIsNoValueAreAMark) { EXPECT_STREQ(NameOf(static_cast<KeyType>(200)), "?"); }

}  // namespace
}  // namespace shakedown
