// Lint against commands with planted mistakes, each named by hand in a comment on its line
// ("/* expect: bad-size */", or "expect-next" on the line before), and against commands in which
// there is nothing to find.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "harness/import/attls/test_policies.h"
#include "harness/import/attls/words.h"
#include "harness/import/racdcert/test_racf.h"
#include "harness/import/text_place.h"

namespace shakedown::racdcert {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<fs::path> FilesIn(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SHAKEDOWN_SOURCE_DIR) /
                                                  "harness/import/racdcert/testdata" / folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "12: bad-size", sorted.
using Lines = std::multiset<std::string>;

Lines Planted(const std::string& text) {
  Lines out;
  int number = 0;
  for (const std::string_view line : SplitLines(text)) {
    ++number;
    for (const std::string_view mark : {"expect:", "expect-next:"}) {
      const size_t at = line.find(mark);
      if (at == std::string_view::npos) continue;
      std::string_view ids = line.substr(at + mark.size());
      ids = ids.substr(0, ids.find("*/"));
      for (const std::string_view id : attls::Words(ids)) {
        out.insert(fmt::format("{}: {}", number + (mark == "expect:" ? 0 : 1), id));
      }
    }
  }
  return out;
}

Lines Found(const Racf& racf) {
  Lines out;
  for (const Finding& one : racf.findings) out.insert(fmt::format("{}: {}", one.line, one.id));
  return out;
}

std::string Told(const Racf& racf) {
  std::string told;
  for (const Finding& one : racf.findings) told += attls::ToString("f", one) + "\n";
  return told;
}

class PlantedCommands : public testing::TestWithParam<fs::path> {};

TEST_P(PlantedCommands, EveryMistakeIsFoundAtItsLineAndNothingElse) {
  const std::string text = attls::ReadText(GetParam());
  const Racf racf = MustRead(text);
  EXPECT_EQ(Found(racf), Planted(text)) << Told(racf);
}

INSTANTIATE_TEST_SUITE_P(All, PlantedCommands, testing::ValuesIn(FilesIn("planted")),
                         attls::NameFor);

TEST(PlantedCommands, AreEnough) {
  std::set<std::string> kinds;
  size_t mistakes = 0;
  for (const fs::path& file : FilesIn("planted")) {
    for (const std::string& one : Planted(attls::ReadText(file))) {
      ++mistakes;
      kinds.insert(one.substr(one.find(' ') + 1));
    }
  }
  EXPECT_GE(mistakes, 60u);
  EXPECT_GE(kinds.size(), 35u);
}

class CleanCommands : public testing::TestWithParam<fs::path> {};

TEST_P(CleanCommands, HaveNothingToFind) {
  const Racf racf = MustRead(attls::ReadText(GetParam()));
  EXPECT_THAT(Told(racf), IsEmpty());
  EXPECT_FALSE(racf.certificates().empty());
}

INSTANTIATE_TEST_SUITE_P(All, CleanCommands, testing::ValuesIn(FilesIn("clean")), attls::NameFor);

TEST(Sizes, AreThoseOfTheKeyType) {
  const auto sizes = [](const std::string& type, int size) {
    return Told(
        MustRead(fmt::format("RACDCERT ID(A) GENCERT {} SIZE({}) WITHLABEL('X')\n", type, size)));
  };
  for (const int size : {192, 224, 256, 384, 521}) {
    EXPECT_THAT(sizes("NISTECC", size), testing::Not(HasSubstr("bad-size"))) << size;
  }
  for (const int size : {160, 192, 224, 256, 320, 384, 512}) {
    EXPECT_THAT(sizes("BPECC", size), testing::Not(HasSubstr("bad-size"))) << size;
  }
  for (const int size : {0, 160, 255, 320, 512, 520, 1024, 2048}) {
    EXPECT_THAT(sizes("NISTECC", size),
                HasSubstr(fmt::format("NISTECC has no SIZE({}); allowed: 192, 224, 256, 384 and "
                                      "521",
                                      size)));
  }
  EXPECT_THAT(sizes("BPECC", 521), HasSubstr("BPECC has no SIZE(521)"));
  EXPECT_THAT(sizes("RSA", 511), HasSubstr("RSA has no SIZE(511); allowed: 512 to 4096"));
  EXPECT_THAT(sizes("RSA", 4097), HasSubstr("fix: write SIZE(4096)"));
  EXPECT_THAT(sizes("DSA", 2049), HasSubstr("DSA has no SIZE(2049); allowed: 512 to 2048"));
  EXPECT_THAT(sizes("NISTECC", 512), HasSubstr("fix: write SIZE(521), or SIZE(256) for browsers"));
}

TEST(MissingIssuer, ShowsTheLabelsThereAre) {
  const std::string told = Told(MustRead(
      "RACDCERT CERTAUTH GENCERT SUBJECTSDN(CN('CA')) WITHLABEL('DOCZOSCA')\n"
      "RACDCERT ID(A) GENCERT ALTNAME(IP(10.1.1.2)) SIGNWITH(CERTAUTH LABEL('DOCZ0SCA'))\n"));
  EXPECT_THAT(told, HasSubstr("f:2: warning: CERTAUTH LABEL('DOCZ0SCA') is not in the text; "
                              "CERTAUTH has DOCZOSCA"));
  EXPECT_THAT(told, HasSubstr("fix: write LABEL('DOCZOSCA')"));
}

TEST(Lists, WithoutMistakesHaveNothingToFind) {
  EXPECT_THAT(Told(MustRead(ListText(CaEntry()) + ListText(ListEntry()))), IsEmpty());
}

struct ListCase {
  const char* id;
  ListEntry entry;
};

TEST(Lists, TellWhatKeepsACertificateFromWorking) {
  const ListCase cases[] = {
      {"expired", {.end = "2026/11/21 23:59:59"}},
      {"not-yet-valid", {.start = "2026/11/23 00:00:00"}},
      {"no-handshake", {.usage = "DOCSIGN"}},
      {"not-trusted", {.status = "NOTRUST"}},
      {"no-private-key", {.private_key = "NO"}},
      {"sha1", {.algorithm = "sha1RSA"}},
      {"old-signature", {.algorithm = "md5RSA"}},
      {"self-signed", {.issuer = "CN=web.example.O=Us"}},
      {"missing-issuer", {.issuer = "CN=Another CA"}},
      {"no-host-name", {.alt_names = ""}},
      {"weak-key", {.key_size = "1024"}},
      {"p521-for-browsers", {.key_type = "NIST ECC", .key_size = "521"}},
      {"no-tls-curve", {.key_type = "NIST ECC", .key_size = "224"}},
      {"brainpool-for-browsers", {.key_type = "Brainpool ECC", .key_size = "256"}},
      {"key-type", {.key_type = "Dilithium", .key_size = "87"}},
      {"bad-date", {.start = "01/01/2024"}},
      {"not-a-number", {.key_size = "big"}},
      {"outlives-issuer", {.end = "2031/01/01 00:00:00"}},
  };
  for (const ListCase& one : cases) {
    const std::string told = Told(MustRead(ListText(CaEntry()) + ListText(one.entry)));
    EXPECT_THAT(told, HasSubstr(fmt::format("[{}]", one.id)));
  }
}

TEST(Lists, AnIntermediateThatIsNotInTheRingIsTold) {
  ListEntry middle = CaEntry();
  middle.label = "MIDDLE";
  middle.subject = "CN=Middle";
  middle.ring = "";
  ListEntry leaf;
  leaf.issuer = "CN=Middle";
  EXPECT_THAT(Told(MustRead(ListText(CaEntry()) + ListText(middle) + ListText(leaf))),
              HasSubstr("fix: RACDCERT ID(START1) CONNECT(CERTAUTH LABEL('MIDDLE') RING(WEBRING) "
                        "USAGE(CERTAUTH)) [not-in-ring]"));
}

TEST(Lists, ALoopOfIssuersIsTold) {
  ListEntry one = CaEntry(), other = CaEntry(), leaf;
  one.subject = other.issuer = "CN=One";
  one.issuer = other.subject = leaf.issuer = "CN=Other";
  other.label = "OTHER";
  EXPECT_THAT(Told(MustRead(ListText(one) + ListText(other) + ListText(leaf))),
              HasSubstr("[issuer-loop]"));
}

TEST(Lists, WhatIsCutOffIsLeftOutAndTold) {
  const std::string text = ListText(CaEntry()) + ListText(ListEntry());
  const Racf racf = MustRead(text.substr(0, text.rfind("  Key Size")));
  EXPECT_EQ(racf.certificates().size(), 1u);
  EXPECT_THAT(Told(racf), HasSubstr("the entry of \"WEB\" is not whole, missing are: key size"));
}

}  // namespace
}  // namespace shakedown::racdcert
