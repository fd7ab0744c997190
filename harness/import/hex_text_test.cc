// One genuine ClientHello in every form: testdata/hello.* are what the tools printed of hello.bin.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string Data(const std::string& name) { return ReadSource("harness/import/testdata/" + name); }

std::string OnePiece(const std::string& text) {
  const Capture capture = MustRead(text);
  EXPECT_EQ(capture.conversations.size(), 1u);
  if (capture.conversations.empty()) return "";
  EXPECT_EQ(capture.conversations[0].pieces.size(), 1u);
  return std::string(AsText(capture.conversations[0].pieces.at(0).bytes));
}

std::string EachByte(const char* before, const std::string& bytes, const char* between) {
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{}{}{:02x}", text.empty() ? "" : between, before,
                        static_cast<unsigned char>(byte));
  }
  return text;
}

TEST(HexText, OfEveryToolGivesTheSameBytes) {
  const std::string hello = Data("hello.bin");
  ASSERT_EQ(hello.size(), 517u);
  for (const char* name : {"xxd", "xxd-g1", "hexdump-C", "od"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(OnePiece(Data(std::string("hello.") + name)), hello);
    EXPECT_EQ(MustRead(Data(std::string("hello.") + name)).format, "hex dump");
  }
  for (const char* name : {"xxd-p", "xxd-i"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(OnePiece(Data(std::string("hello.") + name)), hello);
    EXPECT_EQ(MustRead(Data(std::string("hello.") + name)).format, "hex text");
  }
}

TEST(HexText, PlainFormsGiveTheSameBytes) {
  const std::string hello = Data("hello.bin");
  EXPECT_EQ(OnePiece(EachByte("", hello, "")), hello);
  EXPECT_EQ(OnePiece(EachByte("", hello, " ")), hello);
  EXPECT_EQ(OnePiece(EachByte("", hello, ":")), hello);
  EXPECT_EQ(OnePiece(EachByte("", hello, "\r\n\t")), hello);
  EXPECT_EQ(OnePiece(EachByte("0x", hello, ", ")), hello);
  EXPECT_EQ(OnePiece(EachByte("0x", hello, " ")), hello);
  EXPECT_EQ(OnePiece(EachByte("\\x", hello, "")), hello);
  EXPECT_EQ(OnePiece("0x" + EachByte("", hello, "")), hello);
}

TEST(HexText, EscapedStringOfWiresharkIsRead) {
  // Lines of sixteen bytes in quotes, continued with a backslash.
  const std::string hello = Data("hello.bin");
  std::string text;
  for (size_t at = 0; at < hello.size(); at += 16) {
    text += (at == 0 ? "\"" : " \\\n\"") + EachByte("\\x", hello.substr(at, 16), "") + "\"";
  }
  EXPECT_EQ(OnePiece(text), hello);
}

TEST(HexText, ArraysInCAreAPieceEach) {
  const Capture capture = MustRead(
      "/* Frame 1 { not data } */\n"
      "static const unsigned char first[3] = {\n0x16, 0x3, /* .. */ 0x01 // end\n};\n"
      "const char second[] = {'\\x15', '\\x03'};\n");
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].bytes, (Bytes{0x16, 0x03, 0x01}));
  EXPECT_EQ(pieces[0].source, 3u);
  EXPECT_EQ(pieces[1].bytes, (Bytes{0x15, 0x03}));
}

// What `xxd -e` prints of the bytes of `hello.bin`, and of an alert.
TEST(HexDump, OfLittleEndianGroupsIsPutInOrder) {
  const std::string hello = Data("hello.bin");
  for (const char* name : {"xxd-e", "xxd-e-g2", "xxd-e-g8"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(OnePiece(Data(std::string("hello.") + name)), hello);
    EXPECT_THAT(MustRead(Data(std::string("hello.") + name)).remarks,
                Contains(HasSubstr("little-endian")));
  }
  const std::string alert("\x15\x03\x03\x00\x02\x02\x28", 7);
  for (const char* text : {"00000000: 00030315   280202                    ......(\n",
                           "00000000:   28020200030315                   ......(\n",
                           "00000000: 0315 0003 0202   28                      ......(\n",
                           "00000000: 00030315   280202\n"}) {
    EXPECT_EQ(OnePiece(text), alert) << text;
  }
  // The other order, and a column that was edited.
  EXPECT_EQ(OnePiece("00000000: 1503 0300 0202 28                        ......(\n"), alert);
  EXPECT_EQ(OnePiece("00000000: 1503 0300 0202 28                        xxxxxxx\n"), alert);
}

TEST(HexDump, OfBothByteOrdersIsRefused) {
  EXPECT_THAT(ErrorOf("00000000: 1503 0300 0202 2815 0303 0002 0228 1503  ......(......(..\n"
                      "00000010: 0003 0202 1528 0303 0200 2802 0315 0003  ....(......(....\n"),
              HasSubstr("line 2"));
}

TEST(HexDump, FollowedStreamOfTsharkGivesBothDirections) {
  const Capture capture = MustRead(Data("pq-hrr-deno.follow"));
  const Conversation genuine = MustRead(Genuine("ok-pq-hrr-deno")).conversations.at(0);
  ASSERT_EQ(capture.conversations.size(), 1u);
  for (const Role role : {Role::kClient, Role::kServer}) {
    EXPECT_EQ(StreamOf(capture.conversations[0], role), StreamOf(genuine, role));
  }
}

TEST(HexDump, OfWholeFramesIsReadAsPackets) {
  const Capture capture = MustRead(Data("alert-112--java17.frames"));
  const Conversation genuine = MustRead(Genuine("alert-112--java17")).conversations.at(0);
  ASSERT_EQ(capture.conversations.size(), 1u);
  EXPECT_EQ(capture.format, "hex dump");
  EXPECT_EQ(capture.conversations[0].server, genuine.server);
  for (const Role role : {Role::kClient, Role::kServer}) {
    EXPECT_EQ(StreamOf(capture.conversations[0], role), StreamOf(genuine, role));
  }
}

TEST(HexDump, OffsetZeroStartsAnotherPiece) {
  const Capture capture = MustRead(
      "0000  16 03 01 00 02 01 00\n0007  aa\n\n# the answer\n000000 15 03 03 00 02 02 28\n");
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].bytes, (Bytes{0x16, 3, 1, 0, 2, 1, 0, 0xaa}));
  EXPECT_EQ(pieces[0].from, Role::kClient);
  EXPECT_EQ(pieces[1].bytes, (Bytes{0x15, 3, 3, 0, 2, 2, 0x28}));
  EXPECT_EQ(pieces[1].source, 5u);
}

TEST(HexDump, DirectionsOfText2pcapAreUnderstood) {
  const Capture capture =
      MustRead("I 0000 16 03 01 00 02 01 00\nO 0000 15 03 03 00 02 02 28\nI 0000 17 03 03\n");
  const auto& pieces = capture.conversations.at(0).pieces;
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0].from, Role::kClient);
  EXPECT_EQ(pieces[1].from, Role::kServer);
  EXPECT_EQ(pieces[2].from, Role::kClient);
}

TEST(HexDump, OtherToolsOffsetsAreUnderstood) {
  const std::string expected("\x16\x03\x01\x00\x02\x01\x00\xaa\xbb", 9);
  EXPECT_EQ(OnePiece("\t0x0000:  1603 0100 0201 00aa bb        .........\n"), expected);
  EXPECT_EQ(OnePiece("0000 - 16 03 01 00 02 01 00 aa-bb                         .........\n"),
            expected);
  EXPECT_EQ(OnePiece("0040   16 03 01 00 02\n0045   01 00 aa bb\n"), expected);
  EXPECT_THAT(MustRead("0040   16 03 01 00 02\n0045   01 00 aa bb\n").remarks,
              Contains("the dump begins at offset 0x40"));
}

TEST(HexDump, CharactersThatLookLikeHexAreNotRead) {
  EXPECT_EQ(OnePiece("00000000: 6162 6364 6566 6768 6162 6364 6566 6768  abcdefghabcdefgh\n"
                     "00000010: 6162                                     ab\n"),
            "abcdefghabcdefghab");
  EXPECT_EQ(OnePiece("0000   61 62 63 64 65 66 67 68 61 62 63 64 65 66 67 68   ab cd ef  ab\n"
                     "0010   20 7c 61                                          |a\n"),
            "abcdefghabcdefgh |a");
  EXPECT_EQ(OnePiece("00000000  20 7c 20 7c                                       | | ||\n"
                     "00000004\n"),
            " | |");
}

TEST(HexDump, StarsAreFilledIn) {
  EXPECT_EQ(OnePiece("0000000 00 01\n*\n0000008 02\n0000009\n"),
            std::string("\0\1\0\1\0\1\0\1\2", 9));
  EXPECT_THAT(ErrorOf("0000 00 01\n*\n0007 02\n"), HasSubstr("line 3: found offset 0x7 after '*'"));
  EXPECT_THAT(ErrorOf("0000 00 01\n*\n"), HasSubstr("line 2: found '*', but no offset"));
  EXPECT_THAT(ErrorOf("0000 00 01\n*\nffffffff0 02\n"), HasSubstr("at most 1048576"));
}

TEST(HexText, ErrorsNameThePlaceAndWhatIsThere) {
  EXPECT_THAT(ErrorOf("16 03\n01 0g 02\n"), HasSubstr("line 2, column 5: found 'g'"));
  EXPECT_THAT(ErrorOf("16 03\n01 020 03\n"),
              HasSubstr("line 2, column 4: found '020', expected an even number of hex digits"));
  EXPECT_THAT(ErrorOf("16 \xc3\xa9\n"), HasSubstr("line 1, column 4: found byte 0xc3"));
  EXPECT_THAT(ErrorOf("\\x16\\x3"), HasSubstr("line 1, column 5"));
  EXPECT_THAT(ErrorOf("char a[] = { 22, 3 };"), HasSubstr("line 1, column 14: found '22,'"));
  EXPECT_THAT(ErrorOf("char a[] = { 0x16"), HasSubstr("expected '}'"));
  EXPECT_THAT(ErrorOf("  \n\t\n"), HasSubstr("expected pairs of hex digits"));
  EXPECT_THAT(ErrorOf("00000000: 16 0q\n"), HasSubstr("line 1, column 15: found 'q'"));
  EXPECT_THAT(ErrorOf("00000000  16 03\n00000003  01\n"),
              HasSubstr("line 2: found offset 0x3, expected 0x2, or 0 for a new piece"));
}

TEST(HexText, DumpsOfWordsAndOctalOffsetsAreRefused) {
  EXPECT_THAT(ErrorOf(Data("hello.hexdump-words")), HasSubstr("-C"));
  EXPECT_THAT(ErrorOf(Data("hello.od-octal")), HasSubstr("od -A x"));
}

TEST(HexText, CutAnywhereIsShorterOrAnError) {
  const std::string hello = Data("hello.bin");
  for (const char* name : {"hello.xxd", "hello.hexdump-C", "hello.xxd-i", "hello.xxd-p"}) {
    const std::string text = Data(name);
    for (size_t size = 0; size < text.size(); ++size) {
      const std::vector<uint8_t> part(text.begin(),
                                      text.begin() + static_cast<std::ptrdiff_t>(size));
      const auto capture = ReadCapture(part);
      if (!capture) {
        EXPECT_FALSE(capture.error().empty());
        continue;
      }
      EXPECT_LE(capture->conversations.at(0).pieces.at(0).bytes.size(), hello.size());
    }
  }
}

}  // namespace
}  // namespace shakedown
