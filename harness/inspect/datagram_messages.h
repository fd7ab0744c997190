// The handshake messages of a DTLS conversation, put together from their fragments.
#ifndef HARNESS_INSPECT_DATAGRAM_MESSAGES_H_
#define HARNESS_INSPECT_DATAGRAM_MESSAGES_H_

#include <map>
#include <tuple>

#include "harness/inspect/fragmented_message.h"
#include "harness/inspect/messages_in_order.h"

namespace shakedown {

// DatagramMessages is given the contents of handshake records in the order they passed, and gives
// `*messages` each message when the last of its fragments has come. What is wrong with a fragment,
// and what did not come, it adds to `*out`. Both outlive it.
class DatagramMessages {
 public:
  DatagramMessages(InspectedConversation* out, MessagesInOrder* messages)
      : out_(out), messages_(messages) {}

  void Content(const RecordPlace& place, View content);

  // Tells what has not come, when nothing more comes.
  void End();

 private:
  // A fragment and its header (RFC 6347 4.2.2).
  struct Fragment {
    uint8_t type;
    size_t length;
    uint16_t sequence;
    size_t offset;
    View bytes;
    View whole;  // with the header
  };
  // A message, in all or as far as it has come. Its entry stays, for its number.
  struct Pending {
    std::optional<FragmentedMessage> message;
    RecordPlace place{};
    std::vector<size_t> records;
    bool came = false;  // it was whole once: what comes now is sent again
  };
  struct Key {
    Lane lane;
    uint16_t sequence;
    uint8_t type;
    size_t length;

    friend bool operator<(const Key& a, const Key& b) {
      return std::tie(a.lane, a.sequence, a.type, a.length) <
             std::tie(b.lane, b.sequence, b.type, b.length);
    }
  };

  static Bytes Joined(const Key& key, const FragmentedMessage& message);
  static std::string Called(const Key& key, std::optional<Role> from);

  void Take(const RecordPlace& place, const Fragment& fragment);
  Pending& At(const Key& key, const RecordPlace& place);
  bool Contradicts(const Key& key) const;
  void Incomplete();
  void Gaps();
  void Notice(const RecordPlace& place, std::string text);
  void Malformed(const RecordPlace& place, View bytes, FieldError error);

  InspectedConversation* out_;
  MessagesInOrder* messages_;
  std::map<Key, Pending> pending_;
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_DATAGRAM_MESSAGES_H_
