#include "harness/import/attls/to_scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/import/attls/read_policy.h"
#include "harness/model/load.h"

namespace shakedown::attls {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::ElementsAre;
using Names = std::vector<std::string>;

constexpr const char* kModern = "TLSv1 : Off\nTLSv1.1 : Off\nTLSv1.2 : On\nTLSv1.3 : On\n";

// A rule of YAML as a case.
Json CaseFrom(const std::string& role, const std::string& values) {
  const auto policy = ReadEasyAttls(
      "policyRule : Rule_1\nTTLSEnabled : On\nDirection : Both\nLocalPortRange : 4000\n"
      "Keyring : A/B\nHandshakeRole : " +
      role + "\n" + values);
  if (!policy || policy->rules.size() != 1) {
    ADD_FAILURE() << (policy ? "no rule" : policy.error());
    return {};
  }
  for (const Finding& finding : policy->findings) ADD_FAILURE() << ToString("", finding);
  size_t cases = 0;
  const std::string text = ScenarioOf({&policy->rules[0]}, &cases);
  EXPECT_EQ(cases, 1u);
  const auto loaded = LoadScenarios(
      "a.json", [&](const std::string&, std::string*) { return std::optional(text); }, {});
  if (!loaded) {
    for (const LoadError& error : loaded.error()) ADD_FAILURE() << error.ToString();
  }
  return Json::parse(text)["cases"][0];
}

TEST(Scenario, ServerHasWhatTheRuleGivesIt) {
  const Json one = CaseFrom("Server", std::string(kModern) +
                                          "V3CipherSuites : [ 1302, C030 ]\n"
                                          "ServerCertificateLabel : RSA2048\n"
                                          "ServerKeyShareGroups : [ 0024, 0029 ]\n"
                                          "ServerKexECurves : [ 0024, 0029 ]\n"
                                          "SignaturePairs : [ 0804, 0401 ]\n");
  EXPECT_EQ(one["name"], "rule-1");
  const Json& server = one["server"];
  EXPECT_EQ(server["versions"], Json(Names{"TLS 1.3", "TLS 1.2"}));
  EXPECT_EQ(server["cipher_suites"],
            Json(Names{"TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"}));
  EXPECT_EQ(server["groups"], Json(Names{"secp384r1", "x25519"}));
  EXPECT_EQ(server["signature_schemes"], Json(Names{"rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"}));
  EXPECT_EQ(server["certificates"][0]["key"], "rsa2048");
  EXPECT_EQ(server["server_preference"], true);
  EXPECT_EQ(one["expect"], Json({{"outcome", "agreed"}}));
  EXPECT_EQ(one["notes"]["attls"], "server");
  EXPECT_EQ(one["notes"]["LocalPortRange"], "4000");
  EXPECT_EQ(one["notes"]["Keyring"], "A/B");
  EXPECT_EQ(one["notes"]["defaults"], Json(Names{"SSLv3 Off"}));
}

TEST(Scenario, WhatNoStackCanBeToldStaysInTheNotes) {
  const Json one =
      CaseFrom("Server", std::string(kModern) + "V3CipherSuites : [ 1302, 0005, 002F ]\n");
  EXPECT_EQ(one["server"]["cipher_suites"],
            Json(Names{"TLS_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA"}));
  EXPECT_EQ(one["notes"]["V3CipherSuites4Char"], Json(Names{"1302", "0005", "002F"}));
}

TEST(Scenario, ClientOffersCurvesAndShares) {
  const Json one = CaseFrom("Client", std::string(kModern) +
                                          "V3CipherSuites : [ 1302 ]\n"
                                          "ClientECurves : [ 0023, 0024 ]\n"
                                          "ClientKeyShareGroups : [ 0024, 0029 ]\n");
  EXPECT_EQ(one["client"]["groups"], Json(Names{"secp256r1", "secp384r1"}));
  EXPECT_EQ(one["client"]["key_shares"], Json(Names{"secp384r1"}));
  EXPECT_EQ(one["client"]["server_name"], "");
  EXPECT_EQ(one["server"]["certificates"].size(), 2u);
}

TEST(Scenario, ClientAuthenticationIsWhatTheTypeSays) {
  const auto server = [](const std::string& type) {
    return CaseFrom("ServerWithClientAuth",
                    std::string(kModern) + "V3CipherSuites : [ 1302 ]\n" + type)["server"];
  };
  EXPECT_EQ(server("")["client_auth"], "require");
  EXPECT_EQ(server("ClientAuthType : SAFCheck\n")["client_auth"], "require");
  EXPECT_EQ(server("ClientAuthType : Full\n")["client_auth"], "request");
  EXPECT_FALSE(server("ClientAuthType : Full\n").contains("verify"));
  EXPECT_EQ(server("ClientAuthType : PassThru\n")["client_auth"], "request");
  EXPECT_EQ(server("ClientAuthType : PassThru\n")["verify"], "accept_all");
}

TEST(Scenario, ServerNamesGetTheirCertificates) {
  const Json one =
      CaseFrom("Server", std::string(kModern) +
                             "V3CipherSuites : [ 1302 ]\nServerHandshakeSNI : Required\n"
                             "ServerHandshakeSNIMatch : Required\n"
                             "ServerHandshakeSNIList : COLINCLIENZ/NISTECC521\n");
  EXPECT_EQ(one["server"]["server_name_policy"], "require_match");
  EXPECT_EQ(one["server"]["hosts"][0]["name"], "colinclienz");
  EXPECT_EQ(one["server"]["hosts"][0]["certificates"][0]["key"], "secp521r1");
  EXPECT_EQ(one["client"]["server_name"], "colinclienz");
}

struct Foretold {
  const char* name;
  const char* role;
  const char* values;
  Json expect;
};

class Expectation : public testing::TestWithParam<Foretold> {};

TEST_P(Expectation, IsThatOfTheProtocol) {
  EXPECT_EQ(CaseFrom(GetParam().role, GetParam().values)["expect"], GetParam().expect);
}

Json Refused(const char* alert, const char* cause) {
  return {{"outcome", "refused"}, {"by", "server"}, {"alert", alert}, {"cause", cause}};
}

INSTANTIATE_TEST_SUITE_P(
    All, Expectation,
    testing::Values(
        Foretold{"defaults", "Server", "", Refused("protocol_version", "version_mismatch")},
        Foretold{"client_defaults", "Client", "", Refused("protocol_version", "version_mismatch")},
        Foretold{"tls13_without_suite", "Server",
                 "TLSv1.2 : On\nTLSv1.3 : On\nV3CipherSuites : [ C02C ]\n",
                 Refused("handshake_failure", "no_tls13_cipher_configured")},
        Foretold{"p521", "Server",
                 "TLSv1.3 : On\nV3CipherSuites : [ 1302 ]\nServerCertificateLabel : NISTECC521\n",
                 Refused("handshake_failure", "no_signature_scheme_for_key")},
        Foretold{"only_static_ecdh", "Server", "TLSv1.2 : On\nV3CipherSuites : [ C02E ]\n",
                 Refused("handshake_failure", "no_common_cipher")},
        Foretold{"only_p521_curve", "Server",
                 "TLSv1.2 : On\nV3CipherSuites : [ C030 ]\nServerKexECurves : [ 0025 ]\n",
                 Refused("handshake_failure", "no_common_group")},
        Foretold{"chacha_in_fips_mode", "Server",
                 "TLSv1.3 : On\nFIPS140 : On\nV3CipherSuites : [ 1303, 1302 ]\n",
                 Json{{"outcome", "closed"}, {"by", "server"}, {"cause", "fips_disallows_cipher"}}},
        Foretold{"fine", "Server", "TLSv1.2 : On\nV3CipherSuites : [ C030 ]\n",
                 Json{{"outcome", "agreed"}}}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Scenario, NamesAreUnique) {
  PolicyRule a, b;
  a.name = "R1";
  b.name = "r1";
  for (PolicyRule* rule : {&a, &b}) {
    rule->settings["TTLSEnabled"] = {{"On", 1, Scope::kGroup}};
    rule->settings["HandshakeRole"] = {{"Server", 1, Scope::kGroup}};
  }
  size_t cases = 0;
  const Json file = Json::parse(ScenarioOf({&a, &b}, &cases));
  ASSERT_EQ(cases, 2u);
  EXPECT_EQ(file["cases"][0]["name"], "r1");
  EXPECT_EQ(file["cases"][1]["name"], "r1-2");
}

TEST(Scenario, WithoutTlsThereIsNoCase) {
  PolicyRule rule;
  rule.settings["TTLSEnabled"] = {{"Off", 1, Scope::kGroup}};
  size_t cases = 1;
  ScenarioOf({&rule}, &cases);
  EXPECT_EQ(cases, 0u);
}

}  // namespace
}  // namespace shakedown::attls
