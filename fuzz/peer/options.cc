#include "fuzz/peer/options.h"

#include <algorithm>
#include <utility>

namespace shakedown {
namespace {

// The fields of a header, one after the other, lowest bit first.
class BitReader {
 public:
  explicit BitReader(uint32_t bits) : bits_(bits) {}
  uint8_t Take(int count) {
    const auto value = static_cast<uint8_t>(bits_ & ((1U << count) - 1));
    bits_ >>= count;
    return value;
  }
  bool Flag() { return Take(1) != 0; }

 private:
  uint32_t bits_;
};

class BitWriter {
 public:
  void Put(int count, uint32_t value) {
    bits_ |= value << at_;
    at_ += count;
  }
  uint32_t bits() const { return bits_; }

 private:
  uint32_t bits_ = 0;
  int at_ = 0;
};

constexpr uint8_t kTls13 = 3;

}  // namespace

SideOptions TakeOptions(View* input) {
  uint32_t bits = 0;
  const size_t size = std::min(input->size(), kOptionsSize);
  for (size_t i = 0; i < size; ++i) bits |= static_cast<uint32_t>((*input)[i]) << 8 * i;
  *input = input->subspan(size);
  BitReader in(bits);
  SideOptions out;
  out.lowest = in.Take(2);
  out.highest = kTls13 - in.Take(2);
  if (out.lowest > out.highest) std::swap(out.lowest, out.highest);
  out.identity = in.Take(2);
  out.verify = in.Take(2);
  out.suites = in.Take(3);
  out.groups = in.Take(3);
  out.schemes = in.Take(2);
  out.alpn = in.Take(2);
  out.name = in.Take(2);
  for (bool* flag : {&out.no_tickets, &out.resumes, &out.early_data, &out.speaks, &out.grease,
                     &out.staples, &out.renegotiates, &out.false_start, &out.compression}) {
    *flag = in.Flag();
  }
  return out;
}

void AppendOptions(const SideOptions& options, Bytes* out) {
  BitWriter bits;
  bits.Put(2, options.lowest);
  bits.Put(2, kTls13 - options.highest);
  bits.Put(2, options.identity);
  bits.Put(2, options.verify);
  bits.Put(3, options.suites);
  bits.Put(3, options.groups);
  bits.Put(2, options.schemes);
  bits.Put(2, options.alpn);
  bits.Put(2, options.name);
  for (bool flag :
       {options.no_tickets, options.resumes, options.early_data, options.speaks, options.grease,
        options.staples, options.renegotiates, options.false_start, options.compression}) {
    bits.Put(1, flag ? 1 : 0);
  }
  for (size_t i = 0; i < kOptionsSize; ++i) {
    out->push_back(static_cast<uint8_t>(bits.bits() >> 8 * i));
  }
}

TwoStreams SplitStreams(View input) {
  constexpr size_t kLength = 2;
  if (input.size() < kLength) return {};
  const size_t size = static_cast<size_t>(input[0]) << 8 | input[1];
  const View rest = input.subspan(kLength);
  const size_t first = std::min(size, rest.size());
  return {rest.first(first), rest.subspan(first)};
}

void AppendStreams(const TwoStreams& streams, Bytes* out) {
  out->push_back(static_cast<uint8_t>(streams.first.size() >> 8));
  out->push_back(static_cast<uint8_t>(streams.first.size()));
  Append(out, streams.first);
  Append(out, streams.second);
}

}  // namespace shakedown
