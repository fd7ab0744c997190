#include "harness/report/inspect_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/inspect/follow.h"
#include "harness/report/inspect_terminal.h"
#include "harness/testing/json_schema.h"
#include "harness/wire/test_hex.h"

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

// A peer's bytes reach neither a terminal nor a reader of JSON as they are.
TEST(InspectJson, SpellsOutBytesThatAreNoPrintableCharacters) {
  // A host name of an escape sequence, and bytes that are no UTF-8.
  const Bytes hello = Hex("16 0301 0040 01 00003c 0303" + std::string(64, '1') +
                          "00 0002 c02b 0100 0011 0000 000d 000b 00 0008 611b5b316dfffe62");
  Conversation conversation;
  conversation.pieces.push_back({.from = Role::kClient, .bytes = hello});
  const InspectedConversation followed = Follow(conversation, "");
  const std::string json = InspectJson(std::vector<NumberedConversation>{{1, &followed, nullptr}});
  EXPECT_NE(json.find(R"("a\\x1b[1m\\xff\\xfeb")"), std::string::npos) << json;
  const std::string text = InspectText(followed, 1, {});
  EXPECT_NE(text.find(R"(a\x1b[1m\xff\xfeb)"), std::string::npos) << text;
  for (const char c : json + text) EXPECT_TRUE((c >= ' ' && c < 0x7f) || c == '\n');
}

}  // namespace
}  // namespace shakedown
