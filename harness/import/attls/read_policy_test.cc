#include "harness/import/attls/read_policy.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/test_policies.h"

namespace shakedown::attls {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A rule with three actions, the middle of whose statements is given.
std::string Statements(const std::string& environment, const std::string& connection) {
  return "TTLSRule R\n{\nLocalPortRange 4000\nDirection Inbound\nTTLSGroupActionRef g\n"
         "TTLSEnvironmentActionRef e\nTTLSConnectionActionRef c\n}\n"
         "TTLSGroupAction g\n{\nTTLSEnabled On\nTrace 1\n}\n"
         "TTLSEnvironmentAction e\n{\nHandshakeRole Server\nTTLSKeyringParms\n{\nKeyring A/B\n}\n" +
         environment + "}\nTTLSConnectionAction c\n{\n" + connection + "}\n";
}

PolicyRule OnlyRule(const tl::expected<Policy, std::string>& policy) {
  EXPECT_TRUE(policy) << policy.error();
  if (!policy || policy->rules.size() != 1) {
    ADD_FAILURE() << "not one rule";
    return {};
  }
  for (const Finding& finding : policy->findings) {
    EXPECT_NE(finding.severity, Severity::kError) << ToString("", finding);
  }
  return policy->rules[0];
}

TEST(Policy, ConnectionOverridesEnvironmentWhichOverridesGroup) {
  const PolicyRule rule = OnlyRule(ReadPolicy(
      Statements("Trace 2\nTTLSEnvironmentAdvancedParms\n{\nTLSv1.2 On\nTLSv1.3 Off\n}\n",
                 "Trace 4\nTTLSConnectionAdvancedParms\n{\nTLSv1.3 On\n}\n")));
  EXPECT_EQ(rule.ValueOf("Trace"), "4");
  EXPECT_EQ(rule.ValueOf("TLSv1.3"), "On");
  EXPECT_EQ(rule.ValueOf("TLSv1.2"), "On");
  EXPECT_EQ(rule.Find("TLSv1.3")->scope, Scope::kConnection);
  EXPECT_EQ(rule.Find("TLSv1.2")->scope, Scope::kEnvironment);
}

// The report of z/OS 3.1 shows these where nothing is said.
TEST(Policy, DefaultsAreThoseOfTheReport) {
  const PolicyRule rule = OnlyRule(ReadPolicy(Statements("", "")));
  EXPECT_EQ(rule.ValueOf("TLSv1"), "On");
  EXPECT_EQ(rule.ValueOf("TLSv1.1"), "On");
  EXPECT_EQ(rule.ValueOf("TLSv1.2"), "Off");
  EXPECT_EQ(rule.ValueOf("TLSv1.3"), "Off");
  EXPECT_EQ(rule.ValueOf("ClientAuthType"), "Required");
  EXPECT_EQ(rule.priority, 1);
  EXPECT_FALSE(rule.Has("TLSv1.2"));
}

TEST(Policy, ListsAddUpWithinAnActionAndReplaceThoseOfAnother) {
  const PolicyRule rule = OnlyRule(ReadPolicy(
      Statements("TTLSCipherParms\n{\nV3CipherSuites4Char C02C\nV3CipherSuites4Char C02B\n}\n",
                 "TTLSCipherParms\n{\nV3CipherSuites4Char C030\nV3CipherSuites4Char 002F\n}\n")));
  EXPECT_THAT(AlgorithmsOf(rule, nullptr).suites,
              ElementsAre(CipherSuite{0xc030}, CipherSuite{0x002f}));
}

TEST(Policy, RepeatedSuitesAreConcatenatedAndDuplicatesIgnored) {
  const PolicyRule rule = OnlyRule(ReadPolicy(Statements(
      "TTLSCipherParms\n{\nV3CipherSuites 352F\nV3CipherSuites TLS_RSA_WITH_AES_256_CBC_SHA\n"
      "V3CipherSuites TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n}\n",
      "")));
  EXPECT_THAT(AlgorithmsOf(rule, nullptr).suites,
              ElementsAre(CipherSuite{0x0035}, CipherSuite{0x002f}, CipherSuite{0xc02f}));
}

// Ids of curves are decimal, signature pairs hex: facts of System SSL.
TEST(Policy, CurvesAreDecimalAndPairsHex) {
  const PolicyRule rule = OnlyRule(ReadPolicy(Statements(
      "TTLSSignatureParms\n{\nServerKexECurves 00230029\nSignaturePairs 060305030403\n}\n", "")));
  const Algorithms algorithms = AlgorithmsOf(rule, nullptr);
  EXPECT_THAT(algorithms.server_curves, ElementsAre(NamedGroup::kSecp256r1, NamedGroup::kX25519));
  EXPECT_THAT(algorithms.pairs, ElementsAre(SignatureScheme::kEcdsaSecp521r1Sha512,
                                            SignatureScheme::kEcdsaSecp384r1Sha384,
                                            SignatureScheme::kEcdsaSecp256r1Sha256));
}

TEST(Policy, ACommentEndsALineButNotAWord) {
  const PolicyRule rule = OnlyRule(
      ReadPolicy(Statements("# all of it\nTTLSEnvironmentAdvancedParms # behind\n{ # here, too\n"
                            "CertificateLabel MY#LABEL # not this\n}\n",
                            "")));
  EXPECT_EQ(rule.ValueOf("CertificateLabel"), "MY#LABEL");
}

TEST(Policy, EbcdicIsToldWithTheCommandThatConvertsIt) {
  // "TTLSRule R" in IBM-1047.
  const std::string ebcdic = "\xe3\xe3\xd3\xe2\xd9\xa4\x93\x85\x40\xd9\x15";
  for (const Form form : {Form::kPolicy, Form::kPasearch, Form::kEasyAttls}) {
    const auto policy = Read(form, ebcdic);
    ASSERT_FALSE(policy);
    EXPECT_THAT(policy.error(), HasSubstr("EBCDIC"));
    EXPECT_THAT(policy.error(), HasSubstr("iconv -f IBM-1047"));
  }
}

TEST(Policy, StatementsOfTheAgentAreNoErrors) {
  const auto policy = ReadPolicy(
      "LogLevel 511\nTcpImage TCPIP FLUSH PURGE 600\nreadfromdirectory\n{\n  LDAP_Server x\n}\n"
      "TTLSRule R\n{\n  LocalPortRange 1\n  Direction Inbound\n  TTLSGroupActionRef g\n}\n"
      "TTLSGroupAction g\n{\n  TTLSEnabled Off\n}\nTTLSConfig /etc/other.pol\n");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->rules.size(), 1u);
  for (const Finding& finding : policy->findings) {
    EXPECT_EQ(finding.id, "statement-of-the-agent") << ToString("", finding);
    EXPECT_EQ(finding.severity, Severity::kNote);
  }
  EXPECT_EQ(policy->findings.size(), 4u);
}

TEST(Policy, WhatIsNoPolicyIsRefusedWithWhatIsAllowed) {
  for (const Form form : {Form::kPolicy, Form::kPasearch, Form::kEasyAttls}) {
    EXPECT_FALSE(Read(form, ""));
    EXPECT_FALSE(Read(form, std::string(1, '\0')));
    const auto none = Read(form, "# nothing\n");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error(), HasSubstr("allowed"));
  }
}

TEST(Policy, TenMegabytesOnOneLineAreOneFinding) {
  const auto policy = ReadPolicy(Statements("", "") + std::string(10 << 20, 'x') + "\n");
  ASSERT_TRUE(policy);
  const auto found = std::ranges::find(policy->findings, "line-too-long", &Finding::id);
  ASSERT_NE(found, policy->findings.end());
}

TEST(Policy, DeepBlocksEndInAFinding) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "x\n{\n";
  const auto policy = ReadPolicy(text);
  EXPECT_TRUE(!policy || HasErrors(policy->findings));
}

TEST(Pasearch, TakesValuesFromTheirColumnsAndDropsDefaults) {
  const auto policy = ReadPasearch(
      "policyRule:             R1\n"
      "  Weight:               255               ForLoadDist:       False\n"
      "  Priority:             255               Sequence Actions:  Don't Care\n"
      "   Local Address:\n    FromAddr:           10.1.1.0\n    Prefix:             24\n"
      "   LocalPortFrom:       4000              LocalPortTo:       4001\n"
      "   JobName:             AZF*              UserId:            COLIN\n"
      "   ServiceDirection:    Outbound\n"
      "  TTLS Action:                  E1\n    Scope:                      Environment\n"
      "    HandshakeRole:              Client\n"
      "    TTLSEnvironmentAdvancedParms:\n     TLSv1.2:                   On\n"
      "     TLSv1.1:                   On\n"
      "    TTLSCipherParms:\n     v3CipherSuites:\n      C02C  TLS_SOMETHING\n      1302  X\n"
      "  TTLS Action:                  G1\n    Scope:                      Group\n"
      "    TTLSEnabled:                On\n");
  const PolicyRule rule = OnlyRule(policy);
  EXPECT_EQ(rule.name, "R1");
  EXPECT_EQ(rule.priority, 255);
  EXPECT_EQ(rule.ValueOf("Jobname"), "AZF*");
  EXPECT_EQ(rule.ValueOf("Userid"), "COLIN");
  EXPECT_EQ(rule.ValueOf("LocalAddr"), "10.1.1.0/24");
  EXPECT_EQ(rule.ValueOf("LocalPortRange"), "4000-4001");
  EXPECT_EQ(rule.ValueOf("Direction"), "Outbound");
  EXPECT_EQ(rule.ValueOf("TLSv1.2"), "On");
  EXPECT_FALSE(rule.Has("TLSv1.1")) << "a default, printed as if it were written";
  EXPECT_TRUE(rule.Enabled());
  EXPECT_THAT(AlgorithmsOf(rule, nullptr).suites,
              ElementsAre(CipherSuite{0xc02c}, CipherSuite{0x1302}));
}

// Wherever it is cut, but between rules: what is left is never taken for the whole.
TEST(Pasearch, AReportThatIsCutOffIsNotTakenForWhole) {
  const std::string report = ReadText(std::filesystem::path(SHAKEDOWN_SOURCE_DIR) /
                                      "harness/import/attls/testdata/clean/pasearch_server.report");
  // From the last line of a rule's last action up to the next rule nothing is lost.
  const size_t second = report.find("policyRule:", report.find("policyRule:") + 1);
  ASSERT_NE(second, std::string::npos);
  const size_t whole[] = {report.rfind("Policy created:", second), report.rfind("Policy created:")};
  size_t cuts = 0;
  for (size_t cut = 0; cut < whole[1]; cut += 7) {
    if (cut > whole[0] && cut < second + 11) continue;
    const auto policy = ReadPasearch(std::string_view(report).substr(0, cut));
    const auto is_told = [](const Finding& one) {
      return one.id == "cut-off" && one.severity == Severity::kError;
    };
    EXPECT_TRUE(!policy || std::ranges::any_of(policy->findings, is_told)) << cut;
    ++cuts;
  }
  EXPECT_GT(cuts, 1000u);
  const auto policy = ReadPasearch(report);
  ASSERT_TRUE(policy) << policy.error();
  EXPECT_THAT(policy->findings, IsEmpty());
}

TEST(Pasearch, ARuleWithoutTheActionThatItNamesIsCutOff) {
  const auto policy = ReadPasearch(
      "policyRule: R1\n  policyAction: G1\n  policyAction: E1\n   LocalPortFrom: 1  "
      "LocalPortTo: 1\n  TTLS Action: G1\n    Scope: Group\n    TTLSEnabled: On\n"
      "policyRule: R2\n  policyAction: G1\n  TTLS Action: G1\n    Scope: Group\n"
      "    TTLSEnabled: Off\n");
  ASSERT_TRUE(policy) << policy.error();
  ASSERT_EQ(policy->findings.size(), 1u);
  EXPECT_EQ(policy->findings[0].id, "cut-off");
  EXPECT_EQ(policy->findings[0].line, 1);
}

constexpr const char* kEasyRule =
    "policyRule : base\nTTLSEnabled : On\nDirection : Inbound\nHandshakeRole : Server\n"
    "Keyring : A/B\nTLSv1.2 : On\nV3CipherSuites : [ C02C, C02B ]\n---\n";

TEST(EasyAttls, OnAndOffAreText) {
  const PolicyRule rule = OnlyRule(ReadEasyAttls(std::string(kEasyRule) +
                                                 "policyRule : R\nBasedOn : base\nTLSv1 : off\n"
                                                 "LocalPortRange : 4000\n"));
  EXPECT_EQ(rule.ValueOf("TLSv1"), "Off");
  EXPECT_EQ(rule.ValueOf("TLSv1.2"), "On");
}

TEST(EasyAttls, ListsAreEditedOrReplaced) {
  const std::string rule = std::string(kEasyRule) +
                           "policyRule : R\nBasedOn : base\nLocalPortRange : 4000\n"
                           "V3CipherSuites : ";
  const auto suites = [&](const std::string& list) {
    return AlgorithmsOf(OnlyRule(ReadEasyAttls(rule + list + "\n")), nullptr).suites;
  };
  EXPECT_THAT(suites("[ +1302, -C02C ]"), ElementsAre(CipherSuite{0xc02b}, CipherSuite{0x1302}));
  EXPECT_THAT(suites("[ '1301  TLS_AES_128_GCM_SHA256' ]"), ElementsAre(CipherSuite{0x1301}));
}

TEST(EasyAttls, ANameRemovesAnItemThatHasItBehindItsCode) {
  const PolicyRule rule = OnlyRule(ReadEasyAttls(
      "policyRule : base\nTTLSEnabled : On\nDirection : Inbound\nHandshakeRole : Server\n"
      "Keyring : A/B\nV3CipherSuites : [ C02C, '1302  TLS_AES_256_GCM_SHA384' ]\n---\n"
      "policyRule : R\nBasedOn : base\nLocalPortRange : 4000\n"
      "V3CipherSuites : [ -TLS_AES_256_GCM_SHA384, +1301 ]\n"));
  EXPECT_THAT(AlgorithmsOf(rule, nullptr).suites,
              ElementsAre(CipherSuite{0xc02c}, CipherSuite{0x1301}));
}

TEST(EasyAttls, ALaterBaseOverridesAnEarlierOne) {
  const PolicyRule rule =
      OnlyRule(ReadEasyAttls(std::string(kEasyRule) +
                             "policyRule : more\nTrace : 7\nTLSv1.2 : Off\n---\n"
                             "policyRule : R\nBasedOn : base, more\nLocalPortRange : 4000\n"));
  EXPECT_EQ(rule.ValueOf("TLSv1.2"), "Off");
  EXPECT_EQ(rule.ValueOf("Trace"), "7");
}

TEST(EasyAttls, AnAliasStandsForItsList) {
  const PolicyRule rule = OnlyRule(ReadEasyAttls(
      std::string("policyRule : R\nTTLSEnabled : On\nDirection : Inbound\nHandshakeRole : Server\n"
                  "Keyring : A/B\nLocalPortRange : 4000\nServerKexECurves : &c [ 0023, 0024 ]\n"
                  "ServerKeyShareGroups : *c\n")));
  EXPECT_THAT(AlgorithmsOf(rule, nullptr).server_shares,
              ElementsAre(NamedGroup::kSecp256r1, NamedGroup::kSecp384r1));
}

TEST(EasyAttls, YamlBombsAreRefused) {
  std::string laughs = "a0 : &a0 [ x, x, x, x, x, x, x, x, x, x ]\n";
  for (int i = 1; i < 30; ++i) {
    laughs += fmt::format("a{0} : &a{0} [", i);
    for (int k = 0; k < 10; ++k) laughs += fmt::format("{}*a{}", k ? ", " : " ", i - 1);
    laughs += " ]\n";
  }
  const auto bomb = ReadEasyAttls(laughs);
  ASSERT_FALSE(bomb);
  EXPECT_THAT(bomb.error(), HasSubstr("line "));
  EXPECT_FALSE(ReadEasyAttls(std::string(100000, '[')));
  EXPECT_FALSE(ReadEasyAttls("a : { b : { c : { d : 1 } } }\n- x"));
  EXPECT_FALSE(ReadEasyAttls("a : &a [ *a ]\n"));
}

TEST(EasyAttls, WhatYamlNeverGetsPastIsRefused) {
  EXPECT_FALSE(ReadEasyAttls(",\n"));
  EXPECT_FALSE(ReadEasyAttls("]\n---\npolicyRule : R\n"));
  EXPECT_FALSE(ReadEasyAttls(",--\npolicyRule : R\n"));
}

TEST(EasyAttls, BadYamlIsRefusedWithItsLine) {
  const auto policy = ReadEasyAttls("policyRule : R\nTrace : [ 1\nDirection : Inbound\n");
  ASSERT_FALSE(policy);
  EXPECT_THAT(policy.error(), HasSubstr("line "));
}

}  // namespace
}  // namespace shakedown::attls
