#include "harness/inspect/follow.h"

#include <fmt/format.h>

#include <array>

#include "harness/inspect/dissect_parts.h"
#include "harness/inspect/follow_datagrams.h"
#include "harness/inspect/judge.h"
#include "harness/inspect/messages_in_order.h"
#include "harness/inspect/resync.h"
#include "harness/wire/byte_reader.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

std::string ContentName(ContentType type) {
  switch (type) {
    case ContentType::kChangeCipherSpec:
      return "change_cipher_spec";
    case ContentType::kAlert:
      return "alert";
    case ContentType::kHandshake:
      return "handshake";
    case ContentType::kApplicationData:
      return "application_data";
    default:
      return fmt::format("content type {}", static_cast<int>(type));
  }
}

std::string Counted(size_t bytes) { return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s"); }

// Whether `content` is one whole ClientHello: what a client may send in plaintext after its
// ChangeCipherSpec, when the server asked for another hello (RFC 8446 D.4).
bool IsClientHello(View content) {
  ByteReader reader(content);
  const bool type = reader.U8() == static_cast<uint8_t>(HandshakeType::kClientHello);
  reader.Bytes24();
  return type && reader.Finish();
}

// Whether a hello without a record stands at the front.
bool StartsBareHello(View bytes) {
  ByteReader reader(bytes);
  const uint8_t type = reader.U8();
  const size_t length = reader.U24();
  const uint8_t major = reader.U8();
  return reader.ok() && (type == 1 || type == 2) && length >= 38 && major == 3;
}

// Whether a handshake message of a known type and of a usual length stands at the front.
bool StartsMessage(View content) {
  constexpr size_t kUsual = 1 << 16;
  ByteReader reader(content);
  const uint8_t type = reader.U8();
  const size_t length = reader.U24();
  return reader.ok() && length < kUsual && !HandshakeName(type).empty();
}

class Follower {
 public:
  Follower(InspectedConversation* out, std::string_view key_log)
      : out_(out), opener_(key_log), messages_(out, &opener_) {}

  void Feed(const CapturedPiece& piece) {
    const Lane lane = !piece.from                    ? Lane::kUnknown
                      : *piece.from == Role::kClient ? Lane::kClient
                                                     : Lane::kServer;
    Stream& s = stream(lane);
    source_ = piece.source;
    View bytes = piece.bytes;
    if (piece.missing_before != 0 || s.cut) Resume(lane, piece.missing_before, bytes, &bytes);
    if (!s.over && !bytes.empty()) {
      Append(&s.pending, bytes);
      Read(lane);
    } else {
      s.position += bytes.size();
    }
    if (piece.truncated) Break(lane, "the source cut these bytes short");
  }

  void End() {
    for (const Lane lane : {Lane::kClient, Lane::kServer, Lane::kUnknown}) {
      Stream& s = stream(lane);
      if (!s.pending.empty()) {
        PartialRecord(lane, true);
        messages_.Cut(lane, false);
      }
      messages_.Cut(lane, !s.cut && !s.lossy);
    }
  }

 private:
  struct Stream {
    Bytes pending;        // the start of a record whose end has not come
    size_t position = 0;  // of pending's first byte in this stream
    size_t owed = 0;      // after a cut: how many bytes of the record are still to come
    bool cut = false;     // the record was given up; what comes next must be found
    bool lossy = false;   // something is missing since the last record
    bool gaps = false;    // bytes were given up, perhaps a ChangeCipherSpec among them: protected
                          // records cannot be counted any more
    bool closed = false;  // the last protected record did not open, though there are keys
    bool taken_for_protected = false;  // by what came after that
    bool bare = false;                 // handshake messages without records
    bool over = false;                 // no record can be found any more
  };

  Stream& stream(Lane lane) { return streams_[static_cast<size_t>(lane)]; }

  std::optional<Role> SenderIn(Lane lane) const {
    if (lane == Lane::kUnknown) return messages_.speaker();
    return lane == Lane::kClient ? Role::kClient : Role::kServer;
  }

  InspectedItem* Notice(Lane lane, std::string text) {
    InspectedItem& item = out_->items.emplace_back();
    item.from = SenderIn(lane);
    item.offset = stream(lane).position;
    item.source = source_;
    item.type = std::move(text);
    return &item;
  }

  // Goes on after bytes that are missing; `*rest` is where reading can begin.
  void Resume(Lane lane, size_t missing, View bytes, View* rest) {
    Stream& s = stream(lane);
    if (!s.cut) Break(lane, "");
    s.position += missing;
    if (missing != 0) {
      Notice(lane,
             fmt::format("{} {} missing here", Counted(missing), missing == 1 ? "is" : "are"));
    }
    s.cut = false;
    s.lossy = true;
    if (s.over || s.bare) return;
    size_t skip = 0;
    if (missing != 0 && s.owed >= missing && s.owed - missing <= bytes.size()) {
      skip = s.owed - missing;  // the rest of the record that lost something
    } else {
      skip = FindRecord(bytes);
    }
    s.owed = 0;
    if (skip != 0) {
      Notice(lane, fmt::format("{} passed over up to the next record", Counted(skip)));
      s.position += skip;
      *rest = bytes.subspan(skip);
      if (rest->empty()) s.cut = true;
    }
  }

  // Gives up the record and the message that are being read.
  void Break(Lane lane, const char* why) {
    Stream& s = stream(lane);
    if (!s.pending.empty()) PartialRecord(lane, false);
    messages_.Cut(lane, false);
    s.cut = true;
    s.gaps = true;
    if (*why != '\0') Notice(lane, why);
  }

  // Shows the beginning of a record, and the messages in it. `error`: nothing explains the rest.
  void PartialRecord(Lane lane, bool error) {
    Stream& s = stream(lane);
    const Bytes pending = std::exchange(s.pending, {});
    const View bytes = pending;
    if ((bytes[0] & 0x80) != 0) return PartialSsl2Hello(lane, bytes, error);
    InspectedItem& item = AddRecord(lane, bytes.first(std::min(bytes.size(), kRecordHeaderSize)));
    item.partial = true;
    const size_t have = bytes.size() - item.bytes.size();
    item.bytes = pending;
    size_t length = 0;
    if (bytes.size() >= kRecordHeaderSize) {
      length = size_t{bytes[3]} << 8 | bytes[4];
      s.owed = length - have;
    }
    if (error) {
      item.error = FieldError{
          bytes.size(), AlertDescription::kDecodeError, "TLSPlaintext.fragment", "RFC 8446 5.1",
          fmt::format("the bytes end inside the record, with {} of {}", have, Counted(length))};
      if (bytes.size() < kRecordHeaderSize)
        item.error->rule = "the bytes end inside a record header";
    }
    Record record;
    record.type = ContentType{bytes[0]};
    record.body = bytes.last(have);
    item.encrypted = Protected(lane, record);
    if (record.type == ContentType::kHandshake && !item.encrypted && have != 0) {
      messages_.Content(Place(lane, false), record.type, record.body);
    }
    s.position += bytes.size();
  }

  // The same of a hello in the form of SSL 2.0: NextRecord waits for nothing else that begins so.
  void PartialSsl2Hello(Lane lane, View bytes, bool error) {
    Stream& s = stream(lane);
    InspectedItem& item = AddSsl2Hello(lane, bytes);
    item.partial = true;
    item.error.reset();
    ByteReader reader(bytes);
    const size_t length = reader.U16() & 0x7fffU;
    if (reader.ok() && length > reader.left()) s.owed = length - reader.left();
    if (error) {
      item.error = FieldError{
          bytes.size(), AlertDescription::kDecodeError, "V2ClientHello.msg_length", "RFC 5246 E.2",
          reader.ok() ? fmt::format("the bytes end inside the hello, with {} of {}", reader.left(),
                                    Counted(length))
                      : "the bytes end inside the length of the hello"};
    }
    s.position += bytes.size();
  }

  InspectedItem& AddRecord(Lane lane, View header) {
    Dissected dissected = DissectRecordHeader(header);
    InspectedItem& item = out_->items.emplace_back();
    item.kind = InspectedItem::Kind::kRecord;
    item.from = SenderIn(lane);
    item.offset = stream(lane).position;
    item.source = source_;
    item.type = ContentName(ContentType{header[0]});
    item.tree = std::move(dissected.tree);
    item.bytes.assign(header.begin(), header.end());
    item.number = ++records_;
    return item;
  }

  RecordPlace Place(Lane lane, bool encrypted) {
    return {lane, SenderIn(lane), stream(lane).position, source_, records_, encrypted};
  }

  void Read(Lane lane) {
    Stream& s = stream(lane);
    if (s.position == 0 && StartsBareHello(s.pending)) s.bare = true;
    if (s.bare) {
      RecordPlace place = Place(lane, false);
      place.number = 0;
      messages_.Content(place, ContentType::kHandshake, s.pending);
      s.position += s.pending.size();
      s.pending.clear();
      return;
    }
    // Taken away all at once: many short records must not cost a move of the rest each.
    const Bytes pending = std::exchange(s.pending, {});
    View rest = pending;
    while (!rest.empty() && !s.over) {
      Record record;
      const Framing framing = NextRecord(rest, &record);
      if (framing == Framing::kIncomplete) break;
      if (framing == Framing::kRecord) {
        OnRecord(lane, record);
        s.lossy = false;
        s.position += record.header.size() + record.body.size();
        rest = rest.subspan(record.header.size() + record.body.size());
      } else if (framing == Framing::kSsl2Hello) {
        ByteReader reader(rest);
        const size_t size = 2 + (reader.U16() & 0x7fffU);
        if (rest.size() < size) break;
        AddSsl2Hello(lane, rest.first(size));
        s.position += size;
        rest = rest.subspan(size);
      } else {
        NoRecord(lane, rest, framing);
        s.position += rest.size();
        rest = {};
      }
    }
    s.pending.assign(rest.begin(), rest.end());
  }

  void NoRecord(Lane lane, View bytes, Framing framing) {
    messages_.Cut(lane, false);
    stream(lane).over = true;
    if (framing == Framing::kOversized) {
      InspectedItem& item = AddRecord(lane, bytes.first(kRecordHeaderSize));
      // RFC 8446 5.2, MUST, record_overflow: no version allows a longer record.
      item.error = FieldError{3, AlertDescription::kRecordOverflow, "TLSCiphertext.length",
                              "RFC 8446 5.2, RFC 5246 6.2.3",
                              "a record holds at most 2^14 bytes and what its protection adds"};
      return;
    }
    InspectedItem* item = Notice(lane, fmt::format("no TLS record: {}", Beginning(bytes)));
    const View shown = bytes.first(std::min<size_t>(bytes.size(), 64));
    item->bytes.assign(shown.begin(), shown.end());
    const bool type = bytes[0] >= 20 && bytes[0] <= 24;
    item->error = type ? FieldError{1, AlertDescription::kProtocolVersion,
                                    "TLSPlaintext.legacy_record_version", "RFC 5246 6.2.1",
                                    "the major version of a record is 3"}
                       : FieldError{0, AlertDescription::kUnexpectedMessage, "TLSPlaintext.type",
                                    "RFC 8446 5", "a record has one of the known types"};
  }

  // Adds a hello, with what is wrong with it if it is whole.
  InspectedItem& AddSsl2Hello(Lane lane, View record) {
    Dissected dissected = DissectSsl2Hello(record);
    messages_.set_speaker(Role::kClient);
    InspectedItem& item = out_->items.emplace_back();
    item.kind = InspectedItem::Kind::kMessage;
    item.from = lane == Lane::kServer ? Role::kServer : Role::kClient;
    item.offset = stream(lane).position;
    item.source = source_;
    item.type = dissected.tree.name;
    item.tree = std::move(dissected.tree);
    item.bytes.assign(record.begin(), record.end());
    item.error = std::move(dissected.misfit);
    return item;
  }

  // What a plaintext record must keep.
  std::optional<FieldError> JudgeRecord(Lane lane, const Record& record) const {
    if (const auto wrong = CheckRecord(record, {})) return Told(*wrong, 0);
    if (messages_.InMessage(lane) && record.type != ContentType::kHandshake) {
      // RFC 8446 5.1, MUST NOT, unexpected_message.
      return FieldError{0, AlertDescription::kUnexpectedMessage, "TLSPlaintext.type",
                        "RFC 8446 5.1",
                        "no other record comes between those of one handshake message"};
    }
    return std::nullopt;
  }

  bool ProtectedFrom(Role from, const Record& record) const {
    if (opener_.IsProtected(from, record)) return true;
    // Without the ServerHello the opener knows no version; a ChangeCipherSpec tells then.
    return messages_.changed_cipher_spec(from) && !messages_.context().version &&
           record.type != ContentType::kChangeCipherSpec && !IsClientHello(record.body);
  }

  bool Protected(Lane lane, const Record& record) {
    if (const auto from = SenderIn(lane)) {
      return ProtectedFrom(*from, record) || LooksProtected(lane, *from, record);
    }
    return record.type == ContentType::kApplicationData;
  }

  // Where the ChangeCipherSpec may be among the bytes that are missing: whether a record, or one
  // before it, is nothing in plaintext.
  bool LooksProtected(Lane lane, Role from, const Record& record) {
    Stream& s = stream(lane);
    if (!s.gaps || record.type == ContentType::kChangeCipherSpec) return false;
    const bool plain = record.type == ContentType::kAlert       ? record.body.size() == 2
                       : record.type == ContentType::kHandshake ? StartsMessage(record.body)
                                                                : false;
    // The server changes its keys after the client in a full handshake.
    const bool late = from == Role::kClient && messages_.changed_cipher_spec(Role::kServer);
    s.taken_for_protected = s.taken_for_protected || !plain || late;
    return s.taken_for_protected;
  }

  // In a stream of both sides: who sends this record, if something else than the last speaker.
  void GuessSpeaker(const Record& record) {
    const auto speaker = messages_.speaker();
    if (!speaker) return;
    const Role other = Other(*speaker);
    const bool protected_here = ProtectedFrom(*speaker, record);
    if (record.type == ContentType::kChangeCipherSpec) {
      // Each side sends one, and before TLS 1.3 nothing in plaintext after it.
      if (messages_.changed_cipher_spec(*speaker) && !messages_.changed_cipher_spec(other)) {
        messages_.set_speaker(other);
      }
    } else if (protected_here && !ProtectedFrom(other, record)) {
      ByteReader reader(record.body);
      reader.U8();
      reader.Bytes24();
      if (reader.ok() && reader.empty()) messages_.set_speaker(other);
    }
  }

  void OnRecord(Lane lane, const Record& record) {
    if (lane == Lane::kUnknown) GuessSpeaker(record);
    InspectedItem& item = AddRecord(lane, record.header);
    if (!Protected(lane, record)) {
      item.error = JudgeRecord(lane, record);
      if (item.error && messages_.InMessage(lane) && record.type != ContentType::kHandshake) {
        messages_.Cut(lane, false);
      }
      messages_.Content(Place(lane, false), record.type, record.body);
      if (lane == Lane::kUnknown) NameSender(records_);
      return;
    }
    item.encrypted = true;
    if (const auto version = messages_.context().version) {
      const RecordContext context = {.version = *version, .is_protected = true};
      if (const auto wrong = CheckRecord(record, context)) item.error = Told(*wrong, 0);
    }
    auto from = SenderIn(lane);
    auto opened = from ? opener_.Open(*from, record) : std::nullopt;
    if (!opened && lane == Lane::kUnknown && from) {
      opened = opener_.Open(Other(*from), record);
      if (opened) messages_.set_speaker(Other(*from));
      item.from = opened ? messages_.speaker() : std::nullopt;
    }
    if (!opened) {
      if (from) Unopened(lane, *from, &item);
      return;
    }
    const bool after_closed = std::exchange(stream(lane).closed, false);
    item.opened = true;
    item.content_type = ContentName(opened->type);
    if (opened->type == ContentType{} && !item.error) {
      // RFC 8446 5.4, MUST, unexpected_message.
      item.error = FieldError{kRecordHeaderSize, AlertDescription::kUnexpectedMessage,
                              "TLSInnerPlaintext.type", "RFC 8446 5.4",
                              "what is protected ends in its content type, which is not zero"};
    }
    // The rest of a message whose beginning did not open says nothing.
    if (after_closed && opened->type == ContentType::kHandshake && !StartsMessage(opened->content))
      return;
    // The content is the opener's until it opens the next.
    messages_.Content(Place(lane, true), opened->type, opened->content);
  }

  // Says what can be said of a protected record that no logged secret opens.
  void Unopened(Lane lane, Role from, InspectedItem* item) {
    if (opener_.ObstacleFor(from) == RecordOpener::Obstacle::kNotFollowed) {
      item->not_followed = true;
      return NotFollowed();
    }
    Stream& s = stream(lane);
    const bool keys = Openable(from) && (lane != Lane::kUnknown || Openable(Other(from)));
    if (!keys || s.gaps) return;
    // The first that does not open was changed; where none opens after it, that tells no more.
    if (!s.closed && !item->error) item->error = NotAuthentic();
    s.closed = true;
    if (lane != Lane::kUnknown) opener_.Pass(from);
    messages_.Cut(lane, false);  // adds items: `item` is no more
  }

  // Says once that a key log does not help.
  void NotFollowed() {
    const MessageContext& context = messages_.context();
    if (std::exchange(told_not_followed_, true) || !context.cipher_suite || !context.version)
      return;
    const auto suite = static_cast<uint16_t>(*context.cipher_suite);
    const auto version = static_cast<uint16_t>(*context.version);
    std::string name = SuiteName(suite);
    if (name.empty()) name = fmt::format("suite {:#06x}", suite);
    // The same suite is deciphered in other versions.
    const bool by_version = ProtectionOf(*context.cipher_suite).has_value();
    if (by_version) name += fmt::format(" in {}", VersionText(version));
    out_->remarks.push_back(fmt::format("encrypted with {}, which is not decrypted here", name));
  }

  bool Openable(Role from) { return opener_.ObstacleFor(from) == RecordOpener::Obstacle::kNone; }

  FieldError NotAuthentic() const {
    if (messages_.context().version == ProtocolVersion::kTls13) {
      // RFC 8446 5.2, MUST, bad_record_mac.
      return {
          kRecordHeaderSize, AlertDescription::kBadRecordMac, "TLSCiphertext.encrypted_record",
          "RFC 8446 5.2",
          "a protected record is as its sender sealed it; the logged keys do not open this one"};
    }
    // RFC 5246 6.2.3.3 (AEAD) and 7.2.2 (all ciphers), MUST, bad_record_mac.
    return {kRecordHeaderSize, AlertDescription::kBadRecordMac, "TLSCiphertext.fragment",
            "RFC 5246 6.2.3.3, 7.2.2",
            "a protected record is as its sender sealed it; the logged keys do not open this one"};
  }

  // The first record of a stream is told by the message in it.
  void NameSender(size_t number) {
    for (auto item = out_->items.rbegin(); item != out_->items.rend(); ++item) {
      if (item->kind != InspectedItem::Kind::kRecord || item->number != number) continue;
      item->from = messages_.speaker();
      return;
    }
  }

  InspectedConversation* out_;
  RecordOpener opener_;
  MessagesInOrder messages_;
  std::array<Stream, kLanes> streams_;
  size_t source_ = 0;
  size_t records_ = 0;
  bool told_not_followed_ = false;
};

}  // namespace

InspectedConversation Follow(const Conversation& conversation, std::string_view key_log) {
  InspectedConversation out;
  out.client = conversation.client;
  out.server = conversation.server;
  out.label = conversation.label;
  out.remarks = conversation.remarks;
  if (conversation.datagrams) {
    FollowDatagrams(conversation, &out);
    return out;
  }
  Follower follower(&out, key_log);
  for (const CapturedPiece& piece : conversation.pieces) follower.Feed(piece);
  follower.End();
  return out;
}

}  // namespace shakedown
