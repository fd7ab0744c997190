#include "harness/wire/flight_reader.h"

#include <algorithm>
#include <cstring>

namespace shakedown {
namespace {

constexpr size_t kMessageHeader = 4;

// How many records of one byte are at the front of `stream`, at most `most`, with headers like that
// of the first, which is one; their bytes are written to `out`.
[[gnu::hot]] size_t GatherSingleBytes(View stream, size_t most, uint8_t* out) {
  static constexpr size_t kStride = kRecordHeaderSize + 1, kAtOnce = 8;
  const uint8_t* const first = stream.data();
  const uint8_t* at = first;
  most = std::min(most, stream.size() / kStride);
  // A comparison reads two bytes of what follows the record.
  const size_t quick = std::min(most, (stream.size() - 2) / kStride);
  const uint64_t header = stream.size() < sizeof(header) ? 0 : LoadNative64(first);
  size_t count = 0;
  // Copied before they are compared: what was copied in vain is written over later.
  for (; count + kAtOnce <= quick; count += kAtOnce, at += kAtOnce * kStride) {
    uint64_t difference = 0;
#pragma GCC unroll 8
    for (size_t i = 0; i < kAtOnce; ++i) {
      difference |= LoadNative64(at + i * kStride) ^ header;
      out[count + i] = at[i * kStride + kRecordHeaderSize];
    }
    if ((difference & kHeaderBits) != 0) break;
  }
  for (; count < most && std::memcmp(at, first, kRecordHeaderSize) == 0; ++count, at += kStride) {
    out[count] = at[kRecordHeaderSize];
  }
  return count;
}

}  // namespace

FlightReader::Item FlightReader::NextOfAnyKind(HandshakeMessage* message) {
  while (gathered_ == 0 && unread_ == records_) {
    framing_ = NextRecord(rest(), &record_);
    if (framing_ != Framing::kRecord) return Item::kEnd;
    unread_ = record_.body.data();
    records_ = unread_ + record_.body.size();
    if (record_.type != ContentType::kHandshake) {
      unread_ = records_;
      return Item::kOther;
    }
  }
  return Gather(message);
}

// Puts a message together that begins in *scratch_ or in fragment().
FlightReader::Item FlightReader::Gather(HandshakeMessage* message) {
  if (const Item item = Append(kMessageHeader); item != Item::kMessage) return item;
  const size_t size = Load24(scratch_->data() + 1);
  if (const Item item = Append(kMessageHeader + size); item != Item::kMessage) return item;
  View whole = View(*scratch_).first(kMessageHeader + size);
  TakeMessage(&whole, message);
  gathered_ = 0;
  return Item::kMessage;
}

// Brings *scratch_ to `want` bytes of the message. A length that lies costs no memory: there is
// never more than the stream can fill.
FlightReader::Item FlightReader::Append(size_t want) {
  const size_t room = std::min(want, gathered_ + static_cast<size_t>(end_ - unread_));
  if (scratch_->size() < room) scratch_->resize(room);
  while (gathered_ < want) {
    uint8_t* const out = scratch_->data() + gathered_;
    if (unread_ != records_) {
      const size_t count = std::min(want - gathered_, fragment().size());
      std::memcpy(out, unread_, count);
      gathered_ += count;
      unread_ += count;
      continue;
    }
    framing_ = NextRecord(rest(), &record_);
    if (framing_ != Framing::kRecord) return Item::kEnd;
    if (record_.type != ContentType::kHandshake) return Item::kStray;
    if (record_.body.size() == 1) {
      const size_t count = GatherSingleBytes(rest(), want - gathered_, out);
      gathered_ += count;
      records_ += count * (kRecordHeaderSize + 1);
      unread_ = records_;
    } else {
      // Perhaps empty, which the record layer forbids: then it is passed over.
      unread_ = record_.body.data();
      records_ = unread_ + record_.body.size();
    }
  }
  return Item::kMessage;
}

}  // namespace shakedown
