#include "harness/wire/code_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/wire/message_codes.h"

namespace shakedown {
namespace {

class Registry : public testing::TestWithParam<std::span<const CodePoint>> {};

TEST_P(Registry, FindsEveryNameAndNumberBothWays) {
  ASSERT_FALSE(GetParam().empty());
  std::set<std::string_view> names;
  int last = -1;
  for (const CodePoint& row : GetParam()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_LT(last, row.number) << row.name;
    last = row.number;
    EXPECT_EQ(NumberOf(GetParam(), row.name), row.number) << row.name;
    EXPECT_EQ(NameIn(GetParam(), row.number), row.name);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Registry,
    testing::Values(ProtocolVersions(), WireVersions(), RecordContentTypes(), CipherSuites(),
                    NamedGroups(), SignatureSchemes(), AlertDescriptions(), HandshakeTypes(),
                    ExtensionTypes(), CertificateTypes(), ClientCertificateTypes(),
                    CompressionMethods(), CertificateCompressionAlgorithms(), PskKeyExchangeModes(),
                    EcPointFormats(), EcCurveTypes(), KeyUpdateRequests(), HashAlgorithms(),
                    SignatureAlgorithms(), ServerNameTypes(), MaxFragmentLengths(),
                    CertificateChainTypes(), TrustedCaIdentifierTypes(), CertificateStatusTypes(),
                    CachedInformationTypes(), HeartbeatMessageTypes(), HeartbeatModes(),
                    SupplementalDataTypes(), SrtpProtectionProfiles(), HpkeKems(), HpkeKdfs(),
                    HpkeAeads(), EchClientHelloTypes()));

TEST(CodePoints, KnowTheRegistrysOwnExamples) {
  EXPECT_EQ(NameOf(CipherSuite{0x1301}), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(NameOf(CipherSuite{0xc02b}), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  EXPECT_EQ(NameOf(CipherSuite{0xcca8}), "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  EXPECT_EQ(NameOf(CipherSuite{0xc0ae}), "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8");
  EXPECT_EQ(NameOf(CipherSuite{0xc09b}), "TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384");
  EXPECT_EQ(NameOf(CipherSuite{0xc04e}), "TLS_ECDH_RSA_WITH_ARIA_128_CBC_SHA256");
  EXPECT_EQ(NameOf(CipherSuite{0x0035}), "TLS_RSA_WITH_AES_256_CBC_SHA");
  EXPECT_EQ(NameOf(NamedGroup{0x11ec}), "X25519MLKEM768");
  EXPECT_EQ(NameOf(NamedGroup::kSecp521r1), "secp521r1");
  EXPECT_EQ(NameOf(SignatureScheme::kEcdsaSecp521r1Sha512), "ecdsa_secp521r1_sha512");
  EXPECT_EQ(NameOf(AlertDescription::kCertificateRequired), "certificate_required");
  EXPECT_EQ(NameOf(HandshakeType::kServerHello), "ServerHello");
  EXPECT_EQ(NameOf(ProtocolVersion::kTls13), "TLS 1.3");
  EXPECT_EQ(NameOf(ExtensionType::kAlpn), "application_layer_protocol_negotiation");
  EXPECT_EQ(NameOf(ExtensionType::kEncryptedClientHello), "encrypted_client_hello");
  EXPECT_EQ(NameOf(ExtensionType{0xff01}), "renegotiation_info");
  EXPECT_EQ(NameOf(ContentType{24}), "heartbeat");
  EXPECT_EQ(NameOf(SignatureScheme{0x0905}), "mldsa65");
}

// RFC 6347 4.1 and RFC 9147 5.2: the ones' complement of the version of TLS it follows.
TEST(CodePoints, KnowTheVersionsOfTheOtherProtocols) {
  EXPECT_EQ(NameOf(ProtocolVersion{0x0002}), "SSL 2.0");
  EXPECT_EQ(NameOf(ProtocolVersion{0xffff - 0x0100}), "DTLS 1.0");
  EXPECT_EQ(NameOf(ProtocolVersion{0xffff - 0x0102}), "DTLS 1.2");
  EXPECT_EQ(NameOf(ProtocolVersion{0xffff - 0x0103}), "DTLS 1.3");
  EXPECT_EQ(NumberOf(ProtocolVersions(), "DTLS 1.2"), std::nullopt);
  EXPECT_EQ(NumberOf(WireVersions(), "DTLS 1.2"), 0xfefd);
}

TEST(CodePoints, GiveTheNumberOfWhatHasNoName) {
  EXPECT_EQ(NameOf(CipherSuite{0x0a0a}), "0x0a0a");
  EXPECT_EQ(NameOf(NamedGroup{0xfe00}), "0xfe00");
  EXPECT_EQ(NameOf(AlertDescription{200}), "200");
  EXPECT_EQ(NameOf(HandshakeType{99}), "99");
}

TEST(CodePoints, ReadNumbers) {
  EXPECT_EQ(NumberOf(CipherSuites(), "0x1301"), 0x1301);
  EXPECT_EQ(NumberOf(NamedGroups(), "0xFe"), 0xfe);
  EXPECT_EQ(NumberOf(NamedGroups(), "0x"), std::nullopt);
  EXPECT_EQ(NumberOf(NamedGroups(), "0x12345"), std::nullopt);
  EXPECT_EQ(NumberOf(NamedGroups(), "0xg"), std::nullopt);
  EXPECT_EQ(NumberOf(NamedGroups(), "secp256r2"), std::nullopt);
  EXPECT_EQ(NumberOf(CipherSuites(), "AES128-SHA"), std::nullopt);
  EXPECT_EQ(NumberOf(CipherSuites(), ""), std::nullopt);
}

TEST(CodePoints, FindARetiredAlertByItsOldName) {
  EXPECT_EQ(NumberOf(AlertDescriptions(), "no_renegotiation"), 100);
  EXPECT_EQ(NumberOf(AlertDescriptions(), "no_renegotiation_RESERVED"), 100);
  EXPECT_EQ(NumberOf(AlertDescriptions(), "unknown"), std::nullopt);
}

TEST(CodePoints, KnowGrease) {
  EXPECT_TRUE(IsGrease(0x0a0a));
  EXPECT_TRUE(IsGrease(0xfafa));
  EXPECT_FALSE(IsGrease(0x0a1a));
  EXPECT_FALSE(IsGrease(0x1301));
}

}  // namespace
}  // namespace shakedown
