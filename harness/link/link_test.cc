#include "harness/link/link.h"

#include <gmock/gmock.h>

#include <functional>

#include "harness/link/fault_injector.h"
#include "harness/link/script_peer.h"

namespace shakedown {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Bytes Record(ContentType type, Bytes body) {
  Bytes record = {static_cast<uint8_t>(type), 3, 3, static_cast<uint8_t>(body.size() >> 8),
                  static_cast<uint8_t>(body.size())};
  Append(&record, body);
  return record;
}

Bytes Message(HandshakeType type, Bytes body) {
  Bytes message = {static_cast<uint8_t>(type), 0, 0, static_cast<uint8_t>(body.size())};
  Append(&message, body);
  return message;
}

Bytes operator+(Bytes a, const Bytes& b) {
  Append(&a, b);
  return a;
}

Bytes FatalAlert(AlertDescription description) {
  return Record(ContentType::kAlert, {2, static_cast<uint8_t>(description)});
}

// A peer whose every turn is written down: at the nth Step it says lines[n] and is then so far.
struct Turn {
  Bytes says;
  Progress then = Progress::kHandshaking;
};

class FakePeer : public Peer {
 public:
  explicit FakePeer(std::vector<Turn> turns, Bytes at_end = {})
      : turns_(std::move(turns)), at_end_(std::move(at_end)) {}

  Progress Step(View in, Bytes* out) override {
    EXPECT_FALSE(ended) << "a Step after the end of input";
    EXPECT_NE(progress_, Progress::kFailed) << "a Step after giving up";
    Append(&heard, in);
    if (next_ < turns_.size()) {
      Append(out, turns_[next_].says);
      progress_ = turns_[next_++].then;
    }
    return progress_;
  }
  Progress EndOfInput(Bytes* out) override {
    EXPECT_FALSE(ended);
    ended = true;
    Append(out, at_end_);
    return progress_ == Progress::kComplete ? progress_ : Progress::kFailed;
  }
  PeerReport Report() const override { return {}; }
  Bytes Session() const override { return {}; }

  Bytes heard;
  bool ended = false;

 private:
  std::vector<Turn> turns_;
  Bytes at_end_;
  size_t next_ = 0;
  Progress progress_ = Progress::kHandshaking;
};

constexpr Progress kDone = Progress::kComplete;
constexpr Progress kGaveUp = Progress::kFailed;

bool NothingApproved(CipherSuite) { return false; }
bool AllApproved(CipherSuite) { return true; }

// A LinkFault of which only some fields are named.
struct Fault {
  Role from = Role::kClient;
  LinkVerb verb = LinkVerb::kFlip;
  int nth = 0;
  std::optional<HandshakeType> message = {};
  std::optional<ContentType> content_type = {};
  int at = 0;
  Bytes bytes = {};
};

PlayResult Play(Peer* client, Peer* server, const std::vector<Fault>& some = {}) {
  std::vector<LinkFault> faults;
  for (const Fault& f : some) {
    faults.push_back({f.from, f.verb, f.nth, f.message, f.content_type, f.at, f.bytes});
  }
  Tap sent, delivered;
  Link link;
  return link.Play({.peer = client}, {.peer = server}, faults, AllApproved, &sent, &delivered);
}

const Bytes kHello = Record(ContentType::kHandshake, Message(HandshakeType::kClientHello, {1, 2}));
const Bytes kAnswer = Record(ContentType::kHandshake, Message(HandshakeType::kServerHello, {7}));
const Bytes kData = Record(ContentType::kApplicationData, {9, 9, 9});

TEST(Link, CarriesEveryByteUntilBothAreDone) {
  FakePeer client({{kHello}, {kData, kDone}});
  FakePeer server({{kAnswer}, {{}, kDone}});
  const PlayResult result = Play(&client, &server);
  EXPECT_EQ(server.heard, kHello + kData);
  EXPECT_EQ(client.heard, kAnswer);
  EXPECT_EQ(result.client.progress, kDone);
  EXPECT_EQ(result.server.progress, kDone);
  EXPECT_FALSE(result.stalled());
  EXPECT_FALSE(client.ended);
  EXPECT_FALSE(server.ended);
}

TEST(Link, DeliversWhatIsSentAfterBothAreDone) {
  FakePeer client({{kHello}, {kData, kDone}, {{}, kDone}});
  FakePeer server({{kAnswer, kDone}, {kData, kDone}});
  Play(&client, &server);
  EXPECT_EQ(client.heard, kAnswer + kData);
}

TEST(Link, SeesARefusalAfterTheClientIsDone) {
  const Bytes alert = FatalAlert(AlertDescription::kCertificateRequired);
  FakePeer client({{kHello}, {kData, kDone}, {{}, kGaveUp}});
  FakePeer server({{kAnswer}, {alert, kGaveUp}});
  const PlayResult result = Play(&client, &server);
  EXPECT_EQ(client.heard, kAnswer + alert);
  EXPECT_EQ(result.first_failed, Role::kServer);
}

TEST(Link, NoticesAStallAtOnce) {
  FakePeer client({{kHello}});
  FakePeer server({});
  EXPECT_TRUE(Play(&client, &server).stalled());
}

TEST(Link, OneSideDoneAloneIsAStall) {
  FakePeer client({{kHello}, {{}, kDone}});
  FakePeer server({{kAnswer}});
  EXPECT_TRUE(Play(&client, &server).stalled());
}

TEST(Link, DeliversTheAlertAndThenTheEnd) {
  const Bytes alert = FatalAlert(AlertDescription::kHandshakeFailure);
  FakePeer client({{kHello}});
  FakePeer server({{alert, kGaveUp}});
  const PlayResult result = Play(&client, &server);
  EXPECT_EQ(client.heard, alert);
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(result.first_failed, Role::kServer);
  EXPECT_FALSE(result.stalled());
}

TEST(Link, ASideThatGivesUpSilentlyEndsTheConnection) {
  FakePeer client({{kHello}}, kData);
  FakePeer server({{{}, kGaveUp}});
  const PlayResult result = Play(&client, &server);
  EXPECT_TRUE(client.ended);
  EXPECT_TRUE(result.client.told_end);
  EXPECT_TRUE(result.client.spoke_at_end);
  EXPECT_FALSE(result.client.sent_arrived) << "nobody was left to read it";
  EXPECT_EQ(result.first_failed, Role::kServer);
}

// Answers everything for ever.
class Echo : public Peer {
 public:
  Progress Step(View, Bytes* out) override {
    Append(out, kData);
    return Progress::kHandshaking;
  }
  Progress EndOfInput(Bytes*) override { return Progress::kFailed; }
  PeerReport Report() const override { return {}; }
  Bytes Session() const override { return {}; }
};

TEST(Link, EndsAConversationThatDoesNotSettle) {
  Echo client, server;
  const PlayResult result = Play(&client, &server);
  EXPECT_NE(result.runaway, "");
  EXPECT_FALSE(result.stalled());
}

TEST(Link, IsReusable) {
  Link link;
  Tap sent, delivered;
  for (int i = 0; i < 2; ++i) {
    FakePeer client({{kHello}, {kData, kDone}});
    FakePeer server({{kAnswer}, {{}, kDone}});
    const auto result =
        link.Play({.peer = &client}, {.peer = &server}, {}, AllApproved, &sent, &delivered);
    EXPECT_EQ(server.heard, kHello + kData);
    EXPECT_EQ(result.server.progress, kDone);
  }
}

// What a server hears of a client that sends `records` at once, under one fault.
Bytes Heard(const Bytes& records, const Fault& fault, PlayResult* result = nullptr) {
  FakePeer client({{records}});
  FakePeer server({});
  const PlayResult got = Play(&client, &server, {fault});
  if (result != nullptr) *result = got;
  return server.heard;
}

TEST(LinkFaults, Flip) {
  PlayResult result;
  const Bytes heard = Heard(kHello + kData, {.verb = LinkVerb::kFlip, .nth = 1, .at = 2}, &result);
  EXPECT_EQ(heard, kHello + Record(ContentType::kApplicationData, {9, 9, 8}));
  EXPECT_FALSE(result.client.sent_arrived);
  EXPECT_TRUE(result.server.sent_arrived);
  EXPECT_THAT(result.unmet_faults, IsEmpty());
}

TEST(LinkFaults, FlipFromTheEnd) {
  EXPECT_EQ(Heard(kData, {.verb = LinkVerb::kFlip, .at = -3}),
            Record(ContentType::kApplicationData, {8, 9, 9}));
}

TEST(LinkFaults, Set) {
  EXPECT_EQ(Heard(kData, {.verb = LinkVerb::kSet, .at = 1, .bytes = {0xa, 0xb}}),
            Record(ContentType::kApplicationData, {9, 0xa, 0xb}));
}

TEST(LinkFaults, TruncateAdjustsTheHeader) {
  EXPECT_EQ(Heard(kData + kHello, {.verb = LinkVerb::kTruncate, .at = 1}),
            Record(ContentType::kApplicationData, {9}) + kHello);
}

TEST(LinkFaults, Drop) { EXPECT_EQ(Heard(kHello + kData, {.verb = LinkVerb::kDrop}), kData); }

TEST(LinkFaults, Duplicate) {
  EXPECT_EQ(Heard(kHello + kData, {.verb = LinkVerb::kDuplicate}), kHello + kHello + kData);
}

TEST(LinkFaults, Insert) {
  EXPECT_EQ(Heard(kHello + kData, {.verb = LinkVerb::kInsert, .nth = 1, .bytes = {1, 2, 3}}),
            (kHello + Bytes{1, 2, 3} + kData));
}

TEST(LinkFaults, CloseEndsTheConnectionBothWays) {
  FakePeer client({{kHello}, {kData + kHello}}, kData);
  FakePeer server({{kAnswer}});
  const PlayResult result =
      Play(&client, &server, {{.from = Role::kClient, .verb = LinkVerb::kClose, .nth = 1}});
  EXPECT_EQ(server.heard, kHello);
  EXPECT_TRUE(server.ended);
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(result.cut_from, Role::kClient);
  EXPECT_FALSE(result.stalled());
}

TEST(LinkFaults, CutLetsPartOfTheRecordThrough) {
  PlayResult result;
  const Bytes heard = Heard(kHello + kData, {.verb = LinkVerb::kCut, .at = 4}, &result);
  EXPECT_EQ(heard, Bytes(kHello.begin(), kHello.begin() + 4));
  EXPECT_EQ(result.cut_from, Role::kClient);
}

TEST(LinkFaults, CountOnlyRecordsOfTheType) {
  const Fault fault = {
      .verb = LinkVerb::kDrop, .nth = 1, .content_type = ContentType::kApplicationData};
  const Bytes other = Record(ContentType::kApplicationData, {5});
  EXPECT_EQ(Heard(kData + kHello + other + kHello, fault), kData + kHello + kHello);
}

TEST(LinkFaults, FindAMessageBehindAnotherInItsRecord) {
  const Bytes two = Record(ContentType::kHandshake, Message(HandshakeType::kServerHello, {1}) +
                                                        Message(HandshakeType::kCertificate, {2}));
  const Fault fault = {.verb = LinkVerb::kDrop, .message = HandshakeType::kCertificate};
  EXPECT_EQ(Heard(kHello + two + kData, fault), kHello + kData);
}

TEST(LinkFaults, DoNotTakeTheRestOfAMessageForAnother) {
  Bytes whole = Message(HandshakeType::kCertificate, Bytes(20, 2));
  const Bytes first = Record(ContentType::kHandshake, Bytes(whole.begin(), whole.begin() + 10));
  const Bytes rest = Record(ContentType::kHandshake, Bytes(whole.begin() + 10, whole.end()));
  PlayResult result;
  // The bytes 2 of the rest look like ServerHello to one who has lost the thread.
  Heard(first + rest, {.verb = LinkVerb::kDrop, .message = HandshakeType::kServerHello}, &result);
  EXPECT_THAT(result.unmet_faults, ElementsAre(0u));
}

TEST(LinkFaults, DoNotLookForMessagesInProtectedRecords) {
  const Bytes change = Record(ContentType::kChangeCipherSpec, {1});
  const Bytes finished = Record(ContentType::kHandshake, Message(HandshakeType::kCertificate, {2}));
  PlayResult result;
  Heard(change + finished, {.verb = LinkVerb::kDrop, .message = HandshakeType::kCertificate},
        &result);
  EXPECT_THAT(result.unmet_faults, ElementsAre(0u));
}

TEST(LinkFaults, ThatMeetNothingAreTold) {
  PlayResult result;
  Heard(kData, {.verb = LinkVerb::kFlip, .at = 3}, &result);
  EXPECT_THAT(result.unmet_faults, ElementsAre(0u)) << "the body has three bytes";
  Heard(kData, {.verb = LinkVerb::kFlip, .nth = 1}, &result);
  EXPECT_THAT(result.unmet_faults, ElementsAre(0u));
  Heard(kData, {.from = Role::kServer, .verb = LinkVerb::kFlip}, &result);
  EXPECT_THAT(result.unmet_faults, ElementsAre(0u));
}

const LinkFault kFlipInSecond = {Role::kClient, LinkVerb::kFlip, 1, {}, {}, 2, {}};
const Bytes kFlipped = Record(ContentType::kApplicationData, {9, 9, 8});

TEST(LinkFaults, MeetARecordThatComesInTwoWrites) {
  const Bytes both = kHello + kData;
  for (size_t at = 1; at < both.size(); ++at) {
    FaultInjector injector(Role::kClient, std::span(&kFlipInSecond, 1));
    Bytes out;
    EXPECT_TRUE(injector.Pass(View(both).first(at), &out));
    EXPECT_TRUE(injector.Pass(View(both).subspan(at), &out));
    EXPECT_EQ(out, kHello + kFlipped) << at;
    EXPECT_FALSE(injector.holding());
    EXPECT_TRUE(injector.changed());
    std::vector<size_t> unmet;
    injector.Unmet(&unmet);
    EXPECT_THAT(unmet, IsEmpty());
  }
}

TEST(LinkFaults, CountARecordThatWasLetThroughInPart) {
  for (int nth : {0, 1}) {
    LinkFault fault = kFlipInSecond;
    fault.nth = nth;
    FaultInjector injector(Role::kClient, std::span(&fault, 1));
    Bytes out;
    EXPECT_TRUE(injector.Pass(View(kHello).first(6), &out));
    EXPECT_THAT(out, IsEmpty());
    injector.Release(&out);
    EXPECT_EQ(out, Bytes(kHello.begin(), kHello.begin() + 6));
    EXPECT_TRUE(injector.Pass(View(kHello + kData).subspan(6), &out));
    EXPECT_EQ(out, kHello + (nth == 0 ? kData : kFlipped));
    std::vector<size_t> unmet;
    injector.Unmet(&unmet);
    EXPECT_EQ(unmet.size(), nth == 0 ? 1u : 0u);
  }
}

TEST(LinkFaults, LetABeginningThroughThatNobodyCompletes) {
  const Bytes beginning = {22, 3, 3, 0};
  for (Progress then : {Progress::kHandshaking, kGaveUp}) {
    FakePeer client({{kHello + beginning, then}});
    FakePeer server({});
    const PlayResult result =
        Play(&client, &server, {{.verb = LinkVerb::kFlip, .nth = 1, .at = 2}});
    EXPECT_EQ(server.heard, kHello + beginning);
    EXPECT_EQ(server.ended, then == kGaveUp);
    EXPECT_TRUE(result.client.sent_arrived);
    EXPECT_THAT(result.unmet_faults, ElementsAre(0u));
  }
}

TEST(LinkFaults, TouchTheNamedSideOnly) {
  FakePeer client({{kHello}});
  FakePeer server({{kAnswer}});
  Play(&client, &server, {{.from = Role::kServer, .verb = LinkVerb::kDrop}});
  EXPECT_EQ(server.heard, kHello);
  EXPECT_THAT(client.heard, IsEmpty());
}

PlayResult PlayScript(Role role, const std::vector<Bytes>& entries, bool close, FakePeer* other) {
  ScriptPeer script(role, entries, close);
  Tap sent, delivered;
  Link link;
  const LinkSide one{.peer = &script, .script = true}, two{.peer = other};
  return role == Role::kClient ? link.Play(one, two, {}, AllApproved, &sent, &delivered)
                               : link.Play(two, one, {}, AllApproved, &sent, &delivered);
}

TEST(Script, AClientSpeaksFirstAndThenInTurn) {
  FakePeer server({{kAnswer}, {kAnswer}});
  const PlayResult result = PlayScript(Role::kClient, {{1}, {2}}, false, &server);
  EXPECT_EQ(server.heard, (Bytes{1, 2}));
  EXPECT_FALSE(server.ended);
  EXPECT_TRUE(result.stalled());
}

TEST(Script, AServerWaitsForTheClient) {
  FakePeer silent({});
  EXPECT_TRUE(PlayScript(Role::kServer, {{1}}, false, &silent).stalled());
  EXPECT_THAT(silent.heard, IsEmpty());
  FakePeer client({{kHello}, {kData}});
  PlayScript(Role::kServer, {{1}, {2}}, false, &client);
  EXPECT_EQ(client.heard, (Bytes{1, 2}));
}

TEST(Script, ClosesAfterTheLastEntryAndStillListens) {
  const Bytes alert = FatalAlert(AlertDescription::kUnexpectedMessage);
  FakePeer server({{alert, kGaveUp}});
  const PlayResult result = PlayScript(Role::kClient, {{1}}, true, &server);
  EXPECT_EQ(result.first_failed, Role::kClient);
  EXPECT_TRUE(result.server.sent_arrived);
  FakePeer waiting({});
  PlayScript(Role::kClient, {{1}}, true, &waiting);
  EXPECT_TRUE(waiting.ended);
}

Bytes ServerHello(uint16_t suite, bool tls13) {
  Bytes body = {3, 3};
  body.resize(34);
  body.push_back(0);
  Append(&body, Bytes{static_cast<uint8_t>(suite >> 8), static_cast<uint8_t>(suite), 0});
  if (tls13) Append(&body, Bytes{0, 6, 0, 43, 0, 2, 3, 4});
  return Record(ContentType::kHandshake, Message(HandshakeType::kServerHello, body));
}

PlayResult PlayGated(Peer* client, Peer* server, Role gated, SuiteRule rule) {
  Tap sent, delivered;
  Link link;
  return link.Play({.peer = client, .at_encryption = gated == Role::kClient},
                   {.peer = server, .at_encryption = gated == Role::kServer}, {}, rule, &sent,
                   &delivered);
}

TEST(EncryptionGate, ATls13ServerSendsNothingProtected) {
  FakePeer client({{kHello}});
  FakePeer server({{ServerHello(0x1301, true) + kData}});
  const PlayResult result = PlayGated(&client, &server, Role::kServer, NothingApproved);
  EXPECT_EQ(client.heard, ServerHello(0x1301, true));
  EXPECT_EQ(result.fips_stop, Role::kServer);
  EXPECT_TRUE(client.ended);
  EXPECT_FALSE(result.stalled());
}

TEST(EncryptionGate, ATls12ClientStopsAfterChangeCipherSpec) {
  const Bytes change = Record(ContentType::kChangeCipherSpec, {1});
  const Bytes exchange =
      Record(ContentType::kHandshake, Message(HandshakeType::kClientKeyExchange, {5}));
  FakePeer client({{kHello}, {exchange + change + kAnswer}});
  FakePeer server({{ServerHello(0xc02f, false)}});
  const PlayResult result = PlayGated(&client, &server, Role::kClient, NothingApproved);
  EXPECT_EQ(server.heard, kHello + exchange + change);
  EXPECT_EQ(result.fips_stop, Role::kClient);
  EXPECT_FALSE(client.ended) << "the side that stops is asked nothing more";
}

TEST(EncryptionGate, ChangeCipherSpecMeansNothingInTls13) {
  const Bytes change = Record(ContentType::kChangeCipherSpec, {1});
  FakePeer client({{kHello}, {change + kHello}});
  FakePeer server({{ServerHello(0x1301, true)}});
  const PlayResult result = PlayGated(&client, &server, Role::kClient, NothingApproved);
  EXPECT_EQ(server.heard, kHello + change + kHello) << "the second ClientHello is not protected";
  EXPECT_FALSE(result.fips_stop);
}

TEST(EncryptionGate, LetsAnApprovedSuitePass) {
  FakePeer client({{kHello}, {kData, kDone}});
  FakePeer server({{ServerHello(0x1301, true) + kData}, {{}, kDone}});
  const PlayResult result = PlayGated(&client, &server, Role::kServer, AllApproved);
  EXPECT_FALSE(result.fips_stop);
  EXPECT_EQ(client.heard, ServerHello(0x1301, true) + kData);
}

TEST(EncryptionGate, BindsTheNamedSideOnly) {
  FakePeer client({{kHello}, {kData, kDone}});
  FakePeer server({{ServerHello(0x1301, true) + kData}, {{}, kDone}});
  const PlayResult result = PlayGated(&client, &server, Role::kClient, NothingApproved);
  EXPECT_EQ(client.heard, ServerHello(0x1301, true) + kData);
  EXPECT_EQ(result.fips_stop, Role::kClient);
}

}  // namespace
}  // namespace shakedown
