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

TEST(ExplainJson, PutsTheFindingThatTellsTheCauseFirstAndTheOthersInOrderOfTime) {
  const Json json = JsonOf(
      "2026-11-23T10:00:03Z alert number 48\n"
      "2026-11-23T10:00:01.5Z alert number 40\n"
      "2026-11-23T10:00:02Z error_lib 16, error_reason 107\n"
      "2026-11-23T10:00:01Z alert number 46\n");
  ASSERT_EQ(json["findings"].size(), 4u);
  std::vector<std::string> times;
  for (const Json& finding : json["findings"]) times.push_back(finding["time"]);
  EXPECT_EQ(json["findings"][0]["cause"], "cert_curve_not_in_peer_groups");
  EXPECT_TRUE(std::ranges::is_sorted(times.begin() + 1, times.end()));
  EXPECT_EQ(std::ranges::count(times, "2026-11-23T10:00:01.500Z"), 1);
  EXPECT_TRUE(JsonOf("alert number 40")["findings"][0]["time"].is_null());
}

Explanation OneConnection() {
  Story story;
  story.fields.connection = "source 7";
  story.fields.remote = "127.0.0.1:443";
  story.connections = 2;
  Judgement& judgement = story.judgement.emplace();
  judgement.host = "server.example:443";
  judgement.causes = {
      {{"expired", "A certificate has expired", "Renew it.", Confidence::kInferred}, 0.9},
      {{"unknown_ca", "No trusted CA", "Trust it.", Confidence::kInferred}, 0.1}};
  judgement.certainty = "certain";
  judgement.why = "The client refused.";
  judgement.by = Role::kClient;
  judgement.teller = Role::kClient;
  judgement.alert = AlertDescription::kCertificateExpired;
  judgement.evidence = {{12, "client: ClientHello", 3}, {std::nullopt, "client: alert 45", 0}};
  Explanation explanation;
  explanation.stories.push_back(std::move(story));
  explanation.lines = 9;
  return explanation;
}

TEST(ExplainJson, TellsTheCourseOfAConnection) {
  const JsonSchema schema("scenarios/explain.schema.json");
  const Json json = Json::parse(ExplainJson(OneConnection()));
  EXPECT_EQ(schema.Objection(json), "");
  const Json& connection = json["connections"].at(0);
  EXPECT_EQ(connection["host"], "server.example:443");
  EXPECT_EQ(connection["cause"], "expired");
  EXPECT_EQ(connection["by"], "client");
  EXPECT_EQ(connection["alert"], 45);
  EXPECT_EQ(connection["alike"], 2);
  EXPECT_EQ(connection["fix"], "Renew it.");
  EXPECT_EQ(connection["evidence"][0]["at"], 12);
  EXPECT_TRUE(connection["evidence"][1]["line"].is_null());
  EXPECT_EQ(connection["causes"][1]["share"], 0.1);
}

TEST(ExplainJson, SaysNothingOfNothing) {
  const Json json = JsonOf("hello");
  EXPECT_TRUE(json["findings"].empty());
}

}  // namespace
}  // namespace shakedown
