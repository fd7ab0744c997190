#include "harness/inspect/datagram_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

using enum AlertDescription;

constexpr size_t kMessageHeader = 12;

}  // namespace

void DatagramMessages::Content(const RecordPlace& place, View content) {
  ByteReader reader(content);
  while (!reader.empty()) {
    const View start = reader.rest();
    Fragment fragment{};
    fragment.type = reader.U8();
    fragment.length = reader.U24();
    fragment.sequence = reader.U16();
    fragment.offset = reader.U24();
    fragment.bytes = reader.Bytes24();
    if (!reader.ok()) {
      return Malformed(place, start,
                       {std::min<size_t>(start.size(), 9), kDecodeError, "fragment_length",
                        "RFC 6347 4.2.2", "a fragment with its header lies within one record"});
    }
    fragment.whole = start.first(kMessageHeader + fragment.bytes.size());
    if (fragment.offset + fragment.bytes.size() > fragment.length) {
      return Malformed(place, fragment.whole,
                       {6, kDecodeError, "fragment_offset", "RFC 6347 4.2.3",
                        "a fragment lies within the length of its message"});
    }
    Take(place, fragment);
  }
}

void DatagramMessages::Take(const RecordPlace& place, const Fragment& fragment) {
  const Key key{place.lane, fragment.sequence, fragment.type, fragment.length};
  if (fragment.bytes.size() == fragment.length) {
    Pending& pending = At(key, place);
    pending.came = true;
    pending.message.reset();
    return messages_->Message(place, fragment.whole, {place.number});
  }
  // Where the sides are not known, they may send messages of one number.
  if (place.lane != Lane::kUnknown && !pending_.contains(key) && Contradicts(key)) {
    return Malformed(place, fragment.whole,
                     {1, kIllegalParameter, "length", "RFC 6347 4.2.3",
                      "all fragments of a message say the same type and length"});
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
  messages_->Message(first, Joined(key, whole), pending.records);
}

DatagramMessages::Pending& DatagramMessages::At(const Key& key, const RecordPlace& place) {
  const auto [entry, fresh] = pending_.try_emplace(key);
  if (fresh) entry->second.place = place;
  return entry->second;
}

// Whether fragments of another message have come under this number, and not all of them.
bool DatagramMessages::Contradicts(const Key& key) const {
  const auto other = pending_.lower_bound(Key{key.lane, key.sequence, 0, 0});
  return other != pending_.end() && other->first.lane == key.lane &&
         other->first.sequence == key.sequence && !other->second.came;
}

// The beginning of a message with the header it would have in one piece (RFC 6347 4.2.6).
Bytes DatagramMessages::Joined(const Key& key, const FragmentedMessage& message) {
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
std::string DatagramMessages::Called(const Key& key, std::optional<Role> from) {
  const Bytes type = {key.type};
  return fmt::format("message {}{} ({}, {} bytes)", key.sequence,
                     from ? fmt::format(" of the {}", NameOf(*from)) : "", MessageName(type, true),
                     key.length);
}

void DatagramMessages::End() {
  Incomplete();
  Gaps();
}

// Tells what has not come of the messages of which something has.
void DatagramMessages::Incomplete() {
  constexpr size_t kMostPlaces = 3;
  for (const auto& [key, pending] : pending_) {
    if (!pending.message || pending.came) continue;
    if (!pending.message->Beginning().empty()) {
      messages_->Beginning(pending.place, Joined(key, *pending.message), pending.records);
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
void DatagramMessages::Gaps() {
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

void DatagramMessages::Notice(const RecordPlace& place, std::string text) {
  InspectedItem& item = out_->items.emplace_back();
  item.from = place.from;
  item.offset = place.offset;
  item.source = place.source;
  item.type = std::move(text);
}

// A fragment whose header is wrong at `error`, which names the field of it.
void DatagramMessages::Malformed(const RecordPlace& place, View bytes, FieldError error) {
  InspectedItem& item = messages_->Beginning(place, bytes, {place.number});
  error.field = "Handshake." + error.field;
  item.error = std::move(error);
}

}  // namespace shakedown
