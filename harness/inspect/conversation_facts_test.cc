#include "harness/inspect/conversation_facts.h"

#include "harness/import/test_capture.h"

namespace shakedown {
namespace {

constexpr const char* kAgreed = "ok-p256--gnutls--srv-gnutls";

// The capture without the packets `from` to `to` (from 1), which the taker has missed.
Conversation Without(const std::string& id, size_t from, size_t to) {
  std::vector<TestPacket> packets = SplitPcap(Genuine(id));
  packets.erase(packets.begin() + static_cast<ptrdiff_t>(from) - 1,
                packets.begin() + static_cast<ptrdiff_t>(to));
  const Capture capture = MustRead(JoinPcap(packets));
  EXPECT_EQ(capture.conversations.size(), 1u);
  return capture.conversations.front();
}

// The packet in which `role` said its `count`th piece.
size_t PacketOf(const Conversation& conversation, Role role, size_t count) {
  for (const CapturedPiece& piece : conversation.pieces) {
    if (piece.from == role && --count == 0) return piece.source;
  }
  ADD_FAILURE() << "no such piece";
  return 1;
}

TEST(ConversationFacts, AWholeOneEndsAsItEnded) {
  const auto facts = FactsOf(MustRead(Genuine(kAgreed)).conversations.front(), "");
  ASSERT_TRUE(facts);
  EXPECT_NE(facts->rest, Rest::kMissing);
  EXPECT_FALSE(facts->closed_by);
}

TEST(ConversationFacts, WhatFollowsMissingBytesIsNoSilentEnd) {
  const Capture whole = MustRead(Genuine(kAgreed));
  const size_t lost = PacketOf(whole.conversations.front(), Role::kClient, 2);
  const Conversation holed = Without(kAgreed, lost, lost);
  ASSERT_GT(MissingIn(holed), 0u);
  const auto facts = FactsOf(holed, "");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rest, Rest::kMissing);
  EXPECT_FALSE(facts->closed_by) << "what it said before it closed may be missing";
}

}  // namespace
}  // namespace shakedown
