// Certificates made to order, judged by GnuTLS.
#include "harness/pki/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/model/certificate_rules.h"
#include "harness/model/names.h"
#include "harness/pki/gnutls_judge.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Fault = CertificateFault;

constexpr const char* kModules = SHAKEDOWN_BUILD_DIR "/modules";
constexpr const char* kKeys = SHAKEDOWN_SOURCE_DIR "/harness/pki/keys";

// GnuTLS 3.7 knows neither brainpoolP256r1 nor secp256k1; those have a test of their own.
struct TypeFacts {
  KeyType type;
  int public_key;
  unsigned bits;
  const char* ca;
};
constexpr TypeFacts kTypes[] = {
    {KeyType::kRsa1024, GNUTLS_PK_RSA, 1024, "rsa1024-ca"},
    {KeyType::kRsa2048, GNUTLS_PK_RSA, 2048, "rsa-ca"},
    {KeyType::kRsa3072, GNUTLS_PK_RSA, 3072, "rsa3072-ca"},
    {KeyType::kRsa4096, GNUTLS_PK_RSA, 4096, "rsa4096-ca"},
    {KeyType::kRsaPss2048, GNUTLS_PK_RSA_PSS, 2048, "rsa-pss2048-ca"},
    {KeyType::kSecp256r1, GNUTLS_PK_ECDSA, 256, "ec-ca"},
    {KeyType::kSecp384r1, GNUTLS_PK_ECDSA, 384, "secp384r1-ca"},
    {KeyType::kSecp521r1, GNUTLS_PK_ECDSA, 528, "secp521r1-ca"},  // GnuTLS counts whole bytes
    {KeyType::kEd25519, GNUTLS_PK_EDDSA_ED25519, 256, "ed25519-ca"},
    {KeyType::kEd448, GNUTLS_PK_EDDSA_ED448, 456, "ed448-ca"},
};

class PkiTest : public ::testing::Test {
 protected:
  // One forge for all tests: RSA keys are slow to read and certificates are kept anyway.
  static Pki& pki() {
    static const auto opened = OpenPki(kModules, kKeys);
    if (!opened) throw std::runtime_error(opened.error());
    return **opened;
  }

  static const Identity& Make(const CertificateSpec& spec, Role role = Role::kServer) {
    auto identity = pki().IdentityFor(spec, role);
    if (!identity) throw std::runtime_error(identity.error());
    return **identity;
  }

  static const TrustAnchor& Anchor(const std::string& ca, bool crl = false) {
    auto anchor = pki().Anchor(ca, crl);
    if (!anchor) throw std::runtime_error(anchor.error());
    return **anchor;
  }

  static std::string Refusal(const CertificateSpec& spec, Role role = Role::kServer) {
    auto identity = pki().IdentityFor(spec, role);
    return identity ? "" : identity.error();
  }

  static CertificateSpec With(std::vector<Fault> faults, std::vector<KeyType> intermediates = {}) {
    CertificateSpec spec;
    spec.faults = std::move(faults);
    spec.intermediates = std::move(intermediates);
    return spec;
  }

  // What GnuTLS says of a server with this one fault, whose CA is trusted.
  static unsigned StatusOf(Fault fault, std::vector<KeyType> intermediates = {}) {
    return Judge(Make(With({fault}, std::move(intermediates))),
                 Anchor("ec-ca", fault == Fault::kRevoked), Role::kServer, kDefaultServerName);
  }
};

TEST_F(PkiTest, EveryKeyTypeUnderEveryIssuerTypeVerifies) {
  for (const TypeFacts& leaf : kTypes) {
    for (const TypeFacts& issuer : kTypes) {
      SCOPED_TRACE(std::string(NameOf(leaf.type)) + " from " + issuer.ca);
      CertificateSpec spec;
      spec.key = leaf.type;
      spec.issuer = issuer.ca;
      const Identity& identity = Make(spec);
      EXPECT_EQ(Judge(identity, Anchor(issuer.ca), Role::kServer, kDefaultServerName), 0u);
      EXPECT_EQ(identity.root, issuer.ca);
      EXPECT_EQ(identity.key_type, leaf.type);
    }
  }
}

TEST_F(PkiTest, EveryKeyTypeServesAsIntermediate) {
  for (const TypeFacts& type : kTypes) {
    SCOPED_TRACE(NameOf(type.type));
    const Identity& identity = Make(With({}, {type.type, type.type}), Role::kClient);
    ASSERT_EQ(identity.chain.size(), 3u);
    EXPECT_EQ(Judge(identity, Anchor("ec-ca"), Role::kClient, kDefaultClientName), 0u);
    // Leaf first, each followed by its issuer.
    EXPECT_EQ(Read(identity.chain[0]).issuer, Read(identity.chain[1]).subject);
    EXPECT_EQ(Read(identity.chain[1]).issuer, Read(identity.chain[2]).subject);
    EXPECT_EQ(Read(identity.chain[2]).issuer, Read(Anchor("ec-ca").certificate).subject);
  }
}

TEST_F(PkiTest, LeafHasTheKeyThatWasOrderedAndItsPrivateHalf) {
  for (const TypeFacts& type : kTypes) {
    for (Role role : {Role::kClient, Role::kServer}) {
      SCOPED_TRACE(NameOf(type.type));
      CertificateSpec spec;
      spec.key = type.type;
      const Identity& identity = Make(spec, role);
      const LeafFacts facts = Read(identity.chain.front());
      EXPECT_EQ(facts.public_key, type.public_key);
      EXPECT_EQ(facts.bits, type.bits);
      EXPECT_TRUE(KeyFits(identity));
    }
  }
}

TEST_F(PkiTest, MakesTheCurvesThatFewLibrariesKnow) {
  // The curves' object identifiers in DER (RFC 5639 4.1; SEC 2 A.2).
  const std::pair<KeyType, std::string> curves[] = {
      {KeyType::kBrainpoolP256r1, "06092b2403030208010107"},
      {KeyType::kSecp256k1, "06052b8104000a"}};
  for (const auto& [type, oid] : curves) {
    CertificateSpec spec;
    spec.key = type;
    spec.issuer = std::string(NameOf(type)) + "-ca";
    spec.intermediates = {type};
    const Identity& identity = Make(spec);
    EXPECT_THAT(ToHex(identity.chain[0]), HasSubstr(oid));
    EXPECT_THAT(ToHex(identity.chain[1]), HasSubstr(oid));
    EXPECT_THAT(ToHex(Anchor(spec.issuer).certificate), HasSubstr(oid));
    EXPECT_THAT(ToHex(identity.key), HasSubstr(oid));
  }
}

TEST_F(PkiTest, LeafSaysWhatItsRoleNeeds) {
  const LeafFacts server = Read(Make({}).chain.front());
  EXPECT_EQ(server.version, 3);
  EXPECT_EQ(server.subject, "CN=server.example,OU=secp256r1,O=Shakedown test");
  EXPECT_EQ(server.issuer, "CN=ec-ca,OU=secp256r1,O=Shakedown test");
  EXPECT_THAT(server.dns_names, ElementsAre("server.example"));
  EXPECT_THAT(server.purposes, ElementsAre(GNUTLS_KP_TLS_WWW_SERVER));
  EXPECT_EQ(server.key_usage, unsigned{GNUTLS_KEY_DIGITAL_SIGNATURE});
  EXPECT_TRUE(server.key_usage_critical);
  EXPECT_TRUE(server.constraints_critical);
  EXPECT_FALSE(server.ca);

  const LeafFacts client = Read(Make({}, Role::kClient).chain.front());
  EXPECT_THAT(client.dns_names, ElementsAre("client.example"));
  EXPECT_THAT(client.purposes, ElementsAre(GNUTLS_KP_TLS_WWW_CLIENT));
}

TEST_F(PkiTest, RsaLeafMayAlsoCarryTheKeyOfRsaKeyExchange) {
  CertificateSpec spec;
  spec.key = KeyType::kRsa2048;
  EXPECT_EQ(Read(Make(spec).chain.front()).key_usage,
            unsigned{GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT});
  spec.key = KeyType::kRsaPss2048;
  EXPECT_EQ(Read(Make(spec).chain.front()).key_usage, unsigned{GNUTLS_KEY_DIGITAL_SIGNATURE});
}

TEST_F(PkiTest, NamesBecomeHostNamesAndAddresses) {
  CertificateSpec spec;
  spec.names = {"a.example", "*.b.example", "192.0.2.7", "2001:db8::1"};
  const LeafFacts facts = Read(Make(spec).chain.front());
  EXPECT_THAT(facts.subject, HasSubstr("CN=a.example,"));
  EXPECT_THAT(facts.dns_names, ElementsAre("a.example", "*.b.example"));
  EXPECT_THAT(facts.addresses,
              ElementsAre(Bytes{192, 0, 2, 7}, *FromHex("20010db8000000000000000000000001")));
}

TEST_F(PkiTest, NameThatNoCertificateCarriesIsRefused) {
  CertificateSpec spec;
  for (const char* name : {"",
                           "b\xc3\xbc"
                           "cher.example",
                           "two words"}) {
    spec.names = {name};
    EXPECT_THAT(Refusal(spec), HasSubstr("cannot be a certificate's name")) << name;
  }
}

TEST_F(PkiTest, LongNameStaysWholeInTheAlternativeName) {
  CertificateSpec spec;
  spec.names = {std::string(60, 'a') + "." + std::string(60, 'b') + ".example"};
  EXPECT_THAT(Read(Make(spec).chain.front()).dns_names, ElementsAre(spec.names.front()));
}

TEST_F(PkiTest, EveryFaultGivesItsOwnVerdict) {
  constexpr KeyType kEc = KeyType::kSecp256r1;
  constexpr unsigned kInvalid = GNUTLS_CERT_INVALID;
  EXPECT_EQ(StatusOf(Fault::kExpired), kInvalid | GNUTLS_CERT_EXPIRED);
  EXPECT_EQ(StatusOf(Fault::kNotYetValid), kInvalid | GNUTLS_CERT_NOT_ACTIVATED);
  EXPECT_EQ(StatusOf(Fault::kSelfSigned), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
  EXPECT_EQ(StatusOf(Fault::kUnknownCa), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
  EXPECT_EQ(StatusOf(Fault::kMissingIntermediate, {kEc}), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
  EXPECT_EQ(StatusOf(Fault::kWrongExtendedKeyUsage), kInvalid | GNUTLS_CERT_PURPOSE_MISMATCH);
  EXPECT_EQ(StatusOf(Fault::kIssuerNotCa, {kEc}), kInvalid | GNUTLS_CERT_SIGNER_NOT_CA);
  EXPECT_EQ(StatusOf(Fault::kPathLength, {kEc, kEc}),
            kInvalid | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE);
  EXPECT_EQ(StatusOf(Fault::kWrongHostName), kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER);
  EXPECT_EQ(StatusOf(Fault::kExpiredIntermediate, {kEc}), kInvalid | GNUTLS_CERT_EXPIRED);
  EXPECT_EQ(StatusOf(Fault::kBadSignature), kInvalid | GNUTLS_CERT_SIGNATURE_FAILURE);
  EXPECT_EQ(StatusOf(Fault::kRevoked), kInvalid | GNUTLS_CERT_REVOKED);
  // These two are not for the chain's verifier to find.
  EXPECT_EQ(StatusOf(Fault::kWrongKeyUsage), 0u);
  EXPECT_EQ(StatusOf(Fault::kSha1Signature), 0u);
}

TEST_F(PkiTest, WrongKeyUsageHasNoDigitalSignature) {
  const LeafFacts facts = Read(Make(With({Fault::kWrongKeyUsage})).chain.front());
  EXPECT_EQ(facts.key_usage, unsigned{GNUTLS_KEY_NON_REPUDIATION});
}

TEST_F(PkiTest, Sha1SignatureIsMadeByTheIssuersKindOfKey) {
  CertificateSpec spec = With({Fault::kSha1Signature});
  EXPECT_EQ(Read(Make(spec).chain.front()).signature, GNUTLS_SIGN_ECDSA_SHA1);
  EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca"), Role::kServer, kDefaultServerName, true),
            unsigned{GNUTLS_CERT_INVALID | GNUTLS_CERT_INSECURE_ALGORITHM});
  spec.issuer = "rsa-ca";
  EXPECT_EQ(Read(Make(spec).chain.front()).signature, GNUTLS_SIGN_RSA_SHA1);
  spec.issuer = "ed25519-ca";
  EXPECT_THAT(Refusal(spec), HasSubstr("ed25519 key has no signature with SHA-1"));
}

TEST_F(PkiTest, BadSignatureVerifiesUnderNoKindOfIssuer) {
  for (const TypeFacts& type : kTypes) {
    SCOPED_TRACE(type.ca);
    CertificateSpec spec = With({Fault::kBadSignature});
    spec.issuer = type.ca;
    EXPECT_EQ(Judge(Make(spec), Anchor(type.ca), Role::kServer, kDefaultServerName),
              unsigned{GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNATURE_FAILURE});
  }
}

TEST_F(PkiTest, RevocationListNamesTheRevokedAndNobodyElse) {
  for (const char* name : {"a.example", "b.example", "c.example"}) {
    CertificateSpec spec = With({Fault::kRevoked});
    spec.names = {name};
    EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca", true), Role::kServer, name),
              unsigned{GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED});
    EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca"), Role::kServer, name), 0u);
    spec.faults.clear();
    EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca", true), Role::kServer, name), 0u);
  }
}

TEST_F(PkiTest, SignatureSchemeOverTheLeafIsTheOneOrdered) {
  const struct {
    SignatureScheme scheme;
    const char* issuer;
    int expected;
  } rows[] = {
      {SignatureScheme::kRsaPkcs1Sha1, "rsa-ca", GNUTLS_SIGN_RSA_SHA1},
      {SignatureScheme::kRsaPkcs1Sha256, "rsa-ca", GNUTLS_SIGN_RSA_SHA256},
      {SignatureScheme::kRsaPkcs1Sha384, "rsa3072-ca", GNUTLS_SIGN_RSA_SHA384},
      {SignatureScheme::kRsaPkcs1Sha512, "rsa-ca", GNUTLS_SIGN_RSA_SHA512},
      {SignatureScheme::kRsaPssRsaeSha256, "rsa-ca", GNUTLS_SIGN_RSA_PSS_SHA256},
      {SignatureScheme::kRsaPssRsaeSha384, "rsa-ca", GNUTLS_SIGN_RSA_PSS_SHA384},
      {SignatureScheme::kRsaPssRsaeSha512, "rsa-ca", GNUTLS_SIGN_RSA_PSS_SHA512},
      {SignatureScheme::kRsaPssPssSha384, "rsa-pss2048-ca", GNUTLS_SIGN_RSA_PSS_SHA384},
      {SignatureScheme::kEcdsaSha1, "ec-ca", GNUTLS_SIGN_ECDSA_SHA1},
      {SignatureScheme::kEcdsaSecp384r1Sha384, "ec-ca", GNUTLS_SIGN_ECDSA_SHA384},
      {SignatureScheme::kEd448, "ed448-ca", GNUTLS_SIGN_EDDSA_ED448},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(NameOf(row.scheme));
    CertificateSpec spec;
    spec.issuer = row.issuer;
    spec.signature = row.scheme;
    const Identity& identity = Make(spec);
    EXPECT_EQ(Read(identity.chain.front()).signature, row.expected);
    EXPECT_EQ(Judge(identity, Anchor(row.issuer), Role::kServer, kDefaultServerName), 0u);
  }
}

TEST_F(PkiTest, SignatureSchemeMustFitTheIssuersKey) {
  CertificateSpec spec;
  spec.signature = SignatureScheme::kRsaPkcs1Sha256;
  EXPECT_THAT(Refusal(spec), HasSubstr("secp256r1 key cannot sign with rsa_pkcs1_sha256"));
  spec.issuer = "rsa-pss2048-ca";
  EXPECT_THAT(Refusal(spec), HasSubstr("rsa-pss2048 key cannot sign with rsa_pkcs1_sha256"));
  spec.issuer = "rsa-ca";
  spec.intermediates = {KeyType::kEd25519};
  EXPECT_THAT(Refusal(spec), HasSubstr("ed25519 key cannot sign with rsa_pkcs1_sha256"));
  spec.signature = static_cast<SignatureScheme>(0x1234);
  EXPECT_THAT(Refusal(spec), HasSubstr("0x1234"));
}

TEST_F(PkiTest, SuffixMakesAnotherCaThatIsNotTrustedInItsPlace) {
  CertificateSpec spec;
  spec.issuer = "ec-ca.other";
  EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca.other"), Role::kServer, kDefaultServerName), 0u);
  EXPECT_EQ(Judge(Make(spec), Anchor("ec-ca"), Role::kServer, kDefaultServerName),
            unsigned{GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND});
}

TEST_F(PkiTest, ChainOfAnUnknownOrNoCaSaysSo) {
  EXPECT_EQ(Make(With({Fault::kUnknownCa})).root, "ec-ca.unknown");
  EXPECT_EQ(Make(With({Fault::kSelfSigned})).root, "");
}

TEST_F(PkiTest, ContradictionsAreRefused) {
  constexpr KeyType kEc = KeyType::kSecp256r1;
  EXPECT_THAT(Refusal(With({Fault::kIssuerNotCa})), HasSubstr("needs an intermediate"));
  EXPECT_THAT(Refusal(With({Fault::kMissingIntermediate})), HasSubstr("needs an intermediate"));
  EXPECT_THAT(Refusal(With({Fault::kExpiredIntermediate})), HasSubstr("needs an intermediate"));
  EXPECT_THAT(Refusal(With({Fault::kPathLength}, {kEc})), HasSubstr("needs two intermediates"));
  EXPECT_THAT(Refusal(With({Fault::kExpired, Fault::kNotYetValid})), HasSubstr("contradicts"));
  EXPECT_THAT(Refusal(With({Fault::kSelfSigned, Fault::kUnknownCa})), HasSubstr("contradicts"));
  EXPECT_THAT(Refusal(With({Fault::kSelfSigned}, {kEc})), HasSubstr("no intermediates"));
  EXPECT_THAT(Refusal(With({Fault::kRevoked}, {kEc})), HasSubstr("issued by the root"));
}

// The loader and the forge go by one rule: what it lets pass is made, whatever the faults.
TEST_F(PkiTest, MakesEveryPairOfFaultsThatTheRulesAllow) {
  int made = 0, refused = 0;
  for (const Named<Fault>& one : CertificateFaults()) {
    for (const Named<Fault>& other : CertificateFaults()) {
      for (size_t intermediates : {0u, 1u, 2u}) {
        CertificateSpec spec =
            With({one.value}, std::vector<KeyType>(intermediates, KeyType::kSecp256r1));
        if (other.value != one.value) spec.faults.push_back(other.value);
        const bool allowed = ContradictionsIn(spec).empty();
        EXPECT_EQ(pki().IdentityFor(spec, Role::kServer).has_value(), allowed)
            << one.name << " " << other.name << " " << intermediates;
        ++(allowed ? made : refused);
      }
    }
  }
  EXPECT_GT(made, 200);
  EXPECT_GT(refused, 100);
}

TEST_F(PkiTest, UnknownCaNameIsRefused) {
  CertificateSpec spec;
  spec.issuer = "no-such-ca";
  EXPECT_THAT(Refusal(spec), HasSubstr("unknown CA name \"no-such-ca\""));
  EXPECT_FALSE(pki().Anchor("no-such-ca"));
}

TEST_F(PkiTest, SameOrderGivesTheSameObject) {
  CertificateSpec spec;
  spec.key = KeyType::kRsa2048;
  EXPECT_EQ(&Make(spec), &Make(spec));
  EXPECT_EQ(&Anchor("rsa-ca"), &Anchor("rsa-ca"));
  EXPECT_NE(&Make(spec), &Make(spec, Role::kClient));
}

TEST_F(PkiTest, AnotherForgeMakesTheSameBytesInAnotherOrder) {
  auto other = OpenPki(kModules, kKeys);
  ASSERT_TRUE(other) << other.error();
  CertificateSpec pss;
  pss.issuer = "rsa-ca";
  pss.signature = SignatureScheme::kRsaPssRsaeSha256;
  CertificateSpec curve;
  curve.issuer = "secp521r1-ca";
  const Identity& first = Make(pss);
  const Identity& second = Make(curve);
  auto second_again = (*other)->IdentityFor(curve, Role::kServer);
  auto first_again = (*other)->IdentityFor(pss, Role::kServer);
  ASSERT_TRUE(first_again && second_again);
  EXPECT_EQ((*first_again)->chain, first.chain);
  EXPECT_EQ((*second_again)->chain, second.chain);
  EXPECT_EQ((*first_again)->id, first.id);
  EXPECT_EQ((*second_again)->id, second.id);
}

TEST_F(PkiTest, DifferentContentHasDifferentIdentifiersAndSerialNumbers) {
  std::set<uint64_t> ids;
  std::set<std::string> serials;
  size_t made = 0;
  for (const TypeFacts& type : kTypes) {
    for (Role role : {Role::kClient, Role::kServer}) {
      CertificateSpec spec;
      spec.key = type.type;
      for (int variant = 0; variant < 3; ++variant) {
        if (variant == 1) spec.names = {"x.example"};
        if (variant == 2) spec.faults = {Fault::kExpired};
        const Identity& identity = Make(spec, role);
        EXPECT_NE(identity.id, 0u);
        ids.insert(identity.id);
        serials.insert(Read(identity.chain.front()).serial);
        ++made;
      }
    }
  }
  EXPECT_EQ(ids.size(), made);
  EXPECT_EQ(serials.size(), made);
  EXPECT_NE(Anchor("ec-ca").id, Anchor("ec-ca", true).id);
}

TEST_F(PkiTest, SigningBehaviourTravelsWithTheIdentity) {
  CertificateSpec spec;
  spec.signing = Signing::kFails;
  EXPECT_EQ(Make(spec).signing, Signing::kFails);
  EXPECT_EQ(Make(spec).chain, Make({}).chain);
  EXPECT_NE(Make(spec).id, Make({}).id);
}

TEST(OpenPki, SaysWhatIsMissing) {
  auto pki = OpenPki("/nonexistent", kKeys);
  ASSERT_FALSE(pki);
  EXPECT_THAT(pki.error(), HasSubstr("/nonexistent/forge.so"));

  auto no_keys = OpenPki(kModules, "/nonexistent");
  ASSERT_TRUE(no_keys) << no_keys.error();
  auto identity = (*no_keys)->IdentityFor({}, Role::kServer);
  ASSERT_FALSE(identity);
  EXPECT_THAT(identity.error(), HasSubstr("/nonexistent/secp256r1.server.pem"));
}

}  // namespace
}  // namespace shakedown
