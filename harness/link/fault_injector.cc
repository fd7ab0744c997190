#include "harness/link/fault_injector.h"

#include <algorithm>

#include "harness/link/record_cursor.h"

namespace shakedown {
namespace {

constexpr size_t kMessageHeaderSize = 4;  // RFC 8446 4: type, length of three bytes

// Where `at` (negative: from the end) points in `size` bytes, if it does.
std::optional<size_t> Offset(int at, size_t size) {
  const int64_t offset = at < 0 ? static_cast<int64_t>(size) + at : at;
  if (offset < 0 || offset >= static_cast<int64_t>(size)) return std::nullopt;
  return static_cast<size_t>(offset);
}

// Changes `record` as `fault` says; false: `at` lies outside.
bool Change(const LinkFault& fault, Bytes* record) {
  const size_t size = record->size() - kRecordHeaderSize;
  const auto at = Offset(fault.at, size);
  switch (fault.verb) {
    case LinkVerb::kFlip:
      if (!at) return false;
      (*record)[kRecordHeaderSize + *at] ^= 0x01;
      return true;
    case LinkVerb::kSet:
      if (!at || fault.bytes.size() > size - *at) return false;
      std::copy(fault.bytes.begin(), fault.bytes.end(),
                record->begin() + static_cast<ptrdiff_t>(kRecordHeaderSize + *at));
      return true;
    case LinkVerb::kTruncate:
      if (!at) return false;
      record->resize(kRecordHeaderSize + *at);
      (*record)[3] = static_cast<uint8_t>(*at >> 8);
      (*record)[4] = static_cast<uint8_t>(*at);
      return true;
    case LinkVerb::kCut: {
      const auto kept = Offset(fault.at, record->size());
      if (!kept) return false;
      record->resize(*kept);
      return true;
    }
    case LinkVerb::kDrop:
    case LinkVerb::kClose:
    case LinkVerb::kDuplicate:
    case LinkVerb::kInsert:
      return true;
  }
  return false;
}

}  // namespace

FaultInjector::FaultInjector(Role from, std::span<const LinkFault> faults) {
  for (size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].from == from) aims_.push_back({.fault = &faults[i], .index = i});
  }
}

bool FaultInjector::Pass(View bytes, Bytes* out) {
  Append(&held_, bytes);
  RecordCursor cursor(held_);
  bool goes_on = true;
  for (View record; goes_on && cursor.Next(&record);) {
    const size_t before = out->size();
    goes_on = PassRecord(record, released_ > 0, out);
    changed_ |= AsText(View(*out).subspan(before)) != AsText(record);
    out->erase(out->begin() + static_cast<ptrdiff_t>(before),
               out->begin() + static_cast<ptrdiff_t>(before + released_));
    released_ = 0;
  }
  held_.erase(held_.begin(), held_.end() - static_cast<ptrdiff_t>(cursor.rest().size()));
  return goes_on;
}

void FaultInjector::Release(Bytes* out) {
  Append(out, View(held_).subspan(released_));
  released_ = held_.size();
}

void FaultInjector::Unmet(std::vector<size_t>* indices) const {
  for (const Aim& aim : aims_) {
    if (!aim.met) indices->push_back(aim.index);
  }
}

// Notes which messages begin in `body`. A message header split between two records is not seen;
// no stack writes one.
void FaultInjector::ReadMessages(View body) {
  while (!body.empty()) {
    if (message_left_ == 0) {
      if (body.size() < kMessageHeaderSize) return;
      messages_.push_back(static_cast<HandshakeType>(body[0]));
      message_left_ =
          kMessageHeaderSize + (size_t{body[1]} << 16 | size_t{body[2]} << 8 | size_t{body[3]});
    }
    const size_t here = std::min(message_left_, body.size());
    message_left_ -= here;
    body = body.subspan(here);
  }
}

bool FaultInjector::Carries(HandshakeType type) const {
  return std::find(messages_.begin(), messages_.end(), type) != messages_.end();
}

bool FaultInjector::PassRecord(View record, bool released, Bytes* out) {
  const ContentType type = TypeOf(record);
  messages_.clear();
  if (type == ContentType::kHandshake) {
    const View body = record.subspan(kRecordHeaderSize);
    // After ChangeCipherSpec only the hello that answers a HelloRetryRequest, or follows it, is
    // still plaintext (RFC 8446 D.4); what is protected would be misread.
    const bool hello =
        !body.empty() && (body[0] == static_cast<uint8_t>(HandshakeType::kClientHello) ||
                          body[0] == static_cast<uint8_t>(HandshakeType::kServerHello));
    if (!changed_cipher_spec_ || hello) ReadMessages(body);
  } else if (type == ContentType::kChangeCipherSpec) {
    changed_cipher_spec_ = true;
  }

  record_.assign(record.begin(), record.end());
  bool drop = false, close = false, cut = false, twice = false;
  for (Aim& aim : aims_) {
    const LinkFault& fault = *aim.fault;
    if (aim.met) continue;
    if (fault.content_type && *fault.content_type != type) continue;
    if (fault.message && !Carries(*fault.message)) continue;
    if (aim.seen++ != fault.nth || released || !Change(fault, &record_)) continue;
    aim.met = true;
    drop |= fault.verb == LinkVerb::kDrop;
    close |= fault.verb == LinkVerb::kClose;
    cut |= fault.verb == LinkVerb::kCut;
    twice |= fault.verb == LinkVerb::kDuplicate;
    if (fault.verb == LinkVerb::kInsert) Append(out, fault.bytes);
  }
  if (close) return false;
  if (drop) return true;
  Append(out, record_);
  if (cut) return false;
  if (twice) Append(out, record_);
  return true;
}

}  // namespace shakedown
