#include "harness/report/inspect_terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/inspect/follow.h"

namespace shakedown {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(const Conversation& conversation, const InspectLook& look = {}) {
  return InspectText(Follow(conversation, ""), 1, look);
}

Conversation FromHexText(std::string_view text) {
  Conversation conversation;
  conversation.pieces.push_back({.from = Role::kClient, .bytes = FromHex(text).value()});
  return conversation;
}

Conversation Genuine() {
  std::ifstream file(SHAKEDOWN_SOURCE_DIR "/corpus/captures/alert-112--java17/flow.pcap",
                     std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return ReadCapture(AsView(bytes)).value().conversations.at(0);
}

TEST(InspectText, BeginsWithALineAMessage) {
  const std::string text = Text(Genuine(), {.width = 200, .trees = false});
  EXPECT_THAT(text, HasSubstr("client -> server  ClientHello  435 bytes  TLS 1.3, TLS 1.2; "
                              "37 suites; x25519, secp256r1, secp384r1 and"));
  EXPECT_THAT(text, HasSubstr("server -> client  alert  2 bytes  fatal unrecognized_name (112)"));
  EXPECT_THAT(text, Not(HasSubstr("cipher_suites")));
}

TEST(InspectText, ShowsNamesBesideNumbersAndOffsets) {
  const std::string text = Text(Genuine());
  EXPECT_THAT(text, HasSubstr("    4  legacy_version  TLS 1.2 (0x0303)"));
  EXPECT_THAT(text, HasSubstr("   71  cipher_suites (37)  TLS_AES_256_GCM_SHA384 (0x1302)"));
}

TEST(InspectText, KeepsToTheWidth) {
  for (const size_t width : {80, 100, 132}) {
    std::istringstream lines(Text(Genuine(), {.width = width}));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), width) << line;
  }
}

TEST(InspectText, HasColourOnlyIfAsked) {
  EXPECT_THAT(Text(Genuine()), Not(HasSubstr("\033")));
  EXPECT_THAT(Text(Genuine(), {.colour = true}), HasSubstr("\033["));
}

TEST(InspectText, UnderlinesTheWrongByteAndNamesItsAlert) {
  // An alert with the level 2 and nothing after it, then one with a byte too many.
  const std::string text = Text(FromHexText("15 0303 0003 022855"));
  EXPECT_THAT(text, HasSubstr("02 28 55\n"));
  const size_t row = text.find("02 28 55");
  const size_t begin = text.rfind('\n', row) + 1;
  const size_t mark = text.find("^^");
  ASSERT_NE(mark, std::string::npos);
  const size_t under = mark - (text.rfind('\n', mark) + 1);
  EXPECT_EQ(under, row - begin + 6);
  EXPECT_THAT(text, HasSubstr("alert decode_error (50)"));
  EXPECT_THAT(text, HasSubstr("RFC 8446 5.1"));
}

TEST(InspectText, ShortensLongValuesWithTheirLength) {
  const std::string text = Text(Genuine());
  EXPECT_THAT(text, HasSubstr("... (65 bytes)"));
}

}  // namespace
}  // namespace shakedown
