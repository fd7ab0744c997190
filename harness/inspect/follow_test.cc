#include "harness/inspect/follow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/link/recording.h"
#include "harness/wire/records.h"
#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = InspectedItem::Kind;

const std::string kCaptures = SHAKEDOWN_SOURCE_DIR "/corpus/captures/";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Capture ReadCorpus(const std::string& id) {
  return ReadCapture(AsView(ReadFile(kCaptures + id + "/flow.pcap"))).value();
}

Conversation OneSide(std::initializer_list<CapturedPiece> pieces) {
  Conversation conversation;
  conversation.pieces = pieces;
  return conversation;
}

std::vector<std::string> Types(const InspectedConversation& conversation, Kind kind) {
  std::vector<std::string> types;
  for (const InspectedItem& item : conversation.items) {
    if (item.kind == kind) types.push_back(item.type);
  }
  return types;
}

// "ClientHello" as index.json writes it, from an item.
std::string IndexName(const InspectedItem& item) {
  std::string name = item.from == Role::kClient ? ">" : "<";
  if (item.type == "alert") {
    return name + "ALERT(" + std::to_string(*item.tree.children[0].number) + "," +
           std::to_string(*item.tree.children[1].number) + ")";
  }
  if (item.type == "change_cipher_spec") return name + "ccs";
  for (size_t i = 0; i < item.type.size(); ++i) {
    const char c = item.type[i];
    if (c >= 'A' && c <= 'Z') {
      if (i != 0) name += '_';
      name += static_cast<char>(c + 32);
    } else {
      name += c;
    }
  }
  return name;
}

// Another decoder wrote down which handshake messages and alerts passed in each capture; of
// messages that it could not open it wrote nothing, and the order of the two sides is its own.
TEST(Follow, SeesTheMessagesThatTheIndexOfTheCorpusLists) {
  const auto index = nlohmann::json::parse(ReadFile(kCaptures + "index.json"));
  size_t compared = 0;
  for (const auto& capture : index["captures"]) {
    const std::string id = capture["id"];
    Capture read = ReadCorpus(id);
    // The index leaves out connections that were refused.
    std::erase_if(read.conversations, [](const Conversation& one) { return one.pieces.empty(); });
    const std::string keys = ReadFile(kCaptures + id + "/keys.log");
    ASSERT_EQ(read.conversations.size(), capture["connections"].size()) << id;
    for (size_t i = 0; i < read.conversations.size(); ++i) {
      const InspectedConversation followed = Follow(read.conversations[i], keys);
      for (const char side : {'>', '<'}) {
        std::vector<std::string> ours, theirs;
        for (const InspectedItem& item : followed.items) {
          if (item.kind != Kind::kMessage || item.type == "SSLv2 ClientHello") continue;
          const std::string name = IndexName(item);
          if (name[0] == side) ours.push_back(name);
        }
        for (const auto& message : capture["connections"][i]["messages"]) {
          const std::string name = message;
          const bool content = name.substr(1) == "app" || name.substr(1, 4) == "enc2";
          if (name[0] == side && !content) theirs.push_back(name);
        }
        EXPECT_EQ(ours, theirs) << id << " connection " << i;
        compared += ours.size();
      }
    }
  }
  EXPECT_GT(compared, 1000u);
}

TEST(Follow, GivesTheSameHoweverTheBytesAreCut) {
  for (const char* id :
       {"ok-mtls-cli-p521-tls13", "nginx-ecdhcurve-p384--openssl30", "ok-pq-hrr-deno"}) {
    const Capture capture = ReadCorpus(id);
    const std::string keys = ReadFile(kCaptures + std::string(id) + "/keys.log");
    for (const Conversation& whole : capture.conversations) {
      Conversation cut = whole;
      cut.pieces.clear();
      for (const CapturedPiece& piece : whole.pieces) {
        for (const uint8_t byte : piece.bytes) {
          CapturedPiece one = piece;
          one.bytes = {byte};
          cut.pieces.push_back(one);
        }
      }
      const auto a = Follow(whole, keys), b = Follow(cut, keys);
      ASSERT_EQ(a.items.size(), b.items.size()) << id;
      for (size_t i = 0; i < a.items.size(); ++i) {
        EXPECT_EQ(a.items[i].type, b.items[i].type);
        EXPECT_EQ(a.items[i].offset, b.items[i].offset);
        EXPECT_EQ(a.items[i].bytes, b.items[i].bytes);
        EXPECT_EQ(a.items[i].records, b.items[i].records);
      }
    }
  }
}

// The bytes of both sides in one stream, as "Follow TCP Stream" saves them.
TEST(Follow, TellsTheSpeakersApartWhereTheInputDoesNot) {
  const Capture capture = ReadCorpus("nginx-ecdhcurve-p384--openssl30");
  const std::string keys = ReadFile(kCaptures + "nginx-ecdhcurve-p384--openssl30/keys.log");
  const Conversation& known = capture.conversations.at(0);
  Conversation unknown = known;
  for (CapturedPiece& piece : unknown.pieces) piece.from.reset();
  const auto a = Follow(known, keys), b = Follow(unknown, keys);
  ASSERT_GE(Types(a, Kind::kMessage).size(), 13u);
  ASSERT_EQ(Types(a, Kind::kMessage), Types(b, Kind::kMessage));
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (a.items[i].kind == Kind::kMessage && a.items[i].type != "alert") {
      EXPECT_EQ(a.items[i].from, b.items[i].from) << a.items[i].type;
    }
  }
}

TEST(Follow, ShowsAMessageOverThreeRecordsAndTwoInOne) {
  const auto out = Follow(
      OneSide({{.from = Role::kServer,
                .bytes = Hex("160303000114 1603030004 00000c01 160303000b 02030405060708090a0b0c"
                             "1603030008 0e000000 00000000")}}),
      "");
  EXPECT_THAT(Types(out, Kind::kMessage),
              ElementsAre("Finished", "ServerHelloDone", "HelloRequest"));
  const auto finished = std::ranges::find(out.items, "Finished", &InspectedItem::type);
  EXPECT_THAT(finished->records, ElementsAre(1, 2, 3));
  EXPECT_EQ(finished->offset, 0u);
  EXPECT_TRUE(out.well_formed());
}

TEST(Follow, GoesOnInTheRecordThatLostSomeOfItsBytes) {
  // 8 bytes of application data, of which the middle four are missing.
  const auto out = Follow(
      OneSide(
          {{.from = Role::kServer, .bytes = Hex("17 0303 0008 0102")},
           {.from = Role::kServer, .bytes = Hex("0708 15 0303 0002 0100"), .missing_before = 4}}),
      "");
  EXPECT_THAT(Types(out, Kind::kMessage), ElementsAre("alert"));
  EXPECT_THAT(Types(out, Kind::kNotice),
              ElementsAre(HasSubstr("4 bytes are missing"), HasSubstr("2 bytes passed over")));
  EXPECT_TRUE(out.well_formed());
}

TEST(Follow, LooksForTheNextRecordAfterALargerLoss) {
  const auto out = Follow(OneSide({{.from = Role::kServer, .bytes = Hex("17 0303 0008 0102")},
                                   {.from = Role::kServer,
                                    .bytes = Hex("aabbcc 15 0303 0002 0100"),
                                    .missing_before = 99}}),
                          "");
  EXPECT_THAT(Types(out, Kind::kMessage), ElementsAre("alert"));
  const auto alert = std::ranges::find(out.items, Kind::kMessage, &InspectedItem::kind);
  EXPECT_EQ(alert->offset, 7u + 99 + 3);
}

struct Recorded {
  Conversation conversation;
  std::string key_log;
};

Recorded ReadRecorded(const std::string& name) {
  const std::string file = ReadFile(SHAKEDOWN_SOURCE_DIR "/corpus/wire_facts/" + name + ".bin");
  const Recording recording = ReadRecording(AsView(file));
  Recorded out{{}, std::string(recording.key_log)};
  for (const auto& chunk : recording.chunks) {
    out.conversation.pieces.push_back(
        {.from = chunk.from, .bytes = Bytes(chunk.bytes.begin(), chunk.bytes.end())});
  }
  return out;
}

// Changes the byte at `offset` of what `from` sent.
void Change(Conversation* conversation, Role from, size_t offset) {
  for (CapturedPiece& piece : conversation->pieces) {
    if (piece.from != from) continue;
    if (offset < piece.bytes.size()) {
      piece.bytes[offset] ^= 1;
      return;
    }
    offset -= piece.bytes.size();
  }
  FAIL() << "no such byte";
}

const InspectedItem* FirstProtected(const InspectedConversation& conversation, Role from) {
  for (const InspectedItem& item : conversation.items) {
    if (item.kind == Kind::kRecord && item.encrypted && item.from == from) return &item;
  }
  return nullptr;
}

std::vector<const InspectedItem*> Errors(const InspectedConversation& conversation) {
  std::vector<const InspectedItem*> wrong;
  for (const InspectedItem& item : conversation.items) {
    if (item.error) wrong.push_back(&item);
  }
  return wrong;
}

TEST(Follow, TellsAProtectedRecordThatWasChangedWhereTheKeysAreAtHand) {
  for (const char* name :
       {"tls13-openssl-go", "tls13-gnutls", "tls13-aes128ccm8", "tls12-chacha-botan",
        "tls12-ecdsa-aes128gcm", "tls12-aes128cbc-sha-etm", "tls12-aes256cbc-sha256-mte",
        "tls11-aes128cbc-sha-mte", "tls10-aes128cbc-sha-mte"}) {
    for (const Role role : {Role::kClient, Role::kServer}) {
      SCOPED_TRACE(std::string(name) + " " + NameOf(role));
      const Recorded sound = ReadRecorded(name);
      const auto before = Follow(sound.conversation, sound.key_log);
      ASSERT_THAT(Errors(before), testing::IsEmpty());
      const InspectedItem* record = FirstProtected(before, role);
      ASSERT_NE(record, nullptr);
      Recorded changed = sound;
      Change(&changed.conversation, role, record->offset + kRecordHeaderSize + 9);
      const auto out = Follow(changed.conversation, changed.key_log);
      const auto wrong = Errors(out);
      ASSERT_EQ(wrong.size(), 1u);
      EXPECT_EQ(wrong[0]->kind, Kind::kRecord);
      EXPECT_EQ(wrong[0]->offset, record->offset);
      EXPECT_EQ(wrong[0]->error->offset, kRecordHeaderSize);
      EXPECT_EQ(wrong[0]->error->alert, AlertDescription::kBadRecordMac);
      const bool tls13 = std::string(name).starts_with("tls13");
      EXPECT_THAT(wrong[0]->error->clause, HasSubstr(tls13 ? "RFC 8446 5.2" : "RFC 5246 6.2.3.3"));
      // Without its keys nothing can be said of it.
      EXPECT_TRUE(Follow(changed.conversation, "").well_formed());
      EXPECT_TRUE(
          Follow(changed.conversation, ReadRecorded("tls13-alert-by-jsse").key_log).well_formed());
    }
  }
}

// Adds an extension without content to the ClientHello that begins `bytes`.
void AddExtension(uint16_t type, Bytes* bytes) {
  const auto grow = [&](size_t at) {
    const size_t size = (size_t{(*bytes)[at]} << 8 | (*bytes)[at + 1]) + 4;
    (*bytes)[at] = static_cast<uint8_t>(size >> 8);
    (*bytes)[at + 1] = static_cast<uint8_t>(size);
  };
  size_t at = kRecordHeaderSize + 4 + 2 + 32;
  at += size_t{1} + (*bytes)[at];                            // legacy_session_id
  at += 2 + (size_t{(*bytes)[at]} << 8 | (*bytes)[at + 1]);  // cipher_suites
  at += size_t{1} + (*bytes)[at];                            // legacy_compression_methods
  const size_t end = at + 2 + (size_t{(*bytes)[at]} << 8 | (*bytes)[at + 1]);
  for (const size_t length : {size_t{3}, kRecordHeaderSize + 2, at}) grow(length);
  const Bytes extension = {static_cast<uint8_t>(type >> 8), static_cast<uint8_t>(type), 0, 0};
  bytes->insert(bytes->begin() + static_cast<ptrdiff_t>(end), extension.begin(), extension.end());
}

// RFC 8446 4.2.10: what comes before a server's answer is known may be under another key.
TEST(Follow, TakesWhatMayBeEarlyDataForNoDamage) {
  for (const bool offered : {false, true}) {
    Recorded recorded = ReadRecorded("tls13-openssl-go");
    auto& pieces = recorded.conversation.pieces;
    ASSERT_EQ(pieces.front().from, Role::kClient);
    if (offered) AddExtension(42, &pieces.front().bytes);
    const auto server = std::ranges::find(pieces, Role::kServer, &CapturedPiece::from);
    const auto next = std::find_if(server, pieces.end(), [](const CapturedPiece& piece) {
      return piece.from == Role::kClient;
    });
    ASSERT_NE(next, pieces.end());
    const Bytes early = Hex("17 0303 0014" + std::string(40, 'e'));
    next->bytes.insert(next->bytes.begin(), early.begin(), early.end());
    const auto out = Follow(recorded.conversation, recorded.key_log);
    EXPECT_EQ(out.well_formed(), offered);
    EXPECT_EQ(std::ranges::count(Types(out, Kind::kMessage), "Finished"), offered ? 2 : 1);
  }
}

// A ServerHello and a ChangeCipherSpec, then a protected record.
InspectedConversation Protected(const std::string& version, const std::string& suite) {
  return Follow(OneSide({{.from = Role::kServer,
                          .bytes = Hex("16" + version + "002a 02 000026" + version +
                                       std::string(64, '1') + "00" + suite + "00 14" + version +
                                       "000101 16" + version + "0028" + std::string(80, 'a'))}}),
                "");
}

TEST(Follow, SaysOnceThatACipherIsNotDecryptedWhateverTheKeys) {
  for (const auto& [version, suite, remark] :
       {std::tuple("0303", "c050",
                   "encrypted with TLS_RSA_WITH_ARIA_128_GCM_SHA256, which is not decrypted here"),
        std::tuple("0300", "002f",
                   "encrypted with TLS_RSA_WITH_AES_128_CBC_SHA in SSL 3.0, which is not decrypted "
                   "here")}) {
    const auto out = Protected(version, suite);
    EXPECT_THAT(out.remarks, ElementsAre(remark));
    EXPECT_TRUE(out.items.back().encrypted);
    EXPECT_TRUE(out.items.back().not_followed);
    EXPECT_TRUE(out.well_formed());
  }
  const auto known = Protected("0303", "002f");
  EXPECT_THAT(known.remarks, testing::IsEmpty());
  EXPECT_FALSE(known.items.back().not_followed);
}

TEST(Follow, OpensWhatComesAfterARecordThatWasChanged) {
  Recorded changed = ReadRecorded("tls13-gnutls");
  const auto before = Follow(changed.conversation, changed.key_log);
  const auto certificate = std::ranges::find_if(
      before.items, [](const InspectedItem& item) { return item.type == "EncryptedExtensions"; });
  ASSERT_NE(certificate, before.items.end());
  Change(&changed.conversation, Role::kServer, certificate->offset + kRecordHeaderSize);
  const auto out = Follow(changed.conversation, changed.key_log);
  EXPECT_THAT(Types(out, Kind::kMessage), testing::Not(Contains("EncryptedExtensions")));
  EXPECT_THAT(Types(out, Kind::kMessage), Contains("NewSessionTicket"));
  EXPECT_EQ(Errors(out).size(), 1u);
}

TEST(Follow, BlamesNoRecordWhereOthersAreMissingBeforeIt) {
  Recorded cut = ReadRecorded("tls13-openssl-go");
  const auto whole = Follow(cut.conversation, cut.key_log);
  const InspectedItem* record = FirstProtected(whole, Role::kServer);
  ASSERT_NE(record, nullptr);
  size_t at = record->offset;
  for (CapturedPiece& piece : cut.conversation.pieces) {
    if (piece.from != Role::kServer) continue;
    if (at < piece.bytes.size()) {
      const size_t size =
          kRecordHeaderSize + (size_t{piece.bytes[at + 3]} << 8 | piece.bytes[at + 4]);
      CapturedPiece rest = piece;
      rest.bytes.erase(rest.bytes.begin(), rest.bytes.begin() + static_cast<ptrdiff_t>(at + size));
      rest.missing_before = size;
      ASSERT_FALSE(rest.bytes.empty());
      piece.bytes.resize(at);
      const auto next = cut.conversation.pieces.begin() + (&piece - &cut.conversation.pieces[0]);
      cut.conversation.pieces.insert(next + 1, rest);
      break;
    }
    at -= piece.bytes.size();
  }
  const auto out = Follow(cut.conversation, cut.key_log);
  EXPECT_THAT(Types(out, Kind::kNotice), Contains(HasSubstr("missing here")));
  EXPECT_TRUE(out.well_formed());
}

TEST(Follow, TakesNoCiphertextForPlaintextWhereTheChangeCipherSpecIsMissing) {
  const std::string cipher(52, 'a');
  const auto out = Follow(OneSide({{.from = Role::kServer, .bytes = Hex("16 0303 0004 0e000000")},
                                   {.from = Role::kServer,
                                    .bytes = Hex("15 0303 001a" + cipher + "15 0303 0002 0228"),
                                    .missing_before = 51}}),
                          "");
  EXPECT_THAT(Types(out, Kind::kMessage), ElementsAre("ServerHelloDone"));
  EXPECT_TRUE(out.well_formed());
  const auto alert = Follow(
      OneSide({{.from = Role::kServer, .bytes = Hex("16 0303 0004 0e000000")},
               {.from = Role::kServer, .bytes = Hex("15 0303 0002 0228"), .missing_before = 51}}),
      "");
  EXPECT_THAT(Types(alert, Kind::kMessage), ElementsAre("ServerHelloDone", "alert"));
}

TEST(Follow, HoldsProtectedRecordsToTheLimitOfTheirVersion) {
  const std::string hello = "02 00002e 0303" + std::string(64, '1') + "00 1301 00 0006 002b 0002";
  const std::string record = "17 0303 4650" + std::string(size_t{2} * 18000, '0');
  const auto out = [&](const std::string& version) {
    return Follow(
        OneSide({{.from = Role::kServer, .bytes = Hex("16 0303 0032" + hello + version + record)}}),
        "");
  };
  const auto over = out("0304");
  const auto item = std::ranges::find_if(over.items, [](const auto& one) { return !!one.error; });
  ASSERT_NE(item, over.items.end());
  EXPECT_EQ(item->error->alert, AlertDescription::kRecordOverflow);
  EXPECT_EQ(item->error->clause, "RFC 8446 5.2");
}

TEST(Follow, ReadsTheBeginningOfAMessageThatTheSourceCutShort) {
  const auto out = Follow(
      OneSide({{.from = Role::kServer,
                .bytes = Hex("16 0303 0056 02 000052 0303 1111"),
                .truncated = true},
               {.from = Role::kServer, .bytes = Hex("15 0303 0002 0228"), .missing_before = 78}}),
      "");
  const auto hello = std::ranges::find(out.items, "ServerHello", &InspectedItem::type);
  ASSERT_NE(hello, out.items.end());
  EXPECT_TRUE(hello->partial);
  EXPECT_FALSE(hello->error);
  EXPECT_EQ(hello->tree.children[2].text, "TLS 1.2");
  EXPECT_EQ(Types(out, Kind::kMessage).back(), "alert");
}

TEST(Follow, ARecordThatBreaksOffWithoutReasonIsAnError) {
  const auto out = Follow(
      OneSide({{.from = Role::kServer, .bytes = Hex("16 0303 0056 02 000052 0303 1111")}}), "");
  EXPECT_FALSE(out.well_formed());
}

TEST(Follow, ShowsTheBeginningOfAnSsl2HelloAsOne) {
  const std::string begin = "802e 01 0301 0003 0000 0010 00002f 5151";
  const auto out = Follow(OneSide({{.from = Role::kClient, .bytes = Hex(begin)}}), "");
  ASSERT_EQ(out.items.size(), 1u);
  const InspectedItem& hello = out.items[0];
  EXPECT_EQ(hello.type, "SSLv2 ClientHello");
  EXPECT_TRUE(hello.partial);
  EXPECT_EQ(hello.tree.children[2].text, "TLS 1.0");
  ASSERT_TRUE(hello.error);
  EXPECT_EQ(hello.error->offset, 16u);
  EXPECT_EQ(hello.error->clause, "RFC 5246 E.2");
  EXPECT_THAT(hello.error->rule, HasSubstr("14 of 46 bytes"));
  // A source that cut it short explains it; what comes next is found.
  const auto cut = Follow(
      OneSide({{.from = Role::kClient, .bytes = Hex(begin), .truncated = true},
               {.from = Role::kClient, .bytes = Hex("15 0303 0002 0100"), .missing_before = 32}}),
      "");
  EXPECT_TRUE(cut.well_formed());
  EXPECT_THAT(Types(cut, Kind::kMessage), ElementsAre("SSLv2 ClientHello", "alert"));
  for (const char* few : {"80", "802e", "802e01"}) {
    const auto two = Follow(OneSide({{.from = Role::kClient, .bytes = Hex(few)}}), "");
    EXPECT_THAT(Types(two, Kind::kMessage), ElementsAre("SSLv2 ClientHello")) << few;
  }
}

struct Wrong {
  const char* bytes;
  size_t offset;
  AlertDescription alert;
};

TEST(Follow, SaysWhatIsWrongWithARecord) {
  for (const Wrong& row : {
           Wrong{"16 0303 ffff 00", 3, AlertDescription::kRecordOverflow},
           Wrong{"16 0203 0001 00", 1, AlertDescription::kProtocolVersion},
           Wrong{"47 4554 202f 20", 0, AlertDescription::kUnexpectedMessage},
           Wrong{"16 0303 0000", 3, AlertDescription::kUnexpectedMessage},
           Wrong{"16 0303 0002 0e00 15 0303 0002 0100", 0, AlertDescription::kUnexpectedMessage},
           Wrong{"15 0303 0001 02", 1, AlertDescription::kDecodeError},
           Wrong{"14 0303 0001 02", 0, AlertDescription::kUnexpectedMessage},
       }) {
    const auto out = Follow(OneSide({{.from = Role::kServer, .bytes = Hex(row.bytes)}}), "");
    const auto item = std::ranges::find_if(out.items, [](const auto& one) { return !!one.error; });
    ASSERT_NE(item, out.items.end()) << row.bytes;
    EXPECT_EQ(item->error->offset, row.offset) << row.bytes;
    EXPECT_EQ(item->error->alert, row.alert) << row.bytes;
    EXPECT_NE(item->error->clause, "") << row.bytes;
  }
}

// The hello of a server that agrees on RawPublicKey for itself, then a Certificate.
Conversation WithRawPublicKey(const std::string& certificate) {
  return OneSide({{.from = Role::kServer,
                   .bytes = Hex("16 0303 0031 02 00002d 0303" + std::string(64, '1') +
                                "00 c02b 00 0005 0014 0001 02" + certificate)}});
}

TEST(Follow, ReadsTheRawPublicKeyThatTheHellosAgreedOn) {
  const auto out = Follow(WithRawPublicKey("16 0303 000b 0b 000007 000004 30020500"), "");
  EXPECT_TRUE(out.well_formed());
  const InspectedItem& message = out.items.back();
  ASSERT_EQ(message.type, "Certificate");
  EXPECT_EQ(message.tree.children.back().name, "ASN.1_subjectPublicKeyInfo");
  EXPECT_EQ(message.tree.children.back().text, "30020500");
  // A chain in its place.
  const auto chain = Follow(WithRawPublicKey("16 0303 000c 0b 000008 000004 30020500 00"), "");
  ASSERT_TRUE(chain.items.back().error);
  EXPECT_EQ(chain.items.back().error->offset, 4u);
  EXPECT_EQ(chain.items.back().error->clause, "RFC 7250 3");
}

TEST(Follow, ReadsAHelloWithoutARecord) {
  const auto out = Follow(
      OneSide({{.from = Role::kServer,
                .bytes = Hex("01 000029 0303" + std::string(64, '1') + "00 0002 1301 01 00")}}),
      "");
  EXPECT_THAT(Types(out, Kind::kMessage), ElementsAre("ClientHello"));
  EXPECT_TRUE(Types(out, Kind::kRecord).empty());
}

TEST(Follow, PutsFragmentsOfDatagramsTogether) {
  Conversation conversation = OneSide(
      {{.from = Role::kServer,
        .bytes = Hex("16 feff 0000 000000000000 0010 03 000007 0000 000000 000004 feff04aa")},
       {.from = Role::kServer,
        .bytes = Hex("16 feff 0000 000000000001 000f 03 000007 0000 000004 000003 bbccdd"
                     "17 fefd 0001 000000000000 0002 0000")}});
  conversation.datagrams = true;
  const auto out = Follow(conversation, "");
  EXPECT_THAT(Types(out, Kind::kMessage), ElementsAre("HelloVerifyRequest"));
  EXPECT_TRUE(out.well_formed());
  EXPECT_TRUE(out.items.back().encrypted);
}

// Damage anywhere must end in a tree or a notice, never in a read outside the bytes.
TEST(Follow, SurvivesCutsAndChangesOfAGenuineConversation) {
  const Capture capture = ReadCorpus("nginx-ecdhcurve-p384--openssl30");
  const Conversation& whole = capture.conversations.at(0);
  size_t total = 0;
  for (const CapturedPiece& piece : whole.pieces) total += piece.bytes.size();
  ASSERT_GT(total, 2000u);
  for (size_t at = 0; at < total; at += 13) {
    Conversation damaged = whole;
    size_t left = at;
    for (CapturedPiece& piece : damaged.pieces) {
      if (left < piece.bytes.size()) {
        piece.bytes[left] ^= 0x81;
        break;
      }
      left -= piece.bytes.size();
    }
    EXPECT_FALSE(Follow(damaged, "").items.empty());
    damaged.pieces[at % damaged.pieces.size()].missing_before = at;
    EXPECT_FALSE(Follow(damaged, "").items.empty());
  }
}

}  // namespace
}  // namespace shakedown
