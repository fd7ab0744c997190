#include "harness/wire/messages.h"

#include <gtest/gtest.h>

#include "harness/wire/extensions.h"

namespace shakedown {
namespace {

Bytes Hex(std::string_view text) { return FromHex(text).value(); }
const std::string kRandom(64, '1');

TEST(ClientHello, IsReadFieldByField) {
  const Bytes body =
      Hex("0303" + kRandom + "02 abcd 0004 1301c02b 01 00 0009 000a 0004 0002001d ff");
  // The last byte belongs to no extension.
  EXPECT_FALSE(ParseClientHello(body));
  const Bytes good = Hex("0303" + kRandom + "02 abcd 0004 1301c02b 01 00 0008 000a 0004 0002001d");
  const auto hello = ParseClientHello(good);
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->legacy_version, ProtocolVersion::kTls12);
  EXPECT_EQ(ToHex(hello->session_id), "abcd");
  EXPECT_EQ(hello->cipher_suites.As<CipherSuite>(),
            (std::vector{CipherSuite{0x1301}, CipherSuite{0xc02b}}));
  const auto groups = hello->extensions.Find(ExtensionType::kSupportedGroups);
  ASSERT_TRUE(groups);
  EXPECT_EQ(ParseCodeList(*groups)->As<NamedGroup>(), std::vector{NamedGroup::kX25519});
  EXPECT_FALSE(hello->extensions.Find(ExtensionType::kAlpn));
}

TEST(ClientHello, MayHaveNoExtensions) {
  const Bytes body = Hex("0301" + kRandom + "00 0002 002f 01 00");
  ASSERT_TRUE(ParseClientHello(body));
}

TEST(ClientHello, IsRefusedAtEveryCut) {
  const Bytes body = Hex("0303" + kRandom + "00 0002 1301 01 00 0008 000a 0004 0002001d");
  const size_t without_extensions = body.size() - 10;
  for (size_t size = 0; size < body.size(); ++size) {
    EXPECT_EQ(ParseClientHello(View(body).first(size)).has_value(), size == without_extensions)
        << size;
  }
}

TEST(ClientHello, IsRefusedWithHalfACipherSuite) {
  const Bytes body = Hex("0303" + kRandom + "00 0003 130113 01 00");
  const auto hello = ParseClientHello(body);
  ASSERT_FALSE(hello);
  EXPECT_STREQ(hello.error().field, "ClientHello");
  EXPECT_EQ(hello.error().alert, AlertDescription::kDecodeError);
}

TEST(ServerHello, IsARetryByItsRandom) {
  const std::string start = "0303";
  const std::string end = "00 1301 00 0006 002b 0002 0304";
  const Bytes plain = Hex(start + kRandom + end);
  const Bytes retry =
      Hex(start + "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c" + end);
  ASSERT_TRUE(ParseServerHello(plain));
  EXPECT_FALSE(ParseServerHello(plain)->is_hello_retry_request());
  EXPECT_TRUE(ParseServerHello(retry)->is_hello_retry_request());
  EXPECT_EQ(ParseServerHello(plain)->version(), ProtocolVersion::kTls13);
}

TEST(ServerHello, HasItsLegacyVersionWithoutTheExtension) {
  const Bytes body = Hex("0302" + kRandom + "00 002f 00");
  EXPECT_EQ(ParseServerHello(body)->version(), ProtocolVersion::kTls11);
}

TEST(Certificate, HasTwoForms) {
  const auto tls12 = ParseCertificate(Hex("000008 000002 aabb 000000"), ProtocolVersion::kTls12);
  ASSERT_TRUE(tls12);
  EXPECT_EQ(tls12->chain.size(), 2u);
  const Bytes body = Hex("01 07 000007 000002 aabb 0000");
  const auto tls13 = ParseCertificate(body, ProtocolVersion::kTls13);
  ASSERT_TRUE(tls13);
  EXPECT_EQ(ToHex(tls13->request_context), "07");
  ASSERT_EQ(tls13->chain.size(), 1u);
  EXPECT_EQ(ToHex(tls13->chain[0]), "aabb");
  EXPECT_FALSE(ParseCertificate(body, ProtocolVersion::kTls12));
}

TEST(CertificateRequest, HasThreeForms) {
  const Bytes tls11 = Hex("02 0140 0006 0004 30020500");
  const auto one = ParseCertificateRequest(tls11, ProtocolVersion::kTls11);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->ca_names.size(), 1u);
  EXPECT_EQ(ToHex(one->ca_names[0]), "30020500");
  const Bytes tls12 = Hex("02 0140 0004 04030401 0000");
  const auto two = ParseCertificateRequest(tls12, ProtocolVersion::kTls12);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->signature_schemes.size(), 2u);
  const Bytes tls13 = Hex("00 0012 000d 0004 00020804 002f 0006 0004 0002 3000");
  const auto three = ParseCertificateRequest(tls13, ProtocolVersion::kTls13);
  ASSERT_TRUE(three);
  EXPECT_EQ(three->signature_schemes.As<SignatureScheme>(),
            std::vector{SignatureScheme::kRsaPssRsaeSha256});
  ASSERT_EQ(three->ca_names.size(), 1u);
  EXPECT_EQ(ToHex(three->ca_names[0]), "3000");
}

TEST(ServerKeyExchange, HasASchemeOnlyInTls12) {
  const ServerKeyExchangeForm form{KeyExchange::kEcdhe, true, false};
  const Bytes tls12 = Hex("03 0017 02 0405 0403 0001 ff");
  const auto exchange = ParseServerKeyExchange(tls12, ProtocolVersion::kTls12, form);
  ASSERT_TRUE(exchange);
  EXPECT_EQ(exchange->group, NamedGroup::kSecp256r1);
  EXPECT_EQ(exchange->signature_scheme, SignatureScheme::kEcdsaSecp256r1Sha256);
  const Bytes tls11 = Hex("03 0017 02 0405 0001 ff");
  const auto older = ParseServerKeyExchange(tls11, ProtocolVersion::kTls11, form);
  ASSERT_TRUE(older);
  EXPECT_FALSE(older->signature_scheme);
  EXPECT_FALSE(ParseServerKeyExchange(tls11, ProtocolVersion::kTls12, form));
}

TEST(ServerKeyExchange, WithoutSignatureEndsAfterTheKey) {
  const ServerKeyExchangeForm form{KeyExchange::kDhe, false, true};
  const auto exchange =
      ParseServerKeyExchange(Hex("0001 41 0001 17 0001 05 0001 08"), ProtocolVersion::kTls12, form);
  ASSERT_TRUE(exchange);
  EXPECT_EQ(exchange->prime_bits, 8u);
  EXPECT_FALSE(exchange->group);
}

// RFC 7919 A.1, the whole prime.
TEST(FfdheGroup, KnowsThePrimesOfRfc7919) {
  const Bytes ffdhe2048 =
      Hex("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1D8B9C583CE2D3695A9E13641146433FBCC939DCE"
          "249B3EF97D2FE363630C75D8F681B202AEC4617AD3DF1ED5D5FD65612433F51F5F066ED0856365553DED1AF3"
          "B557135E7F57C935984F0C70E0E68B77E2A689DAF3EFE8721DF158A136ADE73530ACCA4F483A797ABC0AB182"
          "B324FB61D108A94BB2C8E3FBB96ADAB760D7F4681D4F42A3DE394DF4AE56EDE76372BB190B07A7C8EE0A6D70"
          "9E02FCE1CDF7E2ECC03404CD28342F619172FE9CE98583FF8E4F1232EEF28183C3FE3B1B4C6FAD733BB5FCBC"
          "2EC22005C58EF1837D1683B2C6F34A26C1B2EFFA886B423861285C97FFFFFFFFFFFFFFFF");
  ASSERT_EQ(ffdhe2048.size(), 256u);
  EXPECT_EQ(FfdheGroup(ffdhe2048), NamedGroup::kFfdhe2048);
  Bytes other = ffdhe2048;
  other[245] ^= 1;
  EXPECT_FALSE(FfdheGroup(other));
  EXPECT_FALSE(FfdheGroup({}));
}

TEST(CertificateVerify, HasASchemeSinceTls12) {
  const Bytes body = Hex("0804 0002 abcd");
  EXPECT_EQ(ParseCertificateVerify(body, ProtocolVersion::kTls13)->signature_scheme,
            SignatureScheme::kRsaPssRsaeSha256);
  EXPECT_FALSE(ParseCertificateVerify(Hex("0002 abcd"), ProtocolVersion::kTls11)->signature_scheme);
}

TEST(NewSessionTicket, HasTwoForms) {
  EXPECT_EQ(ParseNewSessionTicket(Hex("00000e10 0002 abcd"), ProtocolVersion::kTls12)->lifetime,
            3600u);
  const Bytes body = Hex("00000e10 01020304 01 00 0002 abcd 0000");
  const auto ticket = ParseNewSessionTicket(body, ProtocolVersion::kTls13);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ToHex(ticket->ticket), "abcd");
}

TEST(Extensions, AreDecodedOrRefusedWhole) {
  EXPECT_EQ(AsText(ParseServerName(Hex("0007 00 0004 68 6f 73 74")).value()), "host");
  EXPECT_FALSE(ParseServerName(Hex("0007 00 0005 68 6f 73 74")));
  const Bytes alpn = Hex("0005 02 6832 01 61");
  EXPECT_EQ(ParseAlpn(alpn)->size(), 2u);
  EXPECT_FALSE(ParseAlpn(Hex("0005 02 6832 02 61")));
  EXPECT_EQ(ParseClientKeyShareGroups(Hex("0006 001d 0002 abcd")).value(),
            std::vector{NamedGroup::kX25519});
  EXPECT_FALSE(ParseClientKeyShareGroups(Hex("0005 001d 0002 ab")));
  EXPECT_EQ(ParseServerKeyShareGroup(Hex("001d 0002 abcd")), NamedGroup::kX25519);
  EXPECT_EQ(ParseServerKeyShareGroup(Hex("0017")), NamedGroup::kSecp256r1);
  EXPECT_EQ(ParseSupportedVersions(Hex("04 0304 0303"))->size(), 2u);
  EXPECT_FALSE(ParseSupportedVersions(Hex("03 0304 03")));
}

}  // namespace
}  // namespace shakedown
