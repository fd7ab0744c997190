#include "harness/inspect/follow_datagrams.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "harness/inspect/follow.h"
#include "harness/wire/test_hex.h"

namespace shakedown {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Datagrams of one record each, in hex.
class Dtls {
 public:
  Dtls() { conversation_.datagrams = true; }

  // A record of epoch 0 with the handshake bytes `content`.
  Dtls& Record(Role from, const std::string& content) {
    const size_t size = Hex(content).size();
    conversation_.pieces.push_back(
        {.from = from,
         .bytes = Hex(fmt::format("16 fefd 0000 {:012x} {:04x}", records_++, size) + content)});
    return *this;
  }
  // Bytes `offset` and following of a message.
  Dtls& Fragment(Role from, int type, int sequence, const Bytes& body, size_t offset, size_t size) {
    const std::string part = ToHex(View(body).subspan(offset, size));
    return Record(from, fmt::format("{:02x} {:06x} {:04x} {:06x} {:06x}", type, body.size(),
                                    sequence, offset, size) +
                            part);
  }
  Dtls& Whole(Role from, int type, int sequence, const std::string& body) {
    const Bytes bytes = Hex(body);
    return Fragment(from, type, sequence, bytes, 0, bytes.size());
  }

  std::vector<InspectedItem> Items() const {
    std::vector<InspectedItem> items = Follow(conversation_, "").items;
    std::erase_if(items, [](const InspectedItem& item) {
      return item.kind == InspectedItem::Kind::kRecord && !item.error;
    });
    return items;
  }

 private:
  Conversation conversation_;
  size_t records_ = 0;
};

std::vector<std::string> Called(const std::vector<InspectedItem>& items) {
  std::vector<std::string> types;
  for (const InspectedItem& item : items) types.push_back(item.type);
  return types;
}

const std::string kRandom(64, '1');
// One suite, no compression, renegotiation_info.
const std::string kHelloEnd = "0002 c02b 01 00 0005 ff01 0001 00";

TEST(FollowDatagrams, PutsFragmentsInAnyOrderTogether) {
  const Bytes hello = Hex("fefd" + kRandom + "00 00" + kHelloEnd);
  for (const bool overlap : {false, true}) {
    Dtls dtls;
    dtls.Fragment(Role::kClient, 1, 0, hello, 30, hello.size() - 30);
    if (overlap) dtls.Fragment(Role::kClient, 1, 0, hello, 20, 15);
    dtls.Fragment(Role::kClient, 1, 0, hello, 0, overlap ? 25 : 30);
    const auto items = dtls.Items();
    ASSERT_THAT(Called(items), ElementsAre("ClientHello"));
    EXPECT_FALSE(items[0].error);
    EXPECT_EQ(items[0].bytes.size(), 12 + hello.size());
    EXPECT_TRUE(std::ranges::equal(View(items[0].bytes).subspan(12), hello));
    EXPECT_EQ(items[0].records.size(), overlap ? 3u : 2u);
  }
}

TEST(FollowDatagrams, KeepsFragmentsOfTwoMessagesApart) {
  const Bytes one = Hex("0000aa"), two = Hex("0000bb");
  const auto items = Dtls()
                         .Fragment(Role::kServer, 22, 3, two, 1, 2)
                         .Fragment(Role::kServer, 22, 2, one, 0, 2)
                         .Fragment(Role::kServer, 22, 3, two, 0, 1)
                         .Fragment(Role::kServer, 22, 2, one, 2, 1)
                         .Items();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(ToHex(View(items[0].bytes).last(3)), "0000bb");
  EXPECT_EQ(ToHex(View(items[1].bytes).last(3)), "0000aa");
}

TEST(FollowDatagrams, TellsWhatIsMissing) {
  const Bytes body(100, 7);
  const auto items = Dtls()
                         .Whole(Role::kServer, 14, 5, "")
                         .Fragment(Role::kServer, 11, 2, body, 0, 40)
                         .Fragment(Role::kServer, 11, 2, body, 60, 10)
                         .Items();
  EXPECT_THAT(Called(items),
              ElementsAre("ServerHelloDone", "Certificate",
                          "message 2 of the server (Certificate, 100 bytes) did not come whole: "
                          "bytes 40 to 59, 70 to 99 are missing",
                          "messages 3 to 4 of the server did not come"));
  EXPECT_TRUE(items[1].partial);
  EXPECT_FALSE(items[1].error) << "a datagram may be lost";
}

TEST(FollowDatagrams, SaysNothingIsMissingOfWhatOnlyCameAgain) {
  const Bytes body = Hex("fefd 02 aabb");
  const auto items = Dtls()
                         .Fragment(Role::kServer, 3, 0, body, 0, 3)
                         .Fragment(Role::kServer, 3, 0, body, 3, 2)
                         .Fragment(Role::kServer, 3, 0, body, 3, 2)
                         .Items();
  EXPECT_THAT(Called(items), ElementsAre("HelloVerifyRequest"));
}

// DTLS 1.2 of OpenSSL over a path of 400 bytes: its Certificate comes in fragments.
Conversation GenuineFragments() {
  std::ifstream file(SHAKEDOWN_SOURCE_DIR "/corpus/capture/dtls12-mtu-400.pcap", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return ReadCapture(AsView(bytes)).value().conversations.at(0);
}

std::vector<Bytes> Messages(const InspectedConversation& conversation) {
  std::vector<Bytes> messages;
  for (const InspectedItem& item : conversation.items) {
    if (item.kind == InspectedItem::Kind::kMessage) messages.push_back(item.bytes);
  }
  std::ranges::sort(messages);
  return messages;
}

TEST(FollowDatagrams, GivesTheSameMessagesInWhateverOrderTheDatagramsCome) {
  const Conversation genuine = GenuineFragments();
  const auto expected = Messages(Follow(genuine, ""));
  ASSERT_GT(expected.size(), 10u);
  Conversation other = genuine;
  for (size_t turn = 0; turn < 2; ++turn) {
    std::reverse(other.pieces.begin(), other.pieces.end());
    EXPECT_EQ(Messages(Follow(other, "")), expected);
    std::rotate(other.pieces.begin(), other.pieces.begin() + 5, other.pieces.end());
    EXPECT_EQ(Messages(Follow(other, "")), expected);
  }
}

TEST(FollowDatagrams, SurvivesCutsAndChangesOfAGenuineConversation) {
  const Conversation genuine = GenuineFragments();
  for (size_t piece = 0; piece < genuine.pieces.size(); ++piece) {
    const size_t size = genuine.pieces[piece].bytes.size();
    for (size_t at = 0; at < size; at += at < 25 ? 1 : 61) {
      Conversation damaged = genuine;
      damaged.pieces[piece].bytes[at] ^= 0x81;
      EXPECT_FALSE(Follow(damaged, "").items.empty());
      for (CapturedPiece& one : damaged.pieces) one.from.reset();
      EXPECT_FALSE(Follow(damaged, "").items.empty());
      Conversation cut = genuine;
      cut.pieces[piece].bytes.resize(at);
      EXPECT_FALSE(Follow(cut, "").items.empty());
    }
  }
}

struct WrongFragment {
  const char* record;
  size_t offset;
  AlertDescription alert;
  const char* clause;
};

TEST(FollowDatagrams, SaysWhatIsWrongWithAFragment) {
  for (const WrongFragment& row : {
           WrongFragment{"0e 000000 0000 000000", 9, AlertDescription::kDecodeError,
                         "RFC 6347 4.2.2"},
           WrongFragment{"0e 000000 00", 5, AlertDescription::kDecodeError, "RFC 6347 4.2.2"},
           WrongFragment{"03 000005 0000 000000 000005 fefd", 9, AlertDescription::kDecodeError,
                         "RFC 6347 4.2.2"},
           WrongFragment{"03 000005 0000 000003 000003 aabbcc", 6, AlertDescription::kDecodeError,
                         "RFC 6347 4.2.3"},
       }) {
    const auto items = Dtls().Record(Role::kServer, row.record).Items();
    ASSERT_EQ(items.size(), 1u) << row.record;
    ASSERT_TRUE(items[0].error) << row.record;
    EXPECT_EQ(items[0].error->offset, row.offset) << row.record;
    EXPECT_EQ(items[0].error->alert, row.alert) << row.record;
    EXPECT_EQ(items[0].error->clause, row.clause) << row.record;
  }
  const auto other_length = Dtls()
                                .Record(Role::kServer, "03 000005 0000 000000 000002 fefd")
                                .Record(Role::kServer, "03 000006 0000 000002 000002 03aa")
                                .Items();
  ASSERT_TRUE(other_length[0].error);
  EXPECT_EQ(other_length[0].error->alert, AlertDescription::kIllegalParameter);
}

TEST(FollowDatagrams, HoldsMessagesToTheRulesOfTheirTlsForm) {
  const auto error = [](Role from, int type, const std::string& body) {
    const auto items = Dtls().Whole(from, type, 0, body).Items();
    return items.at(0).error;
  };
  const std::string begin = "fefd" + kRandom + "00 02 c0c1";
  EXPECT_FALSE(error(Role::kClient, 1, begin + kHelloEnd));
  // The same extension twice: the second one stands behind the cookie.
  const auto twice =
      error(Role::kClient, 1, begin + "0002 c02b 01 00 000a ff01 0001 00 ff01 0001 00");
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->alert, AlertDescription::kIllegalParameter);
  EXPECT_EQ(twice->offset, 12u + 2 + 32 + 1 + 3 + 4 + 2 + 2 + 5);
  // Three bytes of suites; a session id that is too long, before the cookie.
  EXPECT_EQ(error(Role::kClient, 1, begin + "0003 c02bff 01 00")->offset, 12u + 2 + 32 + 1 + 3);
  EXPECT_EQ(
      error(Role::kClient, 1, "fefd" + kRandom + "21" + std::string(66, '5') + "00" + kHelloEnd)
          ->offset,
      12u + 2 + 32);
  // A cookie that reaches past the message.
  const auto cookie = error(Role::kClient, 1, "fefd" + kRandom + "00 20 c0c1");
  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->offset, 12u + 2 + 32 + 1);
  EXPECT_EQ(cookie->clause, "RFC 6347 4.2.1");
  // HelloVerifyRequest: half a version, a cookie that is too long, a byte too many.
  EXPECT_FALSE(error(Role::kServer, 3, "fefd 01 aa"));
  EXPECT_EQ(error(Role::kServer, 3, "fe")->offset, 12u);
  EXPECT_EQ(error(Role::kServer, 3, "fefd 02 aa")->offset, 14u);
  EXPECT_EQ(error(Role::kServer, 3, "fefd 01 aabb")->clause, "RFC 6347 4.2.1");
}

TEST(FollowDatagrams, KnowsTheVersionsOfDtls) {
  // RFC 8446 4.1.2: who offers 1.3 offers the null compression method and no other.
  const auto offer = [](const std::string& version) {
    return Dtls()
        .Whole(Role::kClient, 1, 0,
               "fefd" + kRandom + "00 00 0002 1301 02 0100 0041 002b 0003 02" + version +
                   "000a 0004 0002 001d 000d 0004 0002 0403 0033 0026 0024 001d 0020" + kRandom)
        .Items()
        .at(0)
        .error;
  };
  EXPECT_FALSE(offer("fefd"));
  ASSERT_TRUE(offer("fefc"));
  EXPECT_EQ(offer("fefc")->clause, "RFC 8446 4.1.2");
  EXPECT_EQ(offer("fefc")->offset, 12u + 2 + 32 + 1 + 1 + 4 + 1);
  // RFC 8446 4.2.1: supported_versions of a server says 1.3 or nothing.
  const auto hello =
      Dtls()
          .Whole(Role::kServer, 2, 0, "fefd" + kRandom + "00 1301 00 0006 002b 0002 fefd")
          .Items();
  ASSERT_TRUE(hello.at(0).error);
  EXPECT_EQ(hello[0].error->alert, AlertDescription::kIllegalParameter);
}

}  // namespace
}  // namespace shakedown
