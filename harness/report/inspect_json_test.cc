#include "harness/report/inspect_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/inspect/follow.h"
#include "harness/testing/json_schema.h"

namespace shakedown {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json InspectCapture(const std::string& id) {
  const std::string folder = SHAKEDOWN_SOURCE_DIR "/corpus/captures/" + id;
  const Capture capture = ReadCapture(AsView(ReadFile(folder + "/flow.pcap"))).value();
  const auto followed = Follow(capture.conversations.at(0), ReadFile(folder + "/keys.log"));
  const NumberedConversation numbered{1, &followed};
  return nlohmann::json::parse(InspectJson({&numbered, 1}));
}

TEST(InspectJson, HasTheFormThatItsSchemaDescribes) {
  const JsonSchema schema("scenarios/inspect.schema.json");
  // Opened records, an SSL 2.0 hello among others, alerts in plaintext, bytes that are no TLS.
  for (const char* id : {"ok-mtls-cli-p521-tls13", "ch-sslscan", "alert-112--java17",
                         "http-to-tls--srv-erlang", "nginx-ecdhcurve-p384--openssl30"}) {
    EXPECT_EQ(schema.Objection(InspectCapture(id)), "") << id;
  }
}

TEST(InspectJson, TellsWhatIsWrongWithOffsetAlertClauseFieldAndRule) {
  const auto out = InspectCapture("http-to-tls--srv-erlang");
  EXPECT_EQ(out[0]["kind"], "conversation");
  const auto& error = out[1]["error"];
  EXPECT_EQ(error["offset"], 0);
  EXPECT_EQ(error["alert"]["number"], 10);
  EXPECT_EQ(error["field"], "TLSPlaintext.type");
  EXPECT_EQ(error["clause"], "RFC 8446 5");
  EXPECT_NE(error["rule"], "");
}

TEST(InspectJson, KeepsWireOrderAndDirection) {
  const auto out = InspectCapture("alert-112--java17");
  ASSERT_EQ(out.size(), 5u);
  EXPECT_EQ(out[2]["type"], "ClientHello");
  EXPECT_EQ(out[2]["direction"], "client_to_server");
  EXPECT_EQ(out[2]["records"], nlohmann::json::array({1}));
  EXPECT_EQ(out[4]["type"], "alert");
  EXPECT_EQ(out[4]["direction"], "server_to_client");
  EXPECT_EQ(out[4]["fields"][1]["number"], 112);
}

}  // namespace
}  // namespace shakedown
