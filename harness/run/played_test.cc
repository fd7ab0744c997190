#include "harness/run/played.h"

#include <gtest/gtest.h>

#include "harness/run/frame.h"

namespace shakedown {
namespace {

Played Full() {
  Played played;
  Observation& seen = played.seen;
  seen.kind = OutcomeKind::kRefused;
  seen.by = Role::kServer;
  seen.alert = Alert{AlertLevel::kFatal, AlertDescription::kUnknownCa};
  seen.cause = "unknown_ca";
  seen.phase = "Certificate";
  seen.why = "why";
  seen.negotiated = {.version = ProtocolVersion::kTls12,
                     .cipher_suite = CipherSuite{0xc02f},
                     .group = NamedGroup::kX25519,
                     .signature_scheme = SignatureScheme::kEd25519,
                     .client_signature_scheme = SignatureScheme::kEd448,
                     .alpn = "h2",
                     .resumed = true,
                     .hello_retry_request = true};
  seen.client.stack = "boringssl";
  seen.client.complete = true;
  seen.client.alerts_received = {*seen.alert, {AlertLevel::kWarning, AlertDescription{}}};
  seen.client.error = {.library = 16, .code = -7, .verify = 20, .symbol = "S", .text = "T"};
  seen.client.ca_names = {"ec-ca", ""};
  seen.client.ticket_received = true;
  seen.server.failed = true;
  seen.server.peer_identity = "client.example";
  seen.server.server_name = "server.example";
  played.server_key = KeyType::kEd448;
  played.problems = {"one", "two"};
  played.diagnosed = {"expired", "unknown_ca"};
  played.diagnosed_certain = true;
  return played;
}

TEST(Played, ComesBackAsItWas) {
  for (const Played& played : {Played(), Full()}) {
    Bytes bytes;
    Encode(played, &bytes);
    EXPECT_EQ(Decode(bytes), played);
  }
}

TEST(Played, NothingButTheWholeIsRead) {
  Bytes bytes;
  Encode(Full(), &bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Decode(View(bytes).first(size))) << size;
  }
  bytes.push_back(0);
  EXPECT_FALSE(Decode(bytes));
}

TEST(Frame, ComesThroughInAnySplit) {
  Bytes stream;
  for (const char* text : {"first", "", "third"}) AppendFrame(AsView(text), &stream);
  FrameReader reader;
  std::vector<std::string> got;
  for (const uint8_t byte : stream) {
    reader.Feed({&byte, 1});
    View payload;
    while (reader.Next(&payload) == FrameReader::State::kFrame) got.emplace_back(AsText(payload));
  }
  EXPECT_EQ(got, (std::vector<std::string>{"first", "", "third"}));
  EXPECT_TRUE(reader.empty());
}

TEST(Frame, AnyFlippedByteIsNoticed) {
  Bytes frame;
  AppendFrame(AsView("some payload of several words"), &frame);
  AppendFrame(AsView("next"), &frame);
  for (size_t at = 0; at < frame.size() - 20; ++at) {
    Bytes damaged = frame;
    damaged[at] ^= 0x10;
    FrameReader reader;
    reader.Feed(damaged);
    View payload;
    std::string good;
    while (reader.Next(&payload) == FrameReader::State::kFrame) good += AsText(payload);
    EXPECT_EQ(good.find("several"), std::string::npos) << at;
  }
}

}  // namespace
}  // namespace shakedown
