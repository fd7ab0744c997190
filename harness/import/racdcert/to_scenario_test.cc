#include "harness/import/racdcert/to_scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/import/racdcert/test_racf.h"
#include "harness/model/load.h"

namespace shakedown::racdcert {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

// The cases that `text` gives, which load as scenarios do.
Json CasesOf(const std::string& text, int64_t now = kNovember22) {
  const Racf racf = MustRead(text, now);
  const Chains chains(racf.certificates());
  size_t cases = 0;
  const std::string scenario = ScenarioOf(LeavesOf(racf, chains), chains, now, &cases);
  const Json json = Json::parse(scenario)["cases"];
  EXPECT_EQ(json.size(), cases);
  if (cases == 0) return json;
  const auto loaded = LoadScenarios(
      "a.json", [&](const std::string&, std::string*) { return std::optional(scenario); }, {});
  if (!loaded) {
    for (const LoadError& error : loaded.error()) ADD_FAILURE() << error.ToString();
  }
  return json;
}

Json CertificateOf(const std::string& text) {
  const Json cases = CasesOf(text);
  if (cases.size() == 1) return cases[0]["server"]["certificates"][0];
  ADD_FAILURE() << cases.size() << " cases of " << text;
  return {};
}

constexpr const char* kCa = "RACDCERT CERTAUTH GENCERT WITHLABEL('CA') SUBJECTSDN(CN('CA'))\n";

// A certificate under that CA.
std::string Under(const std::string& operands, const std::string& ca = kCa) {
  return ca + "RACDCERT ID(START1) GENCERT WITHLABEL('Web Server') " +
         "SIGNWITH(CERTAUTH LABEL('CA')) " + operands + "\n";
}

TEST(Scenario, AServerShowsTheCertificateToAUsualClient) {
  const Json cases = CasesOf(Under("ALTNAME(DOMAIN('Web.example')) NISTECC SIZE(384)"));
  ASSERT_EQ(cases.size(), 1u);
  const Json& one = cases[0];
  EXPECT_EQ(one["name"], "web-server");
  EXPECT_EQ(one["expect"], "predicted");
  EXPECT_EQ(one["client"]["server_name"], "web.example");
  EXPECT_EQ(one["client"]["verify_name"], "web.example");
  EXPECT_EQ(one["client"]["versions"], Json(Names{"TLS 1.3", "TLS 1.2"}));
  EXPECT_EQ(one["server"]["certificates"],
            Json::parse(R"([{"key": "secp384r1", "issuer": "rsa-ca", "names": ["Web.example"]}])"));
  EXPECT_EQ(one["notes"]["racdcert"], "ID(START1) LABEL('Web Server')");
  EXPECT_EQ(one["notes"]["signed by"], Json(Names{"CERTAUTH LABEL('CA'): RSA SIZE(2048)"}));
  EXPECT_EQ(one["notes"]["defaults"], Json(Names{"NOTBEFORE: today", "NOTAFTER: in a year"}));
}

TEST(Scenario, TheChainIsThatOfTheSigners) {
  EXPECT_EQ(CertificateOf("RACDCERT CERTAUTH GENCERT WITHLABEL('ROOT') NISTECC SIZE(521)\n"
                          "RACDCERT CERTAUTH GENCERT WITHLABEL('ONE') RSA SIZE(4096) "
                          "SIGNWITH(CERTAUTH LABEL('ROOT'))\n"
                          "RACDCERT CERTAUTH GENCERT WITHLABEL('TWO') NISTECC SIZE(256) "
                          "SIGNWITH(CERTAUTH LABEL('ONE'))\n"
                          "RACDCERT ID(A) GENCERT ALTNAME(DOMAIN('a.example')) "
                          "SIGNWITH(CERTAUTH LABEL('TWO'))\n"),
            Json::parse(R"({"key": "rsa2048", "issuer": "secp521r1-ca",
                            "intermediates": ["rsa4096", "secp256r1"], "names": ["a.example"]})"));
}

TEST(Scenario, WhatIsWrongIsAFault) {
  const std::string name = "ALTNAME(DOMAIN('a.example')) ";
  const auto faults = [&](const std::string& text) { return CertificateOf(text)["faults"]; };
  EXPECT_EQ(faults(Under(name + "NOTAFTER(DATE(2025-01-01))")), Json(Names{"expired"}));
  EXPECT_EQ(faults(Under(name + "NOTBEFORE(DATE(2027-01-01))")), Json(Names{"not_yet_valid"}));
  EXPECT_EQ(faults(Under(name + "KEYUSAGE(DOCSIGN)")), Json(Names{"wrong_key_usage"}));
  EXPECT_EQ(faults("RACDCERT ID(A) GENCERT " + name), Json(Names{"self_signed"}));
  EXPECT_EQ(faults(Under(name)), Json());
  const std::string root = "RACDCERT CERTAUTH GENCERT WITHLABEL('ROOT')\n";
  EXPECT_EQ(faults(Under(name, root + "RACDCERT CERTAUTH GENCERT WITHLABEL('CA') "
                                      "SIGNWITH(CERTAUTH LABEL('ROOT')) "
                                      "NOTAFTER(DATE(2025-01-01))\n")),
            Json(Names{"expired_intermediate"}));
  EXPECT_EQ(faults(root +
                   "RACDCERT SITE GENCERT WITHLABEL('S') SIGNWITH(CERTAUTH LABEL('ROOT'))\n"
                   "RACDCERT ID(A) GENCERT SIGNWITH(SITE LABEL('S')) " +
                   name),
            Json(Names{"issuer_not_ca"}));
  EXPECT_EQ(faults(Under(name, root + "RACDCERT CERTAUTH GENCERT WITHLABEL('CA') NOTRUST "
                                      "SIGNWITH(CERTAUTH LABEL('ROOT'))\n")),
            Json(Names{"missing_intermediate"}));
}

TEST(Scenario, AListedSignatureThatIsNotTheUsualOneIsSaid) {
  const auto with = [](const std::string& algorithm) {
    return CertificateOf(ListText(CaEntry()) + ListText({.algorithm = algorithm}));
  };
  EXPECT_EQ(with("sha256RSA").value("signature", ""), "");
  EXPECT_EQ(with("sha512RSA").value("signature", ""), "rsa_pkcs1_sha512");
  EXPECT_EQ(with("sha1RSA")["faults"], Json(Names{"sha1_signature"}));
  // Of a CA that is not in the list, it tells the key.
  EXPECT_EQ(CertificateOf(ListText({.algorithm = "sha384ECDSA"}))["issuer"], "secp384r1-ca");
  EXPECT_EQ(CertificateOf(ListText({.algorithm = "sha256ECDSA"}))["issuer"], "ec-ca");
  EXPECT_EQ(CertificateOf(ListText({.algorithm = "sha256RSA"}))["issuer"], "rsa-ca");
}

TEST(Scenario, WithoutItsPrivateKeyAServerCannotSign) {
  EXPECT_EQ(CertificateOf(ListText(CaEntry()) + ListText({.private_key = "NO"}))["signing"],
            "fails");
}

TEST(Scenario, AnAddressIsCheckedAndNotSent) {
  const Json client = CasesOf(Under("ALTNAME(IP(10.1.1.2))"))[0]["client"];
  EXPECT_EQ(client["server_name"], Json());
  EXPECT_EQ(client["verify_name"], "10.1.1.2");
}

TEST(Scenario, TheHostIsTheCommonNameWhereThereIsNoOther) {
  const Json host = CasesOf(Under("SUBJECTSDN(CN('zos.example'))"))[0];
  EXPECT_EQ(host["client"]["verify_name"], "zos.example");
  EXPECT_EQ(host["server"]["certificates"][0]["names"], Json(Names{"zos.example"}));
  const Json none = CasesOf(Under("SUBJECTSDN(CN('A name'))"))[0];
  EXPECT_EQ(none["client"]["verify_name"], Json());
  EXPECT_FALSE(none["server"]["certificates"][0].contains("names"));
}

TEST(Scenario, KeysThatScenariosDoNotHaveGiveNoCase) {
  for (const char* key : {"NISTECC SIZE(192)", "NISTECC SIZE(224)", "BPECC SIZE(512)", "DSA"}) {
    EXPECT_TRUE(CasesOf(Under(std::string("ALTNAME(DOMAIN('a.example')) ") + key)).empty()) << key;
  }
  EXPECT_EQ(CertificateOf(Under("ALTNAME(DOMAIN('a.example')) BPECC SIZE(256)"))["key"],
            "brainpoolP256r1");
}

TEST(Scenario, CasesOfOneLabelAreToldApart) {
  const Json cases =
      CasesOf("RACDCERT ID(A) GENCERT WITHLABEL('WEB')\nRACDCERT ID(B) GENCERT WITHLABEL('WEB')\n");
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0]["name"], "web");
  EXPECT_EQ(cases[1]["name"], "web-2");
}

}  // namespace
}  // namespace shakedown::racdcert
