#include "harness/inspect/follow_datagrams.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <tuple>

#include "harness/inspect/fragmented_message.h"
#include "harness/inspect/messages_in_order.h"
#include "harness/inspect/resync.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 13;
constexpr size_t kMessageHeader = 12;
using enum AlertDescription;

struct DatagramRecord {
  ContentType type{};
  uint64_t epoch = 0;
  View header, body;
};

// RFC 6347 4.1.
bool NextDatagramRecord(ByteReader* datagram, DatagramRecord* record) {
  ByteReader header(datagram->rest());
  record->type = ContentType{header.U8()};
  const uint8_t major = header.U8();
  header.U8();
  record->epoch = header.U16();
  header.Take(6);
  const View body = header.Bytes16();
  const auto type = static_cast<uint8_t>(record->type);
  if (!header.ok() || type < 20 || type > 26 || major != 0xfe) return false;
  record->header = datagram->Take(kHeader);
  record->body = datagram->Take(body.size());
  return true;
}

class Datagrams {
 public:
  explicit Datagrams(InspectedConversation* out)
      : out_(out), opener_(""), messages_(out, &opener_) {
    messages_.set_datagrams();
  }

  void Feed(const CapturedPiece& piece) {
    const Lane lane = !piece.from                    ? Lane::kUnknown
                      : *piece.from == Role::kClient ? Lane::kClient
                                                     : Lane::kServer;
    size_t& position = positions_[static_cast<size_t>(lane)];
    ByteReader datagram(piece.bytes);
    while (!datagram.empty()) {
      RecordPlace place{lane,         piece.from,   position + datagram.offset(),
                        piece.source, records_ + 1, false};
      DatagramRecord record;
      const View rest = datagram.rest();
      if (!NextDatagramRecord(&datagram, &record)) {
        NoRecord(place, rest, piece.truncated);
        break;
      }
      ++records_;
      OnRecord(place, record);
    }
    position += piece.bytes.size();
  }

  void End() {
    Incomplete();
    Gaps();
  }

 private:
  void NoRecord(const RecordPlace& place, View bytes, bool truncated) {
    InspectedItem& item = out_->items.emplace_back();
    item.from = place.from;
    item.offset = place.offset;
    item.source = place.source;
    // RFC 9147 4: the header of protected DTLS 1.3 records begins with the bits 001.
    const bool unified = (bytes[0] & 0xe0) == 0x20;
    item.type = truncated ? "the source cut this datagram short"
                : unified ? fmt::format("a protected DTLS 1.3 record, {} bytes", bytes.size())
                          : fmt::format("no DTLS record: {}", Beginning(bytes));
    if (truncated || unified) return;
    const View shown = bytes.first(std::min<size_t>(bytes.size(), 64));
    item.bytes.assign(shown.begin(), shown.end());
    // RFC 6347 4.1.2.7, SHOULD: such a record is dropped without an alert; this is what it would
    // be.
    item.error = FieldError{0, AlertDescription::kUnexpectedMessage, "DTLSPlaintext.type",
                            "RFC 6347 4.1", "a record has a known type, a version and its length"};
  }

  void OnRecord(const RecordPlace& place, const DatagramRecord& record) {
    Dissected dissected = DissectRecordHeader(record.header);
    InspectedItem& item = out_->items.emplace_back();
    item.kind = InspectedItem::Kind::kRecord;
    item.from = place.from;
    item.offset = place.offset;
    item.source = place.source;
    item.type = dissected.tree.children.front().text;
    if (item.type.empty()) item.type = fmt::format("content type {}", record.header[0]);
    item.tree = std::move(dissected.tree);
    item.bytes.assign(record.header.begin(), record.header.end());
    item.number = place.number;
    item.encrypted = record.epoch != 0;
    if (item.encrypted) return;
    if (record.type == ContentType::kHandshake) {
      Fragments(place, record.body);
    } else {
      messages_.Content(place, record.type, record.body);
    }
  }

  // The header of a fragment of a handshake message (RFC 6347 4.2.2).
  struct Fragment {
    uint8_t type;
    size_t length;
    uint16_t sequence;
    size_t offset;
    View bytes;
  };

  void Fragments(const RecordPlace& place, View body) {
    ByteReader reader(body);
    while (!reader.empty()) {
      const View start = reader.rest();
      Fragment fragment{};
      fragment.type = reader.U8();
      fragment.length = reader.U24();
      fragment.sequence = reader.U16();
      fragment.offset = reader.U24();
      fragment.bytes = reader.Bytes24();
      if (!reader.ok()) {
        return Malformed(place, start, std::min<size_t>(start.size(), 9), kDecodeError,
                         "fragment_length", "RFC 6347 4.2.2",
                         "a fragment with its header lies within one record");
      }
      const View all = start.first(kMessageHeader + fragment.bytes.size());
      if (fragment.offset + fragment.bytes.size() > fragment.length) {
        return Malformed(place, all, 6, kDecodeError, "fragment_offset", "RFC 6347 4.2.3",
                         "a fragment lies within the length of its message");
      }
      Take(place, fragment, all);
    }
  }

  // `all`: the fragment with its header.
  void Take(const RecordPlace& place, const Fragment& fragment, View all) {
    const Key key{place.lane, fragment.sequence, fragment.type, fragment.length};
    if (fragment.bytes.size() == fragment.length) {
      Pending& pending = At(key, place);
      pending.came = true;
      pending.message.reset();
      return messages_.Message(place, all, {place.number});
    }
    // Where the sides are not known, they may send messages of one number.
    if (place.lane != Lane::kUnknown && !pending_.contains(key) && Contradicts(fragment, key)) {
      return Malformed(place, all, 1, kIllegalParameter, "length", "RFC 6347 4.2.3",
                       "all fragments of a message say the same type and length");
    }
    Pending& pending = At(key, place);
    if (!pending.message) {
      pending.message.emplace(fragment.length);
      pending.records.clear();
      pending.place = place;
    }
    if (fragment.offset == 0) pending.place.offset = place.offset;
    if (!pending.message->Add(fragment.offset, fragment.bytes)) {
      Notice(place, fmt::format("bytes of {} came again and differ; the first are kept",
                                Called(key, place.from)));
    }
    pending.records.push_back(place.number);
    if (!pending.message->whole()) return;
    const FragmentedMessage whole = std::move(*pending.message);
    pending.message.reset();
    pending.came = true;
    RecordPlace first = pending.place;
    first.source = place.source;  // it passed when its last fragment did
    messages_.Message(first, Joined(key, whole), pending.records);
  }

  // A message that comes in fragments. Its entry stays when it has come, for its number.
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

  Pending& At(const Key& key, const RecordPlace& place) {
    const auto [entry, fresh] = pending_.try_emplace(key);
    if (fresh) entry->second.place = place;
    return entry->second;
  }

  // Whether fragments of another message have come under this number, and not all of them.
  bool Contradicts(const Fragment& fragment, const Key& key) const {
    const auto other = pending_.lower_bound(Key{key.lane, fragment.sequence, 0, 0});
    return other != pending_.end() && other->first.lane == key.lane &&
           other->first.sequence == fragment.sequence && !other->second.came;
  }

  // The beginning of a message with the header it would have in one piece (RFC 6347 4.2.6).
  static Bytes Joined(const Key& key, const FragmentedMessage& message) {
    Bytes bytes = {key.type,
                   static_cast<uint8_t>(key.length >> 16),
                   static_cast<uint8_t>(key.length >> 8),
                   static_cast<uint8_t>(key.length),
                   static_cast<uint8_t>(key.sequence >> 8),
                   static_cast<uint8_t>(key.sequence)};
    for (const size_t value :
         {size_t{0}, size_t{0}, size_t{0}, key.length >> 16, key.length >> 8, key.length}) {
      bytes.push_back(static_cast<uint8_t>(value));
    }
    Append(&bytes, message.Beginning());
    return bytes;
  }

  // "message 2 of the server (Certificate, 1043 bytes)".
  static std::string Called(const Key& key, std::optional<Role> from) {
    const Bytes type = {key.type};
    return fmt::format("message {}{} ({}, {} bytes)", key.sequence,
                       from ? fmt::format(" of the {}", NameOf(*from)) : "",
                       MessageName(type, true), key.length);
  }

  // Tells what has not come of the messages of which something has.
  void Incomplete() {
    constexpr size_t kMostPlaces = 3;
    for (const auto& [key, pending] : pending_) {
      if (!pending.message || pending.came) continue;
      if (!pending.message->Beginning().empty()) {
        InspectedItem& item = AddMessage(pending.place, Joined(key, *pending.message));
        item.partial = true;
        item.records = pending.records;
      }
      std::string places;
      const auto missing = pending.message->Missing();
      for (size_t i = 0; i < std::min(missing.size(), kMostPlaces); ++i) {
        places +=
            fmt::format("{}{} to {}", i == 0 ? "" : ", ", missing[i].first, missing[i].second - 1);
      }
      if (missing.size() > kMostPlaces) {
        places += fmt::format(" and {} more places", missing.size() - kMostPlaces);
      }
      Notice(pending.place, fmt::format("{} did not come whole: bytes {} are missing",
                                        Called(key, pending.place.from), places));
    }
  }

  // Tells which numbers are missing between those that came.
  void Gaps() {
    const Key* last = nullptr;
    for (const auto& [key, pending] : pending_) {
      const bool next = last != nullptr && last->lane == key.lane && key.lane != Lane::kUnknown;
      if (next && key.sequence > last->sequence + 1) {
        const int from = last->sequence + 1, to = key.sequence - 1;
        Notice(pending.place,
               fmt::format("message{} {} of the {} did not come", from == to ? "" : "s",
                           from == to ? fmt::format("{}", from) : fmt::format("{} to {}", from, to),
                           NameOf(*pending.place.from)));
      }
      last = &key;
    }
  }

  void Notice(const RecordPlace& place, std::string text) {
    InspectedItem& item = out_->items.emplace_back();
    item.from = place.from;
    item.offset = place.offset;
    item.source = place.source;
    item.type = std::move(text);
  }

  InspectedItem& AddMessage(const RecordPlace& place, Bytes bytes) {
    MessageContext context = messages_.context();
    context.from = place.from;
    Dissected dissected = DissectHandshake(bytes, context);
    InspectedItem& item = out_->items.emplace_back();
    item.kind = InspectedItem::Kind::kMessage;
    item.from = place.from;
    item.offset = place.offset;
    item.source = place.source;
    item.type = dissected.tree.name;
    item.tree = std::move(dissected.tree);
    item.bytes = std::move(bytes);
    item.records = {place.number};
    return item;
  }

  // A fragment whose header is wrong at `offset`.
  void Malformed(const RecordPlace& place, View bytes, size_t offset, AlertDescription alert,
                 const char* field, const char* clause, const char* rule) {
    InspectedItem& item = AddMessage(place, Bytes(bytes.begin(), bytes.end()));
    item.partial = true;
    item.error = FieldError{offset, alert, std::string("Handshake.") + field, clause, rule};
  }

  InspectedConversation* out_;
  RecordOpener opener_;
  MessagesInOrder messages_;
  std::array<size_t, kLanes> positions_{};
  std::map<Key, Pending> pending_;
  size_t records_ = 0;
};

}  // namespace

void FollowDatagrams(const Conversation& conversation, InspectedConversation* out) {
  Datagrams datagrams(out);
  for (const CapturedPiece& piece : conversation.pieces) datagrams.Feed(piece);
  datagrams.End();
}

}  // namespace shakedown
