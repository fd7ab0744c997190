// A policy becomes a scenario, the scenario a policy in either form, and that the same scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "harness/import/attls/export.h"
#include "harness/import/attls/lint.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/test_policies.h"
#include "harness/import/attls/to_scenario.h"
#include "harness/model/load.h"

namespace shakedown::attls {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<fs::path> CleanFiles() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(SHAKEDOWN_SOURCE_DIR) / "harness/import/attls/testdata/clean";
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The scenario that a text gives, rules sorted by name since forms order them differently.
std::string ScenarioFrom(Form form, const std::string& text) {
  const auto policy = Read(form, text);
  if (!policy) {
    ADD_FAILURE() << policy.error();
    return "";
  }
  for (const Finding& finding : policy->findings) ADD_FAILURE() << ToString("", finding) << text;
  std::vector<const PolicyRule*> rules;
  for (const PolicyRule& rule : policy->rules) rules.push_back(&rule);
  std::ranges::sort(rules, {}, &PolicyRule::name);
  size_t cases = 0;
  return ScenarioOf(rules, &cases);
}

std::vector<Scenario> Load(const std::string& text) {
  auto loaded = LoadScenarios(
      "a.json", [&](const std::string&, std::string*) { return std::optional(text); }, {});
  if (loaded) return std::move(*loaded);
  for (const LoadError& error : loaded.error()) ADD_FAILURE() << error.ToString();
  return {};
}

class RoundTrip : public testing::TestWithParam<fs::path> {};

TEST_P(RoundTrip, GivesTheSameScenarioThroughEitherForm) {
  const std::string scenario = ScenarioFrom(FormOf(GetParam()), ReadText(GetParam()));
  std::vector<PolicyRule> rules;
  for (const ExportedRule& exported : RulesOf(Load(scenario), std::nullopt)) {
    EXPECT_THAT(exported.lost, IsEmpty());
    EXPECT_THAT(exported.told, IsEmpty());
    rules.push_back(exported.rule);
  }
  ASSERT_FALSE(rules.empty());
  EXPECT_EQ(ScenarioFrom(Form::kPolicy, WritePolicy(rules)), scenario);
  EXPECT_EQ(ScenarioFrom(Form::kEasyAttls, WriteEasyAttls(rules)), scenario);
}

INSTANTIATE_TEST_SUITE_P(All, RoundTrip, testing::ValuesIn(CleanFiles()), NameFor);

// Every value that a policy can hold and a scenario only notes comes back, too.
TEST(RoundTripOf, EveryKeywordComesBack) {
  std::string text =
      "policyRule : R\nTTLSEnabled : On\nDirection : Both\nLocalPortRange : 4000\n"
      "Keyring : A/B\nHandshakeRole : ServerWithClientAuth\nTLSv1.2 : On\nTLSv1.3 : Off\n";
  size_t keywords = 0;
  for (const Keyword& keyword : Keywords()) {
    const std::string name(keyword.name);
    if (text.find(name + " :") != std::string::npos || keyword.kind == ValueKind::kReference ||
        PlacesOf(name).empty() || name == "V2CipherSuites") {
      continue;
    }
    const std::vector<std::string> places = PlacesOf(name);
    const bool of_block = places.size() == 1 && !IsTime(name) &&
                          (places[0].starts_with("Ip") || places[0] == "PortRange");
    if (of_block) continue;
    if (name == "Prefix" || name == "Range" || name == "Addr") continue;
    std::string value;
    switch (keyword.kind) {
      case ValueKind::kOneOf:
        value = keyword.values.substr(0, keyword.values.find('|'));
        break;
      case ValueKind::kNumber:
        value = std::to_string(keyword.most);
        break;
      case ValueKind::kAddress:
        value = "10.1.1.1";
        break;
      case ValueKind::kPorts:
        value = "5000-5010";
        break;
      case ValueKind::kSuites:
      case ValueKind::kSuites4:
        value = name == "V3CipherSuites" ? "" : "C02C";
        break;
      case ValueKind::kCurves:
        value = "0023";
        break;
      case ValueKind::kPairs:
        value = "0403";
        break;
      default:
        value = keyword.kind == ValueKind::kWord ? "NAME1" : "a text";
    }
    if (value.empty()) continue;
    text += name + " : " + value + "\n";
    ++keywords;
  }
  EXPECT_GT(keywords, 80u);
  const std::string scenario = ScenarioFrom(Form::kEasyAttls, text);
  const auto loaded = Load(scenario);
  ASSERT_EQ(loaded.size(), 1u);
  const ExportedRule exported = RuleOf(loaded[0], std::nullopt);
  EXPECT_THAT(exported.lost, IsEmpty());
  EXPECT_THAT(exported.told, IsEmpty());
  EXPECT_EQ(ScenarioFrom(Form::kPolicy, WritePolicy({exported.rule})), scenario);
  EXPECT_EQ(ScenarioFrom(Form::kEasyAttls, WriteEasyAttls({exported.rule})), scenario);
}

constexpr const char* kActions =
    "TTLSGroupAction G\n{\n  TTLSEnabled On\n}\n"
    "TTLSEnvironmentAction E\n{\n  HandshakeRole Client\n  TTLSKeyringParms\n  {\n    Keyring "
    "A/B\n  }\n  TTLSEnvironmentAdvancedParms\n  {\n    TLSv1 Off\n    TLSv1.1 Off\n    TLSv1.3 "
    "On\n  }\n  TTLSCipherParms\n  {\n    V3CipherSuites4Char TLS_AES_128_GCM_SHA256\n  }\n"
    "  TTLSSignatureParms\n  {\n    ClientKeyShareGroups 0023\n  }\n}\n";

std::string RuleWith(const std::string& conditions) {
  return std::string(kActions) + "TTLSRule R\n{\n  Direction Outbound\n  RemotePortRange 990\n" +
         conditions + "  TTLSGroupActionRef G\n  TTLSEnvironmentActionRef E\n}\n";
}

TEST(RoundTripOf, TheTimesOfARuleComeBack) {
  for (const char* times :
       {"  IpTimeConditionRef office\n",
        "  IpTimeCondition\n  {\n    DayOfWeekMask 0111110\n    TimeOfDayRange 08:00-18:00\n"
        "    TimeZone UTC\n  }\n"}) {
    std::string text = RuleWith(times);
    if (std::string_view(times).find("Ref") != std::string_view::npos) {
      text +=
          "IpTimeCondition office\n{\n  DayOfWeekMask 0111110\n  TimeOfDayRange 08:00-18:00\n"
          "  TimeZone UTC\n}\n";
    }
    const std::string scenario = ScenarioFrom(Form::kPolicy, text);
    EXPECT_THAT(scenario, HasSubstr(R"("DayOfWeekMask": "0111110")"));
    const auto loaded = Load(scenario);
    ASSERT_EQ(loaded.size(), 1u);
    const ExportedRule exported = RuleOf(loaded[0], std::nullopt);
    EXPECT_THAT(exported.lost, IsEmpty());
    EXPECT_THAT(exported.told, IsEmpty());
    EXPECT_THAT(WritePolicy({exported.rule}), HasSubstr("    TimeZone UTC\n"));
    EXPECT_EQ(ScenarioFrom(Form::kPolicy, WritePolicy({exported.rule})), scenario);
    EXPECT_EQ(ScenarioFrom(Form::kEasyAttls, WriteEasyAttls({exported.rule})), scenario);
  }
}

TEST(RoundTripOf, SeveralTimesOfARuleAreTold) {
  const auto policy = Read(Form::kPolicy, RuleWith("  IpTimeCondition\n  {\n    DayOfWeekMask "
                                                   "0111110\n  }\n  IpTimeCondition\n  {\n    "
                                                   "DayOfWeekMask 1000001\n  }\n"));
  ASSERT_TRUE(policy);
  ASSERT_EQ(policy->findings.size(), 1u);
  EXPECT_EQ(policy->findings[0].id, "several-times");
}

TEST(RoundTripOf, WhatIsWrittenAsItIsByDefaultIsNoDefault) {
  const std::string scenario = ScenarioFrom(Form::kPolicy, RuleWith(""));
  const auto loaded = Load(scenario);
  ASSERT_EQ(loaded.size(), 1u);
  const ExportedRule exported = RuleOf(loaded[0], std::nullopt);
  EXPECT_EQ(ScenarioFrom(Form::kPolicy, WritePolicy({exported.rule})), scenario);
}

TEST(RoundTripOf, WhatHasNoPlaceInARuleIsRefused) {
  const auto policy = Read(Form::kEasyAttls,
                           "policyRule : R\nTTLSEnabled : Off\nDirection : Both\n"
                           "LocalPortRange : 4000\nPort : 4000\n");
  ASSERT_TRUE(policy);
  ASSERT_EQ(policy->findings.size(), 1u);
  EXPECT_EQ(policy->findings[0].id, "misplaced-keyword");
}

Scenario OnlyScenario(const std::string& client, const std::string& server) {
  const auto loaded = Load(R"({"client": )" + client + R"(, "server": )" + server +
                           R"(, "expect": {"outcome": "agreed"}})");
  return loaded.size() == 1 ? loaded[0] : Scenario();
}

TEST(Export, AScenarioWrittenByHandComesBackOnThePolicysSide) {
  const Scenario scenario = OnlyScenario("{}", R"({
      "versions": ["TLS 1.3", "TLS 1.2"],
      "cipher_suites": ["TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
      "groups": ["secp384r1", "x25519"], "signature_schemes": ["rsa_pss_rsae_sha256"],
      "certificates": [{"key": "rsa2048", "issuer": "rsa-ca"}], "client_auth": "request",
      "extended_master_secret": false, "tickets": false, "session_ids": false,
      "server_name_policy": "match",
      "hosts": [{"name": "one.example", "certificates": [
          {"key": "secp384r1", "issuer": "ec-ca", "names": ["one.example"]}]}]})");
  const ExportedRule exported = RuleOf(scenario, Role::kServer);
  EXPECT_THAT(exported.lost, IsEmpty());
  const auto back = Load(ScenarioFrom(Form::kPolicy, WritePolicy({exported.rule})));
  ASSERT_EQ(back.size(), 1u);
  EXPECT_THAT(Differences(scenario.server, back[0].server), IsEmpty());
  EXPECT_EQ(back[0].server.versions, scenario.server.versions);
  EXPECT_EQ(back[0].server.cipher_suites, scenario.server.cipher_suites);
  ASSERT_EQ(back[0].server.hosts.size(), 1u);
  EXPECT_EQ(back[0].server.hosts[0].name, "one.example");
  EXPECT_EQ(back[0].server.hosts[0].capabilities.certificates,
            scenario.server.hosts[0].capabilities.certificates);
}

TEST(Export, AClientWrittenByHandComesBackToo) {
  const Scenario scenario = OnlyScenario(R"({
      "versions": ["TLS 1.3"], "cipher_suites": ["TLS_AES_256_GCM_SHA384"],
      "groups": ["x25519", "secp256r1"], "key_shares": ["x25519"],
      "server_name": "api.example", "verify_name": "api.example", "max_fragment_length": 1024})",
                                         "{}");
  const ExportedRule exported = RuleOf(scenario, Role::kClient);
  EXPECT_THAT(exported.lost, IsEmpty());
  const auto back = Load(ScenarioFrom(Form::kEasyAttls, WriteEasyAttls({exported.rule})));
  ASSERT_EQ(back.size(), 1u);
  EXPECT_THAT(Differences(scenario.client, back[0].client), IsEmpty());
}

// The policy agent cuts no names: it takes the last rule of a name and says nothing.
TEST(Export, CasesOfLongOrEqualRuleNamesComeBackUnderTheirNames) {
  const std::string sides = R"("client": {}, "server": {"versions": ["TLS 1.2"]},
                               "expect": {"outcome": "agreed"}})";
  const auto cases =
      Load(R"({"cases": [{"name": "staple-required-and-missing-tls1.2", )" + sides +
           R"(, {"name": "staple-required-and-missing-tls1.3", )" + sides +
           R"(, {"name": "short", )" + sides + R"(, {"name": "one", "notes": {"rule": "SAME"}, )" +
           sides + R"(, {"name": "two", "notes": {"rule": "SAME"}, )" + sides + "]}");
  ASSERT_EQ(cases.size(), 5u);
  std::vector<PolicyRule> rules;
  std::set<std::string> names;
  for (const ExportedRule& exported : RulesOf(cases, std::nullopt)) {
    rules.push_back(exported.rule);
    EXPECT_LE(exported.rule.name.size(), 32u);
    EXPECT_TRUE(names.insert(exported.rule.name).second) << exported.rule.name;
  }
  for (const auto& [form, text] : {std::pair{Form::kPolicy, WritePolicy(rules)},
                                   std::pair{Form::kEasyAttls, WriteEasyAttls(rules)}}) {
    std::set<std::string> back;
    for (const Scenario& one : Load(ScenarioFrom(form, text))) back.insert(one.name);
    std::set<std::string> wanted;
    for (const Scenario& one : cases) wanted.insert(one.name);
    EXPECT_EQ(back, wanted) << text;
  }
}

// YAML has a word for nothing.
TEST(Export, ARuleNamedNullComesBack) {
  const auto exported = RulesOf({OnlyScenario("{}", R"({"versions": ["TLS 1.2"]})")}, {});
  ASSERT_EQ(exported.size(), 1u);
  for (const char* name : {"null", "Null", "NULL"}) {
    PolicyRule rule = exported[0].rule;
    rule.name = name;
    const auto back = Read(Form::kEasyAttls, WriteEasyAttls({rule}));
    ASSERT_TRUE(back) << back.error();
    ASSERT_EQ(back->rules.size(), 1u) << name;
    EXPECT_EQ(back->rules[0].name, name);
  }
}

TEST(Export, WhatAPolicyCannotSayIsTold) {
  const auto lost = [](const std::string& server) {
    return RuleOf(OnlyScenario("{}", server), Role::kServer).lost;
  };
  EXPECT_THAT(lost(R"({"alpn": ["h2"]})"), Contains(HasSubstr("server.alpn")));
  EXPECT_THAT(lost(R"({"cipher_suites": ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"]})"),
              Contains(HasSubstr("System SSL has no TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")));
  EXPECT_THAT(lost(R"({"groups": ["ffdhe2048"]})"), Contains(HasSubstr("no ffdhe2048")));
  EXPECT_THAT(lost(R"({"signature_schemes": ["ed25519"]})"), Contains(HasSubstr("no ed25519")));
  EXPECT_THAT(lost(R"({"certificates": [{"faults": ["expired"]}]})"),
              Contains(HasSubstr("server.certificates")));
  EXPECT_THAT(lost(R"({"security_level": 2})"), Contains(HasSubstr("server.security_level")));
  EXPECT_THAT(lost(R"({"stack": "openssl"})"), Contains(HasSubstr("server.stack")));
}

TEST(Export, WhatIsAssumedIsTold) {
  const ExportedRule exported = RuleOf(OnlyScenario("{}", "{}"), std::nullopt);
  EXPECT_THAT(exported.told, Contains(HasSubstr("LocalPortRange 443 assumed")));
  EXPECT_THAT(exported.told, Contains(HasSubstr("Keyring START1/RING assumed")));
  EXPECT_THAT(exported.told, Contains(HasSubstr("cipher_suites: left open")));
}

}  // namespace
}  // namespace shakedown::attls
