#include "harness/report/explain_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/explain/test_lookup.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

using Json = nlohmann::json;

Json JsonOf(const std::string& text) { return Json::parse(ExplainJson(Explained(text))); }

TEST(ExplainJson, IsOfTheFormThatTheSchemaDescribes) {
  const JsonSchema schema("scenarios/explain.schema.json");
  for (const char* text :
       {"435", "handshake_failure", "no such thing at all", "GNUTLS_E_NO_CIFER",
        "EZD1286I TTLS Error CONNID: 0000006A JOBNAME: CSSMTP USERID: TCPIP RULE: R RC: 428 "
        "Initial Handshake",
        "EZD1287I TTLS Error RC: 4711 Initial Handshake", "SSL_ALERT_SENT 02 2F",
        "curl: (60) SSL certificate problem: unable to get local issuer certificate",
        "alert number 40 \xff\xfe and no UTF-8", "alert 99"}) {
    EXPECT_EQ(schema.Objection(JsonOf(text)), "") << text;
  }
  EXPECT_NE(schema.Objection(Json::parse(R"({"findings": [{}], "notes": [], "nearest": []})")), "");
}

TEST(ExplainJson, HasWhatProgramsAskFor) {
  const Json json = JsonOf("EZD1287I TTLS Error RC: 467 Initial Handshake");
  ASSERT_EQ(json["findings"].size(), 1u);
  const Json& finding = json["findings"][0];
  EXPECT_EQ(finding["system"], "system_ssl");
  EXPECT_EQ(finding["code"], "467");
  EXPECT_EQ(finding["cause"], "cert_chain_signature_not_in_peer_sigalgs");
  EXPECT_EQ(finding["alert"], 40);
  EXPECT_EQ(finding["alert_is"], "expected");
  EXPECT_EQ(finding["confidence"], "verified");
  EXPECT_FALSE(finding["source"].is_null());
  EXPECT_FALSE(finding["fix"].is_null());
}

TEST(ExplainJson, SaysNothingOfNothing) {
  const Json json = JsonOf("hello");
  EXPECT_TRUE(json["findings"].empty());
}

}  // namespace
}  // namespace shakedown
