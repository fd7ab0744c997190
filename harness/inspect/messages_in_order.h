// The contents of a conversation's records, turned into messages.
#ifndef HARNESS_INSPECT_MESSAGES_IN_ORDER_H_
#define HARNESS_INSPECT_MESSAGES_IN_ORDER_H_

#include <array>
#include <optional>

#include "harness/inspect/inspected.h"
#include "harness/link/open_records.h"

namespace shakedown {

// One stream of bytes: a side's, or all where the input does not say who sends.
enum class Lane : uint8_t { kClient, kServer, kUnknown };
inline constexpr size_t kLanes = 3;

// The record that content came in.
struct RecordPlace {
  Lane lane;
  std::optional<Role> from;
  size_t offset, source, number;
  bool encrypted;
};

// MessagesInOrder is given the contents of records in the order they passed, puts handshake
// messages together, and adds all messages to `*out`. It tells `*opener` what passed. Both outlive
// it.
class MessagesInOrder {
 public:
  MessagesInOrder(InspectedConversation* out, RecordOpener* opener) : out_(out), opener_(opener) {}

  void Content(const RecordPlace& place, ContentType type, View content);

  // Adds what there is of a handshake message whose rest is missing. `error`: nothing explains why.
  void Cut(Lane lane, bool error);

  // Adds the beginning of a handshake message, which is not judged. The item is valid until the
  // next is added.
  InspectedItem& Beginning(const RecordPlace& place, View bytes, std::vector<size_t> records);

  // Adds a whole message. `message` has its header.
  void Message(const RecordPlace& place, View message, std::vector<size_t> records);

  bool InMessage(Lane lane) const { return !unread_[static_cast<size_t>(lane)].bytes.empty(); }
  // Who sends in Lane::kUnknown, to go by what passed.
  std::optional<Role> speaker() const { return speaker_; }
  void set_speaker(std::optional<Role> role) { speaker_ = role; }
  bool changed_cipher_spec(Role role) const { return changed_[static_cast<size_t>(role)]; }
  const MessageContext& context() const { return context_; }
  void set_datagrams() { context_.datagrams = true; }

 private:
  // The start of a handshake message.
  struct Unread {
    Bytes bytes;
    RecordPlace first{};
    std::vector<size_t> records;
  };

  void Handshake(const RecordPlace& place, View content);
  void Alerts(const RecordPlace& place, View content);
  void ChangeCipherSpec(const RecordPlace& place, View content);
  void Learn(const RecordPlace& place, View message);
  void LearnFrom(HandshakeType type, View body);
  InspectedItem* Add(const RecordPlace& place, Dissected dissected, View bytes);

  InspectedConversation* out_;
  RecordOpener* opener_;
  MessageContext context_;
  std::array<Unread, kLanes> unread_;
  std::optional<Role> speaker_;
  bool changed_[2] = {false, false};
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_MESSAGES_IN_ORDER_H_
