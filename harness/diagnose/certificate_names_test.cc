#include "harness/diagnose/certificate_names.h"

#include <gtest/gtest.h>

#include "harness/codes/test_tables.h"

namespace shakedown {
namespace {

// extendedKeyUsage with clientAuth alone (RFC 5280 4.2.1.12), tag and length of its parts included.
const char kClientAuthOnly[] = "06 03 55 1d 25 04 0c 30 0a 06 08 2b 06 01 05 05 07 03 02";

TEST(CertificateNames, FindsIssuerAndSubject) {
  Bytes certificate = OutlineCertificate("Root", "Leaf");
  auto names = CertificateNamesOf(certificate);
  ASSERT_TRUE(names);
  EXPECT_EQ(ToHex(names->issuer), "30060c04526f6f74");
  EXPECT_EQ(ToHex(names->subject), "30060c044c656166");
}

TEST(CertificateNames, ReadsLengthsOfSeveralBytes) {
  std::string subject(300, 'x');
  auto names = CertificateNamesOf(OutlineCertificate("Root", subject));
  ASSERT_TRUE(names);
  EXPECT_EQ(names->subject.size(), 300u + 8u);
}

TEST(CertificateNames, EveryTruncationIsRefused) {
  Bytes certificate = OutlineCertificate("Root", "Leaf");
  for (size_t size = 0; size < certificate.size(); ++size) {
    EXPECT_FALSE(CertificateNamesOf(View(certificate).first(size))) << size;
  }
}

TEST(CertificateNames, RefusesAnIndefiniteLength) {
  EXPECT_FALSE(CertificateNamesOf(*FromHex("30 80 30 00 00 00")));
}

TEST(IsSelfIssued, OnlyWhenBothNamesAreTheSameBytes) {
  EXPECT_TRUE(IsSelfIssued(OutlineCertificate("Me", "Me")));
  EXPECT_FALSE(IsSelfIssued(OutlineCertificate("Me", "me")));
  EXPECT_FALSE(IsSelfIssued(Bytes{}));
}

TEST(ExtendedKeyUsageForbids, TheRoleThatIsNotNamed) {
  Bytes certificate = OutlineCertificate("Root", "Leaf", *FromHex(kClientAuthOnly));
  EXPECT_TRUE(ExtendedKeyUsageForbids(certificate, Role::kServer));
  EXPECT_FALSE(ExtendedKeyUsageForbids(certificate, Role::kClient));
}

TEST(ExtendedKeyUsageForbids, NothingWhenTheExtensionIsAbsent) {
  EXPECT_FALSE(ExtendedKeyUsageForbids(OutlineCertificate("Root", "Leaf"), Role::kServer));
}

}  // namespace
}  // namespace shakedown
