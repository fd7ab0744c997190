#include "harness/inspect/dissect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "harness/inspect/judge.h"
#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

// JSSE of OpenJDK 17, out of corpus/captures/alert-112--java17.
constexpr std::string_view kHello =
    "010001af0303780b34ead29fc3463a1b0a3a21199585ea8a02dde9ca42b2fb59140bb3dd7480208e1da87cd3"
    "e736fec31e8b3b5d5fd52ec01560c4b85a19b89d5adb6c30535a28004a130213011303c02cc02bcca9c030cc"
    "a8c02f009fccaa00a3009e00a2c024c028c023c027006b006a00670040c00ac014c009c01300390038003300"
    "32009d009c003d003c0035002f00ff0100011c000500050100000000000a00160014001d001700180019001e"
    "01000101010201030104000b00020100001100090007020004000000000017000000230000000d002c002a04"
    "0305030603080708080804080508060809080a080b0401050106010402030303010302020302010202002b00"
    "050403040303002d000201010032002c002a040305030603080708080804080508060809080a080b04010501"
    "060104020303030103020203020102020033006b0069001d00207d2296851538b2aaada7d776548343f96e50"
    "8a4fbf8942f4b9428ad10cb737190017004104c7243f75d6053845026ab95958d8156d0884f98958a996ee34"
    "912b1103d7b7754127271c9ab266f0406fe74fa46fb424a5f47412747cd571f795a32b26e4a19c";

// The SSL 2.0 probe of sslscan 2.0.7, out of corpus/captures/ch-sslscan.
constexpr std::string_view kSsl2Hello =
    "8034010002001b000000100500800300800100800700c0080080060040040080020080000000000102030405"
    "060708090a0b0c0d0e0f";

const Field* Find(const Field& tree, std::initializer_list<std::string_view> path) {
  const Field* at = &tree;
  for (const std::string_view name : path) {
    const auto child = std::ranges::find_if(at->children, [&](const Field& one) {
      return one.name == name || (one.name == "Extension" && one.text == name);
    });
    if (child == at->children.end()) return nullptr;
    at = &*child;
  }
  return at;
}

TEST(DissectHandshake, ReadsAGenuineClientHelloFieldByField) {
  const Bytes hello = Hex(kHello);
  const Dissected out = DissectHandshake(hello, {});
  EXPECT_FALSE(out.misfit);
  EXPECT_EQ(out.tree.name, "ClientHello");
  EXPECT_EQ(Find(out.tree, {"length"})->number, hello.size() - 4);
  EXPECT_EQ(Find(out.tree, {"legacy_version"})->text, "TLS 1.2");
  const Field* suites = Find(out.tree, {"cipher_suites"});
  ASSERT_TRUE(suites);
  EXPECT_EQ(suites->offset, 71u);
  ASSERT_EQ(suites->children.size(), 37u);
  EXPECT_EQ(suites->children[0].text, "TLS_AES_256_GCM_SHA384");
  EXPECT_EQ(suites->children[36].text, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
  EXPECT_EQ(suites->children[36].number, 0x00ffu);
  std::vector<uint64_t> types;
  for (const Field& one : Find(out.tree, {"extensions"})->children) types.push_back(*one.number);
  EXPECT_EQ(types, (std::vector<uint64_t>{5, 10, 11, 17, 23, 35, 13, 43, 45, 50, 51}));
  const Field* shares =
      Find(out.tree, {"extensions", "key_share", "extension_data", "client_shares"});
  ASSERT_TRUE(shares);
  ASSERT_EQ(shares->children.size(), 2u);
  EXPECT_EQ(Find(shares->children[1], {"group"})->text, "secp256r1");
  EXPECT_EQ(Find(shares->children[1], {"key_exchange"})->number, 65u);
}

// Every byte belongs to exactly one leaf, in order: nothing is left out, nothing shown twice.
void CheckCovers(const Field& field, size_t* at) {
  if (field.children.empty()) {
    EXPECT_EQ(field.offset, *at) << field.name;
    *at = field.offset + field.size;
    return;
  }
  // What stands before the first child is the length of the vector.
  EXPECT_GE(field.children[0].offset, *at) << field.name;
  *at = field.children[0].offset;
  for (const Field& child : field.children) CheckCovers(child, at);
  EXPECT_EQ(*at, field.offset + field.size) << field.name;
}

TEST(DissectHandshake, ShowsEveryByteOnce) {
  const Bytes hello = Hex(kHello);
  size_t at = 0;
  CheckCovers(DissectHandshake(hello, {}).tree, &at);
  EXPECT_EQ(at, hello.size());
}

TEST(DissectHandshake, FindsEveryCutAndReadsNothingBehindIt) {
  const Bytes hello = Hex(kHello);
  for (size_t size = 0; size < hello.size(); ++size) {
    // A block of exactly this size, for AddressSanitizer to guard its end.
    const std::unique_ptr<uint8_t[]> block(new uint8_t[size]);
    std::copy_n(hello.begin(), size, block.get());
    const Dissected out = DissectHandshake(View(block.get(), size), {});
    EXPECT_TRUE(out.misfit) << size;
    if (out.misfit) {
      EXPECT_LE(out.misfit->offset, size);
    }
  }
}

TEST(DissectHandshake, SurvivesEveryChangedByteOfEveryKindOfMessage) {
  Bytes message = Hex(kHello);
  for (int type = 0; type < 30; ++type) {
    for (size_t at = 1; at < message.size(); at += type == 1 ? 1 : 7) {
      const uint8_t old = message[at];
      message[0] = static_cast<uint8_t>(type);
      for (const uint8_t value : {0x00, 0xff, old ^ 0x01}) {
        message[at] = value;
        for (const auto version :
             {ProtocolVersion::kTls10, ProtocolVersion::kTls12, ProtocolVersion::kTls13}) {
          MessageContext context{.version = version, .cipher_suite = CipherSuite{0xc02f}};
          const Dissected out = DissectHandshake(message, context);
          EXPECT_EQ(out.tree.size, message.size());
          Judge(message, context);
        }
      }
      message[at] = old;
    }
  }
}

TEST(DissectHandshake, MarksReservedNumbers) {
  const Bytes hello = Hex("01 00003b 0303" + std::string(64, '1') +
                          "00 0004 2a2a1301 01 00 000e 3a3a0001ff 002b0005047a7a0304"
                          "");
  const Dissected out = DissectHandshake(hello, {});
  const Field* suites = Find(out.tree, {"cipher_suites"});
  EXPECT_EQ(suites->children[0].text, "GREASE");
  EXPECT_EQ(suites->children[0].number, 0x2a2au);
  EXPECT_EQ(Find(out.tree, {"extensions"})->children[0].text, "GREASE");
  EXPECT_EQ(Find(out.tree, {"extensions", "supported_versions", "extension_data", "versions"})
                ->children[0]
                .text,
            "GREASE");
}

TEST(DissectHandshake, CallsARetryByItsName) {
  const Bytes retry =
      Hex("02 000034 0303"
          "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
          "00 1301 00 000c 002b00020304 003300020018");
  const Dissected out = DissectHandshake(retry, {});
  EXPECT_FALSE(out.misfit);
  EXPECT_EQ(out.tree.name, "HelloRetryRequest");
  EXPECT_EQ(Find(out.tree, {"extensions", "key_share", "extension_data", "selected_group"})->text,
            "secp384r1");
}

TEST(DissectHandshake, ReadsACertificateInTheFormOfItsVersionAndGuessesItWithoutOne) {
  const Bytes old = Hex("0b 00000a 000007 000004 deadbeef");
  const Bytes tls13 = Hex("0b 00000d 00 000009 000004 deadbeef 0000");
  for (const auto& version :
       {std::optional(ProtocolVersion::kTls12), std::optional<ProtocolVersion>()}) {
    const Dissected out = DissectHandshake(old, {.version = version});
    EXPECT_FALSE(out.misfit);
    EXPECT_EQ(Find(out.tree, {"certificate_list", "cert_data"})->text, "deadbeef");
  }
  for (const auto& version :
       {std::optional(ProtocolVersion::kTls13), std::optional<ProtocolVersion>()}) {
    const Dissected out = DissectHandshake(tls13, {.version = version});
    EXPECT_FALSE(out.misfit);
    EXPECT_EQ(Find(out.tree, {"certificate_list", "CertificateEntry", "cert_data"})->number, 4u);
  }
}

TEST(DissectHandshake, ReadsServerKeyExchangeAsTheSuiteSays) {
  const Bytes ecdhe = Hex("0c 00000c 03 001d 02 aabb 0804 0002 cccc");
  Dissected out = DissectHandshake(
      ecdhe, {.version = ProtocolVersion::kTls12, .cipher_suite = CipherSuite{0xc02f}});
  EXPECT_FALSE(out.misfit);
  EXPECT_EQ(Find(out.tree, {"namedcurve"})->text, "x25519");
  EXPECT_EQ(Find(out.tree, {"algorithm"})->text, "rsa_pss_rsae_sha256");
  const Bytes dhe = Hex("0c 00000f 0002 000f 0001 02 0002 0003 0002 cccc");
  out = DissectHandshake(dhe,
                         {.version = ProtocolVersion::kTls11, .cipher_suite = CipherSuite{0x0033}});
  EXPECT_FALSE(out.misfit);
  EXPECT_EQ(Find(out.tree, {"dh_Ys"})->text, "0003");
}

TEST(DissectSsl2Hello, ReadsAGenuineProbe) {
  const Bytes hello = Hex(kSsl2Hello);
  const Dissected out = DissectSsl2Hello(hello);
  EXPECT_FALSE(out.misfit);
  EXPECT_EQ(Find(out.tree, {"msg_length"})->number, hello.size() - 2);
  EXPECT_EQ(Find(out.tree, {"version"})->text, "SSL 2.0");
  EXPECT_EQ(Find(out.tree, {"cipher_specs"})->children.size(), 9u);
}

TEST(DissectSsl2Hello, TellsALengthThatMayNotBe) {
  const auto offset = [](std::string_view lengths, std::string_view rest) {
    const Bytes body = Hex("01 0301" + std::string(lengths) + std::string(rest));
    Bytes record = {0x80, static_cast<uint8_t>(body.size())};
    record.insert(record.end(), body.begin(), body.end());
    const Dissected out = DissectSsl2Hello(record);
    return out.misfit ? out.misfit->offset : 0;
  };
  const std::string challenge(32, '1');
  EXPECT_EQ(offset("0003 0000 0010", "00002f" + challenge), 0u);
  EXPECT_EQ(offset("0000 0000 0010", challenge), 5u);
  EXPECT_EQ(offset("0002 0000 0010", "002f" + challenge), 5u);
  EXPECT_EQ(offset("0003 0001 0010", "00002f aa" + challenge), 7u);
  EXPECT_EQ(offset("0003 0000 0008", "00002f 1111111111111111"), 9u);
}

TEST(DissectSsl2Hello, HasNoNumberForALengthThatIsCut) {
  const Dissected out = DissectSsl2Hello(Hex("ed"));
  ASSERT_FALSE(out.tree.children.empty());
  EXPECT_EQ(out.tree.children[0].name, "(not read)");
  EXPECT_FALSE(out.tree.children[0].number);
}

TEST(DissectAlert, NamesLevelAndDescription) {
  const Dissected out = DissectAlert(Hex("0270"));
  EXPECT_EQ(Find(out.tree, {"level"})->text, "fatal");
  EXPECT_EQ(Find(out.tree, {"description"})->text, "unrecognized_name");
}

}  // namespace
}  // namespace shakedown
