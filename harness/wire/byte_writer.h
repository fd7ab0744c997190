// Big-endian integers and vectors appended to bytes: the counterpart of ByteReader.
//
//   ByteWriter out(&bytes);
//   out.U16(version);
//   out.Vector16([&] { for (CipherSuite suite : suites) out.U16(suite); });
#ifndef HARNESS_WIRE_BYTE_WRITER_H_
#define HARNESS_WIRE_BYTE_WRITER_H_

#include <cstdint>

#include "harness/wire/bytes.h"

namespace shakedown {

// ByteWriter appends to bytes that outlive it. A vector whose content is longer than its length can
// say makes it fail for good; what was written is then of no use.
class ByteWriter {
 public:
  explicit ByteWriter(Bytes* out) : out_(out) {}

  bool ok() const { return ok_; }

  template <typename Code>
  void U8(Code value) {
    out_->push_back(static_cast<uint8_t>(value));
  }
  template <typename Code>
  void U16(Code value) {
    Unsigned<2>(static_cast<uint32_t>(value));
  }
  void U24(uint32_t value) { Unsigned<3>(value); }
  void U32(uint32_t value) { Unsigned<4>(value); }
  void Put(View bytes) { Append(out_, bytes); }

  // VectorN writes a length of N bits, then what `fill` writes or the bytes given.
  template <typename Fill>
  void Vector8(const Fill& fill) {
    Vector<1>(fill);
  }
  template <typename Fill>
  void Vector16(const Fill& fill) {
    Vector<2>(fill);
  }
  template <typename Fill>
  void Vector24(const Fill& fill) {
    Vector<3>(fill);
  }

 private:
  template <int kBytes>
  void Unsigned(uint32_t value) {
    for (int i = kBytes - 1; i >= 0; --i) out_->push_back(static_cast<uint8_t>(value >> 8 * i));
  }

  template <int kBytes, typename Fill>
  void Vector(const Fill& fill) {
    const size_t at = out_->size();
    out_->resize(at + kBytes);
    if constexpr (requires { fill(); }) {
      fill();
    } else {
      Put(fill);
    }
    const size_t length = out_->size() - at - kBytes;
    if (length >> 8 * kBytes != 0) ok_ = false;
    for (int i = 0; i < kBytes; ++i) {
      (*out_)[at + static_cast<size_t>(i)] = static_cast<uint8_t>(length >> 8 * (kBytes - 1 - i));
    }
  }

  Bytes* out_;
  bool ok_ = true;
};

}  // namespace shakedown

#endif  // HARNESS_WIRE_BYTE_WRITER_H_
