#include "harness/predict/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/predict/hello_side.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;

using enum ProtocolVersion;
// IANA numbers.
constexpr CipherSuite kAes128Gcm13{0x1301}, kAes256Gcm13{0x1302}, kChaCha13{0x1303};
constexpr CipherSuite kEcdheEcdsaAes128{0xc02b}, kEcdheRsaAes128{0xc02f}, kEcdheRsaAes256{0xc030},
    kRsaAes128{0x009c}, kEcdheRsaChaCha{0xcca8};

// A client that offers everything common in one version, and a server with one P-256 key.
ClientHelloFacts Hello(ProtocolVersion version) {
  ClientHelloFacts hello;
  hello.legacy_version = kTls12;
  if (version == kTls13) hello.versions = {kTls13};
  hello.cipher_suites = {kAes128Gcm13, kEcdheEcdsaAes128, kEcdheRsaAes128};
  hello.groups = {NamedGroup::kX25519, NamedGroup::kSecp256r1};
  hello.key_shares = {NamedGroup::kX25519};
  hello.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256,
                             SignatureScheme::kRsaPssRsaeSha256, SignatureScheme::kRsaPkcs1Sha256};
  return hello;
}

Capabilities Server(KeyType key = KeyType::kSecp256r1) {
  Capabilities server;
  server.certificates.emplace_back().key = key;
  return server;
}

// Why `server` can select nothing for the client of `hello`, whose FIPS mode `client` tells.
std::string CauseOf(const ClientHelloFacts& hello, const Capabilities& server,
                    const Capabilities* client = nullptr) {
  auto client_side = SideOfHello(hello, TestProfile("rfc"));
  if (client != nullptr) {
    const auto asked = MakeSide(*client, Role::kClient, TestProfile("rfc"));
    client_side->fips = asked->fips;
    client_side->asked_suites = asked->asked_suites;
    client_side->asked_groups = asked->asked_groups;
  }
  const auto whole = MakeSide(server, Role::kServer, TestProfile("rfc"));
  const auto version = SelectVersion(*client_side, *whole);
  if (!version) return "version_mismatch";
  const Side& answering = AnsweringHost(*client_side, *whole);
  return std::string(KeyOf(WhyNothing(*client_side, answering, *version)));
}

TEST(OfferedVersions, SupportedVersionsAloneCountWhereSent) {
  ClientHelloFacts hello = Hello(kTls13);
  hello.versions = {ProtocolVersion{0x0a0a}, kTls13};
  EXPECT_THAT(OfferedVersions(hello), ElementsAre(kTls13));
}

TEST(OfferedVersions, LegacyVersionMeansAllBelowIt) {
  ClientHelloFacts hello;
  hello.legacy_version = ProtocolVersion::kTls11;
  EXPECT_THAT(OfferedVersions(hello), ElementsAre(ProtocolVersion::kTls11, ProtocolVersion::kTls10,
                                                  ProtocolVersion::kSsl30));
}

TEST(WhyNothing, NothingIsWrongWithDefaults) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Server()), "");
  EXPECT_EQ(CauseOf(Hello(kTls13), Server()), "");
}

TEST(WhyNothing, VersionsComeFirst) {
  Capabilities server = Server();
  server.versions = {kTls12};
  server.cipher_suites = {kEcdheRsaAes256};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "version_mismatch");
}

TEST(WhyNothing, AServerWithoutCertificateHasNoneForAnySuite) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Capabilities()), "no_local_certificate");
}

TEST(WhyNothing, ListsWithoutACommonSuite) {
  Capabilities server = Server();
  server.cipher_suites = {kEcdheRsaAes256};
  EXPECT_EQ(CauseOf(Hello(kTls12), server), "no_common_cipher");
  server.cipher_suites = {kAes256Gcm13};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_common_cipher");
}

TEST(WhyNothing, OnlyOldSuitesUnderTls13) {
  Capabilities server = Server();
  server.versions = {kTls12, kTls13};
  server.cipher_suites = {kEcdheEcdsaAes128};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_tls13_cipher_configured");
}

TEST(SelectTls13Group, SuitesOfVersionsThatAreOffDoNotOrderTheGroupsOfGnutls) {
  Capabilities server = Server();
  server.server_preference = true;
  server.cipher_suites = {kAes256Gcm13, CipherSuite{0x0033}};  // with DHE
  const auto client = SideOfHello(Hello(kTls13), TestProfile("rfc"));
  client->groups = client->key_shares = {NamedGroup::kSecp256r1, NamedGroup::kFfdhe2048};
  const auto group = [&] {
    return SelectTls13Group(*client, *MakeSide(server, Role::kServer, TestProfile("gnutls"))).group;
  };
  server.versions = {kTls13};
  EXPECT_EQ(group(), NamedGroup::kSecp256r1);
  server.versions = {kTls12, kTls13};
  EXPECT_EQ(group(), NamedGroup::kFfdhe2048);
}

TEST(WhyNothing, AnRsaKeyServesNoEcdsaSuite) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kEcdheEcdsaAes128};
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kRsa2048)), "cert_type_not_usable_with_cipher");
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kSecp256r1)), "");
}

TEST(WhyNothing, APssKeyCannotDecryptForRsaKeyExchange) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kRsaAes128};
  Capabilities pss = Server(KeyType::kRsaPss2048), rsa = Server(KeyType::kRsa2048);
  pss.cipher_suites = rsa.cipher_suites = {kRsaAes128};
  EXPECT_EQ(CauseOf(hello, pss), "cert_type_not_usable_with_cipher");
  EXPECT_EQ(CauseOf(hello, rsa), "");
}

TEST(WhyNothing, NoCommonGroupBeforeTls13) {
  ClientHelloFacts hello = Hello(kTls12);
  Capabilities server = Server();
  server.groups = {NamedGroup::kSecp384r1};
  EXPECT_EQ(CauseOf(hello, server), "no_common_group");
}

TEST(WhyNothing, RsaKeyExchangeNeedsNoGroup) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kRsaAes128, kEcdheRsaAes128};
  Capabilities server = Server(KeyType::kRsa2048);
  server.cipher_suites = {kRsaAes128, kEcdheRsaAes128};
  server.groups = {NamedGroup::kSecp384r1};
  EXPECT_EQ(CauseOf(hello, server), "");
}

TEST(WhyNothing, NoCommonGroupInTls13) {
  Capabilities server = Server();
  server.groups = {NamedGroup::kSecp521r1};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_common_group");
}

TEST(WhyNothing, TheKeysCurveMustBeListedBeforeTls13) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Server(KeyType::kSecp521r1)), "cert_curve_not_in_peer_groups");
  // RFC 8446 4.2.7: in TLS 1.3 groups say nothing about certificates; the scheme is what lacks.
  EXPECT_EQ(CauseOf(Hello(kTls13), Server(KeyType::kSecp521r1)), "no_signature_scheme_for_key");
}

TEST(WhyNothing, SignatureSchemesComeLast) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.signature_schemes = {SignatureScheme::kRsaPkcs1Sha256};
  EXPECT_EQ(CauseOf(hello, Server()), "no_common_signature_algorithm");
}

TEST(WhyNothing, FipsTookTheOnlyCommonSuite) {
  ClientHelloFacts hello = Hello(kTls13);
  hello.cipher_suites = {kChaCha13};
  Capabilities server = Server();
  server.cipher_suites = {kChaCha13};
  EXPECT_EQ(CauseOf(hello, server), "");
  server.fips = Fips::kOn;
  EXPECT_EQ(CauseOf(hello, server), "fips_disallows_cipher");
}

TEST(WhyNothing, FipsOfTheClientTookTheOnlyCommonSuite) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kEcdheRsaAes128};  // what FIPS left of the list below
  Capabilities client;
  client.fips = Fips::kOn;
  client.cipher_suites = {kEcdheRsaAes128, kEcdheRsaChaCha};
  Capabilities server = Server(KeyType::kRsa2048);
  server.cipher_suites = {kEcdheRsaChaCha};
  EXPECT_EQ(CauseOf(hello, server, &client), "fips_disallows_cipher");
  client.fips = Fips::kOff;
  EXPECT_EQ(CauseOf(hello, server, &client), "no_common_cipher");
}

TEST(WhyNothing, FipsTookTheOnlyCommonGroup) {
  ClientHelloFacts hello = Hello(kTls13);
  hello.groups = {NamedGroup::kX25519};
  Capabilities server = Server();
  server.groups = {NamedGroup::kX25519};
  server.fips = Fips::kOn;
  EXPECT_EQ(CauseOf(hello, server), "fips_disallows_curve");
}

TEST(WhyNothing, TheNamedHostsCertificateCounts) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kEcdheEcdsaAes128};
  hello.server_name = "rsa.example";
  Capabilities server = Server();
  VirtualHost host;
  host.name = "rsa.example";
  host.capabilities = Server(KeyType::kRsa2048);
  server.hosts = {host};
  EXPECT_EQ(CauseOf(hello, server), "cert_type_not_usable_with_cipher");
  hello.server_name = "other.example";
  EXPECT_EQ(CauseOf(hello, server), "");
}

using enum SignatureScheme;
using Schemes = std::vector<SignatureScheme>;

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

// Why a server with `certificates`, whose own list is `own` (empty: it has none), cannot sign for a
// client that lists `peer` for everything.
std::string SignatureCauseOf(ProtocolVersion version,
                             const std::vector<CertificateSpec>& certificates, const Schemes& own,
                             const Schemes& peer) {
  Capabilities server;
  server.certificates = certificates;
  if (!own.empty()) server.signature_schemes = own;
  Side client;
  client.schemes = client.chain_schemes = peer;
  const auto side = MakeSide(server, Role::kServer, TestProfile("rfc"));
  return std::string(KeyOf(WhyNoSignature(*side, client, version)));
}

std::string CauseFor(ProtocolVersion version, KeyType key, const Schemes& peer) {
  return SignatureCauseOf(version, {WithKey(key)}, {}, peer);
}

TEST(WhyNoSignature, P521AgainstABrowserIsThisKey) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kSecp521r1, kChrome), "no_signature_scheme_for_key");
}

TEST(WhyNoSignature, P521AgainstABrowserIsFineBeforeTls13) {
  EXPECT_EQ(CauseFor(kTls12, KeyType::kSecp521r1, {kEcdsaSecp256r1Sha256}), "");
}

TEST(WhyNoSignature, AnEcdsaKeyAgainstRsaOnlyIsTheFamily) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kSecp256r1, kRsaOnly), "no_common_signature_algorithm");
  EXPECT_EQ(CauseFor(kTls12, KeyType::kSecp256r1, kRsaOnly), "no_common_signature_algorithm");
}

TEST(WhyNoSignature, AnRsaKeyAgainstEcdsaOnlyIsTheFamily) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kRsa2048, {kEcdsaSecp256r1Sha256}),
            "no_common_signature_algorithm");
}

TEST(WhyNoSignature, AKeyOfATypeWithItsOwnSchemesIsThisKey) {
  for (KeyType key : {KeyType::kEd25519, KeyType::kEd448, KeyType::kRsaPss2048,
                      KeyType::kBrainpoolP256r1, KeyType::kSecp256k1}) {
    EXPECT_EQ(CauseFor(kTls13, key, kChrome), "no_signature_scheme_for_key") << NameOf(key);
  }
}

TEST(WhyNoSignature, AnRsaKeyTooSmallForTheOnlySchemeIsThisKey) {
  EXPECT_EQ(CauseFor(kTls13, KeyType::kRsa1024, {kRsaPssRsaeSha512}),
            "no_signature_scheme_for_key");
}

TEST(WhyNoSignature, TheOwnListThatLeavesNothingIsNotTheKeysFault) {
  const std::vector<CertificateSpec> certificates = {WithKey(KeyType::kSecp256r1)};
  Schemes own = {kEcdsaSecp384r1Sha384};
  EXPECT_EQ(SignatureCauseOf(kTls13, certificates, own, kChrome), "no_common_signature_algorithm");
}

TEST(WhyNoSignature, OneCertificateThatSuitsIsEnough) {
  const std::vector<CertificateSpec> certificates = {WithKey(KeyType::kSecp521r1),
                                                     WithKey(KeyType::kSecp256r1)};
  EXPECT_EQ(SignatureCauseOf(kTls13, certificates, {}, kChrome), "");
}

TEST(WhyNoSignature, NamesTheChainWhenTheKeyWouldSuit) {
  CertificateSpec spec = WithKey(KeyType::kSecp521r1);
  spec.issuer = "rsa-ca";
  const std::vector<CertificateSpec> certificates = {spec};
  Schemes only_p521 = {kEcdsaSecp521r1Sha512};
  EXPECT_EQ(SignatureCauseOf(kTls13, certificates, {}, only_p521),
            "cert_chain_signature_not_in_peer_sigalgs");
}

}  // namespace
}  // namespace shakedown
