#include "harness/wire/client_hello.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using enum AlertDescription;

// A hello with one cipher suite and these extensions.
Bytes With(std::string_view extensions, std::string_view compression = "01 00") {
  const Bytes block = Hex(extensions);
  Bytes body = Hex("0303" + std::string(64, '1') + "00 0002 1301" + std::string(compression));
  body.push_back(static_cast<uint8_t>(block.size() >> 8));
  body.push_back(static_cast<uint8_t>(block.size()));
  Append(&body, block);
  return body;
}

struct Outcome {
  bool parsed = false;
  ParseError error;
};
Outcome Parse(View body) {
  // A block of the exact size: a read past it is caught by AddressSanitizer.
  const std::unique_ptr<uint8_t[]> exact(new uint8_t[body.size()]);
  std::copy(body.begin(), body.end(), exact.get());
  Outcome outcome;
  ClientHello hello;
  outcome.parsed = ParseClientHello({exact.get(), body.size()}, &hello, &outcome.error);
  return outcome;
}

// The bodies of the real hellos of the corpus, each with its file's name.
std::vector<std::pair<std::string, Bytes>> RealHellos() {
  std::vector<std::pair<std::string, Bytes>> hellos;
  for (const auto& file : fs::directory_iterator(SHAKEDOWN_SOURCE_DIR "/corpus/client_hello")) {
    if (file.path().extension() != ".bin") continue;
    std::ifstream in(file.path(), std::ios::binary);
    const Bytes record((std::istreambuf_iterator<char>(in)), {});
    constexpr size_t kHeaders = 5 + 4;
    EXPECT_GT(record.size(), kHeaders) << file.path();
    hellos.emplace_back(file.path().filename(), Bytes(record.begin() + kHeaders, record.end()));
  }
  EXPECT_GE(hellos.size(), 40u);
  return hellos;
}

TEST(ClientHello, OfEveryRealClientIsAccepted) {
  for (const auto& [name, body] : RealHellos()) {
    const Outcome outcome = Parse(body);
    EXPECT_TRUE(outcome.parsed) << name << ": " << outcome.error.field << ": "
                                << outcome.error.text;
  }
}

TEST(ClientHello, IsReadFieldByField) {
  const Bytes body = Hex("0303" + std::string(64, '1') +
                         "02 abcd 0004 1301c02b 01 00 0020"
                         "000a 0006 0004 001d0017"
                         "0033 0008 0006 001d 0002 beef"
                         "0010 0006 0004 03 666f6f");
  ClientHello hello;
  ParseError error;
  ASSERT_TRUE(ParseClientHello(body, &hello, &error)) << error.text;
  EXPECT_EQ(hello.legacy_version, ProtocolVersion::kTls12);
  EXPECT_EQ(ToHex(hello.session_id), "abcd");
  EXPECT_EQ(hello.cipher_suites.As<CipherSuite>(),
            (std::vector{CipherSuite{0x1301}, CipherSuite{0xc02b}}));
  EXPECT_EQ(hello.supported_groups().As<NamedGroup>(),
            (std::vector{NamedGroup::kX25519, NamedGroup::kSecp256r1}));
  ASSERT_EQ(hello.key_shares().size(), 1u);
  EXPECT_EQ(hello.key_shares().front().group, NamedGroup::kX25519);
  EXPECT_EQ(ToHex(hello.key_shares().front().key_exchange), "beef");
  EXPECT_EQ(AsText(hello.alpn().front()), "foo");
  EXPECT_TRUE(hello.supported_versions().empty());
  EXPECT_TRUE(hello.server_name().empty());
}

TEST(ClientHello, MayHaveNoExtensions) {
  EXPECT_TRUE(Parse(Hex("0301" + std::string(64, '1') + "00 0002 002f 01 00")).parsed);
}

TEST(ClientHello, IsRefusedAtEveryCut) {
  for (const auto& [name, body] : RealHellos()) {
    ClientHello whole;
    ParseError error;
    ASSERT_TRUE(ParseClientHello(body, &whole, &error));
    const View block = whole.extensions.bytes();
    const size_t without_extensions =
        block.empty() ? body.size() : static_cast<size_t>(block.data() - body.data()) - 2;
    for (size_t size = 0; size < body.size(); ++size) {
      EXPECT_EQ(Parse(View(body).first(size)).parsed, size == without_extensions)
          << name << " cut to " << size;
    }
  }
}

TEST(ClientHello, WithAnyByteChangedGivesAnErrorInsideItOrNone) {
  for (const auto& [name, original] : RealHellos()) {
    Bytes body = original;
    for (size_t at = 0; at < body.size(); ++at) {
      for (const uint8_t change : {0x01, 0x80, 0xff}) {
        body[at] ^= change;
        const Outcome outcome = Parse(body);
        if (!outcome.parsed) {
          ASSERT_LE(outcome.error.offset, body.size()) << name;
          ASSERT_STRNE(outcome.error.clause, "") << name;
        }
        body[at] ^= change;
      }
    }
  }
}

struct Broken {
  const char* what;
  Bytes body;
  const char* field;
  AlertDescription alert;
  const char* clause;
  size_t offset;
};

TEST(ClientHello, EachBrokenRuleIsNamed) {
  constexpr size_t kBlock = 43;  // offset of the first extension in With
  const Broken cases[] = {
      {"session id too long", Hex("0303" + std::string(64, '1') + "21" + std::string(66, '0')),
       "ClientHello.legacy_session_id", kDecodeError, "RFC 8446 4.1.2", 34},
      {"half a suite", Hex("0303" + std::string(64, '1') + "00 0003 130113 01 00"),
       "ClientHello.cipher_suites", kDecodeError, "RFC 8446 4.1.2", 35},
      {"no compression method", With("", "00"), "ClientHello.legacy_compression_methods",
       kDecodeError, "RFC 8446 4.1.2", 39},
      {"compression without null", With("", "01 01"), "ClientHello.compression_methods",
       kIllegalParameter, "RFC 5246 7.4.1.2", 40},
      {"compression in TLS 1.3", With("002b 0003 02 0304", "02 0001"),
       "ClientHello.legacy_compression_methods", kIllegalParameter, "RFC 8446 4.1.2", 40},
      {"an extension past the end among unknown types",
       With("5555 0000 6666 0000 000a 0009 0002001d"), "ClientHello.extensions", kDecodeError,
       "RFC 8446 4.2", kBlock + 8},
      {"two of a type", With("0017 0000 0017 0000"), "ClientHello.extensions", kIllegalParameter,
       "RFC 8446 4.2", kBlock + 4},
      {"two of an unknown type", With("7777 0000 7777 0000"), "ClientHello.extensions",
       kIllegalParameter, "RFC 8446 4.2", kBlock + 4},
      {"an extension past the end", With("0017 0000 000a 0005 0000"), "ClientHello.extensions",
       kDecodeError, "RFC 8446 4.2", kBlock + 4},
      {"half a header", With("0017 0000 00"), "ClientHello.extensions", kDecodeError,
       "RFC 8446 4.2", kBlock + 4},
      {"an odd list of groups", With("000a 0005 0003 001d00"), "supported_groups", kDecodeError,
       "RFC 8446 4.2.7", kBlock + 4},
      {"no group", With("000a 0002 0000"), "supported_groups", kDecodeError, "RFC 8446 4.2.7",
       kBlock + 4},
      {"a body of one byte at the end", With("000a 0001 00"), "supported_groups", kDecodeError,
       "RFC 8446 4.2.7", kBlock + 4},
      {"two host names", With("0000 000a 0008 00 0001 61 00 0001 62"), "server_name",
       kIllegalParameter, "RFC 6066 3", kBlock + 10},
      {"a zero byte in the host name", With("0000 0007 0005 00 0002 6100"), "server_name",
       kIllegalParameter, "RFC 6066 3", kBlock + 9},
      {"an empty protocol", With("0010 0003 0001 00"), "application_layer_protocol_negotiation",
       kDecodeError, "RFC 7301 3.1", kBlock + 6},
      {"an empty key", With("0033 0006 0004 001d 0000"), "key_share", kDecodeError,
       "RFC 8446 4.2.8", kBlock + 6},
      {"two shares for a group", With("0033 000c 000a 001d 0001 aa 001d 0001 bb"), "key_share",
       kIllegalParameter, "RFC 8446 4.2.8", kBlock + 11},
      {"padding that is none", With("0015 0003 000001"), "padding", kIllegalParameter, "RFC 7685 3",
       kBlock + 6},
      {"a record size limit of 63", With("001c 0002 003f"), "record_size_limit", kIllegalParameter,
       "RFC 8449 4", kBlock + 4},
      {"extended_master_secret with a body", With("0017 0001 00"), "extended_master_secret",
       kDecodeError, "RFC 7627 5.1", kBlock + 4},
      {"pre_shared_key not last",
       With("0029 002c 0007 0001 61 00000000 0021 20" + std::string(64, '0') + "0017 0000"),
       "pre_shared_key", kIllegalParameter, "RFC 8446 4.2.11", kBlock + 4},
      {"pre_shared_key without modes",
       With("0029 002c 0007 0001 61 00000000 0021 20" + std::string(64, '0') + ""),
       "pre_shared_key", kMissingExtension, "RFC 8446 4.2.9", kBlock + 4},
  };
  for (const Broken& one : cases) {
    const Outcome outcome = Parse(one.body);
    ASSERT_FALSE(outcome.parsed) << one.what;
    EXPECT_STREQ(outcome.error.field, one.field) << one.what;
    EXPECT_EQ(outcome.error.alert, one.alert) << one.what;
    EXPECT_STREQ(outcome.error.clause, one.clause) << one.what;
    EXPECT_EQ(outcome.error.offset, one.offset) << one.what;
  }
}

TEST(ClientHello, FindsKnownExtensionsAmongUnknownOnes) {
  // Types without a slot share one, whatever they collide with.
  std::string extensions;
  for (int type = 0x7000; type < 0x7100; ++type)
    extensions += ToHex(Bytes{static_cast<uint8_t>(type >> 8), static_cast<uint8_t>(type), 0, 0});
  const Bytes body = With(extensions + "000a 0004 0002 001d" + "0023 0003 010203");
  ClientHello hello;
  ParseError error;
  ASSERT_TRUE(ParseClientHello(body, &hello, &error)) << error.text;
  EXPECT_EQ(hello.supported_groups().As<NamedGroup>(), std::vector{NamedGroup::kX25519});
  EXPECT_EQ(ToHex(hello.session_ticket()), "010203");
  EXPECT_FALSE(hello.index.Has<ExtensionType::kKeyShare>());
}

TEST(ClientHello, AnUnknownTypeAloneInASlotIsNotTakenForTheKnownOne) {
  for (uint32_t type = 0; type <= 0xffff; ++type) {
    if (extension_slots::Of(static_cast<uint16_t>(type)) != extension_slots::kNone) continue;
    const Bytes body =
        With(ToHex(Bytes{static_cast<uint8_t>(type >> 8), static_cast<uint8_t>(type), 0, 0}));
    ClientHello hello;
    ParseError error;
    ASSERT_TRUE(ParseClientHello(body, &hello, &error)) << type << ": " << error.text;
    ASSERT_TRUE(hello.supported_groups().empty());
  }
}

}  // namespace
}  // namespace shakedown
