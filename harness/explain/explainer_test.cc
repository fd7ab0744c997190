#include "harness/explain/explainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kTwoConnections =
    "EZD1286I TTLS Error GRPID: 7 ENVID: B CONNID: 0000006A LOCAL: 10.1.1.2..4000 JOBNAME: "
    "COLATTLS "
    "USERID: START1 RULE: COLATTLJ RC: 467 Initial Handshake\n"
    "EZD1286I TTLS Error GRPID: 7 ENVID: B CONNID: 0000006B LOCAL: 10.1.1.2..2252 JOBNAME: "
    "JES2S001 "
    "USERID: START1 RULE: CPJES2IN RC: 5003 Data Decryption\n"
    "EZD1283I TTLS Event GRPID: 7 ENVID: B CONNID: 0000006A RC: 467 Connection Close\n";

TEST(Explainer, JoinsByConnectionInTheOrderOfLines) {
  const Explanation explanation = Explained(kTwoConnections);
  ASSERT_THAT(explanation.stories, SizeIs(2));
  const Story& first = explanation.stories[0];
  EXPECT_EQ(first.fields.connection, "0000006A");
  EXPECT_EQ(first.fields.rule, "COLATTLJ");
  EXPECT_EQ(first.fields.job, "COLATTLS");
  EXPECT_EQ(first.line, 1u);
  EXPECT_EQ(first.last_line, 3u);
  ASSERT_THAT(first.findings, SizeIs(1));
  EXPECT_EQ(first.findings[0].count, 2u);
  EXPECT_EQ(explanation.stories[1].fields.rule, "CPJES2IN");
  EXPECT_EQ(explanation.stories[1].findings[0].cause, "plaintext_to_tls_port");
}

TEST(Explainer, ReadsAMessageThatIsWrapped) {
  const Explanation explanation = Explained(SourceText("corpus/explain_text/at-tls-wrapped"));
  ASSERT_FALSE(explanation.stories.empty());
  const Story& story = explanation.stories.front();
  EXPECT_EQ(story.fields.connection, "0000006A");
  EXPECT_EQ(story.fields.rule, "COLATTLJ");
  EXPECT_EQ(story.findings.front().code, "467");
  EXPECT_EQ(story.findings.front().line, 4u);
}

TEST(Explainer, LetsAPlainCodeDecideAVagueAlert) {
  const Explanation explanation = Explained(
      "handshake with 10.0.0.1 failed\n"
      "SSL_ALERT_SENT 02 2F\n"
      "error_lib 16, error_reason 107\n");
  ASSERT_THAT(explanation.stories, SizeIs(1));
  for (const Finding& finding : explanation.stories[0].findings) {
    EXPECT_EQ(finding.cause, "cert_curve_not_in_peer_groups") << finding.code;
  }
}

TEST(Explainer, ASpecificCauseBeatsAGeneralOne) {
  // Of the finding that is told as the cause of all.
  const auto cause = [](const std::string& text) {
    const Explanation explanation = Explained(text);
    return explanation.stories.front().findings.front().cause;
  };
  // 415 says that the other side broke the protocol, which an alert looks like to it.
  EXPECT_EQ(cause("EZD1286I TTLS Error CONNID: 0000006A RULE: R RC: 415 Initial Handshake\n"
                  "EZD1285I TTLS Data CONNID: 0000006A RECV CIPHER 15030300020230\n"),
            "unknown_ca");
  EXPECT_EQ(cause("EZD1287I TTLS Error RC: 415 Initial Handshake\nalert number 46\n"),
            "unknown_ca");
  EXPECT_EQ(cause("EZD1287I TTLS Error RC: 410 Initial Handshake\nalert number 70\n"),
            "version_mismatch");
  // Alone, it is what it says.
  EXPECT_EQ(cause("EZD1287I TTLS Error RC: 415 Initial Handshake\n"), "protocol_violation");
  // A program's summary is no cause.
  EXPECT_EQ(cause("curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to h:443\n"),
            "peer_closed_no_alert");
}

TEST(Explainer, AMessageWithoutACodeTellsWhoseConnectionItIs) {
  const Explanation explanation = Explained(
      "EZD1281I TTLS Map   CONNID: 0000006B LOCAL: 10.1.1.2..4000 REMOTE: 10.1.0.9..5001 JOBNAME: "
      "COLATTLS USERID: START1 TYPE: InBound STATUS: Enabled RULE: COLATTLJ ACTIONS: G E **N/A**\n"
      "EZD1283I TTLS Event GRPID: 7 ENVID: B CONNID: 0000006B RC:  435 Initial Handshake\n");
  ASSERT_THAT(explanation.stories, SizeIs(1));
  EXPECT_EQ(explanation.stories[0].fields.rule, "COLATTLJ");
  EXPECT_EQ(explanation.stories[0].fields.job, "COLATTLS");
  EXPECT_EQ(explanation.stories[0].fields.remote, "10.1.0.9..5001");
}

// The connections, or else the codes, of the stories as they are told.
std::vector<std::string> Told(const std::string& text) {
  std::vector<std::string> told;
  for (const Story& story : Explained(text).stories) {
    const std::string& id = story.fields.connection;
    told.push_back(id.empty() ? story.findings.front().code : id);
  }
  return told;
}

TEST(Explainer, TellsStoriesInOrderOfTime) {
  const std::string far(30, '\n');
  // Two hosts' logs, one behind the other, with and without the year.
  EXPECT_THAT(
      Told("Nov 22 10:00:05 mvs EZD1287I TTLS Error CONNID: 0000000B RULE: B RC: 435 X\n"
           "2026-11-22T10:00:01Z mvs EZD1287I TTLS Error CONNID: 0000000A RULE: A RC: 417 X\n"),
      ElementsAre("0000000A", "0000000B"));
  EXPECT_THAT(Told("Jan  1 00:00:03 mvs EZD1287I TTLS Error CONNID: 0000000B RULE: B RC: 435 X\n"
                   "Dec 31 23:59:59 mvs EZD1287I TTLS Error CONNID: 0000000A RULE: A RC: 417 X\n"),
              ElementsAre("0000000A", "0000000B"));
  EXPECT_THAT(
      Told("N 4000000 MVSA  26326 10:00:05.00 STC1 EZD1287I TTLS Error RC: 435 X\n" + far +
           "[Sun Nov 22 10:00:01.123456 2026] [ssl:error] error:0A000086:SSL routines::x\n" + far +
           "2026-11-22 10:00:03,500 ERROR javax.net.ssl.SSLHandshakeException: "
           "no cipher suites in common\n"),
      ElementsAre("0A000086", "no cipher suites in common", "435"));
  // Without a stamp, the order of lines.
  EXPECT_THAT(Told("alert number 48\n" + far + "alert number 40\n"), ElementsAre("48", "40"));
}

TEST(Explainer, WhatIsHoursApartIsNotOneStory) {
  EXPECT_THAT(
      Explained("2026-11-22 10:00:01 alert number 40\n2026-11-22 15:00:01 alert number 48\n")
          .stories,
      SizeIs(2));
}

TEST(Explainer, TellsProgramsApartAndTakesLinesWithoutATagToTheOneBefore) {
  const Explanation explanation = Explained(
      "Nov 23 10:00:01 web nginx[31]: SSL_do_handshake() failed (SSL alert number 46)\n"
      "Nov 23 10:00:01 web postfix/smtpd[77]: error:0A0000C1:SSL routines::no shared cipher\n"
      "  alert number 40\n"
      "Nov 23 10:00:02 web nginx[31]: SSL alert number 46\n");
  ASSERT_THAT(explanation.stories, SizeIs(2));
  ASSERT_THAT(explanation.stories[0].findings, SizeIs(1));
  EXPECT_EQ(explanation.stories[0].findings[0].count, 2u);
  EXPECT_THAT(explanation.stories[1].findings, SizeIs(2));
  // The same of another process is told once.
  EXPECT_THAT(Explained("Nov 23 10:00:01 web nginx[31]: SSL alert number 46\n"
                        "Nov 23 10:00:01 web nginx[32]: SSL alert number 46\n")
                  .stories,
              SizeIs(1));
}

TEST(Explainer, TellsApartWhatStandsFarApart) {
  std::string log = "alert number 40\n";
  for (int i = 0; i < 100; ++i) log += "nothing here\n";
  log += "alert number 48\n";
  EXPECT_THAT(Explained(log).stories, SizeIs(2));
  EXPECT_THAT(Explained("alert number 40\nalert number 48\n").stories, SizeIs(1));
}

TEST(Explainer, GivesABareNumberAllItsMeaningsOrThatOfASystem) {
  const Explanation all = Explained("51");
  std::vector<std::string> systems;
  for (const Story& story : all.stories) systems.push_back(story.findings.front().system);
  EXPECT_THAT(systems, ElementsAre("alert", "openssl_verify", "curl"));
  EXPECT_THAT(all.notes, ElementsAre(HasSubstr("--system")));
  const Explanation one = Explained("51", "alert");
  ASSERT_THAT(one.stories, SizeIs(1));
  EXPECT_EQ(First(one), "alert 51 signature_verify_failed");
  EXPECT_TRUE(one.notes.empty());
}

TEST(Explainer, TakesPairsAndBytes) {
  EXPECT_EQ(First(Explained("16/245")), "boringssl 245 peer_used_unoffered_sigalg");
  EXPECT_EQ(First(Explained("8/0xbfe")), "icsf 8/0xBFE fips_disallows_cipher");
  EXPECT_EQ(First(Explained("02 30")), "alert 48 unknown_ca");
  EXPECT_EQ(First(Explained("15 03 03 00 02 02 46")), "alert 70 version_mismatch");
}

TEST(Explainer, SaysWhoNoticed) {
  const auto noticed = [](const char* text) {
    return Explained(text).stories.front().findings.front().noticed_by;
  };
  EXPECT_EQ(noticed("EZD1287I TTLS Error RC: 435 Initial Handshake"), End::kThis);
  EXPECT_EQ(noticed("Received fatal alert: handshake_failure"), End::kOther);
  EXPECT_EQ(noticed("alert 40"), End::kUnknown);
}

TEST(Explainer, SaysWhatTheOtherEndShows) {
  // The client does not trust the server: it sends 48, which OpenSSL reports as 1048.
  const Explanation explanation = Explained("SSL certificate problem: self-signed certificate");
  const Finding& finding = explanation.stories.front().findings.front();
  EXPECT_EQ(finding.alert, AlertDescription::kUnknownCa);
  const bool shown = std::ranges::any_of(finding.other_end, [](const SystemCode& row) {
    return row.system == "openssl" && row.code == "0A000418";
  });
  EXPECT_TRUE(shown);
}

TEST(Explainer, NamesTheAccessThatIsMissing) {
  const auto advice = [](const std::string& text) {
    std::string all;
    for (const Story& story : Explained(text).stories) {
      for (const Finding& finding : story.findings) {
        for (const Sentence& sentence : finding.advice) all += sentence.text + "\n";
      }
    }
    return all;
  };
  const std::string message =
      "EZD1286I TTLS Error CONNID: 6A JOBNAME: RSEAPI USERID: STCRSE RULE: R RC: 428 Handshake ";
  EXPECT_THAT(advice(message), HasSubstr("the key of another needs UPDATE"));
  EXPECT_THAT(advice(message + "Keyring START1/MQRING"),
              HasSubstr("PERMIT START1.MQRING.LST CLASS(RDATALIB) ID(STCRSE) ACCESS(UPDATE)"));
  EXPECT_THAT(advice(message + "Keyring STCRSE/MQRING"),
              HasSubstr("PERMIT STCRSE.MQRING.LST CLASS(RDATALIB) ID(STCRSE) ACCESS(READ)"));
  EXPECT_THAT(advice("EZD1287I TTLS Error RC: 202 Environment Init"),
              HasSubstr("Missing is READ on OWNER.RING.LST"));
  EXPECT_THAT(advice("EZD1287I TTLS Error RC: 6 Initial Handshake"), HasSubstr("needs READ"));
  EXPECT_THAT(advice("ICH408I USER(STCRSE) GROUP(SYS1) START1.MQRING.LST CL(RDATALIB) INSUFFICIENT "
                     "ACCESS AUTHORITY ACCESS INTENT(UPDATE) ACCESS ALLOWED(READ)"),
              HasSubstr("STCRSE has READ on START1.MQRING.LST in class RDATALIB and needs UPDATE"));
  EXPECT_EQ(advice("EZD1287I TTLS Error RC: 435 Initial Handshake"), "");
}

// What the advice for the first finding of `text` says, and where each sentence is from.
std::string AdviceOn(const std::string& text) {
  std::string all;
  const Explanation explanation = Explained(text);
  if (explanation.stories.empty()) return "nothing found";
  for (const Sentence& sentence : explanation.stories.front().findings.front().advice) {
    EXPECT_FALSE(sentence.source.empty()) << sentence.text;
    EXPECT_NE(sentence.confidence, Confidence::kUnverified) << sentence.text;
    all += sentence.text + "\n";
  }
  return all;
}

TEST(Explainer, TheKeyGoesByTheOwnerOfTheCertificate) {
  const std::string message =
      "EZD1286I TTLS Error CONNID: 6A JOBNAME: WEB USERID: WEBSRV RULE: R RC: 428 Handshake ";
  EXPECT_THAT(AdviceOn(message + "Keyring WEBSRV/RING"),
              AllOf(StartsWith("Missing is READ on WEBSRV.RING.LST in class RDATALIB"),
                    HasSubstr("another's in this ring needs UPDATE, that of CERTAUTH or SITE "
                              "CONTROL")));
  EXPECT_THAT(AdviceOn(message + "Keyring START1/RING"),
              AllOf(StartsWith("The ring is START1's and the user WEBSRV: missing is UPDATE on "
                               "START1.RING.LST"),
                    HasSubstr("CERTAUTH or SITE needs CONTROL")));
  EXPECT_THAT(AdviceOn(message + "Keyring START1/RING label of CERTAUTH"),
              StartsWith("Missing is CONTROL on START1.RING.LST in class RDATALIB"));
  // Without a profile in RDATALIB.
  EXPECT_THAT(AdviceOn(message),
              AllOf(HasSubstr("IRR.DIGTCERT.LISTRING in FACILITY gives the "
                              "user's own key alone"),
                    HasSubstr("CONTROL on IRR.DIGTCERT.GENCERT"), HasSubstr("USAGE(PERSONAL)")));
}

TEST(Explainer, JavaTellsOfTheKeyAndOfTheRing) {
  EXPECT_THAT(AdviceOn("java.lang.IllegalArgumentException: The private key of NEWTECCTEST is not "
                       "available or no authority to access the private key"),
              HasSubstr("the key of another needs UPDATE"));
  EXPECT_THAT(
      AdviceOn("java.io.IOException: R_datalib (IRRSDL00) error: not RACF-authorized to use "
               "the requested service (8, 8, 8) safkeyring://START1/MQRING"),
      HasSubstr("Missing is READ on START1.MQRING.LST"));
  EXPECT_EQ(First(Explained("R_datalib (IRRSDL00) error: profile for ring not found (8, 8, 84)")),
            "zos R_datalib...error: profile for ring not found keyring_not_accessible");
  EXPECT_EQ(First(Explained("R_datalib call failed: function code: 01, SAF rc: 8, RACF rc: 8, RACF "
                            "rsn: 84")),
            "zos R_datalib call failed:...RACF rc: 8, RACF rsn: 84 keyring_not_accessible");
  EXPECT_EQ(First(Explained("R_datalib call failed: function code: 01, SAF rc: 8, RACF rc: 8, RACF "
                            "rsn: 8")),
            "zos R_datalib call failed:...RACF rc: 8, RACF rsn: 8 keyring_not_accessible");
}

TEST(Explainer, TheRingGoesByItsOwner) {
  const std::string message =
      "EZD1286I TTLS Error CONNID: 6A JOBNAME: WEB USERID: WEBSRV RULE: R RC: ";
  for (const std::string code : {"102", "202", "416"}) {
    EXPECT_THAT(AdviceOn(message + code + " Environment Init Keyring WEBSRV/RING"),
                AllOf(HasSubstr("Missing is READ on WEBSRV.RING.LST"),
                      HasSubstr("LISTRING in FACILITY: READ, the ring being its own")))
        << code;
    EXPECT_THAT(AdviceOn(message + code + " Environment Init Keyring START1/RING"),
                AllOf(HasSubstr("Missing is READ on START1.RING.LST"),
                      HasSubstr("LISTRING in FACILITY: UPDATE, the ring being another's")))
        << code;
    EXPECT_THAT(AdviceOn(message + code + " Environment Init"),
                HasSubstr("READ for the own ring, UPDATE for another's"))
        << code;
  }
  EXPECT_THAT(AdviceOn(message + "6 Initial Handshake Keyring START1/RING"),
              HasSubstr("WEBSRV needs READ on START1.RING.LST"));
}

TEST(Explainer, AVirtualRingHasAProfileOfItsOwn) {
  const std::string message = "EZD1286I TTLS Error CONNID: 6A USERID: WEBSRV RC: 202 Keyring ";
  EXPECT_THAT(AdviceOn(message + "*AUTH*/*"),
              HasSubstr("READ on CERTIFAUTH.IRR_VIRTUAL_KEYRING.LST"));
  EXPECT_THAT(AdviceOn(message + "WEBSRV/*"), HasSubstr("READ on WEBSRV.IRR_VIRTUAL_KEYRING.LST"));
}

TEST(Explainer, ARefusalByRacfMayComeInSeveralLines) {
  const std::string message =
      "ICH408I USER(STCRSE  ) GROUP(STCGROUP) NAME(RSE API SERVER      )\n"
      "  START1.MQRING.LST CL(RDATALIB)\n"
      "  INSUFFICIENT ACCESS AUTHORITY\n"
      "  FROM START1.** (G)\n"
      "  ACCESS INTENT(UPDATE )  ACCESS ALLOWED(READ   )\n";
  EXPECT_THAT(AdviceOn(message + "alert number 40\n"),
              StartsWith("User STCRSE has READ on START1.MQRING.LST in class RDATALIB and needs "
                         "UPDATE: PERMIT START1.MQRING.LST CLASS(RDATALIB) ID(STCRSE) "
                         "ACCESS(UPDATE)"));
  // Cut off, it says what it can.
  EXPECT_EQ(First(Explained(message.substr(0, 70))), "zos ICH408I keyring_not_accessible");
}

TEST(Explainer, ARefusalByRacfNamesProfileAndAccess) {
  EXPECT_THAT(
      AdviceOn("ICH408I USER(WEBSRV  ) GROUP(STC     ) NAME(WEB SERVER) "
               "IRR.DIGTCERT.LISTRING CL(FACILITY) INSUFFICIENT ACCESS AUTHORITY "
               "FROM IRR.DIGTCERT.* (G) ACCESS INTENT(UPDATE) ACCESS ALLOWED(READ)"),
      StartsWith("User WEBSRV has READ on IRR.DIGTCERT.LISTRING in class FACILITY and needs "
                 "UPDATE: PERMIT IRR.DIGTCERT.LISTRING CLASS(FACILITY) ID(WEBSRV) "
                 "ACCESS(UPDATE), then SETROPTS RACLIST(FACILITY) REFRESH"));
}

TEST(Explainer, CountsACloseNotifyOnlyWhenThereIsNothingElse) {
  EXPECT_EQ(First(Explained("TLS alert, close notify (256)\n\n")), "alert 0 ");
  const Explanation explanation =
      Explained("alert number 40\n* (OUT), TLS alert, close notify (256):\n");
  ASSERT_THAT(explanation.stories, SizeIs(1));
  EXPECT_THAT(explanation.stories[0].findings, SizeIs(1));
}

TEST(Explainer, TakesCodesOfReadersOfOtherFiles) {
  Explainer explainer(TestFinder(), TestCodes());
  explainer.Line("alert number 40");
  FoundCode code;
  code.row = TestLookup().ByNumber("boringssl", 253);
  ConnectionFields fields;
  fields.connection = "source 17";
  explainer.Code(code, "SSL_HANDSHAKE_ERROR", fields);
  const Explanation explanation = explainer.Finish();
  ASSERT_THAT(explanation.stories, SizeIs(2));
  EXPECT_EQ(explanation.stories[1].fields.connection, "source 17");
}

TEST(Explainer, FindsAllInALineOfTenMegabytesOnce) {
  std::string line(10'000'000, 'x');
  line.replace(65530, 17, " alert number 40 ");  // across the end of a piece
  line.replace(9'000'000, 17, " alert number 48 ");
  Explainer explainer(TestFinder(), TestCodes());
  explainer.Text(line);
  const Explanation explanation = explainer.Finish();
  ASSERT_THAT(explanation.stories, SizeIs(1));
  ASSERT_THAT(explanation.stories[0].findings, SizeIs(2));
  for (const Finding& finding : explanation.stories[0].findings) EXPECT_EQ(finding.count, 1u);
  EXPECT_EQ(explanation.lines, 1u);
}

TEST(Explainer, NeedsNoMoreMemoryForALongerLog) {
#ifdef SHAKEDOWN_SANITIZED
  GTEST_SKIP() << "AddressSanitizer keeps what is freed";
#endif
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  std::string chunk;
  const auto add = [&chunk](int connection) {
    chunk += "EZD1286I TTLS Error CONNID: " + std::to_string(connection) +
             " RULE: R RC: " + std::to_string(400 + connection % 40) + " Initial Handshake\n";
  };
  for (int i = 0; i < 5000; ++i) add(i);
  Explainer explainer(TestFinder(), TestCodes());
  explainer.Text(chunk);
  const long before = peak();
  chunk.clear();
  for (int part = 1; part <= 20; ++part) {
    for (int i = 0; i < 5000; ++i) add(part * 5000 + i);
    explainer.Text(chunk);
    chunk.clear();
  }
  const Explanation explanation = explainer.Finish();
  EXPECT_LE(explanation.stories.size(), 40u);
  constexpr long kFewKilobytes = 4096;
  EXPECT_LT(peak() - before, kFewKilobytes);
}

TEST(Explainer, AStatusOfSchannelDoesNotTellWhichEndNoticed) {
  const Explanation explanation = Explained(
      "schannel: next InitializeSecurityContext failed: SEC_E_UNTRUSTED_ROOT (0x80090325)");
  const Finding& finding = explanation.stories.at(0).findings.at(0);
  EXPECT_EQ(finding.cause, "unknown_ca");
  EXPECT_EQ(finding.noticed_by, End::kUnknown);
  EXPECT_EQ(finding.way, AlertWay::kUnknown);
  EXPECT_EQ(finding.alert, AlertDescription::kUnknownCa);
}

}  // namespace
}  // namespace shakedown
