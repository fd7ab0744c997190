#include "harness/report/matrix_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/codes/test_tables.h"
#include "harness/report/test_matrix.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

using Json = nlohmann::json;

Json JsonOf(const Matrix& matrix) {
  std::string text;
  WriteMatrixJson(matrix, TestCodes(), [&text](std::string_view part) { text += part; });
  return Json::parse(text);
}

TEST(MatrixJson, IsOfTheFormThatTheSchemaDescribes) {
  const JsonSchema schema("scenarios/matrix.schema.json");
  EXPECT_EQ(schema.Objection(JsonOf(TestMatrix())), "");
  Json bad = JsonOf(TestMatrix());
  bad["results"][0].erase("steps");
  EXPECT_NE(schema.Objection(bad), "");
}

TEST(MatrixJson, LeadsFromEachCellToItsResultRulesAndCause) {
  const Json json = JsonOf(TestMatrix());
  ASSERT_EQ(json["clients"].size(), 3u);
  ASSERT_EQ(json["servers"].size(), 4u);
  ASSERT_EQ(json["cells"].size(), 3u);
  size_t cells = 0;
  for (const Json& result : json["results"]) cells += result["cells"].get<size_t>();
  EXPECT_EQ(cells, 12u);
  const Json& refused = json["results"][json["cells"][1][1].get<size_t>()];
  EXPECT_EQ(refused["outcome"], "refused");
  EXPECT_EQ(refused["by"], "server");
  EXPECT_EQ(refused["alert"], 40);
  EXPECT_EQ(refused["alert_name"], "handshake_failure");
  EXPECT_TRUE(json["causes"].contains(refused["cause"]));
  ASSERT_FALSE(refused["steps"].empty());
  EXPECT_FALSE(refused["steps"].back()["passed"]);
  for (const Json& result : json["results"]) {
    for (const Json& step : result["steps"]) EXPECT_TRUE(json["rules"].contains(step["rule"]));
  }
  const Json& closed = json["results"][json["cells"][0][3].get<size_t>()];
  EXPECT_EQ(closed["outcome"], "closed");
  EXPECT_TRUE(closed["alert"].is_null());
  const Json& beyond = json["results"][json["cells"][0][2].get<size_t>()];
  EXPECT_TRUE(beyond["outcome"].is_null());
  EXPECT_EQ(beyond["beyond_rules"], "certificates from files");
}

TEST(MatrixJson, TellsATrustThatWasLeftOpenFromOneInNobody) {
  const Json json = JsonOf(TestMatrix());
  EXPECT_TRUE(json["clients"][0]["trust"].is_null());
  EXPECT_EQ(json["clients"][2]["trust"], Json::array());
}

TEST(MatrixJson, OutlivesNamesThatAreNoUtf8) {
  const Json json = JsonOf(BuildMatrix({TestSide("caf\xe9")}, {TestSide("plain")}, 1));
  EXPECT_EQ(json["clients"][0]["name"], "caf\xef\xbf\xbd");
}

}  // namespace
}  // namespace shakedown
