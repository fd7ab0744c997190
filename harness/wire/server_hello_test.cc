#include "harness/wire/server_hello.h"

#include <gtest/gtest.h>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

const std::string kRandom(64, '1');

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

TEST(ServerHello, LeavesNothingOfTheMessageBeforeIt) {
  const Bytes with = Hex("0303" + kRandom + "01 ab c02f 00 0004 0017 0000");
  const Bytes without = Hex("0302" + kRandom + "00 002f 00");
  ServerHello hello;
  ParseError error;
  ASSERT_TRUE(ParseServerHello(with, &hello, &error));
  EXPECT_EQ(hello.extensions.size(), 1u);
  ASSERT_TRUE(ParseServerHello(without, &hello, &error));
  EXPECT_TRUE(hello.session_id.empty());
  EXPECT_TRUE(hello.extensions.empty());
}

// The quick look at plain extensions finds the same as the thorough one.
TEST(ServerHello, EachBrokenExtensionIsNamed) {
  const struct {
    const char *block, *field;
    AlertDescription alert;
    size_t offset;
  } cases[] = {
      {"0008 0017 0000 0017 0000", "ServerHello.extensions", AlertDescription::kIllegalParameter,
       44},
      {"0006 0017 0000 0023", "ServerHello.extensions", AlertDescription::kDecodeError, 44},
      {"0004 0017 0001", "ServerHello.extensions", AlertDescription::kDecodeError, 40},
      {"0005 0017 0001 00", "extended_master_secret", AlertDescription::kDecodeError, 44},
      {"0004 ff01 0000", "renegotiation_info", AlertDescription::kDecodeError, 44},
      {"0005 ff01 0001 01", "renegotiation_info", AlertDescription::kDecodeError, 44},
      {"0006 ff01 0002 00 00", "renegotiation_info", AlertDescription::kDecodeError, 44},
      {"0005 000b 0001 00", "ec_point_formats", AlertDescription::kDecodeError, 44},
      {"0006 000b 0002 0200", "ec_point_formats", AlertDescription::kDecodeError, 44},
      {"000a 5555 0000 6666 0000 5555", "ServerHello.extensions", AlertDescription::kDecodeError,
       48},
      {"000c 5555 0000 6666 0000 5555 0000", "ServerHello.extensions",
       AlertDescription::kIllegalParameter, 48},
  };
  for (const auto& [block, field, alert, offset] : cases) {
    const auto hello = ParseServerHello(Hex("0303" + kRandom + "00 c02f 00 " + block));
    ASSERT_FALSE(hello) << block;
    EXPECT_STREQ(hello.error().field, field) << block;
    EXPECT_EQ(hello.error().alert, alert) << block;
    EXPECT_EQ(hello.error().offset, offset) << block;
  }
  for (const char* block : {"0000", "0008 5555 0000 6666 0000", "0005 ff01 0001 00",
                            "0006 000b 0002 0100", "0007 5555 0003 010203"}) {
    EXPECT_TRUE(ParseServerHello(Hex("0303" + kRandom + "00 c02f 00 " + block))) << block;
  }
}

TEST(ServerHello, HasItsLegacyVersionWithoutTheExtension) {
  const Bytes body = Hex("0302" + kRandom + "00 002f 00");
  EXPECT_EQ(ParseServerHello(body)->version(), ProtocolVersion::kTls11);
}

TEST(ServerHello, WithAnExtensionOfAnotherMessageDeservesIllegalParameter) {
  // ALPN belongs into EncryptedExtensions.
  const Bytes body =
      Hex("0303" + kRandom + "00 1301 00 000f 002b 0002 0304 0010 0005 0003 02 6832");
  const auto hello = ParseServerHello(body);
  ASSERT_FALSE(hello);
  EXPECT_EQ(hello.error().alert, AlertDescription::kIllegalParameter);
  EXPECT_STREQ(hello.error().clause, "RFC 8446 4.2");
  EXPECT_EQ(hello.error().offset, 46u);
}

TEST(ServerHello, OfTls12MayCarryItThere) {
  const Bytes body = Hex("0303" + kRandom + "00 c02f 00 0009 0010 0005 0003 02 6832");
  const auto hello = ParseServerHello(body);
  ASSERT_TRUE(hello);
  EXPECT_EQ(AsText(*ServerAlpn(*hello->extensions.Find(ExtensionType::kAlpn))), "h2");
}

TEST(ServerHello, CompressesNothingInTls13) {
  const auto hello = ParseServerHello(Hex("0303" + kRandom + "00 1301 01 0006 002b 0002 0304"));
  ASSERT_FALSE(hello);
  EXPECT_STREQ(hello.error().field, "ServerHello.legacy_compression_method");
  EXPECT_EQ(hello.error().offset, 37u);
}

TEST(ServerHello, HasOneVersionInSupportedVersions) {
  const auto hello = ParseServerHello(Hex("0303" + kRandom + "00 1301 00 0008 002b 0004 03040303"));
  ASSERT_FALSE(hello);
  EXPECT_EQ(hello.error().alert, AlertDescription::kDecodeError);
}

TEST(ServerHello, ChoosesNoOlderVersionInSupportedVersions) {
  for (const char* version : {"0303", "0301", "0300"}) {
    const auto hello =
        ParseServerHello(Hex("0303" + kRandom + "00 c02f 00 0006 002b 0002 " + version));
    ASSERT_FALSE(hello) << version;
    EXPECT_EQ(hello.error().alert, AlertDescription::kIllegalParameter);
    EXPECT_STREQ(hello.error().clause, "RFC 8446 4.2.1");
    EXPECT_EQ(hello.error().offset, 44u);
  }
}

TEST(ServerHello, IsRefusedAtEveryCut) {
  const Bytes body = Hex("0303" + kRandom + "02 abcd 1301 00 0006 002b 0002 0304");
  const size_t without_extensions = body.size() - 8;
  for (size_t size = 0; size < body.size(); ++size) {
    const Bytes cut(body.begin(), body.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_EQ(ParseServerHello(cut).has_value(), size == without_extensions) << size;
  }
}

TEST(ServerKeyShareGroup, IsReadWithAndWithoutItsKey) {
  EXPECT_EQ(ServerKeyShareGroup(Hex("001d 0002 abcd")), NamedGroup::kX25519);
  EXPECT_EQ(ServerKeyShareGroup(Hex("0017")), NamedGroup::kSecp256r1);
  EXPECT_FALSE(ServerKeyShareGroup(Hex("001d 0003 abcd")));
}

TEST(EncryptedExtensions, AreTheWholeMessage) {
  EXPECT_TRUE(ParseEncryptedExtensions(Hex("0000")));
  const auto left = ParseEncryptedExtensions(Hex("000000"));
  ASSERT_FALSE(left);
  EXPECT_EQ(left.error().offset, 2u);
  EXPECT_FALSE(ParseEncryptedExtensions({}));
}

TEST(EncryptedExtensions, NameExactlyOneProtocol) {
  EXPECT_TRUE(ParseEncryptedExtensions(Hex("0009 0010 0005 0003 02 6832")));
  EXPECT_FALSE(ParseEncryptedExtensions(Hex("000b 0010 0007 0005 02 6832 01 61")));
}

}  // namespace
}  // namespace shakedown
