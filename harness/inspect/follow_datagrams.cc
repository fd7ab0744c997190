#include "harness/inspect/follow_datagrams.h"

#include <fmt/format.h>

#include <array>

#include "harness/inspect/datagram_messages.h"
#include "harness/inspect/messages_in_order.h"
#include "harness/inspect/resync.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 13;

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
      : out_(out), opener_(""), messages_(out, &opener_), handshake_(out, &messages_) {
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

  void End() { handshake_.End(); }

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
      handshake_.Content(place, record.body);
    } else {
      messages_.Content(place, record.type, record.body);
    }
  }

  InspectedConversation* out_;
  RecordOpener opener_;
  MessagesInOrder messages_;
  DatagramMessages handshake_;
  std::array<size_t, kLanes> positions_{};
  size_t records_ = 0;
};

}  // namespace

void FollowDatagrams(const Conversation& conversation, InspectedConversation* out) {
  Datagrams datagrams(out);
  for (const CapturedPiece& piece : conversation.pieces) datagrams.Feed(piece);
  datagrams.End();
}

}  // namespace shakedown
