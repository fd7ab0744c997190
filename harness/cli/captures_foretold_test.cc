// Genuine captures, foretold from how both programs were configured, against what happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/cli/hello_file.h"
#include "harness/cli/predict_sides.h"
#include "harness/import/capture.h"
#include "harness/model/load_part.h"
#include "harness/predict/predict.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using CaptureJson = nlohmann::json;

const std::string kCorpus = SHAKEDOWN_SOURCE_DIR "/corpus/";

std::string CorpusFile(const std::string& path) {
  std::ifstream file(kCorpus + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// A side as configured.json has it: its stack, its capabilities and its chain.
SideRequest Configured(const CaptureJson& row, Role role) {
  const auto text = [&](const std::string&, std::string*) -> std::optional<std::string> {
    return row[NameOf(role)].dump();
  };
  const auto part = LoadPart("/" + row["id"].get<std::string>(), role, text);
  EXPECT_TRUE(part) << row["id"] << ": " << (part ? "" : part.error().front().ToString());
  SideRequest side;
  if (part) side.capabilities = *part;
  side.profile = &TestProfile(side.capabilities.stack);
  side.capabilities.trust = {kCorpus + "certificate_facts/trust.pem"};
  const char* chain = role == Role::kServer ? "chain" : "client_chain";
  side.capabilities.certificates.clear();
  if (row.contains(chain)) {
    side.capabilities.certificates.emplace_back().chain_file =
        kCorpus + "certificate_facts/" + row[chain].get<std::string>() + ".chain.pem";
  }
  return side;
}

// The same client, with all that a hello tells taken from the one in the capture.
SideRequest AsItSaysHello(const SideRequest& configured, const std::string& id) {
  SideRequest side;
  side.profile = configured.profile;
  side.capabilities.trust = configured.capabilities.trust;
  side.capabilities.certificates = configured.capabilities.certificates;
  side.capabilities.verify = configured.capabilities.verify;
  side.capabilities.security_level = configured.capabilities.security_level;
  side.capabilities.verify_name = configured.capabilities.server_name;
  auto hellos = ReadHellos(kCorpus + "captures/" + id + "/flow.pcap");
  EXPECT_TRUE(hellos) << id;
  if (hellos) side.hello = std::move(hellos->hellos.front().facts);
  return side;
}

// The sides outlive what points into them.
struct ForetoldCapture {
  PreparedSides sides;
  Prediction prediction;
};

ForetoldCapture ForetellCapture(const SideRequest& client, const SideRequest& server,
                                const std::string& id) {
  const auto capture = ReadCapture(AsView(CorpusFile("captures/" + id + "/flow.pcap")));
  EXPECT_TRUE(capture && capture->time) << id;
  auto sides = PrepareSides(client, server, capture && capture->time ? *capture->time : 0);
  EXPECT_TRUE(sides) << id << ": " << (sides ? "" : sides.error());
  ForetoldCapture out;
  if (!sides) return out;
  out.sides = std::move(*sides);
  out.prediction = Predict(*out.sides.client, *out.sides.server);
  EXPECT_EQ(out.prediction.beyond_rules, "") << id;
  return out;
}

// Who closed the connection of the result first.
std::string FirstToClose(const CaptureJson& capture) {
  for (const CaptureJson& connection : capture["connections"]) {
    if (connection["conn"] != capture["result"]["connection"]) continue;
    const std::string first = connection["tcp_close"].front();
    return first.substr(0, first.find(' '));
  }
  return "nobody";
}

// "agreed", "refused by server, alert 40", "closed by client"; "refused" where not all is known.
std::string Ending(const CaptureJson& capture) {
  const CaptureJson& result = capture["result"];
  if (!result["fatal_alert"].is_null()) {
    return "refused by " + result["fatal_alert_sender"].get<std::string>() + ", alert " +
           result["fatal_alert"].dump();
  }
  if (result["client_view"] == "ok") return "agreed";
  return result["alerts_complete"] == true ? "closed by " + FirstToClose(capture) : "refused";
}

std::string Ending(const Prediction& prediction, bool in_full) {
  if (prediction.outcome == OutcomeKind::kAgreed) return "agreed";
  if (!in_full) return "refused";
  if (prediction.outcome == OutcomeKind::kClosed) {
    return std::string("closed by ") + NameOf(*prediction.by);
  }
  return std::string("refused by ") + NameOf(*prediction.by) + ", alert " +
         std::to_string(static_cast<int>(*prediction.alert));
}

// What was chosen, as index.json writes it: its "TLS1.3" is TLS 1.3, and "dhe2048" a prime of the
// server's own, which is no group.
void ExpectChosen(const Prediction& prediction, const CaptureJson& row, const CaptureJson& result) {
  const CaptureJson unknown = row.value("unknown", CaptureJson::array());
  const auto expect = [&](const char* in_index, const std::string& foretold) {
    if (result[in_index].is_null()) return;
    std::string seen = result[in_index];
    if (seen.starts_with("TLS1.")) seen.insert(3, " ");
    if (seen.starts_with("dhe")) seen = "";
    EXPECT_EQ(foretold, seen) << row["id"];
  };
  expect("version", prediction.version ? NameOf(*prediction.version) : "");
  if (unknown.empty()) {
    expect("cipher", prediction.cipher_suite ? NameOf(*prediction.cipher_suite) : "");
  }
  expect("group", prediction.group ? NameOf(*prediction.group) : "");
  expect("sigalg", prediction.signature_scheme ? NameOf(*prediction.signature_scheme) : "");
}

class CapturesForetold : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto index = CaptureJson::parse(CorpusFile("captures/index.json"));
    for (const CaptureJson& capture : index["captures"]) captures_[capture["id"]] = capture;
    rows_ = CaptureJson::parse(CorpusFile("captures/configured.json"))["captures"];
    ASSERT_GE(rows_.size(), 80U);
  }

  void ExpectEveryEnding(bool from_hello) {
    for (const CaptureJson& row : rows_) {
      const std::string id = row["id"];
      ASSERT_TRUE(captures_.contains(id)) << id;
      const SideRequest configured = Configured(row, Role::kClient);
      const ForetoldCapture foretold =
          ForetellCapture(from_hello ? AsItSaysHello(configured, id) : configured,
                          Configured(row, Role::kServer), id);
      const std::string ending = Ending(captures_[id]);
      EXPECT_EQ(Ending(foretold.prediction, ending != "refused"), ending) << id;
      ExpectChosen(foretold.prediction, row, captures_[id]["result"]);
    }
  }

  std::map<std::string, CaptureJson> captures_;
  CaptureJson rows_;
};

TEST_F(CapturesForetold, FromTheConfigurationOfBothSides) { ExpectEveryEnding(false); }

TEST_F(CapturesForetold, FromTheClientHelloAndTheServersConfiguration) { ExpectEveryEnding(true); }

}  // namespace
}  // namespace shakedown
