// import and export.

#include <nlohmann/json.hpp>

#include "harness/cli/command_fixture.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kEasyRule =
    "policyRule : WEB\nTTLSEnabled : On\nDirection : Inbound\nLocalPortRange : 443\n"
    "HandshakeRole : Server\nKeyring : A/B\nTLSv1 : Off\nTLSv1.1 : Off\nTLSv1.2 : On\n"
    "V3CipherSuites : [ C02F, C030 ]\nServerCertificateLabel : RSA2048\n";

TEST_F(Command, AnImportedPolicyRunsThroughAPipe) {
  Write("web.yaml", kEasyRule);
  const Ended ended =
      Pipe("import easyattls " + Path("web.yaml"), "run --stacks openssl --no-baseline -");
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("ok    stdin/web@openssl:openssl  agreed TLS 1.2"));
}

// Two megabytes of scenario, which whatever reads scenarios takes.
TEST_F(Command, APolicyOfAThousandRulesIsConverted) {
  std::string rules;
  for (int i = 0; i < 1000; ++i) {
    rules +=
        fmt::format("---\npolicyRule : R{}\nBasedOn : WEB\nLocalPortRange : {}\n", i, 2000 + i);
  }
  Write("many.yaml", kEasyRule + rules);
  const Ended ended = Pipe("import easyattls -q " + Path("many.yaml"), "export attls -");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("TTLSRule R999"));
}

TEST_F(Command, AnImportThatFailsLeavesNoFile) {
  Write("bad.pol", "TTLSRule R\n{\n  Direction Output\n}\n");
  const Ended ended = Run(fmt::format("import attls {} -o {}", Path("bad.pol"), Path("made.json")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("bad.pol:3: error: \"Output\" is no direction; fix: write "
                                   "Outbound [direction]"));
  EXPECT_FALSE(fs::exists(Path("made.json")));
}

TEST_F(Command, LintAsJsonHasFileLineAndFix) {
  Write("bad.pol", "TTLSRule R\n{\n  Direction Output\n}\n");
  const Ended ended = Run("import attls --lint-only --json " + Path("bad.pol"));
  EXPECT_EQ(ended.status, 1);
  bool found = false;
  const auto json = nlohmann::json::parse(ended.out);
  for (const auto& one : json["findings"]) {
    found = found || (one["id"] == "direction" && one["line"] == 3 &&
                      one["fix"] == "write Outbound" && one["file"] == Path("bad.pol"));
  }
  EXPECT_TRUE(found) << ended.out;
}

TEST_F(Command, TheRuleOfAConnectionIsToldWithTheReason) {
  Write("web.yaml", kEasyRule);
  const Ended hit = Run("import easyattls --for local=10.1.1.1:443 " + Path("web.yaml"));
  EXPECT_EQ(hit.status, 0);
  EXPECT_THAT(hit.out, HasSubstr("rule WEB (line 1)"));
  const Ended miss = Run("import easyattls --for local=10.1.1.1:80 " + Path("web.yaml"));
  EXPECT_EQ(miss.status, 1);
  EXPECT_THAT(miss.out, HasSubstr("its LocalPortRange is 443"));
}

TEST_F(Command, AnUnknownRuleIsUnusableInputAndTheNearestIsShown) {
  Write("web.yaml", kEasyRule);
  const Ended ended = Run("import easyattls --rule WEBB " + Path("web.yaml"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("did you mean WEB?"));
}

TEST_F(Command, OneFormOfAPolicyBecomesTheOther) {
  Write("web.yaml", kEasyRule);
  const Ended ended = Pipe("import easyattls " + Path("web.yaml"), "export attls -");
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("TTLSRule WEB\n{"));
  EXPECT_THAT(ended.out, HasSubstr("    Keyring A/B\n"));
}

TEST_F(Command, CasesWhoseNamesAreTooLongForRulesAreAllExportedAndImported) {
  for (const std::string form : {"attls", "easyattls"}) {
    const Ended ended =
        Pipe("export " + form + " " SHAKEDOWN_SOURCE_DIR "/scenarios/alerts/missing-staple.json",
             "import " + form + " -q -");
    EXPECT_EQ(ended.status, 0) << ended.err;
    for (const char* version : {"tls1.2", "tls1.3"}) {
      EXPECT_THAT(ended.out,
                  HasSubstr(fmt::format(R"("name": "staple-required-and-missing-{}")", version)));
    }
  }
}

TEST_F(Command, WhatAPolicyCannotSayIsUnusableInputUnlessAskedFor) {
  Write("alpn.json", R"({"server": {"versions": ["TLS 1.2"], "alpn": ["h2"]},
                         "expect": {"outcome": "agreed"}})");
  const Ended refused = Run("export attls " + Path("alpn.json"));
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("lost: alpn: server.alpn cannot be said in a policy"));
  EXPECT_EQ(refused.out, "");
  const Ended anyway = Run("export attls --anyway " + Path("alpn.json"));
  EXPECT_EQ(anyway.status, 0);
  EXPECT_THAT(anyway.out, HasSubstr("TTLSRule alpn"));
}

// A CA of RACF's, and a certificate under it with these operands.
std::string Gencert(const std::string& operands) {
  return "RACDCERT CERTAUTH GENCERT SUBJECTSDN(CN('CA')) WITHLABEL('CA')\n"
         "RACDCERT ID(START1) GENCERT ALTNAME(DOMAIN('zos.example')) WITHLABEL('WEB') -\n"
         "  SIGNWITH(CERTAUTH LABEL('CA')) -\n  " +
         operands + "\n";
}

TEST_F(Command, AnImportedCertificateOfRacfRunsThroughAPipe) {
  Write("web.jcl", Gencert("NISTECC SIZE(256)"));
  const Ended good = Pipe("import racdcert " + Path("web.jcl"), "run -");
  EXPECT_EQ(good.status, 0) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("ok    stdin/web@openssl:openssl  agreed TLS 1.3"));
  Write("web.jcl", Gencert("NISTECC SIZE(521) NOTAFTER(DATE(2020-01-01))"));
  const Ended bad = Pipe("import racdcert " + Path("web.jcl"), "run -");
  EXPECT_EQ(bad.status, 0) << bad.out << bad.err;
  EXPECT_THAT(bad.out, HasSubstr("ok    stdin/web@openssl:openssl  refused by server, alert 40 "
                                 "handshake_failure, no_signature_scheme_for_key"));
  EXPECT_THAT(bad.err, HasSubstr("[p521-for-browsers]"));
}

TEST_F(Command, ASizeThatRacfDoesNotHaveIsUnusableInputAndLeavesNoFile) {
  Write("web.jcl", Gencert("NISTECC SIZE(512)"));
  const Ended ended =
      Run(fmt::format("import racdcert {} -o {}", Path("web.jcl"), Path("made.json")));
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("web.jcl:4: error: NISTECC has no SIZE(512); allowed: 192, 224, "
                                   "256, 384 and 521; fix: write SIZE(521), or SIZE(256) for "
                                   "browsers [bad-size]"));
  EXPECT_FALSE(fs::exists(Path("made.json")));
  EXPECT_EQ(Run("import racdcert --lint-only " + Path("web.jcl")).status, 1);
}

TEST_F(Command, ACertificateOfRacfIsChosenByLabelAndJudgedAsOfADay) {
  Write("web.jcl", Gencert("NOTBEFORE(DATE(2019-01-01)) NOTAFTER(DATE(2020-01-01))"));
  const std::string import = "import racdcert " + Path("web.jcl");
  EXPECT_THAT(Run(import + " --at 2020-01-02").out, HasSubstr("\"faults\": [\"expired\"]"));
  EXPECT_THAT(Run(import + " --at 2020-01-01").out, Not(HasSubstr("\"faults\"")));
  EXPECT_THAT(Run(import + " --at 2018-12-31").out, HasSubstr("\"not_yet_valid\""));
  EXPECT_EQ(Run(import + " --at 2020-02-30").status, 2);
  EXPECT_EQ(Run(import + " --label WEB").status, 0);
  const Ended other = Run(import + " --label WEBB");
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, HasSubstr("--label: no server or client has a certificate WEBB (did you "
                                   "mean WEB?)"));
}

}  // namespace
}  // namespace shakedown
