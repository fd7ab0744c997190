#include "harness/run/frame.h"

#include <cstring>

namespace shakedown {
namespace {

struct Header {
  uint32_t magic;
  uint32_t length;
  uint64_t checksum;
};

constexpr uint32_t kMagic = 0x53484b44;
constexpr uint32_t kMaxLength = 1 << 24;

// FNV-1a over eight bytes at a time: against accidents, not against an enemy.
uint64_t Checksum(View payload) {
  uint64_t sum = 0xcbf29ce484222325;
  constexpr uint64_t kPrime = 0x100000001b3;
  size_t at = 0;
  for (; at + 8 <= payload.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, payload.data() + at, 8);
    sum = (sum ^ word) * kPrime;
    sum ^= sum >> 29;
  }
  for (; at < payload.size(); ++at) sum = (sum ^ payload[at]) * kPrime;
  return sum;
}

}  // namespace

void AppendFrame(View payload, Bytes* out) {
  const Header header{kMagic, static_cast<uint32_t>(payload.size()), Checksum(payload)};
  Append(out, {reinterpret_cast<const uint8_t*>(&header), sizeof(header)});
  Append(out, payload);
}

FrameReader::State FrameReader::Next(View* payload) {
  if (garbled_) return State::kGarbled;
  const View rest = View(buffer_).subspan(at_);
  Header header;
  if (rest.size() >= sizeof(header)) {
    std::memcpy(&header, rest.data(), sizeof(header));
    if (header.magic != kMagic || header.length > kMaxLength) {
      garbled_ = true;
      return State::kGarbled;
    }
    if (rest.size() - sizeof(header) >= header.length) {
      *payload = rest.subspan(sizeof(header), header.length);
      if (Checksum(*payload) != header.checksum) {
        garbled_ = true;
        return State::kGarbled;
      }
      at_ += sizeof(header) + header.length;
      return State::kFrame;
    }
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(at_));
  at_ = 0;
  return State::kNeedMore;
}

}  // namespace shakedown
