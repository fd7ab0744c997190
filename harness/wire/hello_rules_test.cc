#include "harness/wire/hello_rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

using enum AlertDescription;

const std::string kHelloStart = "0303" + std::string(64, '1') + "00";

std::string Sized(std::string_view block) {
  const size_t size = Hex(block).size();
  return ToHex(Bytes{static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)}) +
         std::string(block);
}

// What is wrong with a hello of one suite that has these extensions: field and alert, "" if nothing
// is.
struct Verdict {
  std::string field;
  AlertDescription alert{};
  size_t offset = 0;
};
Verdict VerdictOf(const std::optional<ParseError>& broken) {
  return broken ? Verdict{broken->field, broken->alert, broken->offset} : Verdict();
}
Verdict OfClient(std::string_view extensions) {
  const Bytes body = Hex(kHelloStart + "0002 1301 0100" + Sized(extensions));
  ClientHello hello;
  ParseError error;
  EXPECT_TRUE(ParseClientHello(body, &hello, &error)) << extensions << ": " << error.field;
  return VerdictOf(BrokenRule(body, hello));
}
Verdict OfServer(std::string_view extensions, const std::string& start = kHelloStart) {
  const Bytes body = Hex(start + "1301 00" + Sized(extensions));
  const auto hello = ParseServerHello(body);
  EXPECT_TRUE(hello) << extensions << ": " << hello.error().field;
  return VerdictOf(BrokenRule(body, *hello));
}

const std::string kVersions = "002b 0005 04 0304 0303", kGroups = "000a 0004 0002 001d",
                  kSchemes = "000d 0004 0002 0403", kShare = "0033 0007 0005 001d 0001 aa",
                  kKey = "002d 0002 01 01 0029 002c 0007 0001 61 00000000 0021 20" +
                         std::string(64, '2');
constexpr size_t kBlock = 43, kBlockLength = 41;

TEST(ClientHelloRules, Tls13WantsItsExtensions) {
  EXPECT_EQ(OfClient(kVersions + kGroups + kSchemes + kShare).field, "");
  EXPECT_EQ(OfClient(kVersions + kGroups + kSchemes + "0033 0002 0000").field, "") << "no share";
  EXPECT_EQ(OfClient(kVersions + kKey).field, "") << "a pre-shared key alone";
  const struct {
    std::string extensions;
    const char* field;
  } missing[] = {{kVersions + kGroups + kShare, "signature_algorithms"},
                 {kVersions + kSchemes, "supported_groups"},
                 {kVersions + kSchemes + kShare, "supported_groups"},
                 {kVersions + kGroups + kSchemes, "key_share"},
                 {kVersions + kShare + kKey, "supported_groups"},
                 {kVersions + kGroups + kKey, "key_share"}};
  for (const auto& [extensions, field] : missing) {
    const Verdict verdict = OfClient(extensions);
    EXPECT_EQ(verdict.field, field) << extensions;
    EXPECT_EQ(verdict.alert, kMissingExtension) << extensions;
    EXPECT_EQ(verdict.offset, kBlockLength) << extensions;
  }
}

TEST(ClientHelloRules, BeforeTls13NothingIsMissing) {
  EXPECT_EQ(OfClient("").field, "");
  EXPECT_EQ(OfClient(kGroups).field, "");
  EXPECT_EQ(OfClient("002b 0003 02 0303" + kGroups).field, "");
}

TEST(ClientHelloRules, AShareIsForAGroupThatIsNamed) {
  const Verdict verdict =
      OfClient(kGroups + kVersions + kSchemes + "0033 000c 000a 001d 0001 aa 0017 0001 bb");
  EXPECT_EQ(verdict.field, "key_share");
  EXPECT_EQ(verdict.alert, kIllegalParameter);
  EXPECT_EQ(verdict.offset, kBlock + 8 + 9 + 8 + 6 + 5);
}

TEST(ClientHelloRules, PointFormatsHaveTheUncompressedOneWhereACurveIsNamed) {
  const std::string compressed = "000b 0003 02 01 02";
  EXPECT_EQ(OfClient("000b 0003 02 01 00" + kGroups).field, "");
  EXPECT_EQ(OfClient(compressed).field, "") << "no curve";
  EXPECT_EQ(OfClient(compressed + "000a 0004 0002 0100").field, "") << "ffdhe2048 only";
  EXPECT_EQ(OfClient(compressed + "002b 0003 02 0304" + kGroups + kSchemes + kShare).field, "")
      << "TLS 1.3 has no point formats";
  for (const std::string& versions : {std::string(), kVersions + kSchemes + kShare}) {
    const Verdict verdict = OfClient(compressed + kGroups + versions);
    EXPECT_EQ(verdict.field, "ec_point_formats");
    EXPECT_EQ(verdict.alert, kIllegalParameter);
    EXPECT_EQ(verdict.offset, kBlock + 5);
  }
}

TEST(ClientHelloRules, HeartbeatHasTwoModes) {
  EXPECT_EQ(OfClient("000f 0001 01").field, "");
  EXPECT_EQ(OfClient("000f 0001 02").field, "");
  EXPECT_EQ(OfClient("000f 0001 03").alert, kIllegalParameter);
  EXPECT_EQ(OfClient("000f 0001 00").offset, kBlock + 4);
  EXPECT_EQ(OfClient("000f 0000").alert, kDecodeError);
}

TEST(ClientHelloRules, OidFiltersStandInARequestOnly) {
  const Verdict verdict = OfClient("0017 0000 0030 0002 0000");
  EXPECT_EQ(verdict.field, "oid_filters");
  EXPECT_EQ(verdict.alert, kIllegalParameter);
  EXPECT_EQ(verdict.offset, kBlock + 4);
}

TEST(ClientHelloRules, EveryRealClientKeepsThem) {
  size_t hellos = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(SHAKEDOWN_SOURCE_DIR "/corpus/client_hello")) {
    if (file.path().extension() != ".bin") continue;
    std::ifstream in(file.path(), std::ios::binary);
    const Bytes record((std::istreambuf_iterator<char>(in)), {});
    const View body = View(record).subspan(5 + 4);
    ClientHello hello;
    ParseError error;
    ASSERT_TRUE(ParseClientHello(body, &hello, &error)) << file.path();
    const Verdict verdict = VerdictOf(BrokenRule(body, hello));
    EXPECT_EQ(verdict.field, "") << file.path();
    ++hellos;
  }
  EXPECT_GE(hellos, 40u);
}

TEST(ClientHelloRules, AHostNameIsAscii) {
  EXPECT_EQ(OfClient("0000 0008 0006 00 0003 612e7e").field, "");
  for (const char* wrong : {"61c3bc", "611b5b", "612062", "617f62"}) {
    const Verdict verdict = OfClient(std::string("0000 0008 0006 00 0003") + wrong);
    EXPECT_EQ(verdict.field, "server_name") << wrong;
    EXPECT_EQ(verdict.alert, kIllegalParameter) << wrong;
    EXPECT_EQ(verdict.offset, kBlock + 4 + 2 + 1 + 2 + 1) << wrong;
  }
}

TEST(ServerHelloRules, AnswersHaveValuesThatAreDefined) {
  constexpr size_t kValue = 44;
  const struct {
    const char *right, *wrong, *field;
    size_t offset;
  } cases[] = {
      {"0001 0001 04", "0001 0001 09", "max_fragment_length", kValue},
      {"001c 0002 0040", "001c 0002 003f", "record_size_limit", kValue},
      {"000f 0001 02", "000f 0001 07", "heartbeat", kValue},
      {"000b 0002 01 00", "000b 0002 01 01", "ec_point_formats", kValue + 1},
  };
  for (const auto& [right, wrong, field, offset] : cases) {
    EXPECT_EQ(OfServer(right).field, "") << right;
    EXPECT_EQ(OfServer(wrong).field, field) << wrong;
    EXPECT_EQ(OfServer(wrong).alert, kIllegalParameter) << wrong;
    EXPECT_EQ(OfServer(wrong).offset, offset) << wrong;
  }
}

TEST(ServerHelloRules, ARetryAsksForSomething) {
  const std::string retry =
                        "0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c00",
                    version = "002b 0002 0304";
  EXPECT_EQ(OfServer(version + "0033 0002 0017", retry).field, "");
  EXPECT_EQ(OfServer(version + "002c 0003 0001 aa", retry).field, "");
  const Verdict verdict = OfServer(version, retry);
  EXPECT_EQ(verdict.field, "ServerHello.extensions");
  EXPECT_EQ(verdict.alert, kIllegalParameter);
  EXPECT_EQ(OfServer(version + "0029 0002 0000").field, "") << "not a retry";
}

TEST(EncryptedExtensionsRules, AnswersHaveValuesThatAreDefined) {
  const auto of = [](std::string_view block) {
    const Bytes body = Hex(Sized(block));
    const auto extensions = ParseEncryptedExtensions(body);
    EXPECT_TRUE(extensions) << block;
    return VerdictOf(BrokenRule(body, *extensions));
  };
  EXPECT_EQ(of("001c 0002 4001").field, "");
  EXPECT_EQ(of("0000 0000 001c 0002 000a").field, "record_size_limit");
  EXPECT_EQ(of("0000 0000 001c 0002 000a").offset, 10u);
  EXPECT_EQ(of("0001 0001 00").field, "max_fragment_length");
}

}  // namespace
}  // namespace shakedown
