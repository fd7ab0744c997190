#include "harness/codes/signature_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

using enum SignatureScheme;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using Schemes = std::vector<SignatureScheme>;

constexpr auto kTls12 = ProtocolVersion::kTls12;
constexpr auto kTls13 = ProtocolVersion::kTls13;

// What Chrome lists: no ecdsa_secp521r1_sha512.
const Schemes kChrome = {kEcdsaSecp256r1Sha256, kRsaPssRsaeSha256, kRsaPkcs1Sha256,
                         kEcdsaSecp384r1Sha384, kRsaPssRsaeSha384, kRsaPkcs1Sha384,
                         kRsaPssRsaeSha512,     kRsaPkcs1Sha512};
const Schemes kRsaOnly = {kRsaPssRsaeSha256, kRsaPkcs1Sha256};

CertificateSpec WithKey(KeyType key) {
  CertificateSpec spec;
  spec.key = key;
  return spec;
}

std::string CauseFor(ProtocolVersion version, KeyType key, const Schemes& peer) {
  std::vector<CertificateSpec> certificates = {WithKey(key)};
  return SignatureCause(version, certificates, std::nullopt, peer, peer);
}

TEST(SchemesOfKey, Tls13BindsAnEcdsaSchemeToOneCurve) {
  EXPECT_THAT(SchemesOfKey(KeyType::kSecp521r1, kTls13), ElementsAre(kEcdsaSecp521r1Sha512));
  EXPECT_THAT(SchemesOfKey(KeyType::kSecp521r1, kTls12), Contains(kEcdsaSecp256r1Sha256));
}

TEST(SchemesOfKey, Tls13KeepsPkcs1OutOfHandshakes) {
  EXPECT_THAT(SchemesOfKey(KeyType::kRsa2048, kTls13), Not(Contains(kRsaPkcs1Sha256)));
  EXPECT_THAT(SchemesOfKey(KeyType::kRsa2048, kTls12), Contains(kRsaPkcs1Sha256));
}

TEST(SchemesOfKey, ASmallRsaKeyCannotHoldPssWithSha512) {
  EXPECT_THAT(SchemesOfKey(KeyType::kRsa1024, kTls13), Not(Contains(kRsaPssRsaeSha512)));
}

TEST(SchemesOfKey, Secp256k1HasNoSchemeInTls13) {
  EXPECT_THAT(SchemesOfKey(KeyType::kSecp256k1, kTls13), IsEmpty());
}

TEST(SignatureCause, P521AgainstABrowserIsThisKey) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kSecp521r1, kChrome), "no_signature_scheme_for_key");
}

TEST(SignatureCause, P521AgainstABrowserIsFineBeforeTls13) {
  EXPECT_EQ(CauseFor(kTls12, KeyType::kSecp521r1, {kEcdsaSecp256r1Sha256}), "");
}

TEST(SignatureCause, AnEcdsaKeyAgainstRsaOnlyIsTheFamily) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kSecp256r1, kRsaOnly), "no_common_signature_algorithm");
  EXPECT_EQ(CauseFor(kTls12, KeyType::kSecp256r1, kRsaOnly), "no_common_signature_algorithm");
}

TEST(SignatureCause, AnRsaKeyAgainstEcdsaOnlyIsTheFamily) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kRsa2048, {kEcdsaSecp256r1Sha256}),
            "no_common_signature_algorithm");
}

TEST(SignatureCause, AKeyOfATypeWithItsOwnSchemesIsThisKey) {
  for (KeyType key : {KeyType::kEd25519, KeyType::kEd448, KeyType::kRsaPss2048,
                      KeyType::kBrainpoolP256r1, KeyType::kSecp256k1}) {
    EXPECT_EQ(CauseFor(kTls13, key, kChrome), "no_signature_scheme_for_key") << NameOf(key);
  }
}

TEST(SignatureCause, AnRsaKeyTooSmallForTheOnlySchemeIsThisKey) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kRsa1024, {kRsaPssRsaeSha512}),
            "no_signature_scheme_for_key");
}

TEST(SignatureCause, TheOwnListThatLeavesNothingIsNotTheKeysFault) {
  std::vector<CertificateSpec> certificates = {WithKey(KeyType::kSecp256r1)};
  Schemes own = {kEcdsaSecp384r1Sha384};
  EXPECT_EQ(SignatureCause(kTls13, certificates, own, kChrome, kChrome),
            "no_common_signature_algorithm");
}

TEST(SignatureCause, OneCertificateThatSuitsIsEnough) {
  std::vector<CertificateSpec> certificates = {WithKey(KeyType::kSecp521r1),
                                               WithKey(KeyType::kSecp256r1)};
  EXPECT_EQ(SignatureCause(kTls13, certificates, std::nullopt, kChrome, kChrome), "");
}

TEST(SignatureCause, NamesTheChainWhenTheKeyWouldSuit) {
  CertificateSpec spec = WithKey(KeyType::kSecp521r1);
  spec.issuer = "rsa-ca";
  std::vector<CertificateSpec> certificates = {spec};
  Schemes only_p521 = {kEcdsaSecp521r1Sha512};
  EXPECT_EQ(SignatureCause(kTls13, certificates, std::nullopt, only_p521, only_p521),
            "cert_chain_signature_not_in_peer_sigalgs");
}

TEST(LeafSignature, FollowsTheNearestIssuer) {
  CertificateSpec spec = WithKey(KeyType::kRsa2048);
  spec.issuer = "rsa-ca";
  EXPECT_EQ(LeafSignature(spec), kRsaPkcs1Sha256);
  spec.intermediates = {KeyType::kSecp384r1};
  EXPECT_EQ(LeafSignature(spec), kEcdsaSecp384r1Sha384);
  spec.signature = kRsaPssRsaeSha512;
  EXPECT_EQ(LeafSignature(spec), kRsaPssRsaeSha512);
}

TEST(LeafSignature, IsUnknownForFiles) {
  CertificateSpec spec;
  spec.chain_file = "/x.pem";
  EXPECT_FALSE(LeafSignature(spec));
}

}  // namespace
}  // namespace shakedown
