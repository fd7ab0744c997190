#include "harness/wire/flight_reader.h"

#include <algorithm>
#include <cstring>

#include "harness/wire/take.h"

namespace shakedown {
namespace {

constexpr size_t kMessageHeader = 4;

// Writes the bodies of the first `count` records of `run` to `out`.
void CopyBodies(const RecordRun& run, size_t count, uint8_t* out) {
  const size_t size = run.first.body.size(), stride = run.stride();
  const uint8_t* from = run.first.body.data();
  if (size == 1) {
    for (size_t i = 0; i < count; ++i) out[i] = from[i * (kRecordHeaderSize + 1)];
    return;
  }
  for (size_t i = 0; i < count; ++i, from += stride, out += size) std::memcpy(out, from, size);
}

}  // namespace

FlightReader::Item FlightReader::Next(HandshakeMessage* message) {
  while (fragment_.empty()) {
    if (gathered_ != 0) return Gather(message);
    framing_ = NextRecord(rest_, &record_);
    if (framing_ != Framing::kRecord) return Item::kEnd;
    rest_ = rest_.subspan(kRecordHeaderSize + record_.body.size());
    if (record_.type != ContentType::kHandshake) return Item::kOther;
    fragment_ = record_.body;
  }
  if (fragment_.size() >= kMessageHeader) {
    const size_t size = Load24(fragment_.data() + 1);
    if (fragment_.size() - kMessageHeader >= size) {
      message->type = HandshakeType{fragment_[0]};
      message->body = fragment_.subspan(kMessageHeader, size);
      fragment_ = fragment_.subspan(kMessageHeader + size);
      return Item::kMessage;
    }
  }
  return Gather(message);
}

// Puts a message together that begins in *scratch_ or in fragment_.
FlightReader::Item FlightReader::Gather(HandshakeMessage* message) {
  if (const Item item = Append(kMessageHeader); item != Item::kMessage) return item;
  const size_t size = Load24(scratch_->data() + 1);
  if (const Item item = Append(kMessageHeader + size); item != Item::kMessage) return item;
  message->type = HandshakeType{(*scratch_)[0]};
  message->body = View(*scratch_).subspan(kMessageHeader, size);
  gathered_ = 0;
  return Item::kMessage;
}

// Brings *scratch_ to `want` bytes of the message. A length that lies costs no memory: there is
// never more than the stream can fill.
FlightReader::Item FlightReader::Append(size_t want) {
  const size_t room = std::min(want, gathered_ + fragment_.size() + rest_.size());
  if (scratch_->size() < room) scratch_->resize(room);
  while (gathered_ < want) {
    if (!fragment_.empty()) {
      const size_t count = std::min(want - gathered_, fragment_.size());
      std::memcpy(scratch_->data() + gathered_, fragment_.data(), count);
      gathered_ += count;
      fragment_ = fragment_.subspan(count);
      continue;
    }
    RecordRun run;
    framing_ = NextRun(rest_, &run, want - gathered_);
    if (framing_ != Framing::kRecord) return Item::kEnd;
    record_ = run.first;
    if (record_.type != ContentType::kHandshake) return Item::kStray;
    const size_t size = record_.body.size();
    // Whole records as long as they do not reach past the end of the message; empty ones, which
    // the record layer forbids, are passed over.
    const size_t whole = size == 0 ? run.count : std::min(run.count, (want - gathered_) / size);
    if (size != 0) {
      CopyBodies(run, whole, scratch_->data() + gathered_);
      gathered_ += whole * size;
    }
    rest_ = rest_.subspan(whole * run.stride());
    if (whole < run.count && gathered_ < want) {
      fragment_ = run.body(whole);
      rest_ = rest_.subspan(run.stride());
    }
  }
  return Item::kMessage;
}

}  // namespace shakedown
