#include "peers/gnutls/priority.h"

#include <gmock/gmock.h>

#include "peers/gnutls/algorithms.h"
#include "peers/gnutls/derived.h"
#include "peers/gnutls/side.h"

namespace shakedown::gnutls {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// "" where `wanted` can be expressed, else the reason.
std::string Reason(const Capabilities& wanted, Role role = Role::kClient) {
  SideMaker sides;
  auto priority = sides.PriorityFor(wanted, role);
  if (!priority) return priority.error();
  return FindDeviation(wanted, role, (*priority)->derived).value_or("");
}

Capabilities Suites(std::vector<ProtocolVersion> versions, std::vector<uint16_t> suites) {
  Capabilities wanted;
  wanted.versions = std::move(versions);
  wanted.cipher_suites.emplace();
  for (uint16_t suite : suites) wanted.cipher_suites->push_back(CipherSuite{suite});
  return wanted;
}

constexpr auto k10 = ProtocolVersion::kTls10;
constexpr auto k11 = ProtocolVersion::kTls11;
constexpr auto k12 = ProtocolVersion::kTls12;
constexpr auto k13 = ProtocolVersion::kTls13;

TEST(PriorityString, IsTheLibrarysOwnWhereNothingIsAsked) {
  EXPECT_THAT(*PriorityString({}, Role::kClient), StartsWith("NORMAL:%PROFILE_VERY_WEAK"));
}

TEST(PriorityString, SpellsOutWhatIsAsked) {
  Capabilities wanted = Suites({k12, k13}, {0x1301, 0xc02b});
  wanted.groups = {{NamedGroup::kX25519}};
  wanted.signature_schemes = {{SignatureScheme::kEcdsaSecp256r1Sha256}};
  wanted.security_level = 2;
  wanted.fallback_scsv = true;
  wanted.extended_master_secret = false;
  wanted.encrypt_then_mac = false;
  EXPECT_EQ(*PriorityString(wanted, Role::kClient),
            "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
            ":-KX-ALL:-CIPHER-ALL:-MAC-ALL:+ECDHE-ECDSA:+AES-128-GCM:+AEAD"
            ":-GROUP-ALL:+GROUP-X25519"
            ":-SIGN-ALL:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SECP256R1-SHA256"
            ":%PROFILE_MEDIUM:%FALLBACK_SCSV:%NO_SESSION_HASH:%NO_ETM");
}

TEST(PriorityString, HasServerPrecedenceForServersOnly) {
  Capabilities wanted;
  wanted.server_preference = true;
  EXPECT_THAT(*PriorityString(wanted, Role::kServer), HasSubstr(":%SERVER_PRECEDENCE"));
}

TEST(Suites, OfEveryKindCanStandAlone) {
  for (const SuiteParts& parts : AllSuites()) {
    if (!UsesCertificates(parts)) continue;
    const auto number = static_cast<uint16_t>(parts.suite);
    const bool tls13 = IsTls13Suite(parts.suite);
    EXPECT_EQ(Reason(Suites({tls13 ? k13 : k12}, {number})), "") << NameOf(parts.suite);
  }
}

TEST(Suites, ThatMultiplyIntoOthersAreRefused) {
  // ECDHE_ECDSA with AES-128-GCM and ECDHE_RSA with AES-256-GCM bring the other two along.
  EXPECT_THAT(Reason(Suites({k12}, {0xc02b, 0xc030})),
              testing::AllOf(StartsWith("cipher_suites:"), HasSubstr("AES_256_GCM_SHA384")));
}

TEST(Suites, OfTls12BringTls13OnesOfTheSameCipher) {
  EXPECT_THAT(Reason(Suites({k12, k13}, {0xc02b})), HasSubstr("TLS_AES_128_GCM_SHA256"));
  EXPECT_EQ(Reason(Suites({k12}, {0xc02b})), "");
  EXPECT_EQ(Reason(Suites({k12, k13}, {0xc02b, 0x1301})), "");
}

TEST(Suites, OfOnlyTls13LeaveTls12WithoutAny) {
  EXPECT_EQ(Reason(Suites({k12, k13}, {0x1302, 0x1301})), "");
}

TEST(Suites, MustComeInTheOrderOfTheProduct) {
  EXPECT_EQ(Reason(Suites({k12}, {0xc02c, 0xc02b, 0xc030, 0xc02f})), "");
  const Capabilities mixed = Suites({k12}, {0xc02c, 0xc030, 0xc02b, 0xc02f});
  EXPECT_THAT(Reason(mixed), HasSubstr("order"));
  EXPECT_EQ(Reason(mixed, Role::kServer), "");  // the client's order counts
}

TEST(Suites, AreOrderedFromAllKeyExchangesTogether) {
  // TLS 1.3 alone says AES-128-GCM, CHACHA20; the others put AES-128-CBC between the two.
  EXPECT_EQ(Reason(Suites({k12, k13}, {0x1301, 0x1303, 0xc02b, 0xc023, 0xcca9})), "");
}

TEST(Suites, ThatNeedOtherCredentialsAreRefused) {
  EXPECT_THAT(Reason(Suites({k12}, {0x00a8})), HasSubstr("credentials"));
  EXPECT_THAT(Reason(Suites({k12}, {0xc0ff})), HasSubstr("has no"));
}

TEST(Versions, MustBeWhatTheLibraryKeeps) {
  Capabilities wanted;
  wanted.versions = {{k10, k12}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.versions = {{k11, k13}};
  EXPECT_THAT(Reason(wanted), StartsWith("versions: GnuTLS drops TLS 1.3"));
  wanted.versions = {{ProtocolVersion::kSsl30}};
  EXPECT_THAT(Reason(wanted), StartsWith("versions:"));
  wanted.versions.emplace();
  EXPECT_THAT(Reason(wanted), StartsWith("versions:"));
}

TEST(Groups, KeepTheirOrderWithinAKind) {
  Capabilities wanted;
  wanted.groups = {{NamedGroup::kSecp384r1, NamedGroup::kX25519, NamedGroup::kFfdhe3072}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.groups = {{NamedGroup::kSecp384r1, NamedGroup::kFfdhe3072, NamedGroup::kX25519}};
  EXPECT_THAT(Reason(wanted), StartsWith("groups:"));
  EXPECT_EQ(Reason(wanted, Role::kServer), "");  // the client's order counts
  wanted.groups = {{NamedGroup::kFfdhe3072, NamedGroup::kSecp384r1}};
  EXPECT_THAT(Reason(wanted), StartsWith("groups:"));  // ECDHE suites come first
  wanted.versions = {{k13}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.groups = {{NamedGroup{0x11ec}}};
  EXPECT_THAT(Reason(wanted), HasSubstr("has no"));
}

TEST(Groups, ThatNoSuiteCanUseWouldNotBeSent) {
  Capabilities wanted = Suites({k12}, {0xc02b});
  wanted.groups = {{NamedGroup::kX25519, NamedGroup::kFfdhe2048}};
  EXPECT_THAT(Reason(wanted), StartsWith("groups:"));
  EXPECT_EQ(Reason(wanted, Role::kServer), "");
}

TEST(SignatureSchemes, AreSentAsAsked) {
  Capabilities wanted;
  wanted.signature_schemes = {{SignatureScheme::kEcdsaSecp521r1Sha512, SignatureScheme::kEd25519,
                               SignatureScheme::kRsaPkcs1Sha1}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.certificate_signature_schemes = wanted.signature_schemes;
  EXPECT_EQ(Reason(wanted), "");
  wanted.versions = {{k13}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.signature_schemes->push_back(SignatureScheme{0x0202});
  EXPECT_THAT(Reason(wanted), StartsWith("signature_schemes:"));  // no DSA in TLS 1.3
  wanted.versions = {{k11}};
  EXPECT_EQ(Reason(wanted), "");
  wanted.versions.reset();
  wanted.certificate_signature_schemes = {{SignatureScheme::kEd25519}};
  EXPECT_THAT(Reason(wanted), StartsWith("certificate_signature_schemes:"));
}

TEST(KeyShares, AreTheFirstOfEachKind) {
  Derived derived;
  derived.versions = {k13};
  derived.groups = {NamedGroup::kX25519, NamedGroup::kX448, NamedGroup::kSecp256r1,
                    NamedGroup::kFfdhe2048};
  auto flag = [&](std::vector<NamedGroup> shares) {
    Capabilities wanted;
    wanted.key_shares = std::move(shares);
    return KeyShareFlag(wanted, derived).value_or(0);
  };
  EXPECT_EQ(flag({NamedGroup::kX25519}), unsigned{GNUTLS_KEY_SHARE_TOP});
  EXPECT_EQ(flag({NamedGroup::kX25519, NamedGroup::kSecp256r1}), unsigned{GNUTLS_KEY_SHARE_TOP2});
  EXPECT_EQ(flag({NamedGroup::kX25519, NamedGroup::kSecp256r1, NamedGroup::kFfdhe2048}),
            unsigned{GNUTLS_KEY_SHARE_TOP3});
  EXPECT_EQ(flag({NamedGroup::kX25519, NamedGroup::kX448}), 0u);
  EXPECT_EQ(flag({}), 0u);
}

}  // namespace
}  // namespace shakedown::gnutls
