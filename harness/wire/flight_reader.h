// The handshake messages of one direction straight out of its plaintext records.
#ifndef HARNESS_WIRE_FLIGHT_READER_H_
#define HARNESS_WIRE_FLIGHT_READER_H_

#include "harness/wire/bytes.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/records.h"

namespace shakedown {

// FlightReader takes a stream whose records are not protected. A message that lies whole in one
// record is given where it lies; one that records split is put together in memory of the caller's.
//
//   FlightReader flight(bytes, &scratch);
//   HandshakeMessage message;
//   while (flight.Next(&message) == FlightReader::Item::kMessage) Use(message);
class FlightReader {
 public:
  enum class Item : uint8_t {
    kMessage,  // `*message` is filled; valid until the next call
    kOther,    // record() is of another type
    kEnd,      // no whole item is left; rest() tells what is
    kStray,    // a record of another type stands inside a message (RFC 8446 5.1)
  };

  // `scratch` outlives the reader and keeps its memory from flight to flight.
  FlightReader(View stream, Bytes* scratch)
      : unread_(stream.data()),
        records_(stream.data()),
        end_(stream.data() + stream.size()),
        scratch_(scratch) {}

  [[gnu::always_inline]] Item Next(HandshakeMessage* message) {
    if (NextInOneRecord(message)) [[likely]]
      return Item::kMessage;
    if (unread_ == end_) {
      framing_ = Framing::kIncomplete;
      return Item::kEnd;
    }
    // On copies: where nobody takes the address of a reader, its state stays in registers.
    FlightReader reader = *this;
    HandshakeMessage next;
    const Item item = reader.NextAnyway(&next);
    *this = reader;
    *message = next;
    return item;
  }

  const Record& record() const { return record_; }  // the one that is other, or astray
  View rest() const { return {records_, end_}; }    // the records not yet read
  Framing framing() const { return framing_; }      // why it ended

 private:
  static constexpr size_t kHeaders = kRecordHeaderSize + 4;  // of a record and of a message

  // The message that follows, if it lies whole in the record under way or, after that, in the next.
  bool NextInOneRecord(HandshakeMessage* message) {
    // Not asked: whether part of a message is gathered. Nothing is unread then, and what stands at
    // records_ is no whole handshake record.
    if (unread_ != records_) {
      View fragment = this->fragment();
      if (!TakeMessage(&fragment, message)) return false;
      unread_ = fragment.data();
      return true;
    }
    static constexpr uint16_t kStart = static_cast<uint16_t>(ContentType::kHandshake) << 8 | 3;
    const uint8_t* const at = records_;
    if (static_cast<size_t>(end_ - at) < kHeaders || Load16(at) != kStart) return false;
    const size_t length = Load16(at + 3);
    const uint32_t header = Load32(at + kRecordHeaderSize);
    const size_t size = header & 0xffffff;
    const uint8_t* const next = at + kRecordHeaderSize + length;
    const uint8_t* const behind = at + kHeaders + size;
    if (length > kMaxProtected12 || next > end_ || behind > next) return false;
    message->type = HandshakeType{static_cast<uint8_t>(header >> 24)};
    message->body = {at + kHeaders, size};
    unread_ = behind;
    records_ = next;
    return true;
  }
  View fragment() const { return {unread_, records_}; }

  // Cold to keep the way to it out of the way of the other; what is behind it is not.
  [[gnu::cold, gnu::noinline]] Item NextAnyway(HandshakeMessage* message) {
    return NextOfAnyKind(message);
  }
  [[gnu::hot, gnu::noinline]] Item NextOfAnyKind(HandshakeMessage* message);
  [[gnu::hot]] Item Gather(HandshakeMessage* message);
  [[gnu::hot]] Item Append(size_t want);

  const uint8_t* unread_;   // what is left of the last handshake record: it ends at records_
  const uint8_t* records_;  // those not yet read, up to end_
  const uint8_t* end_;
  size_t gathered_ = 0;  // bytes of a message in *scratch_
  Bytes* scratch_;
  Record record_;
  Framing framing_ = Framing::kIncomplete;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_FLIGHT_READER_H_
