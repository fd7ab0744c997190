#include "harness/import/racdcert/read_racdcert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/import/racdcert/test_racf.h"

namespace shakedown::racdcert {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The one certificate that `text` makes, for which there is nothing to say.
Certificate OneOf(const std::string& text) {
  const auto racf = ReadRacdcert(text);
  EXPECT_TRUE(racf) << racf.error();
  if (!racf || racf->certificates().size() != 1) {
    ADD_FAILURE() << text;
    return {};
  }
  for (const Finding& finding : racf->findings) ADD_FAILURE() << attls::ToString("", finding);
  return racf->certificates()[0];
}

TEST(Gencert, EveryOperandIsRead) {
  const Certificate one = OneOf(
      "RACDCERT ID(START1) GENCERT -\n"
      "  SUBJECTSDN(CN('10.1.1.2') O('NISTECC256') OU('SSS')) -\n"
      "  ALTNAME(IP(10.1.1.2) DOMAIN('zos.example')) -\n"
      "  NISTECC KEYUSAGE(HANDSHAKE,DOCSIGN) SIZE(256) -\n"
      "  NOTBEFORE(DATE(2026-01-02) TIME(03:04:05)) NOTAFTER(DATE(2026/12/31)) -\n"
      "  SIGNWITH(CERTAUTH LABEL('DOCZOSCA')) WITHLABEL('NISTECC256')\n");
  EXPECT_EQ(one.id, (CertificateId{"START1", "NISTECC256"}));
  EXPECT_EQ(one.key, (Key{KeyKind::kNistEcc, 256, ""}));
  EXPECT_EQ(one.signer, (CertificateId{"CERTAUTH", "DOCZOSCA"}));
  EXPECT_EQ(one.common_name, "10.1.1.2");
  EXPECT_EQ(one.subject, "CN=10.1.1.2.O=NISTECC256.OU=SSS");
  EXPECT_THAT(one.names, ElementsAre("10.1.1.2", "zos.example"));
  EXPECT_TRUE(one.Has(Usage::kHandshake));
  EXPECT_TRUE(one.Has(Usage::kDocSign));
  EXPECT_FALSE(one.Has(Usage::kCertSign));
  EXPECT_EQ(one.from, 1767323045);  // 2026-01-02 03:04:05 UTC
  EXPECT_EQ(one.to, 1798761599);    // 2026-12-31 23:59:59 UTC
  EXPECT_THAT(one.defaults, testing::IsEmpty());
  EXPECT_EQ(one.LineOf("SIZE"), 4);
}

TEST(Gencert, DefaultsAreNamedAsSuch) {
  const Certificate one = OneOf("racdcert gencert site subjectsdn(cn('a'))\n");
  EXPECT_EQ(one.id, (CertificateId{"SITE", "LABEL00000001"}));
  EXPECT_EQ(one.key, (Key{KeyKind::kRsa, 2048, ""}));
  EXPECT_THAT(one.defaults, ElementsAre("RSA", "SIZE(2048)", "NOTBEFORE: today",
                                        "NOTAFTER: in a year", "WITHLABEL('LABEL00000001')"));
  EXPECT_THAT(OneOf("RACDCERT ID(A) GENCERT NISTECC WITHLABEL('X')\n").defaults,
              ElementsAre("SIZE(192)", "NOTBEFORE: today", "NOTAFTER: in a year"));
}

TEST(Gencert, AMinusKeepsBlanksAndAPlusDropsThem) {
  EXPECT_EQ(OneOf("RACDCERT ID(A) GENCERT WITHLABEL('one -\n  two')\n").id.label, "one   two");
  EXPECT_EQ(OneOf("RACDCERT ID(A) GENCERT WITHLABEL('one +\n  two')\n").id.label, "one two");
  EXPECT_EQ(OneOf("RACDCERT ID(A) GENCERT WITHLABEL(X) NIST+\n  ECC SIZE(256)\n").key.kind,
            KeyKind::kNistEcc);
}

TEST(Gencert, OnlyWhatIsQuotedKeepsItsCase) {
  EXPECT_EQ(OneOf("racdcert id(start1) gencert withlabel(mine)\n").id,
            (CertificateId{"START1", "MINE"}));
  EXPECT_EQ(OneOf("racdcert id(start1) gencert withlabel('It''s mine')\n").id.label, "It's mine");
}

TEST(Gencert, ASignerWithoutOwnerIsOfTheSameUser) {
  EXPECT_EQ(OneOf("RACDCERT SIGNWITH(LABEL('S')) GENCERT ID(A) WITHLABEL('X')\n").signer,
            (CertificateId{"A", "S"}));
}

TEST(Commands, ChangeWhatAnEarlierOneHasMade) {
  const auto racf = ReadRacdcert(
      "RACDCERT ID(A) GENCERT WITHLABEL('GONE')\n"
      "RACDCERT ID(A) GENCERT WITHLABEL('OLD')\n"
      "RACDCERT ID(A) DELETE(LABEL('GONE'))\n"
      "RACDCERT ID(A) ALTER(LABEL('OLD')) NEWLABEL('NEW') NOTRUST\n"
      "RACDCERT ID(B) CONNECT(ID(A) LABEL('NEW') RING(R1) DEFAULT)\n"
      "RACDCERT ID(B) CONNECT(ID(A) LABEL('NEW') RING(R2))\n"
      "RACDCERT ID(B) REMOVE(ID(A) LABEL('NEW') RING(R1))\n");
  ASSERT_TRUE(racf) << racf.error();
  ASSERT_EQ(racf->certificates().size(), 1u);
  const Certificate& one = racf->certificates()[0];
  EXPECT_EQ(one.id.label, "NEW");
  EXPECT_FALSE(one.trusted);
  EXPECT_THAT(one.rings, ElementsAre(Ring{"B", "R2"}));
}

TEST(List, EveryFieldIsRead) {
  const Certificate one =
      OneOf("READY\nRACDCERT ID(START1) LIST\n\n" +
            ListText({.subject = "CN=St. Paul.example.OU=a.b.O=Us",
                      .algorithm = "sha384ECDSA",
                      .key_type = "NIST ECC",
                      .key_size = "384",
                      .alt_names = "    IP: 10.1.1.2\n    EMail: a@b.example\n    Domain: "
                                   "WEB.example\n    URI: https://web.example/\n"}) +
            "READY\nEND\n");
  EXPECT_TRUE(one.listed);
  EXPECT_EQ(one.id, (CertificateId{"START1", "WEB"}));
  EXPECT_EQ(one.key, (Key{KeyKind::kNistEcc, 384, ""}));
  EXPECT_EQ(one.common_name, "St. Paul.example");
  EXPECT_EQ(one.issuer, "CN=CA.O=Us");
  EXPECT_THAT(one.names, ElementsAre("10.1.1.2", "WEB.example"));
  EXPECT_EQ(one.from, 1704067200);  // 2024-01-01 00:00:00 UTC
  EXPECT_EQ(one.to, 1924991999);    // 2030-12-31 23:59:59 UTC
  EXPECT_TRUE(one.private_key);
  EXPECT_TRUE(one.Has(Usage::kDataEncrypt));
  EXPECT_EQ(one.signing_algorithm, "sha384ECDSA");
  EXPECT_THAT(one.rings, ElementsAre(Ring{"START1", "WEBRING"}));
}

TEST(List, ANameMayBeWrapped) {
  EXPECT_EQ(OneOf(ListText({.subject = "CN=a.exam<\n       >ple.OU=A very long unit"})).subject,
            "CN=a.example.OU=A very long unit");
}

TEST(List, NoRingsAreNone) { EXPECT_THAT(OneOf(ListText({.ring = ""})).rings, testing::IsEmpty()); }

TEST(List, TheSameEntryTwiceIsOne) {
  EXPECT_EQ(OneOf(ListText(CaEntry()) + ListText(CaEntry())).id.label, "OURCA");
}

TEST(List, ReplacesWhatACommandHasMade) {
  const Certificate one =
      OneOf("RACDCERT ID(START1) GENCERT WITHLABEL('WEB')\n" + ListText(ListEntry()));
  EXPECT_TRUE(one.listed);
}

std::string ErrorOf(const std::string& text) {
  const auto racf = ReadRacdcert(text);
  EXPECT_FALSE(racf) << text.substr(0, 100);
  return racf ? "" : racf.error();
}

TEST(Rubbish, IsNamed) {
  EXPECT_EQ(ErrorOf(""), "the input is empty");
  EXPECT_THAT(ErrorOf("hello\n"), HasSubstr("found neither a RACDCERT GENCERT command nor a list"));
  EXPECT_THAT(ErrorOf("say hello\n\"RACDCERT ID(A) GENCERT\",\n  \"WITHLABEL('X')\"\n"),
              HasSubstr("RACDCERT stands within other text"));
  EXPECT_THAT(ErrorOf(std::string("\x7f\x45\x4c\x46\x00\x01", 6)), HasSubstr("found byte 0x7f"));
  // "RACDCERT ID(A) GENCERT" in EBCDIC.
  EXPECT_THAT(ErrorOf("\xd9\xc1\xc3\xc4\xc3\xc5\xd9\xe3\x40\xc9\xc4\x4d\xc1\x5d\x40\xc7\xc5\xd5\xc3"
                      "\xc5\xd9\xe3\x15"),
              HasSubstr("this is EBCDIC text; convert it first: iconv -f IBM-1047"));
}

TEST(Rubbish, OfTenMegabytesOnOneLineIsRefused) {
  const std::string blob(10 << 20, 'A');
  EXPECT_THAT(ErrorOf(blob), HasSubstr("found neither"));
  for (const std::string& text :
       {"RACDCERT ID(A) GENCERT WITHLABEL('" + blob + "')", "RACDCERT " + blob,
        "RACDCERT ID(A) GENCERT " + std::string(10 << 20, '('),
        "RACDCERT ID(A) GENCERT " + std::string(10 << 20, ')'), "Label: " + blob}) {
    const auto racf = ReadRacdcert(text);
    ASSERT_TRUE(racf) << racf.error();
    ASSERT_FALSE(racf->findings.empty());
    for (const Finding& finding : racf->findings) EXPECT_LT(finding.message.size(), 2000u);
  }
}

TEST(Rubbish, TooManyCertificatesAreToldOnce) {
  std::string text;
  for (size_t i = 0; i < Racf::kMostCertificates + 100; ++i) text += "RACDCERT GENCERT\n";
  const auto racf = ReadRacdcert(text);
  ASSERT_TRUE(racf);
  ASSERT_EQ(racf->findings.size(), 1u);
  EXPECT_EQ(racf->findings[0].line, static_cast<int>(Racf::kMostCertificates) + 1);
  EXPECT_EQ(racf->certificates().size(), Racf::kMostCertificates);
}

TEST(Rubbish, ACommandOfManyWordsIsTold) {
  std::string text = "RACDCERT ID(A) GENCERT";
  for (int i = 0; i < 30000; ++i) text += " X";
  const auto racf = ReadRacdcert(text);
  ASSERT_TRUE(racf);
  ASSERT_FALSE(racf->findings.empty());
  EXPECT_EQ(racf->findings[0].id, "too-long");
}

}  // namespace
}  // namespace shakedown::racdcert
