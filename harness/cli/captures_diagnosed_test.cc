// Genuine captures, diagnosed from their bytes, against causes written by hand.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/diagnose/chain_faults.h"
#include "harness/diagnose/diagnoser.h"
#include "harness/diagnose/handshake_signature.h"
#include "harness/inspect/conversation_facts.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {
namespace {

using Json = nlohmann::json;

std::string Source(const std::string& path) {
  std::ifstream file(std::string(SHAKEDOWN_SOURCE_DIR) + "/corpus/captures/" + path,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Taken {
  ConversationFacts facts;
  std::optional<int64_t> time;

  Diagnosis Diagnosed() const {
    static const Diagnoser diagnoser(TestProfiles());
    return diagnoser.Diagnose(
        {.facts = &facts.facts, .closed_by = facts.closed_by, .time = time, .rest = facts.rest});
  }
};

// Connection `number`, from 0, of a capture; keys.log may be absent.
Taken Take(const std::string& id, size_t number = 0) {
  const auto capture = ReadCapture(AsView(Source(id + "/flow.pcap")));
  if (!capture || number >= capture->conversations.size()) throw std::runtime_error(id);
  auto facts = FactsOf(capture->conversations[number], Source(id + "/keys.log"));
  if (!facts) throw std::runtime_error(id + " has no facts");
  return {std::move(*facts), capture->time};
}

bool Shows(const std::vector<ChainFault>& faults, std::string_view cause) {
  return std::ranges::any_of(
      faults, [&](const ChainFault& fault) { return fault.cause == cause && fault.weight >= 0.5; });
}

TEST(CapturesDiagnosed, EveryCauseIsAsWrittenByHand) {
  const Json table = Json::parse(Source("causes.json"));
  ASSERT_GE(table["captures"].size(), 100U);
  for (const Json& row : table["captures"]) {
    const std::string id = row["id"];
    const Diagnosis found = Take(id, row["connection"]).Diagnosed();
    if (row.contains("among")) {
      EXPECT_TRUE(found.Names(row["among"])) << id << ": " << found.Explanation();
    } else {
      EXPECT_EQ(found.cause(), row["cause"]) << id << ": " << found.Explanation();
    }
  }
}

TEST(CapturesDiagnosed, AlertAndSenderAreThoseOfTheIndex) {
  const Json index = Json::parse(Source("index.json"));
  for (const Json& capture : index["captures"]) {
    const Json& result = capture["result"];
    if (result["connection"].is_null() || result["fatal_alert"].is_null()) continue;
    const size_t connection = result["connection"];
    // What a side says after the other has closed is no refusal.
    const Json& alerts = capture["connections"][connection]["alerts"];
    const Diagnosis found = Take(capture["id"], connection).Diagnosed();
    if (found.outcome == OutcomeKind::kClosed) {
      EXPECT_EQ(alerts.back()["number"], result["fatal_alert"]) << capture["id"];
      EXPECT_NE(NameOf(*found.by), alerts.back()["from"].get<std::string>()) << capture["id"];
      continue;
    }
    ASSERT_TRUE(found.alert) << capture["id"];
    EXPECT_EQ(static_cast<int>(*found.alert), result["fatal_alert"]) << capture["id"];
    EXPECT_EQ(NameOf(*found.by), result["fatal_alert_sender"].get<std::string>()) << capture["id"];
  }
}

TEST(CheckHandshakeSignature, GenuineHandshakesVerifyAndChangedOnesDoNot) {
  size_t good = 0;
  for (const char* id : {"bad-expired--curl", "ok-mtls-cli-p521-tls13", "bad-ed448--node24",
                         "bad-rsapss--openssl30", "nginx-ecdhcurve-p384--openssl30",
                         "bad-ed25519--bun", "ok-pq-hrr-deno", "curl-unknown-ca-nginx"}) {
    Taken taken = Take(id);
    ASSERT_FALSE(taken.facts.facts.signatures.empty()) << id;
    for (const Role role : {Role::kServer, Role::kClient}) {
      const auto verdict = CheckHandshakeSignature(taken.facts.facts, role);
      EXPECT_NE(verdict, SignatureVerdict::kBad) << id;
      if (verdict == SignatureVerdict::kGood) ++good;
    }
    taken.facts.facts.signatures[0].content.back() ^= 1;
    EXPECT_EQ(CheckHandshakeSignature(taken.facts.facts, Role::kServer), SignatureVerdict::kBad)
        << id;
  }
  EXPECT_EQ(good, 9U);
}

TEST(FaultsOf, DatesAreJudgedByTheTimeOfTheCapture) {
  const Taken taken = Take("ok-mtls-cli-p521-tls13");
  const WireFacts& facts = taken.facts.facts;
  const auto faults = [&](std::optional<int64_t> time) {
    return FaultsOf(ShownBy(Role::kServer, facts, time));
  };
  EXPECT_FALSE(Shows(faults(taken.time), "expired"));
  EXPECT_FALSE(Shows(faults(taken.time), "not_yet_valid"));
  EXPECT_TRUE(Shows(faults(int64_t{0}), "not_yet_valid"));
  EXPECT_TRUE(Shows(faults(int64_t{1} << 40), "expired"));
  EXPECT_FALSE(Shows(faults(std::nullopt), "expired"));
}

TEST(FaultsOf, NamePurposeAndDigestAreReadFromTheLeaf) {
  const auto faults = [](const char* id) {
    const Taken taken = Take(id);
    return FaultsOf(ShownBy(Role::kServer, taken.facts.facts, taken.time));
  };
  EXPECT_TRUE(Shows(faults("bad-wronghost--nss"), "hostname_mismatch"));
  EXPECT_TRUE(Shows(faults("bad-clienteku--bcjsse"), "eku_wrong"));
  EXPECT_TRUE(Shows(faults("bad-sha1cert--node24"), "cert_weak_key_or_digest"));
  EXPECT_FALSE(Shows(faults("bad-expired--curl"), "eku_wrong"));
  EXPECT_FALSE(Shows(faults("bad-expired--curl"), "hostname_mismatch"));
}

TEST(FaultsOf, AServersCertificateIsNotForAClient) {
  Taken taken = Take("bad-expired--curl");
  taken.facts.facts.client_chain = taken.facts.facts.server_chain;
  EXPECT_TRUE(Shows(FaultsOf(ShownBy(Role::kClient, taken.facts.facts, taken.time)), "eku_wrong"));
}

TEST(FaultsOf, ALeafThatIssuesIsNoCa) {
  Taken taken = Take("bad-expired--curl");
  auto& chain = taken.facts.facts.server_chain;
  chain = {chain.front(), chain.front()};
  const auto faults = FaultsOf(ShownBy(Role::kServer, taken.facts.facts, taken.time));
  EXPECT_TRUE(Shows(faults, "basic_constraints_wrong"));
  EXPECT_TRUE(Shows(faults, "intermediate_missing"));
}

// RFC 8422 5.10: EdDSA came with the signature algorithms of TLS 1.2.
TEST(ServerCannotSign, AnEd25519KeyMakesNoSignatureBeforeTls12) {
  WireFacts facts = Take("bad-ed25519--bun").facts.facts;
  const auto certificate = std::ranges::find_if(facts.messages, [](const WireMessage& message) {
    return message.from == Role::kServer && message.type == HandshakeType::kCertificate;
  });
  ASSERT_NE(certificate, facts.messages.end());
  facts.messages.erase(certificate + 1, facts.messages.end());
  facts.server_signature.reset();
  facts.signatures.clear();
  facts.version = ProtocolVersion::kTls10;
  facts.alerts = {{Role::kServer, AlertLevel::kFatal, AlertDescription::kHandshakeFailure, false,
                   facts.messages.size()}};
  EXPECT_EQ(Diagnoser(TestProfiles()).Diagnose({.facts = &facts}).cause(),
            "cert_type_not_usable_with_cipher");
}

TEST(FaultsOf, RubbishCannotBeDecoded) {
  Taken taken = Take("bad-expired--curl");
  taken.facts.facts.server_chain = {{0x30, 0x03, 0x02, 0x01}};
  EXPECT_TRUE(
      Shows(FaultsOf(ShownBy(Role::kServer, taken.facts.facts, taken.time)), "cert_parse_error"));
}

}  // namespace
}  // namespace shakedown
