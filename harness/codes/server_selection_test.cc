#include "harness/codes/server_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shakedown {
namespace {

using ::testing::ElementsAre;

constexpr auto kTls12 = ProtocolVersion::kTls12;
constexpr auto kTls13 = ProtocolVersion::kTls13;
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

std::string CauseOf(const ClientHelloFacts& hello, const Capabilities& server) {
  return ServerSelectionCause(hello, server, nullptr);
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

TEST(ServerSelection, NothingIsWrongWithDefaults) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Server()), "");
  EXPECT_EQ(CauseOf(Hello(kTls13), Server()), "");
}

TEST(ServerSelection, VersionsComeFirst) {
  Capabilities server = Server();
  server.versions = {kTls12};
  server.cipher_suites = {kEcdheRsaAes256};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "version_mismatch");
}

TEST(ServerSelection, AServerWithoutCertificateHasNoneForAnySuite) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Capabilities()), "no_local_certificate");
}

TEST(ServerSelection, ListsWithoutACommonSuite) {
  Capabilities server = Server();
  server.cipher_suites = {kEcdheRsaAes256};
  EXPECT_EQ(CauseOf(Hello(kTls12), server), "no_common_cipher");
  server.cipher_suites = {kAes256Gcm13};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_common_cipher");
}

TEST(ServerSelection, OnlyOldSuitesUnderTls13) {
  Capabilities server = Server();
  server.versions = {kTls12, kTls13};
  server.cipher_suites = {kEcdheEcdsaAes128};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_tls13_cipher_configured");
}

TEST(ServerSelection, AnRsaKeyServesNoEcdsaSuite) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kEcdheEcdsaAes128};
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kRsa2048)), "cert_type_not_usable_with_cipher");
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kSecp256r1)), "");
}

TEST(ServerSelection, APssKeyCannotDecryptForRsaKeyExchange) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kRsaAes128};
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kRsaPss2048)), "cert_type_not_usable_with_cipher");
  EXPECT_EQ(CauseOf(hello, Server(KeyType::kRsa2048)), "");
}

TEST(ServerSelection, NoCommonGroupBeforeTls13) {
  ClientHelloFacts hello = Hello(kTls12);
  Capabilities server = Server();
  server.groups = {NamedGroup::kSecp384r1};
  EXPECT_EQ(CauseOf(hello, server), "no_common_group");
}

TEST(ServerSelection, RsaKeyExchangeNeedsNoGroup) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kRsaAes128, kEcdheRsaAes128};
  Capabilities server = Server(KeyType::kRsa2048);
  server.groups = {NamedGroup::kSecp384r1};
  EXPECT_EQ(CauseOf(hello, server), "");
}

TEST(ServerSelection, NoCommonGroupInTls13) {
  Capabilities server = Server();
  server.groups = {NamedGroup::kSecp521r1};
  EXPECT_EQ(CauseOf(Hello(kTls13), server), "no_common_group");
}

TEST(ServerSelection, TheKeysCurveMustBeListedBeforeTls13) {
  EXPECT_EQ(CauseOf(Hello(kTls12), Server(KeyType::kSecp521r1)), "cert_curve_not_in_peer_groups");
  // RFC 8446 4.2.7: in TLS 1.3 groups say nothing about certificates; the scheme is what lacks.
  EXPECT_EQ(CauseOf(Hello(kTls13), Server(KeyType::kSecp521r1)), "no_signature_scheme_for_key");
}

TEST(ServerSelection, SignatureSchemesComeLast) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.signature_schemes = {SignatureScheme::kRsaPkcs1Sha256};
  EXPECT_EQ(CauseOf(hello, Server()), "no_common_signature_algorithm");
}

TEST(ServerSelection, FipsTookTheOnlyCommonSuite) {
  ClientHelloFacts hello = Hello(kTls13);
  hello.cipher_suites = {kChaCha13};
  Capabilities server = Server();
  server.cipher_suites = {kChaCha13};
  EXPECT_EQ(CauseOf(hello, server), "");
  server.fips = Fips::kOn;
  EXPECT_EQ(CauseOf(hello, server), "fips_disallows_cipher");
}

TEST(ServerSelection, FipsOfTheClientTookTheOnlyCommonSuite) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.cipher_suites = {kEcdheRsaAes128};  // what FIPS left of the list below
  Capabilities client;
  client.fips = Fips::kOn;
  client.cipher_suites = {kEcdheRsaAes128, kEcdheRsaChaCha};
  Capabilities server = Server(KeyType::kRsa2048);
  server.cipher_suites = {kEcdheRsaChaCha};
  EXPECT_EQ(ServerSelectionCause(hello, server, &client), "fips_disallows_cipher");
  client.fips = Fips::kOff;
  EXPECT_EQ(ServerSelectionCause(hello, server, &client), "no_common_cipher");
}

TEST(ServerSelection, FipsTookTheOnlyCommonGroup) {
  ClientHelloFacts hello = Hello(kTls13);
  hello.groups = {NamedGroup::kX25519};
  Capabilities server = Server();
  server.groups = {NamedGroup::kX25519};
  server.fips = Fips::kOn;
  EXPECT_EQ(CauseOf(hello, server), "fips_disallows_curve");
}

TEST(ServerSelection, TheNamedHostsCertificateCounts) {
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

TEST(ServerSignatureCause, AVersionWithoutSignatureAlgorithmsIsTheVersion) {
  ClientHelloFacts hello = Hello(kTls12);
  hello.legacy_version = ProtocolVersion::kTls11;
  EXPECT_EQ(ServerSignatureCause(hello, Server()), "version_mismatch");
}

}  // namespace
}  // namespace shakedown
