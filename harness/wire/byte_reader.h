// A cursor over borrowed bytes: the only place that does arithmetic on what a peer sent.
//
//   ByteReader hello(body);
//   const uint16_t version = hello.U16();
//   ByteReader suites = hello.Vector16();
//   while (!suites.empty()) use(suites.U16());   // an odd length fails `suites` and `hello`
//   if (!hello.Finish()) ...
#ifndef HARNESS_WIRE_BYTE_READER_H_
#define HARNESS_WIRE_BYTE_READER_H_

#include <cstddef>
#include <cstdint>

#include "harness/wire/bytes.h"

namespace shakedown {

// ByteReader reads big-endian integers and length-prefixed vectors (RFC 8446 3.3, 3.4) from the
// front of a view. The first read past the end makes it fail for good: it is then empty, and every
// further read gives zero or nothing. A reader got from a VectorN of another reports its failure
// to that other too, which must outlive it and stay where it is.
class ByteReader {
 public:
  explicit ByteReader(View bytes) : at_(bytes.data()), left_(bytes.size()), size_(bytes.size()) {}

  bool ok() const { return ok_; }
  bool empty() const { return left_ == 0; }
  size_t left() const { return left_; }

  // offset counts the bytes read so far; after a failure, those before the read that failed.
  size_t offset() const { return ok_ ? size_ - left_ : failed_at_; }

  // rest borrows what has not been read, without reading it.
  View rest() const { return {at_, left_}; }

  uint8_t U8() { return static_cast<uint8_t>(Unsigned<1>()); }
  uint16_t U16() { return static_cast<uint16_t>(Unsigned<2>()); }
  uint32_t U24() { return Unsigned<3>(); }
  uint32_t U32() { return Unsigned<4>(); }

  // Take borrows the next `count` bytes.
  View Take(size_t count) {
    if (count > left_) {
      Fail();
      return {};
    }
    const View taken(at_, count);
    at_ += count;
    left_ -= count;
    return taken;
  }

  // VectorN reads a length of N bits and opens a reader over as many bytes; BytesN borrows them.
  ByteReader Vector8() { return ByteReader(this, Bytes8()); }
  ByteReader Vector16() { return ByteReader(this, Bytes16()); }
  ByteReader Vector24() { return ByteReader(this, Bytes24()); }
  View Bytes8() { return Take(U8()); }
  View Bytes16() { return Take(U16()); }
  View Bytes24() { return Take(U24()); }

  // Fail marks this reader and the ones it came from as failed.
  void Fail() {
    for (ByteReader* reader = this; reader != nullptr; reader = reader->parent_) {
      if (!reader->ok_) continue;
      reader->failed_at_ = reader->size_ - reader->left_;
      reader->ok_ = false;
      reader->left_ = 0;
    }
  }

  // Finish fails if bytes are left over, and tells whether all went well.
  bool Finish() {
    if (left_ != 0) Fail();
    return ok_;
  }

 private:
  ByteReader(ByteReader* parent, View bytes) : ByteReader(bytes) {
    parent_ = parent;
    ok_ = parent->ok_;
  }

  template <int kBytes>
  uint32_t Unsigned() {
    if (left_ < kBytes) {
      Fail();
      return 0;
    }
    uint32_t value = 0;
    for (int i = 0; i < kBytes; ++i) value = value << 8 | at_[i];
    at_ += kBytes;
    left_ -= kBytes;
    return value;
  }

  const uint8_t* at_;
  size_t left_;
  size_t size_;
  size_t failed_at_ = 0;
  ByteReader* parent_ = nullptr;
  bool ok_ = true;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_BYTE_READER_H_
